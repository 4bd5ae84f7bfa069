"""Pages of figures, their lines and files, and of the roll of honour."""
