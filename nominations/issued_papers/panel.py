"""The panel of a record's papers: draft, issued version, next act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nominations.issued_papers.models import IssuedFile, IssuedPaper
from nominations.issued_papers.paper_sources import DraftAddresses, source_of
from nominations.issued_papers.queries import HEAVY, PaperStatus, paper_statuses
from nominations.people import authorization
from nominations.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelLine:
    """One kind of paper of a record. `issue_key` is empty if the reader cannot issue it now."""

    kind: str
    label: str
    draft: DraftAddresses
    issue_key: str
    not_yet: str
    issued: IssuedPaper | None
    status: PaperStatus | None
    files: tuple[IssuedFile, ...]


def panel_of(user: User, record: Any, kinds: Iterable[str]) -> list[PanelLine]:
    """A line for each kind of paper of the record: two queries, and one for each that is issued."""
    sources = [source_of(kind) for kind in kinds]
    names = {source.kind.value: source.record_of(record) for source in sources}
    rows = IssuedPaper.objects.filter(record__in=set(names.values()), kind__in=names)
    found = {row.kind: row for row in rows.defer(*HEAVY).select_related("organization")}
    statuses = paper_statuses(found.values()) if found else {}
    lines = []
    for source in sources:
        issued = found.get(source.kind.value)
        not_yet = "" if issued is not None else source.not_yet(record)
        may = issued is None and authorization.holds(
            user, *source.roles, organization=source.organization(record)
        )
        lines.append(
            PanelLine(
                kind=source.kind.value,
                label=str(source.kind.label),
                draft=source.draft(record),
                issue_key=source.key_of(record) if may and not not_yet else "",
                not_yet=not_yet if may else "",
                issued=issued,
                status=statuses.get(issued.pk) if issued is not None else None,
                files=tuple(issued.files.defer("content")) if issued is not None else (),
            )
        )
    return lines
