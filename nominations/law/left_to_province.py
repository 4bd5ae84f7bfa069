"""What the rules of several awards leave to the province besides thresholds, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.award_summary import kind_name
from nominations.law.report_forms import report_form
from nominations.law.routes import route_of
from nominations.law.rulesets import RuleSet
from nominations.law.step_wording import quorum_words

STEPS = ("unit_review", "consultation")


def values_left_to_province(
    rule_set: RuleSet, codes: Sequence[str], *, level: str, commendation_type: str, on: date
) -> list[str]:
    """One sentence for each value: what it is and of which awards, the article that leaves it to
    the province, and what is proposed on that day. An unknown award is a KeyError.

    Covers the quorum of the council of that level, review in the unit, posting and the form of the
    report; not thresholds (`dossiers.services.missing_thresholds`).
    """
    awards_of: dict[tuple[str, str], list[str]] = {}
    for code in codes:
        for one in _values(rule_set, code, level=level, commendation_type=commendation_type, on=on):
            awards_of.setdefault(one, []).append(catalogue.entries()[code].name)
    sentences = [
        f"{what} ({'; '.join(awards)}): {says}." for (what, says), awards in awards_of.items()
    ]
    quorum = rule_set.council_quorum(level)
    if quorum.left_to and codes:
        sentences.insert(0, _("Quorum of the council") + f": {quorum_words(quorum)}.")
    return sentences


def _values(
    rule_set: RuleSet, code: str, *, level: str, commendation_type: str, on: date
) -> Iterator[tuple[str, str]]:
    steps = route_of(rule_set, code, level=level, commendation_type=commendation_type)
    for step in steps:
        if step.name in STEPS and step.needed and step.part.left_to:
            yield step.label, step.says
    report = rule_set.reports.get(code)
    if report and report.left_to:
        for kind in report.forms:
            form = report_form(rule_set, code, kind, commendation_type=commendation_type, on=on)
            if form is not None:
                label = _("Report of achievements: %(kind)s") % {"kind": kind_name(kind).lower()}
                yield label, form.text
