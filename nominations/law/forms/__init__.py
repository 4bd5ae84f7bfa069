"""Forms of regulations and of the parts of their drafts."""
