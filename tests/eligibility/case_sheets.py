"""The cases written by hand from the acts, and how a sheet of them is read.

A sheet says for which award and which regimes it holds (each with the year in which it is asked),
and what its subjects have in common (`base`). A case says what is different (`with`), what is not
known (`unknown`), what the law answers (`expect`) and where that is written (`cite`); where it
matters, whether it stops a submission (`blocks`) and which words the deciding rules must show
(`because`). `type`, of a case or of a whole sheet, is the type of commendation that is asked; merit
where nothing is said.

Years are written `Y`, `Y-1`, `Y-4..Y` (a span), days `31/12/Y-1`; `asked` is the day of the
question, 20/12/Y where nothing is said. Beside the words of docs/rules.md a sheet may use three
short ones: `held: {CSTDCS: [Y-1, Y]}` for awards of merit whose period ends with the year,
`ideas: {CO_SO: [Y]}` for recognised initiatives, and spans as keys of `grades`. Tables of `with`
are laid over those of `base`, key by key; null takes a key away. `unknown` names a word, or a part
of a table (`attested.DAO_DUC`, `grades.Y-1`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nominations.eligibility.facts import (
    AwardFact,
    DisciplineFact,
    ExaminationFact,
    Facts,
    GradeFact,
    InitiativeFact,
    MembersFact,
    MovementFact,
)
from nominations.records.scales import DISCIPLINE_RANK, GRADE_RANK, SCOPE_RANK

# The safe loader, ten times as fast where it is built in C.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).resolve().parent / "cases"
REGIMES = ("R1A", "R1B", "R1C", "R2", "R3A", "R3B", "R4")
ANSWERS = ("met", "unmet", "unknown")
SHEET_KEYS = {"regimes", "award", "layer", "type", "base", "cases"}
CASE_KEYS = {
    "name", "expect", "cite", "with", "unknown", "asked", "year", "regimes", "award", "because",
    "blocks", "quota", "threshold", "quorum", "consultation", "needs", "rule_set", "type",
}  # fmt: skip
_YEAR = re.compile(r"^Y([+-]\d+)?$")


@dataclass(frozen=True)
class Case:
    """One question to the law, and the answer that is written in it."""

    sheet: str
    name: str
    regime: str
    award: str
    year: int
    on: date
    cite: str
    expect: str = ""
    type: str = "CONG_TRANG"
    layer: str = ""
    because: tuple[str, ...] = ()
    blocks: bool | None = None
    rule_set: str = ""
    facts: Facts | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.sheet}-{self.regime}-{self.name}"


def year_of(text: Any, year: int) -> int:
    """`Y-2` or 2019 as a year."""
    if isinstance(text, int):
        return text
    found = _YEAR.match(str(text))
    if not found:
        raise ValueError(f"{text!r} is no year")
    return year + int(found[1] or 0)


def years_of(text: Any, year: int) -> list[int]:
    """A year, a span `Y-4..Y` or a list of either."""
    if isinstance(text, list):
        return [one for part in text for one in years_of(part, year)]
    first, _, last = str(text).partition("..")
    if not last:
        return [year_of(text, year)]
    return list(range(year_of(first, year), year_of(last, year) + 1))


def day_of(text: Any, year: int) -> date:
    """`31/12/Y-1` or a plain date."""
    if isinstance(text, date):
        return text
    day, month, of_year = str(text).split("/")
    return date(year_of(int(of_year) if of_year.isdigit() else of_year, year), int(month), int(day))


def laid_over(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of `more` over those of `base`, the last written last; null takes a key away."""
    found = dict(base)
    for key, value in more.items():
        if value is None:
            found.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(found.get(key), Mapping):
            found[key] = laid_over(found[key], value)
        else:
            found.pop(key, None)
            found[key] = value
    return found


def without(words: Mapping[str, Any], name: str, year: int) -> dict[str, Any]:
    """Everything but the word, or the part of a table, that is not known."""
    head, _, part = name.partition(".")
    found = dict(words)
    if not part:
        for one in {"awards": ("awards", "held"), "initiatives": ("initiatives", "ideas")}.get(
            head, (head,)
        ):
            found.pop(one, None)
    elif head == "grades":
        gone = set(years_of(part, year))
        spans = {
            one: grade for span, grade in found["grades"].items() for one in years_of(span, year)
        }
        found["grades"] = {one: grade for one, grade in spans.items() if one not in gone}
    else:
        found[head] = {key: value for key, value in found[head].items() if key != part}
    return found


def _awards(words: Mapping[str, Any], year: int) -> tuple[AwardFact, ...] | None:
    if "awards" not in words and "held" not in words:
        return None
    found = []
    for code, spans in (words.get("held") or {}).items():
        for one in years_of(spans, year):
            found.append(
                AwardFact(code=code, year=one, since=date(one, 12, 31), paper=f"{code} {one}")
            )
    for row in words.get("awards") or []:
        of_year = year_of(row["year"], year)
        since = row.get("until") or row.get("date")
        found.append(
            AwardFact(
                code=row["award"],
                year=of_year,
                commendation_type=row.get("type", "CONG_TRANG"),
                since=day_of(since, year) if since else date(of_year, 12, 31),
                decided_on=day_of(row["date"], year) if row.get("date") else None,
            )
        )
    return tuple(sorted(found, key=lambda one: one.year))


