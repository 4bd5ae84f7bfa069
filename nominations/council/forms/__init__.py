"""Forms of the council room."""
