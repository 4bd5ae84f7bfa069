"""Pages on which an agency settles what its papers say and how they look."""
