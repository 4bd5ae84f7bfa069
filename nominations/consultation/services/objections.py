"""Objection cases: opened with an examiner, examined by that person, closed by a second one."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import Comment, Objection, PostedItem
from nominations.consultation.objection_workflow import OBJECTIONS, ObjectionState
from nominations.consultation.services.opinions import require_handler
from nominations.consultation.services.postings import lock_nominations, locked
from nominations.people.models import User
from nominations.vietnamese import clean_text
from nominations.web.refusals import refused
from workflow import audit, clock
from workflow.actors import Actor
from workflow.engine import perform


def open_objection(
    *,
    actor: User,
    item: PostedItem,
    subject_matter: str,
    assigned_to: User | None,
    comment: Comment | None = None,
    due_on: date | None = None,
) -> Objection:
    """Open a case on a posted nomination, from an opinion or from a letter; it blocks the decision.

    It is assigned to an examiner, who is not the nominee, the actor or the sender of the opinion.
    The nomination is locked, so that its consultation cannot end at the same moment. Refuses once
    the consultation has ended, and a second case on the same opinion.
    """
    with transaction.atomic():
        lock_nominations([item.nomination_id])
        locked(item.posting)
        require_handler(actor, item)
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
            subject_matter=clean_text(subject_matter),
            opened_at=clock.now(),
            opened_by=actor,
        )
        if comment is not None:
            Comment.objects.filter(pk=comment.pk).update(handled_at=clock.now(), handled_by=actor)
        audit.record_on(
            case,
            "consultation.objection_opened",
            actor=actor,
            payload={"nomination": item.nomination_id, "posting": item.posting_id},
        )
        given = {"assigned_to": assigned_to.pk if assigned_to else None, "due_on": due_on}
        perform(OBJECTIONS, case.pk, "assign", actor=actor, data=given, joins=True)
        case.refresh_from_db()
    return case


def conclude_objection(
    *,
    actor: Actor,
    objection: Objection,
    finding: str,
    effect: str,
    answer: str = "",
    seen_version: int | None = None,
) -> None:
    """Store the finding of the case and its effect; for the examiner.

    The history contains the effect but not the text of the finding, which is saved in the same
    transaction. The case stays open until a second person closes it. With the effect "back to the
    council" the nomination cannot go on: the secretary sends it back. Refuses as the workflow does;
    then nothing is written.
    """
    with transaction.atomic():
        Objection.objects.filter(pk=objection.pk, state=ObjectionState.OPEN).update(
            finding=clean_text(finding), effect=effect, answer=clean_text(answer)
        )
        perform(
            OBJECTIONS,
            objection.pk,
            "conclude",
            actor=actor,
            seen_version=seen_version,
            data={"effect": effect},
            joins=True,
        )
