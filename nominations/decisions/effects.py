"""Effects of deciding, of outcomes from above and of revoking: set-based, all or nothing.

A dossier that arrived from an agency below carries no award of its own: the decision of the agency
above becomes the outcome of the dossier below, and the award belongs to the agency of the subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from nominations.awards.issuer_name import issuer_of
from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import record_awards, revoke
from nominations.decisions.conferred_awards import new_award, other_awards
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.filing_deadline import filing_deadline
from nominations.decisions.models import DecisionLine, Outcome, ReportLine, Revocation, UpwardReport
from nominations.decisions.step_days import (
    days_of_decisions,
    days_of_outcomes,
    days_of_reports,
)
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.paper_numbers.models import PaperPurpose, PaperType
from nominations.paper_numbers.paper_days import StepDay, check_order
from nominations.paper_numbers.series import own_paper
from nominations.paper_numbers.services import NamedPaper, attach_number, named_paper
from nominations.people.models import Organization
from nominations.pipeline import PIPELINE
from workflow import audit, engine
from workflow.actors import SYSTEM
from workflow.canonical import given_day
from workflow.table import Effects

_BATCH = 500


def moved_nominations(effects: Effects) -> list[Nomination]:
    """The moved nominations with the relations that an award needs, in the order of the move."""
    pks = [moved.pk for moved in effects.moved]
    found = Nomination.objects.select_related("campaign", "organization").in_bulk(pks)
    return [found[pk] for pk in pks]


def _paper(data: Mapping[str, Any]) -> tuple[str, date]:
    day = data["paper_date"]
    return data["paper_number"], day if isinstance(day, date) else date.fromisoformat(day)


def move_dossiers_below(
    effects: Effects,
    name: str,
    arrived: Sequence[Nomination],
    papers: Mapping[int, dict[str, Any]],
    comment: str = "",
) -> None:
    """Perform the same transition for the dossiers below, as the system; `papers` by id of the
    dossier above.

    A dossier below that has moved on meanwhile (its outcome was entered by hand) does not block the
    act: its refusal is recorded in the history of the agency above.
    """
    if not arrived:
        return
    result = engine.perform_many(
        PIPELINE,
        [one.arrived_from_id for one in arrived],
        name,
        actor=SYSTEM,
        comment=comment,
        data_for={one.arrived_from_id: papers[one.pk] for one in arrived},
        all_or_nothing=False,
        joins=True,
        group=effects.group,
    )
    if result.refused:
        audit.record(
            f"organization:{arrived[0].organization_id}",
            "outcome.not_delivered",
            actor=SYSTEM,
            payload={
                "step": name,
                "nominations": {str(one.pk): str(one.reasons[0].reason) for one in result.refused},
            },
            group=effects.group,
        )


# --- the agency's own decision -------------------------------------------------------------------


def _own_pairs(nominations: Sequence[Nomination]) -> set[tuple[int, int]]:
    """(campaign, award type) of the awards that the agency decides itself."""
    return set(
        CampaignTitle.objects.filter(
            campaign_id__in={one.campaign_id for one in nominations}, own_authority=True
        ).values_list("campaign_id", "award_type_id")
    )


def _signed_on(line: DecisionLine) -> date:
    """The date of the signed decision the line stands on."""
    day = line.decision.signed_on
    if day is None:  # refused by a constraint of the table
        raise ValueError(f"decision {line.decision_id} is signed without a date")
    return day


def confer_own_awards(effects: Effects) -> None:
    """Record the awards that the agency itself decides; the others are only proposed above."""
    nominations = moved_nominations(effects)
    own = _own_pairs(nominations)
    decided = [one for one in nominations if (one.campaign_id, one.award_type_id) in own]
    lines = {
        line.nomination_id: line
        for line in DecisionLine.objects.filter(
            nomination_id__in=[one.pk for one in decided], decision__state=DecisionState.SIGNED
        ).select_related("decision")
    }
    issuers: dict[int, str] = {}
    for one in decided:
        if one.organization_id not in issuers:
            issuers[one.organization_id] = issuer_of(one.organization)
    here = [one for one in decided if one.arrived_from_id is None]
    awards = record_awards(
        rows=[
            new_award(
                one,
                number=lines[one.pk].decision.number,
                day=_signed_on(lines[one.pk]),
                issuer=issuers[one.organization_id],
                origin=AwardOrigin.DECISION,
            )
            for one in here
        ],
        actor=effects.actor,
    )
    for one, award in zip(here, awards, strict=True):
        lines[one.pk].award = award
    DecisionLine.objects.bulk_update([lines[one.pk] for one in here], ["award"], batch_size=_BATCH)
    arrived = [one for one in decided if one.arrived_from_id is not None]
    papers = {
        one.pk: {
            "paper_number": lines[one.pk].decision.number,
            "paper_date": _signed_on(lines[one.pk]).isoformat(),
            "issuer": issuers[one.organization_id],
        }
        for one in arrived
    }
    move_dossiers_below(effects, "record_outcome", arrived, papers)


# --- returned for supplement ---------------------------------------------------------------------


def mark_returned(effects: Effects) -> None:
    """Mark the report lines as returned, and open the files of the dossiers for supplements."""
    pks = [moved.pk for moved in effects.moved]
    ReportLine.objects.filter(nomination_id__in=pks, returned_at__isnull=True).exclude(
        report__kind=UpwardReport.Kind.SUPPLEMENT
    ).update(returned_at=effects.now, return_reason=effects.comment)
    Nomination.objects.filter(pk__in=pks).update(returned_above_at=effects.now)


def clear_return(effects: Effects) -> None:
    """Clear the request for supplement of nominations that are reported again."""
    pks = [moved.pk for moved in effects.moved]
    Nomination.objects.filter(pk__in=pks, returned_above_at__isnull=False).update(
        returned_above_at=None
    )


# --- outcomes from above -------------------------------------------------------------------------


def _issuer(nomination: Nomination, data: Mapping[str, Any]) -> str:
    given = str(data.get("issuer") or "").strip()
    if given:
        return given
    parent_id = nomination.organization.parent_id
    parent = Organization.objects.filter(pk=parent_id).first() if parent_id else None
    return issuer_of(parent) if parent else ""


def _outcomes(
    effects: Effects, nominations: Sequence[Nomination], *, conferred: bool
) -> list[Outcome]:
    """Unsaved outcomes with their papers, numbers in the register's spelling.

    Refuses (ValidationError) an invalid number, and a paper older than the report it answers.
    """
    found = []
    shown: dict[tuple[Any, ...], str] = {}
    others = other_awards({one.pk: (one.data, _paper(one.data)[1]) for one in effects.moved})
    for nomination, moved in zip(nominations, effects.moved, strict=True):
        number, day = _paper(moved.data)
        issuer = _issuer(nomination, moved.data)
        check = (nomination.organization_id, number, day, issuer)
        if check not in shown:
            paper = named_paper(nomination.organization, number, day, issuer=issuer)
            shown[check] = attach_number(paper, subjects=()).shown
        found.append(
            Outcome(
                nomination=nomination,
                conferred=conferred,
                other_award=others.get(moved.pk) if conferred else None,
                paper_number=shown[check],
                paper_date=day,
                issuer=issuer,
                reason=effects.comment,
                recorded_at=effects.now,
                recorded_by_id=effects.actor.pk,
            )
        )
    for day in {one.paper_date for one in found}:
        check_order(
            day,
            after=days_of_reports([one.nomination_id for one in found if one.paper_date == day]),
        )
    return found


def confer_awards_from_above(effects: Effects) -> None:
    """Record the award conferred from above, here or at the agency below."""
    nominations = moved_nominations(effects)
    outcomes = _outcomes(effects, nominations, conferred=True)
    here = [one for one in outcomes if one.nomination.arrived_from_id is None]
    awards = record_awards(
        rows=[
            new_award(
                one.nomination,
                number=one.paper_number,
                day=one.paper_date,
                issuer=one.issuer,
                origin=AwardOrigin.OUTCOME,
                award_type_id=one.other_award_id,
            )
            for one in here
        ],
        actor=effects.actor,
    )
    for outcome, award in zip(here, awards, strict=True):
        outcome.award = award
    _save_and_flow_down(effects, "record_outcome", outcomes)


def record_refusals_from_above(effects: Effects) -> None:
    """Record the refusal from above, here and at the agency below."""
    outcomes = _outcomes(effects, moved_nominations(effects), conferred=False)
    _save_and_flow_down(effects, "record_refusal", outcomes)


def _save_and_flow_down(effects: Effects, name: str, outcomes: Sequence[Outcome]) -> None:
    Outcome.objects.bulk_create(outcomes, batch_size=_BATCH)
    by_paper: dict[tuple[Any, ...], list[Outcome]] = {}
    for one in outcomes:
        key = (one.nomination.organization_id, one.paper_number, one.paper_date, one.issuer)
        by_paper.setdefault(key, []).append(one)
    for (_agency, number, day, issuer), rows in by_paper.items():
        paper = named_paper(rows[0].nomination.organization, number, day, issuer=issuer)
        attach_number(paper, subjects=[f"outcome:{row.pk}" for row in rows])
    papers = {
        one.nomination_id: {
            "paper_number": one.paper_number,
            "paper_date": one.paper_date.isoformat(),
            "issuer": one.issuer,
            **({"other_award": one.other_award.code} if one.other_award else {}),
        }
        for one in outcomes
    }
    arrived = [one.nomination for one in outcomes if one.nomination.arrived_from_id is not None]
    move_dossiers_below(effects, name, arrived, papers, effects.comment)


# --- revocation ----------------------------------------------------------------------------------


def _is_from_above(award: Award | None) -> bool:
    return award is not None and award.origin == AwardOrigin.OUTCOME


def revoking_paper(
    nomination: Nomination, award: Award | None, number: str, day: date
) -> NamedPaper:
    """The decision to revoke: the agency's own, or that of the authority that gave the award."""
    if award is not None and _is_from_above(award):
        return named_paper(
            nomination.organization,
            number,
            day,
            issuer=award.issuer,
            purpose=PaperPurpose.REVOKE,
        )
    return own_paper(nomination.organization, PaperType.DECISION, number, day, PaperPurpose.REVOKE)


