from __future__ import annotations

from django.db import migrations

from nominations.issued_papers import frozen_rows

SIGNED_COPIES = [
    table for table in frozen_rows.FROZEN_TABLES if table.name == "signed_copy"
]


def create(apps, schema_editor):
    for table in SIGNED_COPIES:
        for statement in table.create_triggers(schema_editor.connection.vendor):
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in SIGNED_COPIES:
        for statement in table.drop_triggers(schema_editor.connection.vendor):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("issued_papers", "0003_signed_copies")]
    operations = [migrations.RunPython(create, drop)]
