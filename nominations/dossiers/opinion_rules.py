"""Conditions: the opinions that the campaign's rules require are recorded before a step. No models
here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nominations.dossiers.required_opinions import (
    missing_opinions,
    missing_sentence,
    opinions_of_facts,
)
from workflow.rules import Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MISSING = "opinion_missing"

opinion_rules = Fact(
    "opinion_rules",
    "(SELECT ct.opinions FROM dossiers_campaigntitle ct"
    " WHERE ct.campaign_id = s.campaign_id AND ct.award_type_id = s.award_type_id)",
    str,
)
opinion_records = Fact(
    "opinion_records",
    "(SELECT string_agg(CASE WHEN ro.is_concerned IS NULL THEN '-' WHEN ro.is_concerned THEN '1'"
    " ELSE '0' END || ' ' || COALESCE(CAST(ro.asked_on AS text), '-') || ' '"
    " || COALESCE(CAST(ro.due_on AS text), '-') || ' '"
    " || COALESCE(CAST(ro.answered_on AS text), '-') || ' ' || REPLACE(ro.key, ',', ' '), ',')"
    " FROM dossiers_requestedopinion ro WHERE ro.nomination_id = s.id)",
    str,
)


def _there_before(step: str, label: _StrOrPromise) -> Condition:
    def check(case: Case) -> Verdict:
        found = opinions_of_facts(
            case.facts["opinion_rules"], case.facts["opinion_records"], str(case.row["kind"])
        )
        if waiting := missing_opinions(found, step, case.today):
            return unmet(MISSING, missing_sentence(waiting, step, case.today))
        return met(f"opinions_before_{step}")

    return Condition(
        f"opinions_before_{step}", check, facts=(opinion_rules, opinion_records), label=label
    )


before_vote = _there_before("vote", _("The opinions to be asked before the vote are recorded."))
before_consultation = _there_before(
    "consultation", _("The opinions to be asked before the posting are recorded.")
)
before_decision = _there_before(
    "decision", _("The opinions to be asked before the decision are recorded.")
)
before_report = _there_before(
    "report_upward", _("The opinions to be asked before the proposal upward are recorded.")
)
