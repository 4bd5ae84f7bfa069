"""Panels of a nomination's pages: eligibility, progress, timeline, report diff, next step."""
