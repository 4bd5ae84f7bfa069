from __future__ import annotations

from django.db import migrations


def move(apps, schema_editor):
    """The series of the agency itself; an organ is told by its symbol."""
    new = apps.get_model("paper_numbers", "NumberSeries").objects
    for row in apps.get_model("decisions", "NumberSeries").objects.select_related("organization"):
        new.create(
            organization_id=row.organization_id,
            symbol=row.organization.symbol,
            paper=row.paper,
            year=row.year,
            last=row.last,
        )


def move_back(apps, schema_editor):
    old = apps.get_model("decisions", "NumberSeries").objects
    for row in apps.get_model("paper_numbers", "NumberSeries").objects.select_related(
        "organization"
    ):
        if row.symbol == row.organization.symbol:
            old.create(
                organization_id=row.organization_id, paper=row.paper, year=row.year, last=row.last
            )


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0009_corrections"),
        ("paper_numbers", "0002_series_settings"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(move, move_back),
        migrations.DeleteModel(name="NumberSeries"),
    ]
