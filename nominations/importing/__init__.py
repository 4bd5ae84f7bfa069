"""Import of Excel and CSV tables: the part that is independent of the domain.

`file_reader` reads a file into a sheet, `row_reader` and `cells` read rows and collect errors by
cell, `name_questions` asks about names similar to a recorded one, `annotated_file` returns the
uploaded file with the reasons, `runs` takes an upload from the preview to the confirmation. The
kinds of tables are defined in the `importing` packages of the rooms.
"""
