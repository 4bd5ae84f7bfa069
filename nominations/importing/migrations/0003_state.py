"""The status of an import becomes the state of a workflow."""

import workflow.clock
import workflow.fields
from django.db import migrations, models

STATES = ["checked", "confirmed", "done", "expired", "failed", "uploaded"]


class Migration(migrations.Migration):
    dependencies = [("importing", "0002_total_of_lines")]

    operations = [
        migrations.RemoveConstraint("importrun", "import_status_known"),
        migrations.RemoveIndex("importrun", "importing_i_status_af90ac_idx"),
        migrations.RenameField("importrun", "status", "state"),
        migrations.AlterField(
            "importrun",
            "state",
            workflow.fields.StateField(
                default="uploaded", editable=False, max_length=32, verbose_name="state"
            ),
        ),
        migrations.AddField(
            "importrun",
            "previous_state",
            models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=32,
                verbose_name="previous state",
            ),
        ),
        migrations.AddField(
            "importrun",
            "version",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
        ),
        migrations.AddField(
            "importrun",
            "state_entered_at",
            models.DateTimeField(
                default=workflow.clock.now, editable=False, verbose_name="in this state since"
            ),
        ),
        migrations.AddField(
            "importrun", "audit_seq", models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.AddField(
            "importrun",
            "audit_head",
            models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddIndex("importrun", models.Index(fields=["state", "seen_at"], name="importing_i_state_2bca73_idx")),
        migrations.AddConstraint(
            "importrun",
            models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="import_state_known"
            ),
        ),
    ]
