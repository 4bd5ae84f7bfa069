from __future__ import annotations

from django.db import migrations

from nominations.issued_papers import frozen_rows


FROZEN_HERE = [
    table for table in frozen_rows.FROZEN_TABLES if table.name in ("issued_paper", "issued_file")
]


def create(apps, schema_editor):
    for table in FROZEN_HERE:
        for statement in table.create_triggers(schema_editor.connection.vendor):
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in FROZEN_HERE:
        for statement in table.drop_triggers(schema_editor.connection.vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("issued_papers", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
