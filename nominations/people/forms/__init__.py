"""Forms of roles, accounts and households."""
