from django.db import migrations, models

import workflow.clock
import workflow.fields


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_filing_of_a_revocation")]

    operations = [
        migrations.RemoveConstraint(
            model_name="decision", name="signed_decision_has_number_and_date"
        ),
        migrations.AddField(
            model_name="decision",
            name="audit_head",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="decision",
            name="audit_seq",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="decision",
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
            model_name="decision",
            name="state_entered_at",
            field=models.DateTimeField(
                default=workflow.clock.now, editable=False, verbose_name="in this state since"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="state",
            field=workflow.fields.StateField(
                default="draft", editable=False, max_length=32, verbose_name="state"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["discarded", "draft", "signed"])),
                name="decision_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    models.Q(
                        models.Q(("number", ""), _negated=True), ("signed_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="signed_decision_has_number_and_date",
            ),
        ),
    ]
