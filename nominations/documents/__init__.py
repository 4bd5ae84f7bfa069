"""Official papers: blocks, their layout, and the renderers of Word, PDF and HTML."""
