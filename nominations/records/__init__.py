"""What is on record of persons and units year by year: the facts that eligibility reads."""
