"""Import of annual grades, of recognised initiatives, and of the day of recruitment."""
