"""Quorum and thresholds of meetings, in integers; used by council sessions and `rules evaluate`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nominations.law import catalogue
from nominations.law.rulesets import RuleSet, StepRule
from nominations.law.rulesets.parts import MERIT

VOTE_OF = {"council": "vote", "unit_meeting": "unit_meeting", "unit_council": "unit_council"}
"""Kind of meeting -> the table with its threshold; without the initiative council."""


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An agenda item as input of the rules: award, form and type of commendation."""

    award: str
    commendation_type: str = MERIT


@dataclass(frozen=True, slots=True)
class SessionQuorum:
    """The quorum of a session; `award` is the item that requires it, "" for the common one."""

    rule: StepRule
    award: str = ""


@dataclass(frozen=True, slots=True)
class ItemVotes:
    """The votes on one item. `yes` are ballots of those present, `written` the opinions that
    absent members sent in writing, `written_yes` those of them in favour."""

    yes: int
    written: int = 0
    written_yes: int = 0


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How the votes are counted under a rule: in favour, who took part, and silent members."""

    in_favour: int
    took_part: int
    silent: int


def vote_rule(rule_set: RuleSet, kind: str, entry: AgendaEntry, level: str) -> StepRule:
    """The threshold of an item in a meeting of that kind, at the level of the agency."""
    return rule_set.rule(
        VOTE_OF[kind],
        code=entry.award,
        form=catalogue.entries()[entry.award].form,
        level=level,
        commendation_type=entry.commendation_type,
    )


def session_quorum(
    rule_set: RuleSet, agenda: Iterable[AgendaEntry], *, level: str
) -> SessionQuorum:
    """The highest quorum that an item of the agenda requires of the council of a level; the common
    one for an empty agenda. Among equal ones, the first item is named."""
    common = rule_set.council_quorum(level)
    asked = []
    for entry in agenda:
        own = rule_set.agenda_quorum(
            entry.award,
            form=catalogue.entries()[entry.award].form,
            level=level,
            commendation_type=entry.commendation_type,
        )
        asked.append(SessionQuorum(own, entry.award) if own else SessionQuorum(common))
    if not asked:
        return SessionQuorum(common)
    return max(asked, key=lambda one: Fraction(one.rule.numerator, one.rule.denominator))


def count_votes(rule: StepRule, votes: ItemVotes, *, members: int, present: int) -> ItemCount:
    """The votes in favour as the rule counts those of absent members."""
    written = votes.written if rule.absent != "counts_no" else 0
    silent = members - present - votes.written if rule.absent == "silence_agrees" else 0
    in_favour = votes.yes + (votes.written_yes if written else 0) + silent
    return ItemCount(in_favour=in_favour, took_part=present + written, silent=silent)
