"""Checks awards and their counts against decisions, outcomes and revocations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import award_counts
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.models import DecisionLine, Outcome, Revocation
from nominations.law.models import AwardType
from nominations.people.models import Organization


def faults() -> Iterator[str]:
    """One line for each inconsistency; nothing is written."""
    yield from _drift()
    yield from _lines()
    yield from _outcomes()
    yield from _revocations()


def _drift() -> Iterator[str]:
    agencies = dict(Organization.objects.values_list("pk", "code"))
    awards = dict(AwardType.objects.values_list("pk", "code"))
    for one in award_counts.count_differences():
        yield _(
            "%(agency)s, %(year)s, %(award)s, %(type)s, %(kind)s, %(issuer)s, %(month)s: "
            "%(kept)s kept, the award lines are %(counted)s"
        ) % {
            "agency": agencies[one.organization_id],
            "year": one.year,
            "award": awards[one.award_type_id],
            "type": one.commendation_type,
            "kind": one.kind,
            "issuer": one.issuer or "-",
            "month": f"{one.decided_in:%m/%Y}" if one.decided_in else "-",
            "kept": one.stored,
            "counted": one.counted,
        }


_OF_THE_NOMINATION = (
    ~Q(award__kind=F("nomination__kind"))
    | Q(nomination__person__isnull=False) & ~Q(award__person=F("nomination__person"))
    | Q(nomination__collective__isnull=False) & ~Q(award__collective=F("nomination__collective"))
)


_OF_THE_AWARD = ~Q(award__award_type=F("nomination__award_type"))


def _lines() -> Iterator[str]:
    """Lines of signed decisions, and awards that say they are from a decision and are in none."""
    lines = DecisionLine.objects.filter(award__isnull=False)
    wrong = lines.filter(
        ~Q(award__decision_number=F("decision__number"))
        | ~Q(award__decision_date=F("decision__signed_on"))
        | ~Q(decision__state=DecisionState.SIGNED)
        | _OF_THE_NOMINATION
        | _OF_THE_AWARD
    )
    for line in wrong.select_related("award", "decision").order_by("pk"):
        yield _("decision %(number)s, line %(line)s: the award line %(award)s says otherwise") % {
            "number": line.decision.number,
            "line": line.pk,
            "award": line.award_id,
        }
    alone = Award.objects.filter(
        origin=AwardOrigin.DECISION, decision_line__isnull=True, struck=False
    )
    yield from _sentences(alone, _("award line %(award)s (%(name)s, %(year)s) is in no decision"))


def _outcomes() -> Iterator[str]:
    wrong = Outcome.objects.filter(award__isnull=False, award__struck=False).filter(
        Q(conferred=False)
        | ~Q(award__decision_number=F("paper_number"))
        | ~Q(award__decision_date=F("paper_date"))
        | _OF_THE_NOMINATION
        | Q(other_award=None) & _OF_THE_AWARD
        | Q(other_award__isnull=False) & ~Q(award__award_type=F("other_award"))
    )
    for outcome in wrong.order_by("pk"):
        yield _("answer %(number)s from above: the award line %(award)s says otherwise") % {
            "number": outcome.paper_number,
            "award": outcome.award_id,
        }


def _revocations() -> Iterator[str]:
    for row in Revocation.objects.filter(award__isnull=False, award__revoked_on__isnull=True):
        yield _("revocation %(number)s: the award line %(award)s still counts") % {
            "number": row.paper_number,
            "award": row.award_id,
        }
    without = Award.objects.filter(
        Q(decision_line__isnull=False) | Q(outcome__isnull=False),
        revoked_on__isnull=False,
        revocations__isnull=True,
        struck=False,
    )
    sentence = _("award line %(award)s (%(name)s, %(year)s) is revoked by no paper")
    yield from _sentences(without, sentence)


def _sentences(awards: QuerySet[Award, Any], sentence: str) -> Iterator[str]:
    for award in awards.order_by("pk"):
        yield sentence % {"award": award.pk, "name": award.recipient_name, "year": award.year}
