"""The days of the papers of this room, and of the steps before them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from nominations.consultation.step_days import days_of_consultation
from nominations.council.step_days import days_of_votes
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.models import (
    Decision,
    DecisionLine,
    Outcome,
    ReportLine,
    Revocation,
    UpwardReport,
)
from nominations.dossiers.step_days import days_of_dossiers
from nominations.paper_numbers.paper_days import StepDay

Pks = Collection[int] | QuerySet[Any, Any]


def days_before_decision(pks: Pks) -> list[StepDay]:
    """Campaign, unit, council, consultation, and the submission by which a dossier arrived."""
    arrived = UpwardReport.objects.filter(lines__nomination__arrived_as__in=pks).distinct()
    return [
        *days_of_dossiers(pks),
        *days_of_votes(pks),
        *days_of_consultation(pks),
        *map(_day_of_report, arrived),
    ]


def days_of_decisions(pks: Pks) -> list[StepDay]:
    """The days of the decisions on the nominations."""
    found = Decision.objects.filter(state=DecisionState.SIGNED, lines__nomination__in=pks)
    return [
        StepDay(_("decision %(number)s") % {"number": one.number}, one.signed_on)
        for one in found.distinct()
        if one.signed_on
    ]


def days_of_reports(pks: Pks) -> list[StepDay]:
    """The papers by which the nominations were reported or proposed; a supplementary report comes
    after their revocation and is none of them."""
    found = UpwardReport.objects.filter(
        lines__nomination__in=pks, lines__returned_at__isnull=True
    ).distinct()
    return [*map(_day_of_report, found.exclude(kind=UpwardReport.Kind.SUPPLEMENT))]


def _day_of_report(report: UpwardReport) -> StepDay:
    return StepDay(_("paper %(number)s") % {"number": report.number}, report.issued_on)


def days_of_outcomes(pks: Pks) -> list[StepDay]:
    """The papers by which the level above answered."""
    return [
        StepDay(_("decision %(number)s") % {"number": one.paper_number}, one.paper_date)
        for one in Outcome.objects.filter(nomination__in=pks)
    ]


def days_of_revocations(pks: Pks) -> list[StepDay]:
    """The papers by which awards of the nominations were revoked."""
    return [
        StepDay(_("revocation %(number)s") % {"number": one.paper_number}, one.paper_date)
        for one in Revocation.objects.filter(nomination__in=pks)
    ]


# --- by nomination, for the deadlines that count from them ----------------------------------------


def decision_day() -> Subquery:
    """A subquery for a nomination: the day of its signed decision."""
    lines = DecisionLine.objects.filter(
        nomination=OuterRef("pk"),
        decision__state=DecisionState.SIGNED,
        decision__signed_on__isnull=False,
    )
    return Subquery(lines.order_by("-decision__signed_on").values("decision__signed_on")[:1])


def report_day() -> Subquery:
    """A subquery for a nomination: the day of the paper by which it was first reported or
    proposed."""
    lines = ReportLine.objects.filter(nomination=OuterRef("pk"), returned_at__isnull=True).exclude(
        report__kind=UpwardReport.Kind.SUPPLEMENT
    )
    return Subquery(lines.order_by("report__issued_on").values("report__issued_on")[:1])
