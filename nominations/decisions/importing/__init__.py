"""Import of the outcomes that come back from above, from a table that a clerk keeps in Excel."""
