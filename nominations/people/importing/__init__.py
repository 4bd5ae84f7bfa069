"""Import of units, households and persons; the directory of recorded ones for all imports."""
