"""Screens of the council room."""
