"""What the record says otherwise than the issued paper: the matter of a correction."""

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
    """One thing that reads otherwise today. `line` is empty where it is the paper itself; `field`
    is empty where the whole line came or went."""

    line: ListedLine | None = None
    field: str = ""
    before: str = ""
    after: str = ""


def facts_today(paper: IssuedPaper) -> PaperFacts:
    """What the record of an issued paper says now, under the number and the day it bears now."""
    source = source_of(paper.kind)
    record = source.load(paper.record)
    known = source.recorded_details(record)
    facts = source.facts(record)
    return replace(facts, number=known.number or paper.number, day=known.day or paper.dated_on)


def differences(paper: IssuedPaper, now: PaperFacts | None = None) -> list[Difference]:
    """What the record says otherwise than the paper with its corrections, in the paper's order.

    Nothing of a paper that has editions: what reads otherwise is the matter of a later one.
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
