"""Services of packages: recording keys, writing, importing and replying."""
