"""The law as data: the catalogue of awards, dated rule sets, their vocabulary, and regulations on
top."""
