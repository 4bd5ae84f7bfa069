"""Import of units and persons; finding recorded ones for the imports of other rooms."""
