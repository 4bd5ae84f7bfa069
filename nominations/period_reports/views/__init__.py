"""Pages of period reports and of their papers."""
