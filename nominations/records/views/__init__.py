"""Pages of this room, one module per page or pair of pages."""
