"""Which members of the roster had a ballot on an item, and which were absent and silent."""

from __future__ import annotations

from collections.abc import Iterable

from nominations.council.models import BallotItem, RosterEntry, VotingMode, VotingSession


def had_ballot(session: VotingSession, entry: RosterEntry, *, takes_written: bool) -> bool:
    """Whether the member had a ballot: present or voting on screen; on paper also by a written
    opinion if that counts."""
    if entry.present:
        return True
    if session.mode == VotingMode.PAPER:
        return takes_written and entry.written_opinion
    return entry.has_voted


def was_silent(entry: RosterEntry) -> bool:
    """Recorded as absent, without a ballot on screen and without an opinion in writing."""
    return entry.present is False and not entry.has_voted and not entry.written_opinion


def members_without_presence(roster: Iterable[RosterEntry]) -> list[RosterEntry]:
    """Members without recorded presence who did not vote on screen."""
    return [entry for entry in roster if entry.present is None and not entry.has_voted]


def record_attendance(
    session: VotingSession, roster: Iterable[RosterEntry], item: BallotItem, recused: set[int]
) -> set[int]:
    """Set on the item how many took part and how many agree by silence; returns the person ids of
    those who took part.

    A member who is recused from the item does not agree by silence.
    """
    entries = list(roster)
    took_part = {
        entry.person_id
        for entry in entries
        if had_ballot(session, entry, takes_written=item.takes_written)
    }
    item.took_part = len(took_part)
    item.silent = (
        sum(was_silent(entry) and entry.person_id not in recused for entry in entries)
        if item.silence_agrees
        else 0
    )
    return took_part
