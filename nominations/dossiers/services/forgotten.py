"""Nominate several eligible people and units whom their units did not nominate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.permissions import require_secretary
from nominations.dossiers.services.drafts import NewNomination, NominationStarter
from nominations.dossiers.services.late_nominations import checked_reason
from nominations.pipeline import PIPELINE
from nominations.states import LIVE, State
from nominations.vietnamese import clean_text
from workflow import audit, clock, engine
from workflow.actors import Actor
from workflow.exceptions import TransitionRefused

MAX_NOMINATED = 300
ENDED = frozenset(State) - LIVE


@dataclass(frozen=True, slots=True)
class ForgottenNotAdded:
    """A candidate who was not nominated, and why."""

    name: str
    award: str
    reason: str


@dataclass(slots=True)
class ForgottenAdded:
    """The result: nominations that are registered, and candidates left out."""

    registered: list[Nomination] = field(default_factory=list)
    left_out: list[ForgottenNotAdded] = field(default_factory=list)

    def leave_out(self, row: NewNomination, reason: str) -> None:
        self.left_out.append(ForgottenNotAdded(row.subject_name, row.award_type.name, reason))


def nominate_forgotten(
    *, actor: Actor, campaign: Campaign, rows: Sequence[NewNomination], reason: str
) -> ForgottenAdded:
    """Start and register a nomination for each row; the reason goes into its history, and after the
    registration has closed into `late_reason` too.

    Rows are independent: a subject that cannot be nominated is listed with the reason, and nothing
    is stored for it. Refuses anybody but the agency's council secretary (NotAllowed), nobody
    chosen, too many, and no reason (ValidationError); then nothing is written.
    """
    require_secretary(actor, campaign.organization_id)
    reason = clean_text(reason).strip()
    _check(rows, reason)
    try:
        with transaction.atomic():
            # Serialises concurrent requests.
            locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
            return _add(actor, locked, rows, reason)
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody was nominated by their unit at the same moment. Load the page again."),
            code="nominated_meanwhile",
        ) from error


def _check(rows: Sequence[NewNomination], reason: str) -> None:
    if not rows:
        raise ValidationError(_("Tick at least one person or unit."), code="nobody")
    if len(rows) > MAX_NOMINATED:
        raise ValidationError(
            _("At most %(count)s can be nominated in one go.") % {"count": MAX_NOMINATED},
            code="too_many",
        )
    checked_reason(reason)


def _add(
    actor: Actor, campaign: Campaign, rows: Sequence[NewNomination], reason: str
) -> ForgottenAdded:
    result = ForgottenAdded()
    drafts = _drafts(actor, campaign, rows, reason, result)
    if not drafts:
        return result
    outcome = engine.perform_many(
        PIPELINE,
        list(drafts),
        "register",
        actor=actor,
        comment=reason,
        all_or_nothing=False,
        joins=True,
    )
    for refusal in outcome.refused:
        result.leave_out(drafts[int(str(refusal.pk))], str(refusal.reasons[0].reason))
    moved = [one.pk for one in outcome.moved]
    # Deletes the drafts just started that cannot be registered.
    Nomination.objects.filter(pk__in=set(drafts) - set(moved), state=State.DRAFT).delete()
    result.registered = list(Nomination.objects.filter(pk__in=moved).order_by("pk"))
    if moved:
        audit.record_on(
            campaign,
            "campaign.forgotten_nominated",
            actor=actor,
            payload={"reason": reason, "nominations": moved},
        )
    return result


ForgottenKey = tuple[int, str, int | None]
"""Award, kind, and the key of the person or the collective."""


def _subject(row: NewNomination) -> ForgottenKey:
    subject = row.person or row.collective
    return row.award_type.pk, str(row.kind), subject.pk if subject else None


def _ended(campaign: Campaign, rows: Sequence[NewNomination]) -> dict[ForgottenKey, str]:
    """The subjects whose nomination for the award in this campaign has ended, and how."""
    awards = {row.award_type.pk for row in rows}
    found = campaign.nominations.filter(award_type_id__in=awards, state__in=ENDED).order_by("pk")
    return {
        (award, kind, person or collective): state
        for award, kind, person, collective, state in found.values_list(
            "award_type_id", "kind", "person_id", "collective_id", "state"
        )
    }


def _once_nominated(state: str) -> str:
    return _(
        "A nomination for this award in this campaign has ended: %(state)s. It is not started"
        " anew here; a withdrawn one, or one the unit did not endorse, can be restored."
    ) % {"state": State(state).label}


def _drafts(
    actor: Actor,
    campaign: Campaign,
    rows: Sequence[NewNomination],
    reason: str,
    result: ForgottenAdded,
) -> dict[int, NewNomination]:
    """A draft for each row that may be started, by key; the others are noted with the reason."""
    late_reason = reason if clock.now() > campaign.registration_closes_at else ""
    wanted = [replace(row, late_reason=late_reason) for row in dict.fromkeys(rows)]
    starter = NominationStarter(actor, campaign, wanted, by_secretary=True)
    ended = _ended(campaign, wanted)
    made: list[tuple[NewNomination, Nomination]] = []
    for row in wanted:
        state = ended.get(_subject(row))
        if state is not None:
            result.leave_out(row, _once_nominated(state))
            continue
        try:
            made.append((row, starter.make(row)))
        except ValidationError as error:
            result.leave_out(row, " ".join(error.messages))
        except TransitionRefused as refusal:
            result.leave_out(row, str(refusal.reasons[0].reason))
    saved = Nomination.objects.bulk_create([one for _row, one in made], batch_size=500)
    return {one.pk: row for one, (row, _one) in zip(saved, made, strict=True)}
