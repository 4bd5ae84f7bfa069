"""Queries of issued papers: by record, with files and present status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from nominations.issued_papers.models import (
    IssuedFile,
    IssuedKind,
    IssuedPaper,
    PaperRelation,
)
from nominations.issued_papers.paper_facts import PaperFacts, read_facts
from nominations.people.authorization import roles_today
from nominations.people.models import User

HEAVY = ("blocks", "facts")
"""Columns that a list does not show."""


def visible_to(user: User) -> QuerySet[IssuedPaper]:
    """Issued papers of the agencies where the account has a role."""
    ids = roles_today(user).organizations_with("view_nominations")
    return IssuedPaper.objects.filter(organization_id__in=ids).select_related(
        "organization", "issued_by__person"
    )


def issued_paper_of(kind: str, record: str) -> IssuedPaper | None:
    """The issued paper of the kind of a record ("decision:7"), if it was issued."""
    return IssuedPaper.objects.filter(kind=kind, record=record).order_by("id").first()


def issued_of(records: Iterable[str]) -> QuerySet[IssuedPaper]:
    """Issued papers of these records, the earliest first, with their corrections behind them."""
    return IssuedPaper.objects.filter(record__in=list(records)).order_by("id")


def files_of(paper: IssuedPaper) -> list[IssuedFile]:
    """Its files without their bytes; `content_of` reads those of one."""
    return list(paper.files.defer("content").order_by("id"))


def content_of(file: IssuedFile) -> bytes:
    """The bytes of a file as they were issued."""
    found = IssuedFile.objects.values_list("content", flat=True).get(pk=file.pk)
    return bytes(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperStatus:
    """Later papers that affect an issued one, the earliest of each kind first."""

    withdrawn_by: tuple[IssuedPaper, ...] = ()
    replaced_by: tuple[IssuedPaper, ...] = ()
    revoked_by: tuple[IssuedPaper, ...] = ()
    corrected_by: tuple[IssuedPaper, ...] = ()
    supplemented_by: tuple[IssuedPaper, ...] = ()

    @property
    def is_in_force(self) -> bool:
        return not (self.withdrawn_by or self.replaced_by)

    @property
    def is_unchanged(self) -> bool:
        return not (
            self.withdrawn_by
            or self.replaced_by
            or self.revoked_by
            or self.corrected_by
            or self.supplemented_by
        )


def paper_statuses(papers: Iterable[IssuedPaper]) -> dict[int, PaperStatus]:
    """The status of each paper today, by its id: one query."""
    pks = [paper.pk for paper in papers]
    followers: dict[int, list[IssuedPaper]] = {pk: [] for pk in pks}
    rows = IssuedPaper.objects.filter(follows_id__in=pks).defer(*HEAVY).order_by("id")
    for row in rows:
        followers[row.follows_id or 0].append(row)

    def of(pk: int, relation: PaperRelation) -> tuple[IssuedPaper, ...]:
        return tuple(row for row in followers[pk] if row.relation == relation)

    return {
        pk: PaperStatus(
            withdrawn_by=of(pk, PaperRelation.WITHDRAWS),
            replaced_by=of(pk, PaperRelation.REPLACES),
            revoked_by=of(pk, PaperRelation.REVOKES),
            corrected_by=of(pk, PaperRelation.CORRECTS),
            supplemented_by=of(pk, PaperRelation.SUPPLEMENTS),
        )
        for pk in pks
    }


def corrected_facts(paper: IssuedPaper) -> PaperFacts:
    """The facts of the paper with its corrections."""
    last = (
        IssuedPaper.objects.filter(
            follows=paper, kind=IssuedKind.CORRECTION, relation=PaperRelation.CORRECTS
        )
        .order_by("-id")
        .first()
    )
    return read_facts((last or paper).facts)
