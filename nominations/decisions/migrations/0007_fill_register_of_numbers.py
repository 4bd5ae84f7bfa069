from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import migrations

from nominations.paper_numbers.services import issuer_named
from nominations.paper_numbers.spelling import canonical_number, parse_number
from nominations.vietnamese import fold

_TYPES = {"QĐ", "TTr", "BC", "BB"}


@dataclass(kw_only=True)
class Entry:
    """A paper on record: whose it is, its number and day, and the record that bears it."""

    organization: Any
    number: str
    day: date
    purpose: str
    subject: str
    paper: str = ""
    issuer: str = ""
    shares: bool = False
    named: bool = False


def _entries(apps: Any, alias: str) -> Iterator[Entry]:
    """Papers that bear a number, those of the agencies' own acts before those only named."""

    def rows(app: str, model: str, *related: str, **wanted: Any) -> Any:
        found = apps.get_model(app, model).objects.using(alias).filter(**wanted)
        return found.select_related(*related).order_by("pk")

    for row in rows("decisions", "Decision", "organization", state="signed"):
        yield Entry(organization=row.organization, number=row.number, day=row.signed_on,
                    purpose="commend", subject=f"decision:{row.pk}", paper="QĐ")  # fmt: skip
    for row in rows("decisions", "UpwardReport", "organization"):
        is_submission = row.kind == "submission"
        yield Entry(organization=row.organization, number=row.number, day=row.issued_on,
                    purpose="submission" if is_submission else "report",
                    subject=f"upward_report:{row.public_id}",
                    paper="TTr" if is_submission else "BC")  # fmt: skip
    for row in rows("council", "VotingSession", "council__organization").exclude(minutes_number=""):
        day = row.held_on or (row.counted_at and row.counted_at.date()) or row.created_at.date()
        yield Entry(organization=row.council.organization, number=row.minutes_number, day=day,
                    purpose="minutes", subject=f"session:{row.pk}", paper="BB")  # fmt: skip
    for row in rows("decisions", "Revocation", "nomination__organization", "award"):
        above = row.award is not None and row.award.origin == "outcome"
        yield Entry(organization=row.nomination.organization, number=row.paper_number,
                    day=row.paper_date, purpose="revoke", subject=f"revocation:{row.pk}",
                    paper="" if above else "QĐ", issuer=row.award.issuer if above else "",
                    shares=True, named=above)  # fmt: skip
    for row in rows("decisions", "Outcome", "nomination__organization"):
        yield Entry(organization=row.nomination.organization, number=row.paper_number,
                    day=row.paper_date, purpose="commend", subject=f"outcome:{row.pk}",
                    issuer=row.issuer, shares=True, named=True)  # fmt: skip
    imported = rows("awards", "Award", "organization", origin="import", decision_date__isnull=False)
    for row in imported.exclude(decision_number=""):
        yield Entry(organization=row.organization, number=row.decision_number,
                    day=row.decision_date, purpose="commend", subject=f"award:{row.pk}",
                    issuer=row.issuer, shares=True, named=True)  # fmt: skip


def _row(model: Any, entry: Entry) -> Any:
    """The row of the register; a text that is no number is kept as it stands."""
    written = parse_number(entry.number)
    organization, key = entry.organization, f"agency:{entry.organization.pk}"
    if entry.named:
        found = issuer_named(organization, written, entry.issuer) if written else None
        key = found.key if found else fold(entry.issuer)[:250]
        organization = found.organization if found else None
    paper = entry.paper
    if not paper:
        paper = written.groups[0] if written and written.groups[0] in _TYPES else "CV"
    return model(
        issuer=key,
        organization_id=organization.pk if organization else None,
        paper=paper,
        year=entry.day.year,
        canonical=canonical_number(entry.number)[:120],
        number=written.number if written else None,
        shown=(written.shown if written else entry.number)[:120],
        dated_on=entry.day,
        purpose=entry.purpose,
        is_named_only=entry.named and key != f"agency:{entry.organization.pk}",
    )


def fill(apps, schema_editor):
    """Every number on record. One that stands on two papers is kept twice, the later row marked."""
    alias = schema_editor.connection.alias
    numbers = apps.get_model("paper_numbers", "PaperNumber")
    uses = apps.get_model("paper_numbers", "PaperNumberUse")
    first: dict[tuple[Any, ...], Any] = {}
    same: dict[tuple[Any, ...], Any] = {}
    used = []
    for entry in _entries(apps, alias):
        row = _row(numbers, entry)
        key = (row.issuer, row.paper, row.year, row.canonical)
        paper = (*key, row.purpose, row.dated_on)
        if not (entry.shares and paper in same):
            row.duplicate_of = first.get(key)
            row.save(using=alias)
            first.setdefault(key, row)
            same[paper] = row
        used.append(uses(paper_number=same[paper], subject=entry.subject))
    uses.objects.using(alias).bulk_create(used, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0006_adopt_decisions"),
        ("paper_numbers", "0001_initial"),
        ("awards", "0006_adopt_rule_layers"),
        ("council", "0007_adopt_sessions"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
