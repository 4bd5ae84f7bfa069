"""Filter forms of figures, and forms of their corrections."""
