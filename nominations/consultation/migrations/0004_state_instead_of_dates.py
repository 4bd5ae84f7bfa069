"""What the state says now: the dates of closing, and the state of an opinion."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultation", "0003_workflow_columns")]

    operations = [
        migrations.RemoveConstraint("objection", "closed_case_has_finding_and_effect"),
        migrations.RemoveField("comment", "state"),
        migrations.RemoveField("objection", "closed_at"),
        migrations.RemoveField("posting", "closed_at"),
        migrations.AddConstraint(
            "objection",
            models.CheckConstraint(
                condition=models.Q(("state__in", ["closed", "open"])), name="objection_state_known"
            ),
        ),
        migrations.AddConstraint(
            "objection",
            models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(
                        models.Q(("finding", ""), _negated=True),
                        models.Q(("effect", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="closed_case_has_finding_and_effect",
            ),
        ),
        migrations.AddConstraint(
            "posting",
            models.CheckConstraint(
                condition=models.Q(("state__in", ["closed", "open"])), name="posting_state_known"
            ),
        ),
    ]
