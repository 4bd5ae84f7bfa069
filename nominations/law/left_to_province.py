"""What the rules of several awards leave to the province besides thresholds, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.award_summary import kind_name
from nominations.law.routes import route_of
from nominations.law.rulesets import RuleSet
from nominations.law.step_wording import quorum_words, report_words

STEPS = ("unit_review", "consultation")


def values_left_to_province(
    rule_set: RuleSet, codes: Sequence[str], *, level: str, commendation_type: str
) -> list[str]:
    """One sentence for each value: what it is and of which awards, the article that leaves it to
    the province, and what is proposed; an unknown award is a KeyError.

    It tells of the quorum of the council of that level, of review in the unit and posting, and of
    the form of the report; thresholds have sentences of their own before a campaign opens.
    """
    awards_of: dict[tuple[str, str], list[str]] = {}
    for code in codes:
        for one in _values(rule_set, code, level=level, commendation_type=commendation_type):
            awards_of.setdefault(one, []).append(catalogue.entries()[code].name)
    sentences = [
        f"{what} ({'; '.join(awards)}): {says}." for (what, says), awards in awards_of.items()
    ]
    quorum = rule_set.council_quorum(level)
    if quorum.left_to and codes:
        sentences.insert(0, _("Quorum of the council") + f": {quorum_words(quorum)}.")
    return sentences


def _values(
    rule_set: RuleSet, code: str, *, level: str, commendation_type: str
) -> Iterator[tuple[str, str]]:
    steps = route_of(rule_set, code, level=level, commendation_type=commendation_type)
    for step in steps:
        if step.name in STEPS and step.needed and step.part.left_to:
            yield step.label, step.says
    report = rule_set.reports.get(code)
    if report and report.left_to:
        for kind in report.forms:
            label = _("Report of achievements: %(kind)s") % {"kind": kind_name(kind).lower()}
            yield label, report_words(report, kind)
