"""Pages of people, units, roles, accounts and households."""
