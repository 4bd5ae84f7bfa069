"""The recorded kinds of a person or a body, and the settings for two kinds in a year or none on
record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from nominations import citations
from nominations.eligibility.facts import Facts
from nominations.law.models import RecipientKind
from nominations.law.recipient_words import person_kinds_named
from nominations.law.rulesets import RuleSet
from nominations.people.employment import OF_AN_AGENCY, StaffKind

ANY_PERSON = frozenset(StaffKind.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """The settings of a rule set for reading the record.

    `recruits_left_out`: members recruited too late to be graded are left out of shares of grades.
    `unrecorded`: the possible kinds of somebody without a recorded kind. `last_of_year`: of several
    kinds in a year the last counts, else each of them may; `kind_source` is its citation, "" for a
    setting. `discipline_restart`: only achievements after a served discipline count, and the
    citation.
    """

    recruits_left_out: bool = False
    unrecorded: frozenset[str] = ANY_PERSON
    last_of_year: bool = True
    kind_source: str = ""
    discipline_restart: bool = False
    restart_source: str = ""

    @classmethod
    def of(cls, rule_set: RuleSet) -> Self:
        """As the settings of the rule set say. The regimes of the years in which nobody recorded a
        kind have no setting for it: whoever has none there is of the agency's own staff."""
        said = {name: one.value for name, one in rule_set.settings.items()}
        restart = rule_set.settings.get("discipline_restart")
        of_year = rule_set.settings.get("kind_of_year")
        return cls(
            recruits_left_out=said.get("ungraded_recruits") == "left_out",
            unrecorded=ANY_PERSON if said.get("unrecorded_kind") == "unknown" else OF_AN_AGENCY,
            last_of_year=said.get("kind_of_year", "last") == "last",
            kind_source=of_year.source if of_year else "",
            discipline_restart=restart is not None and restart.value == "from_end",
            restart_source=restart.source if restart else "",
        )

    def person_kinds(self, facts: Facts) -> frozenset[str]:
        """The possible kinds of the person on the day; only one if it is known."""
        kinds = facts.staff_kinds
        if not kinds:
            return self.unrecorded
        if self.last_of_year:
            return frozenset(kinds[-1:]) if kinds[-1] else self.unrecorded
        if "" in kinds:
            return self.unrecorded.union(one for one in kinds if one)
        return frozenset(kinds)


def kinds_of(facts: Facts) -> frozenset[str] | None:
    """The recorded kinds of the person or body; None if there are none."""
    named = facts.staff_kinds[-1:] if facts.kind == RecipientKind.INDIVIDUAL else facts.body_kinds
    return frozenset(one for one in named or () if one) or None


def is_among(possible: Collection[str], asked: Collection[str]) -> bool | None:
    """Whether a subject of one of the `possible` kinds is of one of `asked`; None if unknown."""
    fitting = sum(one in asked for one in possible)
    if not fitting:
        return False
    return True if fitting == len(possible) else None


def is_body_among(kinds: Collection[str] | None, asked: Collection[str]) -> bool | None:
    """Whether a body of all these kinds is of one of `asked`; an empty word stands for a kind
    nobody recorded."""
    if kinds is None:
        return None
    if any(one in asked for one in kinds):
        return True
    return None if "" in kinds else False


def _why_counted(reading: RecordReading) -> str:
    """The citation of the rule on several kinds, or the sentence that the agency may set it and
    where."""
    if reading.kind_source:
        return citations.in_full(reading.kind_source)
    return _(
        "a setting that the agency may change, since no act that was read says so: a regulation of"
        " the agency, “Somebody of two kinds in one year (civil servant, public employee ...)”"
    )


def kinds_read(facts: Facts, reading: RecordReading) -> list[str]:
    """Lines about the recorded kinds of a person in the year, and which one counts."""
    kinds = [one for number, one in enumerate(facts.staff_kinds)
             if number == 0 or one != facts.staff_kinds[number - 1]]  # fmt: skip
    named = [person_kinds_named([one]) if one else _("kind not recorded") for one in kinds]
    if len(kinds) > 1:
        words = {"year": facts.year, "kinds": ", ".join(named), "last": named[-1]}
        if reading.last_of_year:
            sentence = _(
                "In %(year)s one after the other: %(kinds)s; the last one counts: %(last)s"
            )
        else:
            sentence = _("In %(year)s one after the other: %(kinds)s; each of them may count")
        return [f"{sentence % words} ({_why_counted(reading)})"]
    if kinds and kinds[0]:
        return [_("In %(year)s: %(kinds)s") % {"year": facts.year, "kinds": named[0]}]
    if reading.unrecorded != ANY_PERSON:
        among = person_kinds_named(one for one in StaffKind.values if one in reading.unrecorded)
        return [_("Kind of staff not recorded; taken for one of: %(kinds)s") % {"kinds": among}]
    return []
