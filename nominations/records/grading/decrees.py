"""The decrees on yearly grades, read from data files, and which of them applies to whom."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nominations.people.employment import StaffKind
from nominations.records.scales import AbsenceKind, Grade

FOLDER = Path(__file__).resolve().parent.parent / "data" / "grading"
SCHEMA = 1
BODIES = ("head", "staff", "department", "unit")


class GradingActError(ValueError):
    """An error in a data file; names file and key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingHold:
    """Whose grades of which years an act governs.

    `own_regulation` says for which public service units: those with a grading regulation of their
    own, those without, or (None) all. `by_choice`: only if the agency decides so.
    """

    kind: str
    first_year: int
    article: str
    verified: bool
    last_year: int | None = None
    own_regulation: bool | None = None
    by_choice: bool = False
    of_act: str = ""

    def is_for(self, kind: str, year: int, own_regulation: bool | None) -> bool:
        """Whether it may govern the year of such a person; an unknown regulation may be either."""
        return (
            kind == self.kind
            and self.first_year <= year
            and (self.last_year is None or year <= self.last_year)
            and (None in (self.own_regulation, own_regulation)
                 or self.own_regulation == own_regulation)
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    """One grade: from how many points, below how many; of a body also the shares of its tasks."""

    grade: str
    article: str
    verified: bool = False
    minimum: int | None = None
    below: int | None = None
    tasks: int | None = None
    beyond: int | None = None
    late: int | None = None
    tasks_below: int | None = None

    def has(self, points: float) -> bool:
        """Whether so many points lie in the band."""
        return (self.minimum is None or points >= self.minimum) and (
            self.below is None or points < self.below
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsRule:
    """Below so many months worked in the year nobody is graded."""

    minimum: int
    article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedTimeRule:
    """With absences of these kinds the grade is that of the time actually worked."""

    kinds: tuple[str, ...]
    article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRule:
    """With at least so many months of lawful absence the grade is capped."""

    months: int
    ceiling: str
    article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisciplineRule:
    """The grade of a year with a discipline; `only_duty_or_conduct`: of these acts only."""

    only_duty_or_conduct: bool
    grade: str
    article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingClause:
    """A rule without a figure."""

    article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRule:
    """The maximum percentage of excellent grades among those graded well, for grades of
    `first_year` and later."""

    percent: int
    raised: int
    needs_excellent_body: bool
    groups: bool
    article: str
    verified: bool
    party: str = ""
    first_year: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadRule:
    """Whether the head of a body may be graded above it."""

    not_above_body: bool
    article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """The day before which the year is graded; `late_...` is that for exceptions, in the next
    year."""

    day: int
    month: int
    late_day: int
    late_month: int
    article: str
    verified: bool

    def day_of(self, year: int) -> date:
        """The day before which the year is graded."""
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRule:
    """Grading after a move: by the agency on the day of grading; the former one gives an opinion
    after so many months, 0 if it only sends its results."""

    opinion_months: int
    article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingAuthority:
    """Who grades: `of` is head, staff, department or unit."""

    of: str
    by: str
    article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BodiesRule:
    """How bodies are graded. Below `few` units at most `few_at_most` may be excellent."""

    grades: tuple[GradeBand, ...]
    share_percent: int
    share_raised: int
    share_article: str
    no_failed_below_article: str
    few: int
    few_at_most: int
    due_article: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingAct:
    """A decree on yearly grades. A rule it does not have is None."""

    code: str
    act: str
    order: int
    holds: tuple[GradingHold, ...]
    grades: tuple[GradeBand, ...]
    months: MonthsRule
    worked_time: WorkedTimeRule
    discipline: DisciplineRule
    counted_once: GradingClause
    share: ShareRule
    head: HeadRule
    due: DueRule
    moved: MovedRule
    authority: tuple[GradingAuthority, ...] = ()
    absence: AbsenceRule | None = None
    replacement: GradingClause | None = None
    bodies: BodiesRule | None = field(default=None)

    def __hash__(self) -> int:
        return hash(self.code)

    def cited(self, article: str) -> str:
        """The citation of an article of this act."""
        return _("%(article)s of %(act)s") % {"article": article, "act": self.act}

    def grade_of(self, points: float) -> str:
        """The grade of so many points; empty where the act has no points."""
        banded = [one for one in self.grades if one.minimum is not None or one.below is not None]
        return next((one.grade for one in banded if one.has(points)), "")


_TABLES: Mapping[str, Any] = {
    "months": MonthsRule, "worked_time": WorkedTimeRule, "absence": AbsenceRule,
    "discipline": DisciplineRule, "counted_once": GradingClause, "replacement": GradingClause,
    "share": ShareRule, "head": HeadRule, "due": DueRule, "moved": MovedRule,
}  # fmt: skip
_LISTS: Mapping[str, Any] = {
    "holds": GradingHold, "grades": GradeBand, "authority": GradingAuthority,
}  # fmt: skip


def read_grading_act(path: Path) -> GradingAct:
    """One act; refuses a wrong file with GradingActError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GradingActError(f"{path.name}: {error}") from None
    if content.pop("schema", None) != SCHEMA:
        raise GradingActError(f"{path.name}: schema {SCHEMA}")
    found = {
        key: _table(path, key, _TABLES[key], content.pop(key)) for key in _TABLES if key in content
    }
    for key, kind in _LISTS.items():
        found[key] = tuple(_table(path, key, kind, row) for row in content.pop(key, ()))
    if "bodies" in content:
        table = content.pop("bodies")
        bands = tuple(_table(path, "bodies.grades", GradeBand, row) for row in table.pop("grades"))
        found["bodies"] = _table(path, "bodies", BodiesRule, {**table, "grades": bands})
    act: GradingAct = _table(path, "", GradingAct, {**content, **found})
    _check(path, act)
    return act


def _table(path: Path, key: str, kind: Any, table: Mapping[str, Any]) -> Any:
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in table.items()}
    try:
        return kind(**values)
    except TypeError as error:  # a key is missing or unknown
        raise GradingActError(f"{path.name}: {key}: {error}") from None


def _check(path: Path, act: GradingAct) -> None:
    wrong = [
        *({one.kind for one in act.holds} - set(StaffKind.values)),
        *({one.grade for one in act.grades} ^ set(Grade.values)),
        *(set(act.worked_time.kinds) - set(AbsenceKind.values)),
        *({one.of for one in act.authority} - set(BODIES)),
    ]
    if wrong:
        raise GradingActError(f"{path.name}: {', '.join(sorted(wrong))}: unknown or missing")


@cache
def grading_acts() -> tuple[GradingAct, ...]:
    """The shipped acts, the oldest first."""
    return tuple(
        sorted(
            (read_grading_act(path) for path in FOLDER.glob("*.toml")), key=lambda one: one.order
        )
    )


@dataclass(frozen=True, slots=True)
class ActChoice:
    """An act that may govern a year, and why."""

    act: GradingAct
    hold: GradingHold

    @property
    def source(self) -> str:
        """The citation that this act governs."""
        if not self.hold.article:
            return ""
        words = {"article": self.hold.article, "act": self.hold.of_act or self.act.act}
        return _("%(article)s of %(act)s") % words


@lru_cache(maxsize=512)
def acts_for(kind: str, year: int, own_regulation: bool | None = None) -> tuple[ActChoice, ...]:
    """The acts that may govern the grades of a year for a kind of person.

    One where it is known; several where the kind (empty) or the unit's own regulation is not known;
    none where no act of the data reaches the year.
    """
    kinds = [kind] if kind else [str(StaffKind.CIVIL_SERVANT), str(StaffKind.PUBLIC_EMPLOYEE)]
    found: dict[str, ActChoice] = {}
    for one in kinds:
        fitting = [
            ActChoice(act, hold)
            for act in grading_acts()
            for hold in act.holds
            if hold.is_for(one, year, own_regulation)
        ]
        named = [choice for choice in fitting if choice.hold.own_regulation is not None]
        known = named if named and own_regulation is not None else fitting
        for choice in known:
            found.setdefault(choice.act.code, choice)
    return tuple(found.values())


@cache
def asks_own_regulation(year: int) -> bool:
    """Whether it matters for the year if a public service unit has a regulation of its own."""
    return any(
        hold.own_regulation is False and hold.first_year <= year <= (hold.last_year or year)
        for act in grading_acts()
        for hold in act.holds
    )