def _initiatives(words: Mapping[str, Any], year: int) -> tuple[InitiativeFact, ...] | None:
    if "initiatives" not in words and "ideas" not in words:
        return None
    rows = [
        {"scope": scope, "year": one}
        for scope, spans in (words.get("ideas") or {}).items()
        for one in years_of(spans, year)
    ] + [dict(row) for row in words.get("initiatives") or []]
    return tuple(
        InitiativeFact(
            name=row.get("name", f"Sáng kiến {number}"),
            year=year_of(row["year"], year),
            rank=SCOPE_RANK[row["scope"]],
            scope=row["scope"],
            kind=row.get("kind", "initiative"),
        )
        for number, row in enumerate(rows, 1)
    )


def _disciplines(words: Mapping[str, Any], year: int) -> tuple[DisciplineFact, ...] | None:
    if "disciplines" not in words:
        return None
    return tuple(
        DisciplineFact(
            rank=DISCIPLINE_RANK[row["form"]],
            form=row["form"],
            decided_on=day_of(row["decided_on"], year),
            ends_on=day_of(row["ends_on"], year) if row.get("ends_on") else None,
            concerns=row.get("concerns", ""),
            counted_year=year_of(row["counted_year"], year) if "counted_year" in row else None,
        )
        for row in words["disciplines"]
    )


def _examinations(words: Mapping[str, Any], year: int) -> tuple[ExaminationFact, ...] | None:
    if "examinations" not in words:
        return None
    return tuple(
        ExaminationFact(kind=row["kind"], opened_on=day_of(row["opened_on"], year))
        for row in words["examinations"]
    )


def _members(words: Mapping[str, Any]) -> MembersFact | None:
    if "members" not in words:
        return None
    row = words["members"]
    grades = {GRADE_RANK[grade]: count for grade, count in (row.get("grades") or {}).items()}
    total = row.get("total")
    graded = sum(grades.values())
    heaviest = row.get("discipline")
    return MembersFact(
        total=total,
        grades=grades,
        ungraded=row.get("ungraded", max((total or 0) - graded, 0)),
        recruits=row.get("recruits", 0),
        holders=row.get("holders"),
        discipline=(
            None if heaviest is None else 0 if heaviest == "NONE" else DISCIPLINE_RANK[heaviest]
        ),
    )


def facts_of(words: Mapping[str, Any], *, year: int, on: date) -> Facts:
    """The facts that a sheet writes down; what it leaves out nobody knows."""
    grades = None
    if "grades" in words:
        grades = {
            one: GradeFact(GRADE_RANK[grade], f"Xếp loại {one}")
            for span, grade in words["grades"].items()
            for one in years_of(span, year)
        }
    since = words.get("records_since")
    founded = words.get("founded_on")
    return Facts(
        kind=words["kind"],
        name=words.get("name", "Nguyễn Văn An" if words["kind"] == "individual" else "Phòng A"),
        year=year,
        on=on,
        grades=grades,
        awards=_awards(words, year),
        records_since=year_of(since, year) if since is not None else None,
        nominated=frozenset(words.get("nominated") or ()),
        initiatives=_initiatives(words, year),
        disciplines=_disciplines(words, year),
        examinations=_examinations(words, year),
        service_months=words.get("service_months"),
        newly_recruited=words.get("newly_recruited"),
        absence_months=words.get("absence_months"),
        absence_kinds=frozenset(words.get("absence_kinds") or ()),
        staff_kinds=tuple(words.get("staff_kinds") or ()),
        own_regulation=words.get("own_regulation"),
        training_below=words.get("training_below"),
        registered=words.get("registered"),
        attested=dict(words.get("attested") or {}),
        members=_members(words),
        founded_on=day_of(founded, year) if founded else None,
        body_kinds=frozenset(words["body_kinds"]) if "body_kinds" in words else None,
        movement=MovementFact(**(words.get("movement") or {})),
    )


def _case(path: Path, sheet: Mapping[str, Any], row: Mapping[str, Any], regime: str) -> Case:
    year = row.get("year", sheet["regimes"][regime])
    on = day_of(row.get("asked", "20/12/Y"), year)
    figures = {
        key: row[key]
        for key in ("quota", "threshold", "quorum", "consultation", "needs")
        if key in row
    }
    facts = None
    if not figures:
        words = laid_over(sheet["base"], row.get("with") or {})
        for name in row.get("unknown") or []:
            words = without(words, name, year)
        facts = facts_of(words, year=year, on=on)
    return Case(
        sheet=path.stem,
        name=row["name"],
        regime=regime,
        award=row.get("award", sheet.get("award", "")),
        year=year,
        on=on,
        cite=row["cite"],
        expect=row.get("expect", ""),
        type=row.get("type", sheet.get("type", "CONG_TRANG")),
        layer=sheet.get("layer", ""),
        because=tuple(row.get("because") or ()),
        blocks=row.get("blocks"),
        rule_set=row.get("rule_set", ""),
        facts=facts,
        figures=figures,
    )


def read(path: Path) -> Iterator[Case]:
    """The cases of a sheet, each under every regime it is written for."""
    sheet = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    if strange := set(sheet) - SHEET_KEYS:
        raise ValueError(f"{path.name}: {strange}")
    for row in sheet["cases"]:
        if strange := set(row) - CASE_KEYS:
            raise ValueError(f"{path.name}, {row.get('name')}: {strange}")
        for regime in row.get("regimes", sheet["regimes"]):
            yield _case(path, sheet, row, regime)


def sheets() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


@cache
def cases() -> tuple[Case, ...]:
    """All cases of all sheets."""
    return tuple(case for path in sheets() for case in read(path))
