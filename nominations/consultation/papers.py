"""The minutes of a consultation: what was posted, what was said, what was found."""

from __future__ import annotations

from typing import Any

from nominations.consultation.models import Comment, Objection, Posting
from nominations.consultation.queries import is_taking_opinions
from workflow.models import AuditEvent


def minutes_of(posting: Posting) -> dict[str, Any]:
    """Everything the printed minutes say; who sent an opinion is not in them, nor is its text."""
    items = list(
        posting.items.select_related("nomination__award_type").order_by(
            "nomination__award_type__rank", "id"
        )
    )
    opinions = Comment.objects.filter(item__posting=posting)
    cases = Objection.objects.filter(item__posting=posting).select_related("item__nomination")
    return {
        "posting": posting,
        "items": items,
        "takes_opinions": is_taking_opinions(posting),
        "opinions": opinions.count(),
        "objections": opinions.filter(is_objection=True).count(),
        "notes": opinions.exclude(note="")
        .select_related("item__nomination")
        .order_by("item_id", "id"),
        "cases": cases.order_by("opened_at"),
    }


UNTOLD = frozenset({"consultation.comment_received", "posting.adopted", "objection.adopted"})
"""Entries of the history that say nothing about the conduct of the consultation."""


def events_of(posting: Posting) -> list[dict[str, Any]]:
    """What happened on the posting and its objection cases, the arrival of opinions left out."""
    cases = Objection.objects.filter(item__posting=posting)
    streams = [posting.stream, *(case.stream for case in cases)]
    events = AuditEvent.objects.filter(stream__in=streams).exclude(action__in=UNTOLD)
    return [
        {
            "at": event.at,
            "who": event.actor_name,
            "sentence": event.label,
            "comment": event.content.get("comment") or event.content.get("reason", ""),
        }
        for event in events.order_by("at", "pk")
    ]
