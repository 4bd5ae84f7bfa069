"""Acts of the council room: each in one transaction, each refusal one sentence."""

from __future__ import annotations

from nominations.council.services.certifying import (
    certify_session,
    sign_minutes,
    void_session,
    write_minutes,
)
from nominations.council.services.counting import (
    Counts,
    agreement,
    count_session,
    enter_paper_counts,
)
from nominations.council.services.opening import close_session, open_session
from nominations.council.services.preparing import (
    prepare_again,
    prepare_session,
    revise_session,
)
from nominations.council.services.seats import (
    NewSeat,
    end_seat,
    establish_council,
    seat_member,
    sync_members,
)
from nominations.council.services.voting import (
    Presence,
    cast_named_votes,
    declare_recusal,
    lift_recusal,
    mark_presence,
)

__all__ = [
    "Counts",
    "NewSeat",
    "Presence",
    "agreement",
    "cast_named_votes",
    "certify_session",
    "close_session",
    "count_session",
    "declare_recusal",
    "end_seat",
    "enter_paper_counts",
    "establish_council",
    "lift_recusal",
    "mark_presence",
    "open_session",
    "prepare_again",
    "prepare_session",
    "revise_session",
    "seat_member",
    "sign_minutes",
    "sync_members",
    "void_session",
    "write_minutes",
]
