from django.db import migrations, models

import workflow.clock
import workflow.fields


class Migration(migrations.Migration):
    dependencies = [("awards", "0004_layers_end_by_two")]

    operations = [
        migrations.RenameField(model_name="rulelayer", old_name="status", new_name="state"),
        migrations.AlterField(
            model_name="rulelayer",
            name="state",
            field=workflow.fields.StateField(
                default="proposed", editable=False, max_length=32, verbose_name="state"
            ),
        ),
        migrations.AddField(
            model_name="rulelayer",
            name="audit_head",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="rulelayer",
            name="audit_seq",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="rulelayer",
            name="previous_state",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=32,
                verbose_name="previous state",
            ),
        ),
        migrations.AddField(
            model_name="rulelayer",
            name="state_entered_at",
            field=models.DateTimeField(
                default=workflow.clock.now, editable=False, verbose_name="in this state since"
            ),
        ),
        migrations.AddField(
            model_name="rulelayer",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
        ),
        migrations.AddConstraint(
            model_name="rulelayer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["approved", "ended", "proposed", "rejected"])),
                name="rule_layer_state_known",
            ),
        ),
    ]
