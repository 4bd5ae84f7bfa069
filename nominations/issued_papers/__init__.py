"""Issued papers: frozen files with their hashes, checked for consistency with each other."""
