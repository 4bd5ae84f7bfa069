"""Records of persons and units by year: the facts that eligibility reads."""
