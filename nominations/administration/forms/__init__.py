"""Forms of the administration pages."""
