"""Papers as they left the house: frozen files with their hash, checked against each other."""
