"""Pages of the settings of an agency's papers."""
