"""Which form an achievement report follows: for merit that of the award's rules, for any other type
of commendation the one that the act of the day gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.legal_bases import form_of_paper
from nominations.law.models import AwardCategory, CommendationType, RecipientKind
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
_ONLY_WHERE_NAMED = (CommendationType.CONTRIBUTION, CommendationType.SENIORITY)
"""Types that the acts have for orders and medals alone."""
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


def forms_of_other_types(
    rule_set: RuleSet, code: str, kind: str, *, on: date
) -> list[tuple[ReportForm, tuple[str, ...]]]:
    """The forms of the types of commendation other than merit by which the award may be given to
    such a recipient, each with its types."""
    found: dict[ReportForm, list[str]] = {}
    for commendation_type in _PAPERS:
        if not _may_be_of(rule_set, code, kind, commendation_type):
            continue
        form = report_form(rule_set, code, kind, commendation_type=commendation_type, on=on)
        if form is not None:
            found.setdefault(form, []).append(commendation_type)
    return [(form, tuple(types)) for form, types in found.items()]


def _may_be_of(rule_set: RuleSet, code: str, kind: str, commendation_type: str) -> bool:
    """Whether the award may be given by the type: where its conditions name the type, or where they
    name none and it is a commendation for what everybody may do."""
    conditions = rule_set.standards_for(code, kind, commendation_type)
    if any(commendation_type in one.types for one in conditions if one.way):
        return rule_set.has_way(code, kind, commendation_type)
    is_commendation = catalogue.entries()[code].form == AwardCategory.COMMENDATION
    is_open = is_commendation and commendation_type not in _ONLY_WHERE_NAMED
    return is_open and rule_set.has_way(code, kind, commendation_type)


def report_paper(commendation_type: str, kind: str) -> str:
    """The name in `legal_bases.toml` of the report of a type other than merit; empty for a
    household, of which no act that was read says which form it follows."""
    if kind not in _KINDS:
        return ""
    return _PAPERS.get(commendation_type, "").format(kind=_KINDS[kind])