def _check_day(nomination: Nomination, day: date, concluded_on: date | None) -> None:
    """Refuse a revocation dated before the finding, the decision, the report or the outcome."""
    pks = [nomination.pk]
    found = StepDay(_("the finding"), concluded_on) if concluded_on else None
    check_order(
        day,
        after=[found, *days_of_decisions(pks), *days_of_reports(pks), *days_of_outcomes(pks)],
    )


def revoke_awards(effects: Effects) -> None:
    """Revoke the awards from the date of the paper on; stores paper and ground.

    Several awards may be revoked by one paper. Refuses (ValidationError) an invalid number, the
    number of another kind of paper, and a day before an earlier step.
    """
    nominations = moved_nominations(effects)
    awards = _valid_awards(nominations)
    papers: dict[int, dict[str, Any]] = {}
    rows: list[Revocation] = []
    named: list[NamedPaper] = []
    by_day: dict[date, list[Award]] = {}
    for nomination, moved in zip(nominations, effects.moved, strict=True):
        number, day = _paper(moved.data)
        concluded_on = given_day(moved.data.get("concluded_on"))
        award = awards.get(nomination.pk)
        _check_day(nomination, day, concluded_on)
        named.append(revoking_paper(nomination, award, number, day))
        number = attach_number(named[-1], subjects=(), is_named_only=_is_from_above(award)).shown
        papers[nomination.pk] = {"paper_number": number, "paper_date": day.isoformat()}
        if concluded_on:
            papers[nomination.pk]["concluded_on"] = concluded_on.isoformat()
        filing = filing_deadline(nomination.organization, concluded_on, day)
        if award is not None:
            by_day.setdefault(day, []).append(award)
        rows.append(
            Revocation(
                nomination=nomination,
                award=award,
                legal_ground=effects.comment,
                paper_number=number,
                paper_date=day,
                concluded_on=concluded_on,
                file_by=filing.file_by if filing else None,
                filing_source=filing.source[:300] if filing else "",
                recorded_at=effects.now,
                recorded_by_id=effects.actor.pk,
            )
        )
    for day, revoked in by_day.items():
        revoke(awards=revoked, on=day, ground=effects.comment, actor=effects.actor)
    Revocation.objects.bulk_create(rows, batch_size=_BATCH)
    for paper, row in zip(named, rows, strict=True):
        attach_number(paper, subjects=[f"revocation:{row.pk}"])
    arrived = [one for one in nominations if one.arrived_from_id is not None]
    move_dossiers_below(effects, "revoke", arrived, papers, effects.comment)


def _valid_awards(nominations: Sequence[Nomination]) -> dict[int, Award]:
    """The award of each nomination that is not revoked, by nomination."""
    pks = [one.pk for one in nominations]
    found: Iterable[Any] = (  # awards with `nomination_id`
        Award.objects.valid()
        .filter(Q(decision_line__nomination_id__in=pks) | Q(outcome__nomination_id__in=pks))
        .annotate(nomination_id=Coalesce("decision_line__nomination_id", "outcome__nomination_id"))
    )
    return {award.nomination_id: award for award in found}
