"""Yearly grading: the decrees as dated data, and their application to a record."""
