"""Facts written down in the documented form and read again are the same facts."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import yaml

from nominations.eligibility.facts import Facts
from nominations.eligibility.facts_yaml import read_facts
from nominations.records.scales import DisciplineForm, Grade
from tests.eligibility.case_sheets import cases
from tests.eligibility.random_facts import many

DISCIPLINES = ("NONE", *DisciplineForm.values)


def grade(rank: int) -> str:
    return str(Grade.values[rank - 1])


def members(facts: Facts) -> dict[str, Any]:
    team = facts.members
    assert team is not None
    words: dict[str, Any] = {
        "total": team.total,
        "grades": {grade(rank): count for rank, count in team.grades.items()},
        "ungraded": team.ungraded,
        "recruits": team.recruits,
        "holders": None if team.holders is None else dict(team.holders),
        "discipline": None if team.discipline is None else DISCIPLINES[team.discipline],
        "women": team.women,
    }
    return {key: value for key, value in words.items() if value is not None}


def award(row: Any) -> dict[str, Any]:
    words = {"award": row.code, "year": row.year, "type": row.commendation_type, "paper": row.paper}
    days = {"until": row.since, "date": row.decided_on}
    return {**words, **{key: day for key, day in days.items() if day is not None}}


def facts_text(facts: Facts) -> str:
    """The facts in the words of docs/rules.md; what is unknown is left out."""
    rows: dict[str, Any] = {
        "awards": facts.awards and [award(one) for one in facts.awards],
        "initiatives": facts.initiatives
        and [
            {"name": one.name, "scope": str(one.scope), "year": one.year, "kind": one.kind}
            for one in facts.initiatives
        ],
        "disciplines": facts.disciplines
        and [
            {"form": str(one.form), "decided_on": one.decided_on}
            | ({"ends_on": one.ends_on} if one.ends_on else {})
            | ({"concerns": one.concerns} if one.concerns else {})
            | ({"counted_year": one.counted_year} if one.counted_year else {})
            for one in facts.disciplines
        ],
        "examinations": facts.examinations
        and [{"kind": one.kind, "opened_on": one.opened_on} for one in facts.examinations],
    }
    words: dict[str, Any] = {
        "kind": facts.kind,
        "name": facts.name,
        "grades": facts.grades and {year: grade(one.rank) for year, one in facts.grades.items()},
        "nominated": sorted(facts.nominated),
        "attested": {str(what): holds for what, holds in facts.attested.items()},
        "members": members(facts) if facts.members else None,
        "founded_on": facts.founded_on,
        "records_since": facts.records_since,
        "service_months": facts.service_months,
        "newly_recruited": facts.newly_recruited,
        "absence_months": facts.absence_months,
        "absence_kinds": sorted(facts.absence_kinds) or None,
        "staff_kinds": list(facts.staff_kinds) or None,
        "body_kinds": sorted(facts.body_kinds or ()) or None,
        "movement": {
            name: value for name, value in asdict(facts.movement).items() if value not in (None, "")
        }
        or None,
        "own_regulation": facts.own_regulation,
        "training_below": facts.training_below,
        "registered": facts.registered,
        **{key: list(value) if value == () else value for key, value in rows.items()},
    }
    known = {key: value for key, value in words.items() if value is not None}
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False)


def plain(facts: Facts) -> Facts:
    """The same without what the documented form leaves out, lists as tuples."""

    def settled(rows: Any) -> Any:
        return None if rows is None else tuple(rows)

    grades = facts.grades and {year: replace(g, paper="") for year, g in facts.grades.items()}
    return replace(
        facts,
        key=0,
        grades=grades,
        awards=settled(facts.awards),
        initiatives=settled(facts.initiatives),
        disciplines=settled(facts.disciplines),
        examinations=settled(facts.examinations),
    )


def test_what_is_written_down_is_read_again() -> None:
    of_cases = [case.facts for case in cases() if case.facts is not None]
    for facts in [*of_cases[::12], *many(100)]:
        text = facts_text(facts)
        again = read_facts(text, file="facts.yaml", year=facts.year, on=facts.on)
        assert plain(again) == plain(facts), text
