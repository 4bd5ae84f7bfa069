"""Acts of this room: keys recorded, packages made, taken in and answered."""
