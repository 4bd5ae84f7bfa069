"""Deadlines counted from an event or fixed on a day of the year: `[[deadline]]` of a file.

Of several for one step the most specific applies: by commendation type, sector, level, award, in
this order; among equals the last one. One that an article leaves to the province is only proposed
and gives way to every other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.datafile import Section
from nominations.law.models import CommendationType
from nominations.law.rulesets.applicable_kinds import EVERYONE, ApplicableKinds
from nominations.law.rulesets.sources import read_left_to
from nominations.people.models import Authority
from nominations.people.sectors import Sector

DEADLINE_STEPS = (
    "registration",
    "submit",
    "unit_review",
    "vote",
    "appraisal",
    "decision",
    "report_upward",
    "tell_nominee",
)
"""The steps that may have a deadline."""
EVENTS = (
    "achievement",
    "campaign_opening",
    "campaign_end",
    "unit_meeting",
    "complete_dossier",
    "meeting",
    "decision",
)
"""The events from which a deadline counts, excluding the day of the event."""
UNITS = ("working_days", "days", "months")
LONGEST = 366
_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SCOPE = ("types", "sectors", "levels", "awards")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """A deadline of a step: `count` of `unit` after `event` (0: at once), or `day`/`month` of each
    year (of the year after the achievement year when `next_year`).

    `awards`, `types`, `sectors` and `levels` limit it, each empty for all; `reached` are the kinds
    of person and body of a layer's scope. `left_to` is the article that leaves it to the province.
    """

    key: str
    step: str
    says: str
    source: str
    verified: bool
    event: str = ""
    count: int = 0
    unit: str = "working_days"
    day: int = 0
    month: int = 0
    next_year: bool = False
    awards: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    left_to: str = ""
    layer: str = "central"
    reached: ApplicableKinds = EVERYONE

    def holds_for(
        self,
        *,
        award: str,
        commendation_type: str,
        sector: str,
        level: str,
        kind: str = "",
        subject_kinds: Collection[str] | None = None,
    ) -> bool:
        """Whether it applies to such a dossier. It does if the kind of the subject is not
        recorded."""
        if self.reached.reaches(kind, subject_kinds) is False:
            return False
        asked = (
            (commendation_type, self.types),
            (sector, self.sectors),
            (level, self.levels),
            (award, self.awards),
        )
        return all(not known or one in known for one, known in asked)

    @property
    def particularity(self) -> tuple[bool, ...]:
        """What is said apart: the type first, then sector, level and award; first of all that it
        is laid down, not proposed."""
        return (not self.left_to, *(bool(getattr(self, name)) for name in _SCOPE))

    def covers(self, other: DeadlineRule) -> bool:
        """Whether it holds wherever the other one does."""
        return all(
            not getattr(self, name)
            or (
                bool(getattr(other, name)) and set(getattr(other, name)) <= set(getattr(self, name))
            )
            for name in _SCOPE
        )

    def is_later_than(self, other: DeadlineRule) -> bool:
        """Whether it allows more time; False for deadlines of different kinds, which are not
        comparable."""
        if self.event != other.event or (self.event and self.unit != other.unit):
            return False
        if self.event:
            return self.count > other.count
        mine, theirs = ((one.next_year, one.month, one.day) for one in (self, other))
        return mine > theirs


def _words(section: Section, key: str, known: Collection[str]) -> tuple[str, ...]:
    return section.choices(key, known) if key in section.content else ()


def _when(section: Section) -> dict[str, Any]:
    """Read the event with a number of days or months, or a day of each year."""
    event = section.one_of("event", ("", *EVENTS), "")
    count = section.whole("count", 0, minimum=0, maximum=LONGEST)
    unit = section.one_of("unit", UNITS, "working_days")
    month = section.whole("month", 0, minimum=0, maximum=12)
    last_day = _LAST_DAY[month - 1] if month else 31
    day = section.whole("day", 0, minimum=0, maximum=last_day)
    next_year = section.flag("next_year", False)
    if event and "count" not in section.content:
        raise section.fail("count", _("is missing"))
    if bool(event) == bool(month) or bool(day) != bool(month):
        raise section.fail("event", _("say an event with a count, or a day and month of each year"))
    return {
        "event": event,
        "count": count,
        "unit": unit,
        "month": month,
        "day": day,
        "next_year": next_year,
    }


def read_deadline(section: Section, marks: dict[str, Any]) -> DeadlineRule:
    """One deadline; `marks` are its source, check and layer."""
    scope: dict[str, Any] = {
        "awards": _words(section, "awards", catalogue.entries()),
        "types": _words(section, "types", CommendationType.values),
        "sectors": _words(section, "sectors", Sector.values),
        "levels": _words(section, "levels", Authority.values),
    }
    when = _when(section)
    step = section.one_of("step", DEADLINE_STEPS)
    if when.get("event") == {"decision": "decision", "vote": "meeting"}.get(step, "-"):
        raise section.fail("event", _("a step cannot be due a time after itself"))
    return DeadlineRule(
        key=section.text("key"),
        step=step,
        says=section.text("says"),
        left_to=read_left_to(section),
        **when,
        **scope,
        **marks,
    )


def deadline_for(
    rules: Iterable[DeadlineRule],
    step: str,
    *,
    award: str,
    commendation_type: str,
    sector: str,
    level: str,
    kind: str = "",
    subject_kinds: Collection[str] | None = None,
) -> DeadlineRule | None:
    """The deadline that applies to the step of such a dossier; None if there is none."""
    found = None
    for one in rules:
        if (
            one.step == step
            and one.holds_for(
                award=award,
                commendation_type=commendation_type,
                sector=sector,
                level=level,
                kind=kind,
                subject_kinds=subject_kinds,
            )
            and (found is None or one.particularity >= found.particularity)
        ):
            found = one
    return found


def loosened_deadline(before: DeadlineRule, after: DeadlineRule) -> str:
    """Why a deadline of a layer is looser than the one of the same key; "" if it is not."""
    if (before.step, before.event, before.unit) != (after.step, after.event, after.unit):
        return _("step and event of the deadline stay; write another one under a key of its own")
    if not after.covers(before):
        return _("the deadline must hold for the same awards, types, sectors and levels")
    if after.is_later_than(before):
        return _("the deadline must not be later")
    return ""
