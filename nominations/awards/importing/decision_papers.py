"""The decisions a table of history names, against the register of paper numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError

from nominations.awards.models import Award
from nominations.importing.cells import CellError
from nominations.paper_numbers.models import PaperNumber
from nominations.paper_numbers.services import (
    NamedPaper,
    attach_number,
    check_same_paper,
    named_paper,
    unsaved_number,
)
from nominations.people.models import Organization

_Key = tuple[str, str, int, str]


class DecisionPapers:
    """The register as it was when the table was opened, and what the lines above have named."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        self._known: dict[_Key, PaperNumber] = {
            (row.issuer, row.paper, row.year, row.canonical): row
            for row in PaperNumber.objects.filter(duplicate_of=None)
        }

    def shown(self, text: str, day: date, issuer: str) -> str:
        """The number as the register shows it; refuses (CellError) what is no number, and one
        that stands on a paper of another purpose or day."""
        try:
            paper = named_paper(self.organization, text, day, issuer=issuer)
            row = self._known.setdefault(paper.key, unsaved_number(paper))
            check_same_paper(row, paper)
        except ValidationError as refusal:
            raise CellError(refusal.messages[0]) from None
        return row.shown


def attach_awards(organization: Organization, awards: Iterable[Award]) -> None:
    """Let imported awards name their decisions in the register; one row for a decision."""
    subjects: dict[_Key, list[str]] = {}
    papers: dict[_Key, NamedPaper] = {}
    for award in awards:
        if award.decision_date is None:
            continue
        paper = named_paper(
            organization, award.decision_number, award.decision_date, issuer=award.issuer
        )
        papers.setdefault(paper.key, paper)
        subjects.setdefault(paper.key, []).append(f"award:{award.pk}")
    for key, paper in papers.items():
        is_own = paper.issuer.organization == organization
        attach_number(paper, subjects=subjects[key], is_named_only=not is_own)
