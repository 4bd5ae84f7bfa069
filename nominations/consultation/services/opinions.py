"""Opinions: anybody may send one while the posting runs; the secretary handles them."""

from __future__ import annotations

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from nominations.consultation.models import (
    MAX_TEXT_LENGTH,
    MIN_TEXT_LENGTH,
    Comment,
    Objection,
    PostedItem,
)
from nominations.consultation.queries import handles, is_taking_opinions
from nominations.consultation.services.postings import locked, require_conductor
from nominations.people.authorization import person_id_of
from nominations.people.models import User
from nominations.states import State
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed, refused
from workflow import audit, clock
from workflow.actors import Actor
from workflow.engine import SYSTEM


def submit_comment(
    *,
    item: PostedItem,
    text: str,
    author: User | None = None,
    sender_name: str = "",
    sender_contact: str = "",
    is_objection: bool = False,
) -> Comment:
    """Store an opinion on a posted nomination as plain text; an equal one is stored once.

    A visitor gives name and contact, an account does not. Refuses after the last day, a text too
    short or too long. The history records the opinion without its sender.
    """
    text = clean_text(text.replace("\r\n", "\n"))
    sender_name, sender_contact = clean_text(sender_name), clean_text(sender_contact)
    if author is not None and not author.is_active:
        raise not_allowed("account_closed", _("This account is closed."))
    if author is None and not (sender_name and sender_contact):
        raise refused("sender_missing", _("Please give your name and how to reach you."))
    if len(text) < MIN_TEXT_LENGTH:
        raise refused("text_too_short", _("Please write the opinion in at least a short sentence."))
    if len(text) > MAX_TEXT_LENGTH:
        raise refused(
            "text_too_long",
            _("The opinion has %(length)s characters; at most %(limit)s are taken.")
            % {
                "length": number_format(len(text), force_grouping=True),
                "limit": number_format(MAX_TEXT_LENGTH, force_grouping=True),
            },
        )
    with transaction.atomic():
        posting = locked(item.posting)
        item = PostedItem.objects.select_related("nomination").get(pk=item.pk)
        waits = item.ended_at is None and item.nomination.state == State.COUNCIL_VOTED
        if not waits or not is_taking_opinions(posting):
            raise refused(
                "opinions_closed",
                _("The time for opinions on this list ended on %(day)s; nothing was sent.")
                % {"day": f"{posting.due_on:%d/%m/%Y}"},
            )
        received, is_new = Comment.objects.get_or_create(
            item=item,
            author=author,
            sender_name="" if author else sender_name[:150],
            sender_contact="" if author else sender_contact[:150],
            text=text,
            is_objection=is_objection,
            defaults={"sent_at": clock.now()},
        )
        if is_new:
            payload = {"nomination": item.nomination_id, "objection": is_objection}
            audit.record_on(posting, "consultation.comment_received", actor=SYSTEM, payload=payload)
    return received


def require_handler(actor: Actor, item: PostedItem) -> None:
    """Refuse (NotAllowed) an actor who does not handle opinions about the item, and the nominee in
    any role."""
    require_not_own(actor, item)
    if not handles(actor, item):
        require_conductor(actor, item.posting.organization_id)


def require_not_own(actor: Actor, item: PostedItem) -> None:
    """Refuse (NotAllowed) the nominee."""
    nominee_id = item.nomination.person_id
    if nominee_id is not None and nominee_id == person_id_of(actor):
        raise not_allowed(
            "own_nomination",
            _(
                "Opinions on your own nomination are handled by another council secretary,"
                " the director or the director's delegate."
            ),
        )


def note_comment(*, actor: User, comment: Comment, note: str = "") -> Comment:
    """Mark the opinion as read, without further consequences."""
    with transaction.atomic():
        posting = locked(comment.item.posting)
        require_handler(actor, comment.item)
        if Objection.objects.filter(comment=comment).exists():
            raise refused("is_a_case", _("This opinion is handled as an objection case."))
        comment.note, comment.handled_at, comment.handled_by = clean_text(note), clock.now(), actor
        comment.save(update_fields=["note", "handled_at", "handled_by"])
        audit.record_on(
            posting,
            "consultation.comment_noted",
            actor=actor,
            payload={"nomination": comment.item.nomination_id, "comment": comment.pk},
        )
    return comment
