"""Pages of model examples, for the agency and for everybody."""
