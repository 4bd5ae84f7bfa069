"""Objection cases: opened by the secretary, examined by somebody, closed with a finding."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import Comment, Objection, PostedItem
from nominations.consultation.queries import conducts
from nominations.consultation.refusals import not_allowed, refused
from nominations.consultation.services.opinions import is_own, require_handler, require_not_own
from nominations.consultation.services.postings import locked, stream_of
from nominations.dossiers.models import Nomination
from nominations.people.names import nfc
from nominations.web.addresses import address_of
from notifications import outbox
from workflow import audit, clock


def open_objection(
    *,
    actor: Any,
    item: PostedItem,
    subject_matter: str,
    comment: Comment | None = None,
    assigned_to: Any = None,
    due_on: date | None = None,
) -> Objection:
    """Open a case on a posted nomination, from an opinion or from a letter; it blocks the decision.

    The nomination is locked, so that its consultation cannot end at the same moment. Refuses once
    the consultation has ended, and a second case on the same opinion.
    """
    with transaction.atomic():
        posting = locked(item.posting)
        require_handler(actor, item)
        Nomination.objects.select_for_update(no_key=True).get(pk=item.nomination_id)
        item.refresh_from_db()
        if item.ended_at is not None:
            raise refused(
                "consultation_ended",
                _("The consultation on this nomination has ended; no case can be opened any more."),
            )
        if not subject_matter.strip():
            raise refused("matter_missing", _("Say what the objection is about."))
        if comment is not None and Objection.objects.filter(comment=comment).exists():
            raise refused("is_a_case", _("This opinion is handled as an objection case."))
        case = Objection.objects.create(
            item=item,
            comment=comment,
            subject_matter=nfc(subject_matter),
            opened_at=clock.now(),
            opened_by=actor,
        )
        if comment is not None:
            Comment.objects.filter(pk=comment.pk).update(
                state=Comment.State.CASE, handled_at=clock.now(), handled_by=actor
            )
        audit.record(
            stream_of(posting),
            "consultation.objection_opened",
            actor=actor,
            payload={"nomination": item.nomination_id, "case": case.pk},
        )
        if assigned_to is not None:
            case = assign_objection(
                actor=actor, objection=case, assigned_to=assigned_to, due_on=due_on
            )
    return case


def assign_objection(
    *, actor: Any, objection: Objection, assigned_to: Any, due_on: date | None = None
) -> Objection:
    """Give the case to somebody until a day; that person is told. Never to the nominee."""
    with transaction.atomic():
        posting = locked(objection.item.posting)
        require_handler(actor, objection.item)
        objection = _open_case(objection)
        if is_own(assigned_to, objection.item):
            raise refused("assigned_to_nominee", _("The nominee cannot examine the case."))
        if due_on is not None and due_on < clock.today():
            raise refused("due_in_the_past", _("The day until which to examine lies in the past."))
        objection.assigned_to, objection.due_on = assigned_to, due_on
        objection.save(update_fields=["assigned_to", "due_on"])
        key = audit.record(
            stream_of(posting),
            "consultation.objection_assigned",
            actor=actor,
            payload={"case": objection.pk, "to": assigned_to.pk, "due_on": due_on},
        )
        outbox.queue(
            topic="objection.assigned",
            recipients={assigned_to.pk} - {actor.pk},
            event_key=key,
            context={
                "title": str(objection.item.nomination.title),
                "path": address_of("consultation:objection", objection.public_id),
                "deadline": f"{due_on:%d/%m/%Y}" if due_on else "",
            },
        )
    return objection


def close_objection(
    *, actor: Any, objection: Objection, finding: str, effect: str, answer: str = ""
) -> Objection:
    """Close the case with its finding and effect; by the secretary or by who examined it.

    With the effect "back to the council" the nomination cannot go on: the secretary sends it back.
    """
    with transaction.atomic():
        posting = locked(objection.item.posting)
        objection = _open_case(objection)
        require_not_own(actor, objection.item)
        if not (conducts(actor, posting.organization_id) or objection.assigned_to_id == actor.pk):
            raise not_allowed(
                _("Only the secretary or the person who examines the case closes it.")
            )
        if not finding.strip():
            raise refused("finding_missing", _("Write down what was found."))
        if effect not in Objection.Effect.values:
            raise refused("effect_missing", _("Choose what follows from the finding."))
        objection.finding, objection.effect = nfc(finding), effect
        objection.answer = nfc(answer)
        objection.closed_at, objection.closed_by = clock.now(), actor
        objection.save(update_fields=["finding", "effect", "answer", "closed_at", "closed_by"])
        audit.record(
            stream_of(posting),
            "consultation.objection_closed",
            actor=actor,
            payload={"case": objection.pk, "effect": str(effect)},
        )
    return objection


def _open_case(objection: Objection) -> Objection:
    case = (
        Objection.objects.select_for_update(of=("self",), no_key=True)
        .select_related("item__nomination", "item__posting")
        .get(pk=objection.pk)
    )
    if case.closed_at is not None:
        raise refused("case_closed", _("This case is closed already."))
    return case
