import workflow.clock
import workflow.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """A voting session becomes the subject of a workflow: the columns of the engine."""

    dependencies = [
        ("council", "0005_settings_of_the_meeting"),
    ]

    operations = [
        migrations.AddField(
            model_name="votingsession",
            name="audit_head",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="votingsession",
            name="audit_seq",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="votingsession",
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
            model_name="votingsession",
            name="state_entered_at",
            field=models.DateTimeField(
                default=workflow.clock.now, editable=False, verbose_name="in this state since"
            ),
        ),
        migrations.AddField(
            model_name="votingsession",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
        ),
        migrations.AlterField(
            model_name="votingsession",
            name="state",
            field=workflow.fields.StateField(
                default="draft", editable=False, max_length=32, verbose_name="state"
            ),
        ),
        migrations.AddConstraint(
            model_name="votingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["certified", "closed", "counted", "draft", "open", "void"],
                    )
                ),
                name="session_state_known",
            ),
        ),
    ]
