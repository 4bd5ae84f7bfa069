"""Papers that leave the house: blocks, their layout, and the renderers of Word, PDF and HTML."""
