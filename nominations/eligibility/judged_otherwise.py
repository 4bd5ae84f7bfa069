"""docs/judged_otherwise.md: which of the department's real awards the law read from its text judges
by another condition than the first rule file of its regime did."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nominations import citations
from nominations.awards import shipped_history
from nominations.law import catalogue, rulesets
from nominations.law.rulesets import Standard

FILE = shipped_history.FILE.with_name("judged_otherwise.csv")
REGIME = "R1A"
"""The regime of the year's end whose first file was written without its texts."""
_HEAD = """# Real awards that the text of the law judges otherwise

The rule file of 2014-2017 was first written without Decree 65/2014 and Law 39/2013, from what acts
of 2017 and later say. Since it follows their texts, the department's nominations of the years below
are judged by other conditions. What is known of those years is how many awards of a kind were
given, not who was nominated with which record: a condition is listed with the number of awards of
which it is asked, not with the answer for each of them.

Written by `python3 run.py manage rules history > docs/judged_otherwise.md`; a test compares it with
the figures and the rule file.

| award | awards of | condition | first | now |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedCondition:
    """A condition of an award that was changed, added or taken out; `before` is what was asked."""

    award: str
    kind: str
    key: str
    before: str


def corrected_conditions(file: Path = FILE) -> list[CorrectedCondition]:
    """The conditions of a file in its order."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            CorrectedCondition(
                award=row["award"], kind=row["kind"], key=row["key"], before=row["before"]
            )
            for row in csv.DictReader(lines)
        ]


def years_of_regime() -> list[int]:
    """The years of the department's figures at whose end the regime was in force."""
    years = sorted({one.year for one in shipped_history.figures()})
    return [year for year in years if rulesets.rule_set_on(date(year, 12, 31)).code == REGIME]


def awards_given(award: str, kind: str, year: int) -> int:
    """How many such awards the department was given in a year, of every type."""
    return sum(
        one.count
        for one in shipped_history.figures()
        if (one.award, one.kind, one.year) == (award, kind, year)
    )


def standard_of(one: CorrectedCondition) -> Standard | None:
    """The condition as the regime asks it now; None where it is not asked."""
    rules = rulesets.rule_set_on(date(years_of_regime()[-1], 12, 31))
    found = (row for row in rules.standards_for(one.award, one.kind) if row.key == one.key)
    return next(found, None)


def _now(standard: Standard | None) -> str:
    if standard is None:
        return "not asked"
    advisory = "; advisory" if standard.effect == "advisory" else ""
    return f"{standard.says} ({citations.in_full(standard.source)}){advisory}"


def _lines() -> Iterator[str]:
    years = years_of_regime()
    for one in corrected_conditions():
        numbers = ", ".join(f"{year}: {awards_given(one.award, one.kind, year)}" for year in years)
        name = f"{catalogue.entries()[one.award].name}, {one.kind}"
        yield f"| {name} | {numbers} | {one.key} | {one.before} | {_now(standard_of(one))} |\n"


def document() -> str:
    """The document as the figures, the list and the rule file have it."""
    return _HEAD + "".join(_lines())
