"""Every import of before gets its place in the history."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Coalesce

from workflow import adoption


def fill_moment(apps, schema_editor):
    """Since when a run stands where it stands: the end of the work, or when it was handed over."""
    rows = apps.get_model("importing", "ImportRun").objects.using(schema_editor.connection.alias)
    rows.update(state_entered_at=Coalesce(F("finished_at"), F("handed_at")))


def forget_expired(apps, schema_editor):
    """The reverse: there was no word for an upload that was cleared away."""
    rows = apps.get_model("importing", "ImportRun").objects.using(schema_editor.connection.alias)
    rows.filter(state="expired").update(state="failed")


class Migration(migrations.Migration):
    dependencies = [
        ("importing", "0003_state"),
        ("workflow", "0002_history_is_append_only"),
    ]

    operations = [
        migrations.RunPython(fill_moment, forget_expired),
        adoption.operation("importing.ImportRun", prefix="import", initial="uploaded"),
    ]
