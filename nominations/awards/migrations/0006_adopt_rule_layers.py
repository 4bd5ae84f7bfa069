from django.db import migrations
from django.db.models.functions import Coalesce

from workflow import adoption


def date_states(apps, schema_editor):
    """A layer is in its state since it was approved, or else since it was proposed."""
    layers = apps.get_model("awards", "RuleLayer")
    layers.objects.using(schema_editor.connection.alias).update(
        state_entered_at=Coalesce("approved_at", "proposed_at")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0005_rule_layer_workflow"),
        ("workflow", "0002_history_is_append_only"),
    ]

    operations = [
        migrations.RunPython(date_states, migrations.RunPython.noop),
        adoption.operation("awards.RuleLayer", prefix="rule_layer", initial="proposed"),
    ]
