"""Screens of the consultation room."""
