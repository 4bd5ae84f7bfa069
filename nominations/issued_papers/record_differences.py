"""Differences between the record and the issued paper, the content of a correction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nominations.issued_papers.models import IssuedPaper
from nominations.issued_papers.paper_facts import ListedLine, PaperFacts
from nominations.issued_papers.paper_sources import source_of
from nominations.issued_papers.queries import corrected_facts

COMPARED = ("name", "position", "unit", "award", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference. `line` is empty for the paper itself; `field` is empty if the whole line was
    added or removed."""

    line: ListedLine | None = None
    field: str = ""
    before: str = ""
    after: str = ""


def facts_today(paper: IssuedPaper) -> PaperFacts:
    """The present facts of the record of an issued paper, with its present number and day."""
    source = source_of(paper.kind)
    record = source.load(paper.record)
    known = source.recorded_details(record)
    facts = source.facts(record)
    return replace(facts, number=known.number or paper.number, day=known.day or paper.dated_on)


def differences(paper: IssuedPaper, now: PaperFacts | None = None) -> list[Difference]:
    """The differences between the record and the corrected paper, in the paper's order.

    Empty for a paper with editions, which is replaced by a later one.
    """
    if source_of(paper.kind).has_editions:
        return []
    issued, now = corrected_facts(paper), now or facts_today(paper)
    found: list[Difference] = []
    for name in ("number", "day"):
        before, after = _text(getattr(issued, name)), _text(getattr(now, name))
        if before != after:
            found.append(Difference(field=name, before=before, after=after))
    for line in issued.lines:
        other = now.by_nomination.get(line.nomination)
        if other is None:
            found.append(Difference(line=line, before=line.name))
            continue
        for name in COMPARED:
            before, after = getattr(line, name), getattr(other, name)
            if before != after:
                found.append(Difference(line=line, field=name, before=before, after=after))
    known = issued.by_nomination
    found += [
        Difference(line=line, after=line.name) for line in now.lines if line.nomination not in known
    ]
    return found


def _text(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value or "")
