"""Reads the dossiers of a report upward with everything that a package needs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nominations.consultation.models import PostedItem, Posting
from nominations.council.models import VotingSession
from nominations.decisions import sealed_package
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.models import Decision, UpwardReport
from nominations.decisions.papers import sessions_of
from nominations.dossiers.models import (
    CampaignTitle,
    Evidence,
    Nomination,
    Report,
    RequestedOpinion,
    UnitReview,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDossiers:
    """The data of a report; dictionaries by the primary key of the nomination.

    `sealed` is what the report's own seal says of each nomination.
    """

    report: UpwardReport
    nominations: Sequence[Nomination]
    titles: dict[int, CampaignTitle]
    sealed: dict[int, dict[str, Any]]
    reports: dict[int, Report]
    evidence: dict[int, list[Evidence]]
    unit_reviews: dict[int, UnitReview]
    opinions: dict[int, list[RequestedOpinion]]
    sessions: Sequence[VotingSession]
    postings: Sequence[Posting]
    decisions: Sequence[Decision]


def report_dossiers(report: UpwardReport) -> ReportDossiers:
    """The dossiers in the order of the report's list."""
    lines = report.lines.filter(returned_at__isnull=True).order_by("position", "id")
    related = ("award_type", "campaign", "person", "collective", "unit", "organization")
    nominations = [
        line.nomination
        for line in lines.select_related(*(f"nomination__{name}" for name in related))
    ]
    pks = [one.pk for one in nominations]
    by_id = {entry["id"]: entry for entry in json.loads(report.package)["nominations"]}
    campaigns = {one.campaign_id for one in nominations}
    titles = {
        (one.campaign_id, one.award_type_id): one
        for one in CampaignTitle.objects.filter(campaign__in=campaigns)
    }
    posted = PostedItem.objects.filter(nomination__in=pks).values("posting_id")
    return ReportDossiers(
        report=report,
        nominations=nominations,
        titles={
            one.pk: titles[one.campaign_id, one.award_type_id]
            for one in nominations
            if (one.campaign_id, one.award_type_id) in titles
        },
        sealed={one.pk: by_id.get(str(one.public_id), {}) for one in nominations},
        reports=sealed_package.frozen_reports(pks),
        evidence=sealed_package.evidence_of(pks),
        unit_reviews={
            row.nomination_id: row
            for row in UnitReview.objects.filter(nomination__in=pks).order_by("id")
        },
        opinions=_opinions(pks),
        sessions=sessions_of(pks),
        postings=list(
            Posting.objects.filter(pk__in=posted).select_related("organization").order_by("id")
        ),
        decisions=_decisions(pks),
    )


def _decisions(pks: Sequence[int]) -> list[Decision]:
    rows = Decision.objects.filter(lines__nomination__in=pks, state=DecisionState.SIGNED)
    found = rows.select_related("organization__parent", "campaign").distinct()
    return list(found.order_by("signed_on", "id"))


def _opinions(pks: Sequence[int]) -> dict[int, list[RequestedOpinion]]:
    found: dict[int, list[RequestedOpinion]] = {}
    rows = RequestedOpinion.objects.filter(nomination__in=pks).select_related("paper")
    for row in rows.order_by("nomination_id", "id"):
        found.setdefault(row.nomination_id, []).append(row)
    return found
