"""The register is filled from the papers on record, whatever state their numbers are in."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from nominations.awards.models import Award
from nominations.decisions.models import Decision, Outcome, Revocation
from nominations.paper_numbers.models import PaperNumber, PaperNumberUse
from nominations.states import State
from tests.cast import Cast

MIGRATION = import_module("nominations.decisions.migrations.0007_fill_register_of_numbers")


def _rows() -> list[tuple[object, ...]]:
    found = PaperNumber.objects.order_by("canonical", "purpose", "pk")
    return [
        (row.shown, row.paper, row.purpose, row.is_named_only, row.uses.count(),
         row.duplicate_of and row.duplicate_of.shown)
        for row in found
    ]  # fmt: skip


def test_old_numbers_are_registered_once_and_duplicates_are_kept_and_marked(cast: Cast) -> None:
    cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.CONFERRED, award="BK_TINH"
    )
    cast.nomination(State.REVOKED)
    taken = _rows()
    imported = Award.objects.filter(origin="outcome").first()
    assert imported is not None
    for number in ("77/QÐ–STC", "Số 077/qđ-stc"):
        imported.pk, imported.origin, imported.decision_number = None, "import", number
        imported.issuer, imported.year = "Giám đốc Sở", imported.year - 1
        imported.save()
    PaperNumber.objects.all().delete()

    MIGRATION.fill(apps, SimpleNamespace(connection=connection))

    by_import = ("77/QĐ-STC", "QĐ", "commend", False, 2, None)
    assert _rows() == sorted([*taken, by_import], key=lambda row: (str(row[0]).lstrip("0"), row[2]))

    # Two papers under one number, one under a text that is none.
    PaperNumber.objects.all().delete()
    first, second = Decision.objects.order_by("pk")
    Decision.objects.filter(pk=first.pk).update(number="số 131/QĐ-STC")
    Decision.objects.filter(pk=second.pk).update(number="con số gì đó", signed_on=date(2020, 1, 1))
    Revocation.objects.update(paper_number="131/QĐ–STC")
    Outcome.objects.update(paper_number="xyz")

    MIGRATION.fill(apps, SimpleNamespace(connection=connection))

    kept = [row for row in _rows() if row[1] in ("QĐ", "CV") and row != by_import]
    assert kept == [
        ("131/QĐ-STC", "QĐ", "commend", False, 1, None),
        ("131/QĐ-STC", "QĐ", "revoke", False, 1, "131/QĐ-STC"),
        ("con số gì đó", "QĐ", "commend", False, 1, None),
        ("xyz", "CV", "commend", True, 2, None),
    ]
    assert PaperNumberUse.objects.filter(subject__startswith="award:").count() == 2
