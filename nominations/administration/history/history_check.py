"""Whether the part of the history that somebody reads is whole, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from nominations.administration.history.entry_wording import subject_names
from nominations.administration.history.scope import HistoryScope, entries_in
from workflow import clock
from workflow.models import AuditEvent
from workflow.verification import VerificationCounts, chain_breaks

MAX_NAMED = 20


@dataclass(frozen=True, slots=True)
class HistoryCheck:
    """How much was looked at, when, and what does not hold: (subject, number of the entry)."""

    streams: int
    events: int
    at: datetime
    broken: list[tuple[str, int]]


def check(scope: HistoryScope) -> HistoryCheck:
    """Recompute the chains that the scope reads from."""
    verified = VerificationCounts()
    # A chain holds as a whole: all its entries are looked at, also those the reader does not see.
    mine = AuditEvent.objects.filter(stream__in=entries_in(scope).order_by().values("stream"))
    found = list(islice(chain_breaks(verified, events=mine), MAX_NAMED))
    names = subject_names({one.stream for one in found})
    broken = [(names[one.stream], one.seq) for one in found]
    return HistoryCheck(verified.streams, verified.events, clock.now(), broken)
