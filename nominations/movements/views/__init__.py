"""Pages of plans and movements."""
