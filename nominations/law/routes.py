"""The steps of an award in an agency of a level, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.regulators import regulator_of_award
from nominations.law.rulesets import RuleSet, StepRule
from nominations.law.step_wording import (
    absent_members,
    filing_words,
    papers_words,
    posting_words,
    proposed_words,
    threshold_words,
)
from nominations.people.models import Authority


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """A step of an award: name, label, requirement in words, rule.

    `part` carries source, check and layer; a step that is not `needed` is skipped.
    """

    name: str
    label: str
    says: str
    needed: bool
    part: Any


def _labels() -> dict[str, str]:
    return {
        "registration": _("Registration of goals"),
        "papers": _("Report with its papers"),
        "unit_review": _("Review in the unit"),
        "unit_meeting": _("Vote of the unit's meeting"),
        "unit_council": _("Vote of the unit's council"),
        "vote": _("Vote of the council"),
        "consultation": _("Public posting"),
        "decision": _("Decision"),
        "report_upward": _("Proposal to the level above"),
        "province_vote": _("Vote of the province's council"),
    }


def _says(name: str, rule: StepRule, regulator: str) -> str:
    if name == "papers":
        return papers_words(rule)
    if not rule.needed:
        return _("not needed")
    if name == "consultation":
        return proposed_words(posting_words(rule), rule, regulator)
    if name == "registration" and rule.month:
        return _("needed, until %(day)s each year") % {"day": f"{rule.day:02}/{rule.month:02}"}
    if name in ("vote", "unit_meeting", "unit_council", "province_vote"):
        share = threshold_words(rule)
        share = proposed_words(share, rule, regulator)
        return share if rule.left_to else f"{share}; {absent_members(rule)}"
    return proposed_words(_("needed"), rule, regulator)


def _order(posting: StepRule, *, is_own: bool, above: StepRule | None) -> Iterator[str]:
    """The names of the steps in order; a posting comes before the step it has to precede."""
    yield from ("registration", "papers", "unit_review", "unit_meeting")
    if posting.before == "unit_council":
        yield "consultation"
    yield "unit_council"
    if posting.before == "council":
        yield "consultation"
    yield "vote"
    if posting.before not in ("unit_council", "council"):
        yield "consultation"
    yield "decision" if is_own else "report_upward"
    if above is not None and not is_own:
        yield "province_vote"


def route_of(
    rule_set: RuleSet, code: str, *, level: str, commendation_type: str, regulator: str = ""
) -> list[RouteStep]:
    """The steps of an award as a campaign of an agency of that level, under that province or
    ministry (`regulators`), opens it; a KeyError for an unknown award."""
    regulator = regulator_of_award(rule_set, code, regulator)
    entry = catalogue.entries()[code]

    def rule(name: str) -> StepRule:
        return rule_set.rule(
            name, code=code, form=entry.form, level=level, commendation_type=commendation_type
        )

    here = rule_set.catalogue.get(code)
    authority = here.authority if here else entry.authority
    is_own = authority == level
    above = None
    if level == Authority.AGENCY:
        above = rule_set.rules.get(("level", str(Authority.PROVINCE), code, "vote"))
    labels, steps = _labels(), []
    for name in _order(rule("consultation"), is_own=is_own, above=above):
        if name in ("decision", "report_upward"):
            written = here or StepRule(source=entry.citation, verified=entry.verified)
            steps.append(_end(rule_set, code, commendation_type, name, authority, written))
            continue
        one = above if name == "province_vote" and above else rule(name)
        needed = bool(one.papers or one.says) if name == "papers" else one.needed
        steps.append(
            RouteStep(
                name=name,
                label=labels[name],
                says=_says(name, one, regulator),
                needed=needed,
                part=one,
            )
        )
    return steps


def _end(
    rule_set: RuleSet, code: str, commendation_type: str, name: str, authority: str, part: Any
) -> RouteStep:
    """The last step: who decides; for an award of a level above also the filing day and the number
    of sets."""
    says = [_("decided by: %(authority)s") % {"authority": Authority(authority).label}]
    filing, sets = rule_set.filing_of(code, commendation_type), rule_set.sets.get(code)
    if name == "report_upward" and filing:
        says.append(filing_words(filing))
    if name == "report_upward" and sets:
        says.append(_("sets of the dossier: %(count)s") % {"count": sets.count})
    return RouteStep(name=name, label=_labels()[name], says="; ".join(says), needed=True, part=part)
