from __future__ import annotations

from django.db import migrations

from workflow import append_only


def create(apps, schema_editor):
    for statement in append_only.HISTORY.create_triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in append_only.HISTORY.drop_triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
