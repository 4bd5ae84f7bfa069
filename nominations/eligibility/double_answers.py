"""Answers of the duplicate rules about the awards of one subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from nominations.eligibility.procedure_answer import ProcedureAnswer
from nominations.law import catalogue
from nominations.law.datafile import Section
from nominations.law.deadlines import DossierProfile
from nominations.law.duplicates import (
    AchievementUse,
    AwardClaim,
    duplicates_between,
    kind_of_rule,
    rules_of_doubles,
)
from nominations.law.models import CommendationType
from nominations.law.rulesets import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class DoublesAward:
    """An award held or asked for, out of a file of facts; its period is the year without days."""

    award: str = ""
    year: int = 0
    commendation_type: str = ""
    achievement: str = ""
    period: tuple[date, date] | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class DoublesFacts:
    """What the requested award rewards, and the subject's other awards and requests."""

    asked: DoublesAward
    others: tuple[DoublesAward, ...]


def _period(row: Section) -> tuple[date, date] | None:
    starts, ends = row.day("from", None), row.day("to", None)
    if (starts is None) != (ends is None):
        raise row.fail("to" if starts else "from", _("is missing"))
    if starts is None or ends is None:
        return None
    if ends < starts:
        raise row.fail("to", _("lies before the first day"))
    return starts, ends


def _other(row: Section) -> DoublesAward:
    found = DoublesAward(
        award=row.one_of("award", catalogue.entries()),
        year=row.whole("year", minimum=1945, maximum=2100),
        commendation_type=row.one_of("type", CommendationType.values, CommendationType.MERIT.value),
        achievement=row.text("achievement", ""),
        period=_period(row),
        decision=row.text("decision", ""),
    )
    row.close()
    return found


def read_doubles(section: Section) -> DoublesFacts:
    """Read the part `doubles` of a file of facts; refuses errors with file, line and key."""
    asked = DoublesAward(achievement=section.text("achievement", ""), period=_period(section))
    others = tuple(_other(row) for row in section.rows("others"))
    section.close()
    return DoublesFacts(asked, others)


def _claim(one: DoublesAward) -> AwardClaim:
    entry = catalogue.entries()[one.award]
    words = {"award": entry.name, "year": one.year, "paper": one.decision}
    label = _("%(award)s of %(year)s (decision %(paper)s)") if one.decision else _(
        "%(award)s of %(year)s"
    )  # fmt: skip
    return AwardClaim(
        code=one.award,
        name=entry.name,
        form=entry.form,
        year=one.year,
        commendation_type=one.commendation_type,
        period=one.period or (date(one.year, 1, 1), date(one.year, 12, 31)),
        trace=AchievementUse(label % words),
        achievement=one.achievement,
    )


def double_answers(
    rule_set: RuleSet, asked: DossierProfile, given: DoublesFacts
) -> Iterator[ProcedureAnswer]:
    """Each violated rule, with what has to be checked, or that there is none; and what the rules
    are known to lack."""
    claim = DoublesAward(
        award=asked.award,
        year=asked.year,
        commendation_type=asked.commendation_type,
        achievement=given.asked.achievement,
        period=given.asked.period,
    )
    me = replace(_claim(claim), kind=asked.kind, subject_kinds=asked.subject_kinds)
    rules = rules_of_doubles(rule_set)
    found = False
    for key, other, sentence, _pair in duplicates_between(
        me, [_claim(one) for one in given.others], rules
    ):
        found = True
        rule = rules[key]
        yield ProcedureAnswer(
            key=kind_of_rule(key),
            answer="double" if rule.effect == "blocking" else "check",
            says=f"{sentence} {rule.says}.",
            part=rule,
            figures={"other": other.label, "effect": rule.effect},
        )
    for key, rule in rules.items():
        if rule.lacks:
            says = _("The list of what excludes each other is not complete: %(lacks)s")
            yield ProcedureAnswer(
                key=kind_of_rule(key),
                answer="unknown",
                says=says % {"lacks": rule.lacks},
                part=rule,
            )
    if not found:
        says = _("No double among the awards that were written down.")
        yield ProcedureAnswer(key="doubles", answer="no_double", says=says)
