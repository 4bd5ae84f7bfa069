"""The deadlines and opinions of an award's way, as the title of a campaign keeps them.

What is stored is already that of the award, of the campaign's type and of the agency's level;
sector and kind of the subject differ from dossier to dossier and are asked when one is looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from nominations.law import catalogue
from nominations.law.rulesets.applicable_kinds import EVERYONE, ApplicableKinds
from nominations.law.rulesets.applicable_types import asked_for
from nominations.law.rulesets.deadline_rules import DEADLINE_STEPS, DeadlineRule
from nominations.law.rulesets.opinion_rules import OpinionRule
from nominations.law.rulesets.parts import RuleSet

YEARLY = ("report_upward", "registration")
"""The steps whose day may be that of the award's filing or of its registration."""


def yearly_day(
    rule_set: RuleSet, step: str, *, award: str, commendation_type: str, level: str
) -> DeadlineRule | None:
    """The day of each year for filing or registering that is written with the award."""
    if step == "report_upward":
        part: Any = rule_set.filing_of(award, commendation_type)
        next_year = bool(part and part.next_year)
    elif step == "registration":
        part, next_year = (
            rule_set.rule(
                "registration",
                code=award,
                form=catalogue.entries()[award].form,
                level=level,
                commendation_type=commendation_type,
            ),
            False,
        )
        part = part if part.needed else None
    else:
        return None
    if part is None or not part.month:
        return None
    return DeadlineRule(
        key=step,
        step=step,
        says="",
        day=part.day,
        month=part.month,
        next_year=next_year,
        source=part.source,
        verified=part.verified,
        layer=part.layer,
    )


def deadlines_data(
    rule_set: RuleSet, award: str, commendation_type: str, level: str
) -> list[dict[str, Any]]:
    """Every deadline that may hold for dossiers of the award, as plain data: in the order in which
    `deadline_for` takes the last of equals, so the yearly days first. One that an article leaves to
    the province is left out where another one holds for every dossier."""
    yearly = (
        yearly_day(rule_set, step, award=award, commendation_type=commendation_type, level=level)
        for step in YEARLY
    )
    written = (
        one
        for step in DEADLINE_STEPS
        for one in rule_set.deadlines
        if one.step == step
        and (not one.awards or award in one.awards)
        and asked_for(one.types, commendation_type)
        and (not one.levels or level in one.levels)
    )
    found = [one for one in (*yearly, *written) if one is not None]
    said = {
        one.step for one in found if not one.left_to and not one.sectors and one.reached == EVERYONE
    }
    return [_plain(one) for one in found if not (one.left_to and one.step in said)]


def opinions_data(
    rule_set: RuleSet, award: str, commendation_type: str, level: str
) -> list[dict[str, Any]]:
    """Every opinion that may have to be asked about dossiers of the award, as plain data."""
    return [
        _plain(one)
        for one in rule_set.opinions
        if (not one.awards or award in one.awards)
        and asked_for(one.types, commendation_type)
        and (not one.levels or level in one.levels)
    ]


def _plain(rule: DeadlineRule | OpinionRule) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(rule).items()
    }


def read_deadlines(stored: Iterable[Mapping[str, Any]]) -> list[DeadlineRule]:
    """The deadlines of a title, read back."""
    return [DeadlineRule(**_read(row)) for row in stored]


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {one.name for one in fields(DeadlineRule)}
    found = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
        if name in known
    }
    found["reached"] = ApplicableKinds.of_stored(row.get("reached") or {})
    return found


def title_deadline_for(
    rules: Iterable[DeadlineRule],
    step: str,
    *,
    sector: str,
    kind: str,
    subject_kinds: Collection[str] | None,
) -> DeadlineRule | None:
    """The deadline of a step for a dossier of the title, as `deadline_for` finds it: what is stored
    is that of its award, type and level already. One for sectors does not hold where `sector` is
    not known ("")."""
    found = None
    for one in rules:
        if (
            one.step == step
            and (not one.sectors or sector in one.sectors)
            and one.reached.reaches(kind, subject_kinds) is not False
            and (found is None or one.particularity >= found.particularity)
        ):
            found = one
    return found
