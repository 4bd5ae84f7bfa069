"""What the pages of figures are narrowed by, and corrections of figures."""
