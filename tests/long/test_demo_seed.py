"""The same seed gives the same demonstration, the running year too."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from nominations.awards.models import CommendationFund
from nominations.dossiers.models import Nomination, ProgressNote
from nominations.law.models import RuleLayer
from nominations.records.models import Discipline, InitiativeAuthor

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TODAY = date(2026, 11, 20)


def test_the_same_seed_gives_the_same_data() -> None:
    def fingerprint() -> list[list[tuple[Any, ...]]]:
        return [
            list(rows)
            for rows in (
                Nomination.objects.order_by(
                    "campaign__code", "title", "kind", "unit__code"
                ).values_list(
                    "campaign__code",
                    "title",
                    "state",
                    "unit__code",
                    "award_type__code",
                    "goals",
                    "late_reason",
                ),
                RuleLayer.objects.values_list("code", "digest", "approved_at"),
                CommendationFund.objects.order_by("year").values_list("year", "amount"),
                InitiativeAuthor.objects.order_by(
                    "initiative__year", "initiative__name", "person__full_name", "share"
                ).values_list(
                    "initiative__name", "initiative__state", "person__full_name", "share"
                ),
                ProgressNote.objects.order_by("written_at").values_list(
                    "nomination__title", "text", "percent", "written_at"
                ),
                Discipline.objects.values_list("person__full_name", "form", "decided_on"),
            )
        ]

    call_command("seed_demo", today=TODAY, stdout=StringIO())
    first = fingerprint()
    call_command("flush", interactive=False, verbosity=0)
    call_command("seed_demo", today=TODAY, stdout=StringIO())

    assert fingerprint() == first
