"""Processing of untrusted files in a child process, within limits."""
