"""The counts of the awards that are there."""

from django.db import migrations
from django.db.models import Count
from django.db.models.functions import TruncMonth

COUNTED_BY = [
    "organization_id",
    "year",
    "award_type_id",
    "commendation_type",
    "kind",
    "issuer",
    "decided_in",
]


def count(apps, schema_editor):
    alias = schema_editor.connection.alias
    awards = apps.get_model("awards", "Award").objects.using(alias)
    counts = apps.get_model("awards", "AwardCount")
    rows = (
        awards.filter(revoked_on__isnull=True)
        .order_by()
        .annotate(decided_in=TruncMonth("decision_date"))
        .values(*COUNTED_BY)
        .annotate(number=Count("id"))
    )
    counts.objects.using(alias).bulk_create((counts(**row) for row in rows), batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0014_award_counts'),
    ]

    operations = [migrations.RunPython(count, migrations.RunPython.noop, elidable=True)]
