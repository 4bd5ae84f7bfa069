"""What the rules of several awards leave to the province or the ministry, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.award_summary import kind_name
from nominations.law.deadlines import counted_from, step_name
from nominations.law.regulators import regulator_of_award
from nominations.law.report_forms import report_form
from nominations.law.routes import route_of
from nominations.law.rulesets import RuleSet
from nominations.law.rulesets.title_procedure import deadlines_data, read_deadlines
from nominations.law.step_wording import proposed_words, quorum_words

STEPS = ("unit_review", "unit_meeting", "unit_council", "vote", "consultation")
"""The steps of an award that its campaign takes; those of the level above are not its own."""


def values_left_to_province(
    rule_set: RuleSet,
    steps_of: Mapping[str, Collection[str]],
    *,
    level: str,
    commendation_type: str,
    regulator: str,
    on: date,
) -> list[str]:
    """One sentence for each value: what it is and of which awards, the article that leaves it to
    province or ministry, and what is proposed on that day; an unknown award is a KeyError.

    `steps_of` names for each award (by code) the steps of the rules that its campaign goes without,
    `regulator` the province or ministry of the agency (`regulators`). Told of are the quorum of the
    council of that level where one of the awards is voted on, review, votes and posting, deadlines,
    and the form of the report.
    """
    awards_of: dict[tuple[str, str], list[str]] = {}
    votes = False
    for code, without in steps_of.items():
        for name, label, says in _values(
            rule_set,
            code,
            level=level,
            commendation_type=commendation_type,
            regulator=regulator,
            on=on,
        ):
            if name not in without:
                awards_of.setdefault((label, says), []).append(catalogue.entries()[code].name)
        votes = votes or "vote" not in without
    sentences = [
        f"{what} ({'; '.join(awards)}): {says}." for (what, says), awards in awards_of.items()
    ]
    quorum = rule_set.council_quorum(level)
    if quorum.left_to and votes:
        sentences.insert(0, _("Quorum of the council") + f": {quorum_words(quorum, regulator)}.")
    return sentences


def _values(
    rule_set: RuleSet, code: str, *, level: str, commendation_type: str, regulator: str, on: date
) -> Iterator[tuple[str, str, str]]:
    """The step, what is left open of it, and what is proposed."""
    regulator = regulator_of_award(rule_set, code, regulator)
    steps = route_of(
        rule_set,
        code,
        level=level,
        commendation_type=commendation_type,
        regulator=regulator,
    )
    for step in steps:
        if step.name in STEPS and step.needed and (step.part.left_to or step.part.days_unsaid):
            yield step.name, step.label, step.says
    for rule in read_deadlines(deadlines_data(rule_set, code, commendation_type, level)):
        if rule.left_to:
            label = _("Deadline: %(step)s") % {"step": step_name(rule.step).lower()}
            yield rule.step, label, proposed_words(counted_from(rule), rule, regulator)
    report = rule_set.reports.get(code)
    if report and report.left_to:
        for kind in report.forms:
            form = report_form(rule_set, code, kind, commendation_type=commendation_type, on=on)
            if form is not None:
                label = _("Report of achievements: %(kind)s") % {"kind": kind_name(kind).lower()}
                yield "report", label, proposed_words(form.text, form, regulator)
