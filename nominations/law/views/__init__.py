"""Pages of the rules: what holds, regulations, and drafts of regulations."""
