from django.db import migrations
from django.db.models import F

from workflow import adoption


def date_states(apps, schema_editor):
    """A decision is in its state since it was made: no later moment is on record."""
    decisions = apps.get_model("decisions", "Decision")
    decisions.objects.using(schema_editor.connection.alias).update(
        state_entered_at=F("created_at")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0005_decision_workflow"),
        ("workflow", "0002_history_is_append_only"),
    ]

    operations = [
        migrations.RunPython(date_states, migrations.RunPython.noop),
        adoption.operation("decisions.Decision", prefix="decision", initial="draft"),
    ]
