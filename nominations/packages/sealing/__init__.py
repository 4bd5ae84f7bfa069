"""The file of a package: signing keys, the zip with its signature, refusals. No Django."""
