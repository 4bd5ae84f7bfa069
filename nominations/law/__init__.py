"""What the law asks: the catalogue, rule sets as dated data, their vocabulary, and regulations."""
