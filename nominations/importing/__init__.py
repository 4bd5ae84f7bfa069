"""Import of tables that clerks keep in Excel: the part that knows no word of the domain.

`source` reads a file into a sheet, `lines` and `cells` read rows and collect what is wrong cell by
cell, `asking` asks about names that come near a recorded one, `handback` returns the clerk's own
file with the reasons, `runs` takes an upload from the preview to the confirmation. What a kind of
table means stands in the `importing` package of its room.
"""
