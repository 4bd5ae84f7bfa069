"""What the rules answer about a meeting: is there a quorum, is each item carried, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nominations.eligibility.procedure_answer import ProcedureAnswer
from nominations.eligibility.procedure_facts import AgendaItem, MeetingFacts
from nominations.fractions import BodyFraction, percent_words
from nominations.law import catalogue
from nominations.law.award_summary import setting_line
from nominations.law.meetings import count_votes, session_quorum, vote_rule
from nominations.law.regulators import regulator_of_award
from nominations.law.rulesets import RuleSet, StepRule
from nominations.law.step_wording import left_words, threshold_words


@dataclass(frozen=True, slots=True)
class ShareCount:
    """One share that a vote needs: of how many, and how many were in favour."""

    fraction: BodyFraction
    base: int
    in_favour: int

    @property
    def is_met(self) -> bool:
        return self.fraction.reached(self.in_favour, self.base)

    @property
    def words(self) -> str:
        """ "8/9 in favour (88,89%), needs 8 (80%)"."""
        return _("%(yes)s/%(base)s in favour (%(share)s), needs %(needed)s (%(fraction)s)") % {
            "yes": self.in_favour,
            "base": self.base,
            "share": percent_words(self.in_favour, self.base) or "0%",
            "needed": self.fraction.needed(self.base),
            "fraction": self.fraction.percent_text(),
        }


def meeting_answers(
    rule_set: RuleSet, meeting: MeetingFacts, level: str, regulator: str = ""
) -> Iterator[ProcedureAnswer]:
    """Whether there is a quorum, and whether each item that was voted on is carried."""
    yield _quorum_answer(rule_set, meeting, level, regulator)
    composition = rule_set.settings.get("council_composition")
    if meeting.kind == "council" and composition is not None:
        line = setting_line("council_composition", composition, regulator)
        says = f"{line.label}: {line.text}."
        yield ProcedureAnswer(key="composition", answer="not_asked", says=says, part=composition)
    if meeting.kind == "initiative_council":
        return
    for number, item in enumerate(meeting.items):
        yield _item_answer(rule_set, meeting, item, level, f"items[{number}]", regulator)


def _quorum_answer(
    rule_set: RuleSet, meeting: MeetingFacts, level: str, regulator: str
) -> ProcedureAnswer:
    award = ""
    if meeting.kind == "unit_council":
        rule = rule_set.quorum
    elif meeting.kind == "council":
        asked = session_quorum(rule_set, [one.entry for one in meeting.items], level=level)
        rule, award = asked.rule, asked.award
    else:
        # The common quorum is the council's; it is not written for other meetings.
        own = rule_set.quorums.get(meeting.kind)
        if own is None:
            says = _("No quorum is laid down for this meeting.")
            return ProcedureAnswer(key="quorum", answer="not_asked", says=says)
        rule = own
    needed = rule.fraction.needed(meeting.members)
    words = {
        "fraction": rule.fraction.text(),
        "needed": needed,
        "members": meeting.members,
        "present": meeting.present,
    }
    if meeting.present is None:
        answer = "unknown"
        says = _("At least %(fraction)s of %(members)s members, that is %(needed)s.") % words
    else:
        answer = "met" if rule.fraction.reached(meeting.present, meeting.members) else "unmet"
        says = (
            _(
                "%(present)s of %(members)s members are present; at least %(fraction)s are needed,"
                " that is %(needed)s."
            )
            % words
        )
    if rule.left_to:
        left = left_words(rule.left_to, regulator)
        says += " " + _("The quorum is only proposed: %(left)s.") % {"left": left}
    if award:
        says += " " + _("Asked for by: %(award)s.") % {"award": catalogue.entries()[award].name}
    figures = {"needed": needed, "members": meeting.members, "asked_by": award}
    return ProcedureAnswer(key="quorum", answer=answer, says=says, part=rule, figures=figures)


def _item_answer(
    rule_set: RuleSet,
    meeting: MeetingFacts,
    item: AgendaItem,
    level: str,
    key: str,
    regulator: str,
) -> ProcedureAnswer:
    rule = vote_rule(rule_set, meeting.kind, item.entry, level)
    name = item.name or catalogue.entries()[item.entry.award].name
    if not rule.needed:
        says = _("%(name)s: no vote is asked.") % {"name": name}
        return ProcedureAnswer(key=key, answer="not_asked", says=says, part=rule)
    open_words = _open_words(rule_set, rule, item, regulator)
    if item.votes is None or meeting.present is None:
        says = f"{name}: {threshold_words(rule)}.{open_words}"
        return ProcedureAnswer(key=key, answer="unknown", says=says, part=rule)
    count = count_votes(rule, item.votes, members=meeting.members, present=meeting.present)
    shares = [
        ShareCount(one, base, count.in_favour)
        for one, base in rule.shares(members=meeting.members, took_part=count.took_part)
    ]
    said = f"{name}: {'; '.join(one.words for one in shares)}.{open_words}"
    return ProcedureAnswer(
        key=key,
        answer="met" if all(one.is_met for one in shares) else "unmet",
        says=said,
        part=rule,
        figures={
            "in_favour": count.in_favour,
            "silent": count.silent,
            "shares": [
                {"base": one.base, "needed": one.fraction.needed(one.base), "met": one.is_met}
                for one in shares
            ],
        },
    )


def _open_words(rule_set: RuleSet, rule: StepRule, item: AgendaItem, regulator: str) -> str:
    """A sentence that the threshold is only proposed, with the article; empty where an act or a
    regulation lays it down."""
    if not rule.left_to:
        return ""
    left = left_words(rule.left_to, regulator_of_award(rule_set, item.entry.award, regulator))
    return " " + _("The threshold is only proposed: %(left)s.") % {"left": left}
