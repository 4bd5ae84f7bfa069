from __future__ import annotations

from django.db import migrations

from workflow import append_only


def lay(apps, schema_editor):
    for statement in append_only.lay(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def lift(apps, schema_editor):
    for statement in append_only.lift(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
