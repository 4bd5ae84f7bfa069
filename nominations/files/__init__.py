"""Work on files from outside in a process of its own, within limits."""
