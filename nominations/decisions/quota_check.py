"""A signed decision must stay within binding quotas."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations.decisions.models import Decision
from nominations.dossiers.boards.aggregates import DECIDED, BoardAggregates, read_aggregates
from nominations.dossiers.boards.board import rules_of
from nominations.dossiers.boards.quotas import quota_line
from nominations.law.rulesets import Quota
from workflow.exceptions import ConditionUnmet
from workflow.verdict import Verdict, unmet


def require_within_quotas(decision: Decision) -> None:
    """Refuse (ConditionUnmet) a decision that exceeds a binding quota of the agency for the
    campaign's type of commendation; where no act says how to round, the share is rounded up."""
    campaign = decision.campaign
    if campaign is None:
        return
    rules = rules_of(campaign)
    asked = campaign.commendation_type
    codes = set(decision.lines.values_list("nomination__award_type__code", flat=True))
    binding = [
        quota
        for code in sorted(codes)
        for quota in (rules.quotas_for(code, commendation_type=asked) if rules else ())
        if quota.effect == "blocking" and quota.scope == "agency" and quota.type != "managers"
    ]
    if not binding:
        return
    tally = read_aggregates(campaign)
    found = [_too_many(quota, tally) for quota in binding]
    refusals = [one for one in found if one is not None]
    if refusals:
        raise ConditionUnmet(refusals)


def _too_many(quota: Quota, tally: BoardAggregates) -> Verdict | None:
    here = quota_line(quota, tally, names={})
    subjects = tally.of(quota.award, quota.kind, whom=quota.whom)
    if quota.type == "head_count":
        subjects = [one for one in subjects if one.here]
    decided = sum(one.stage >= DECIDED for one in subjects)
    if decided <= here.limit_rounded_up:
        return None
    words = {"says": quota.says, "decided": decided, "most": here.limit_rounded_up}
    sentence = _("%(says)s: with this decision there would be %(decided)s, the most is %(most)s.")
    return unmet("quota_exceeded", sentence % words, citation=quota.source)
