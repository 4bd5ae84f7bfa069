"""Campaigns of before get the state that their dates say, and keep their history."""

from django.db import migrations
from django.db.models import F, Q

from workflow import adoption, clock


def read_dates(apps, schema_editor):
    """Never opened is a draft. Finished is what was closed, or the reports of an earlier year."""
    campaigns = apps.get_model("dossiers", "Campaign").objects.using(
        schema_editor.connection.alias
    )
    today = clock.today()
    over = Q(closed_at__isnull=False) | Q(
        submission_closes_at__lt=clock.now(), year__lt=today.year
    )
    opened = campaigns.filter(opened_at__isnull=False)
    opened.filter(over, closed_at__isnull=True).update(closed_at=F("submission_closes_at"))
    opened.filter(over).update(state="closed", state_entered_at=F("closed_at"))
    opened.exclude(state="closed").update(state="open", state_entered_at=F("opened_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0006_campaign_workflow"),
        ("workflow", "0002_history_is_append_only"),
    ]

    operations = [
        migrations.RunPython(read_dates, migrations.RunPython.noop),
        adoption.operation("dossiers.Campaign", prefix="campaign", initial="draft"),
    ]
