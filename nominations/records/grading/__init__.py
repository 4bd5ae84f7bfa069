"""How a year's work is graded: the decrees as dated data, and what they say of a record."""
