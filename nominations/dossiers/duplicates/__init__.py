"""Duplicate awards: the rules that find them, and the findings for nominations."""
