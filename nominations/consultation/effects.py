"""What transitions of the consultation do besides moving the state, in the same transaction."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from nominations.consultation.models import PostedItem, Posting
from workflow.table import Effects


def end_postings(effects: Effects) -> None:
    """The moved nominations are no longer posted; a posting without running items is closed."""
    ended = PostedItem.objects.filter(
        nomination_id__in=[moved.pk for moved in effects.moved], ended_at=None
    )
    postings = set(ended.values_list("posting_id", flat=True))
    if not postings:
        return
    ended.update(ended_at=effects.now)
    running = PostedItem.objects.filter(posting_id=OuterRef("pk"), ended_at=None)
    Posting.objects.filter(~Exists(running), pk__in=postings, closed_at=None).update(
        closed_at=effects.now
    )
