"""Import of historic counts: how many awards of a kind in a year or period, without any names.

Offices keep them as tables of years by awards, or the other way round. `headings` says what the
columns count, `import_plan` turns a sheet into a plan, `stated_sums` compares it with the sums that
the table states itself, `plan_writer` carries it out. What is recorded is an `AwardFigure`.
"""
