"""The facts of a paper as data: listed subjects with post, unit and award, and the papers it cites.

Facts are composed by the room that composes the paper, never read out of its text. They are kept
with the issued paper, so that later papers are compared with what was issued and not with records
that have changed since.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from nominations.documents.recipient_lists import post_of
from nominations.documents.standard_parts import counts_text
from nominations.law.models import RecipientKind
from workflow import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLine:
    """One subject on a paper. `nomination` tells the same line on other papers; `post` is the cell
    that the annex prints, of `position` and `unit`; a line that is listed without being put forward
    further (a vote that failed) is not `passed`."""

    nomination: int
    name: str
    position: str
    unit: str
    post: str
    award: str
    kind: str
    passed: bool = True

    @property
    def is_person(self) -> bool:
        return self.kind == RecipientKind.INDIVIDUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPaper:
    """A record that the lines of a paper come from, and how the paper cites it.

    `number` and `day` are empty where the paper does not cite it; `nominations` are the lines that
    come from it.
    """

    kind: str
    record: str
    number: str = ""
    day: str = ""
    nominations: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """The facts of a paper that another paper of the set may contradict."""

    lines: tuple[ListedLine, ...]
    rests_on: tuple[EarlierPaper, ...] = ()
    number: str = ""
    day: date | None = None

    @cached_property
    def by_nomination(self) -> dict[int, ListedLine]:
        return {line.nomination: line for line in self.lines}

    @property
    def passed(self) -> list[ListedLine]:
        """The lines that later papers have to include."""
        return [line for line in self.lines if line.passed]

    @property
    def individuals(self) -> int:
        return sum(line.is_person for line in self.lines if line.passed)

    @property
    def households(self) -> int:
        return sum(line.kind == RecipientKind.HOUSEHOLD for line in self.passed)

    @property
    def collectives(self) -> int:
        return len(self.passed) - self.individuals - self.households

    def counts_text(self) -> str:
        """ "04 tập thể và 12 cá nhân" of the lines that are passed on, as papers say it."""
        return counts_text(self.collectives, self.individuals, self.households)

    def counts(self) -> Counter[tuple[str, str]]:
        """How many lines of each award and kind of recipient."""
        return Counter((line.award, line.kind) for line in self.lines if line.passed)


def line_of(nomination: Any, *, passed: bool = True) -> ListedLine:
    """The line of a nomination (with its award type), as lists print it."""
    name, position, unit = (
        nomination.subject_name,
        nomination.position_name,
        nomination.unit_name,
    )
    return ListedLine(
        nomination=nomination.pk,
        name=name,
        position=position,
        unit=unit,
        post=post_of(position, unit, name),
        award=nomination.award_type.name,
        kind=str(nomination.kind),
        passed=passed,
    )


def facts_text(facts: PaperFacts) -> str:
    """The facts as canonical JSON."""
    return canonical.encode(
        {
            "lines": [asdict(line) for line in facts.lines],
            "rests_on": [asdict(one) for one in facts.rests_on],
            "number": facts.number,
            "day": facts.day.isoformat() if facts.day else "",
        }
    )


def read_facts(text: str) -> PaperFacts:
    """The facts of a canonical text."""
    given: dict[str, Any] = json.loads(text)
    return PaperFacts(
        lines=tuple(ListedLine(**line) for line in given["lines"]),
        rests_on=tuple(
            EarlierPaper(**{**one, "nominations": tuple(one["nominations"])})
            for one in given["rests_on"]
        ),
        number=given["number"],
        day=date.fromisoformat(given["day"]) if given["day"] else None,
    )


def names_of(lines: Iterable[ListedLine], max_names: int = 5) -> str:
    """The names of some lines for a sentence."""
    listed = [line.name for line in lines]
    return "; ".join(listed[:max_names]) + ("; …" if len(listed) > max_names else "")
