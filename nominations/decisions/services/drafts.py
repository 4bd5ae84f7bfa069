"""Drafting a decision out of the nominations that passed every gate."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.decisions.models import Decision, DecisionLine
from nominations.decisions.roles import DRAFTERS
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.models.managers import NominationQuerySet
from nominations.law.models import PRINTED_ORDER
from nominations.people import authorization
from nominations.people.models import Organization
from nominations.states import State
from workflow import audit, clock
from workflow.actors import Actor


def undecided_nominations(
    organization: Organization, campaign: Campaign | None = None
) -> NominationQuerySet:
    """Nominations that passed every gate and are on no decision yet, in order of the list."""
    found = Nomination.objects.filter(
        organization=organization, state=State.CONSULTED, decision_lines__isnull=True
    )
    if campaign is not None:
        found = found.filter(campaign=campaign)
    return found.select_related("award_type", "unit", "campaign").order_by(
        "award_type__rank", "kind", "unit__rank", "person__sort_key", "subject_name", "id"
    )


def checked_nominations(
    organization: Organization, campaign: Campaign | None, wanted: Collection[int]
) -> list[Nomination]:
    """The nominations (by id) in order of the list; refuses the first that may not be on it."""
    rows = list(
        Nomination.objects.filter(pk__in=wanted)
        .select_related("award_type", "unit")
        .prefetch_related("decision_lines__decision")
        .order_by("award_type__rank", "unit__rank", "person__sort_key", "subject_name", "id")
    )
    if not rows or len(rows) != len(wanted):
        raise ValidationError(_("Choose at least one nomination for the decision."), "empty")
    for row in rows:
        if row.organization_id != organization.pk or (
            campaign is not None and row.campaign_id != campaign.pk
        ):
            raise ValidationError(
                _("%(title)s belongs to another agency or campaign."),
                "foreign",
                {"title": row.title},
            )
        if row.state != State.CONSULTED:
            raise ValidationError(
                _("%(title)s has not passed every step yet: %(state)s."),
                "not_consulted",
                {"title": row.title, "state": row.state_label},
            )
        for line in row.decision_lines.all():
            raise ValidationError(
                _("%(title)s is already on the decision “%(decision)s”."),
                "already_listed",
                {"title": row.title, "decision": line.decision.name},
            )
    # Within an award collectives come first, then households, as on the printed list.
    return sorted(rows, key=lambda row: (row.award_type.rank, PRINTED_ORDER.index(row.kind)))


def add_lines(decision: Decision, nominations: Sequence[Nomination], start: int = 0) -> None:
    """Put nominations on a decision in this order, after the position `start`."""
    DecisionLine.objects.bulk_create(
        [
            DecisionLine(decision=decision, nomination=nomination, position=position)
            for position, nomination in enumerate(nominations, start + 1)
        ],
        batch_size=500,
    )


@transaction.atomic
def draft_decision(
    *,
    actor: Actor,
    organization: Organization,
    campaign: Campaign | None,
    name: str,
    nominations: Iterable[Nomination],
) -> Decision:
    """A draft with these nominations on it, without number and date.

    Refuses (NotAllowed) anybody but the secretary and the director, and (ValidationError) a
    nomination that has not passed every gate, is of another agency or campaign, or is listed.
    """
    authorization.require(
        actor,
        *DRAFTERS,
        organization=organization,
        sentence=_("Only the council secretary and the director draft decisions."),
    )
    if not name.strip():
        raise ValidationError(_("Write what the decision is about."), "no_name")
    decision = Decision.objects.create(
        organization=organization,
        campaign=campaign,
        name=name.strip(),
        created_by_id=actor.pk,
        created_at=clock.now(),
    )
    # The agency's history is locked by its entry: two drafts cannot take the same nomination.
    wanted = {nomination.pk for nomination in nominations}
    audit.record(
        f"organization:{organization.pk}",
        "decision.drafted",
        actor=actor,
        payload={"decision": decision.pk, "name": decision.name, "lines": len(wanted)},
    )
    add_lines(decision, checked_nominations(organization, campaign, wanted))
    return decision
