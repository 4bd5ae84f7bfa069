"""Services of the council room that move no state, each in one transaction.

A session is moved by the engine (`session_workflow`).
"""

from __future__ import annotations

from nominations.council.paper_counts import Counts
from nominations.council.services.paper_counts import enter_paper_counts
from nominations.council.services.seats import (
    CONFIRMERS,
    NewSeat,
    change_council,
    confirm_members,
    end_seat,
    establish_council,
    seat_member,
    sync_members,
)
from nominations.council.services.session_drafts import prepare_again, prepare_session
from nominations.council.services.voting import (
    MemberPresence,
    cast_named_votes,
    declare_recusal,
    lift_recusal,
    mark_presence,
)

__all__ = [
    "CONFIRMERS",
    "Counts",
    "MemberPresence",
    "NewSeat",
    "cast_named_votes",
    "change_council",
    "confirm_members",
    "declare_recusal",
    "end_seat",
    "enter_paper_counts",
    "establish_council",
    "lift_recusal",
    "mark_presence",
    "prepare_again",
    "prepare_session",
    "seat_member",
    "sync_members",
]
