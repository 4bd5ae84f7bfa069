"""Papers that are made by the hundred: print runs, their items and files, the log of reprints."""
