from __future__ import annotations

from collections import Counter
from typing import Any

import django.db.models.functions.text
from django.db import migrations, models

import nominations.people.models.accounts


def refuse_doubles(apps: Any, schema_editor: Any) -> None:
    """Two accounts that differ in capitals only: somebody has to say which of them is meant."""
    users = apps.get_model("people", "User").objects.using(schema_editor.connection.alias)
    names = list(users.values_list("username", flat=True))
    seen = Counter(name.lower() for name in names)
    doubles = sorted(name for name in names if seen[name.lower()] > 1)
    if doubles:
        raise RuntimeError(
            "These account names differ in capitals only; rename all but one of each before the "
            f"update: {', '.join(doubles)}"
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0002_password_links_and_papers_of_roles")]

    operations = [
        migrations.AlterModelManagers(
            name="user",
            managers=[("objects", nominations.people.models.accounts.AccountManager())],
        ),
        migrations.RunPython(refuse_doubles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"),
                name="account_name_once_whatever_the_case",
                violation_error_message="An account with this name exists already.",
            ),
        ),
    ]
