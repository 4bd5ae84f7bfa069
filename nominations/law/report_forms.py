"""Which form an achievement report follows: for merit that of the award's rules, for any other type
of commendation the one that the act of the day gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from nominations.law.legal_bases import form_of_paper
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.rulesets import RuleSet
from nominations.law.rulesets.quota_rules import CENTRAL
from nominations.law.step_wording import report_words

_PAPERS = {
    CommendationType.SUDDEN.value: "achievement_sudden",
    CommendationType.MOVEMENT.value: "achievement_movement",
    CommendationType.CONTRIBUTION.value: "achievement_contribution_{kind}",
    CommendationType.SENIORITY.value: "achievement_seniority",  # in no verified act
    CommendationType.FOREIGN.value: "achievement_foreign_{kind}",
}
_KINDS = {RecipientKind.INDIVIDUAL.value: "person", RecipientKind.COLLECTIVE.value: "collective"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """The form in words, and its citation: empty where an article (`left_to`) leaves the form to
    province or ministry, and the form is only proposed."""

    text: str
    source: str
    verified: bool
    layer: str = CENTRAL
    left_to: str = ""


def report_form(
    rule_set: RuleSet | None, code: str, kind: str, *, commendation_type: str, on: date
) -> ReportForm | None:
    """The form of the report on an award for a kind of recipient; None where no rule and no act
    names one. `on` selects the act for types other than merit."""
    rule = rule_set.reports.get(code) if rule_set is not None else None
    if commendation_type == CommendationType.MERIT:
        if rule is None or kind not in rule.forms:
            return None
        return ReportForm(
            text=report_words(rule, kind),
            source=rule.source,
            verified=rule.verified,
            layer=rule.layer,
            left_to=rule.left_to,
        )
    form = form_of_paper(report_paper(commendation_type, kind), on)
    if form is None:
        return None
    text = _("Form %(number)s") % {"number": form.number}
    if rule is not None and rule.left_to:
        return ReportForm(text=text, source="", verified=False, left_to=rule.left_to)
    return ReportForm(text=text, source=form.source, verified=form.verified)


def report_paper(commendation_type: str, kind: str) -> str:
    """The name in `legal_bases.toml` of the report of a type other than merit; empty for a
    household, of which no act that was read says which form it follows."""
    if kind not in _KINDS:
        return ""
    return _PAPERS.get(commendation_type, "").format(kind=_KINDS[kind])
