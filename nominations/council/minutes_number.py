"""The number of the minutes in the register, and the day of the meeting among the steps."""

from __future__ import annotations

from datetime import date

from nominations.council.models import VotingSession
from nominations.council.step_days import day_of_session
from nominations.dossiers.step_days import days_of_dossiers
from nominations.paper_numbers.models import PaperPurpose, PaperType
from nominations.paper_numbers.paper_days import check_order
from nominations.paper_numbers.services import (
    NamedPaper,
    own_issuer,
    read_number,
    release_numbers,
    take_number,
)


def take_minutes_number(session: VotingSession, number: str, today: date) -> str:
    """Take the number, in the register's spelling; releases the former number of the minutes."""
    release_numbers(session.stream)
    if not number.strip():
        return ""
    organization = session.council.organization
    paper = NamedPaper(
        issuer=own_issuer(organization),
        paper=PaperType.MINUTES.value,
        number=read_number(number, PaperType.MINUTES, organization),
        day=session.held_on or today,
        purpose=PaperPurpose.MINUTES,
    )
    return take_number(paper, subject=session.stream).shown


def check_session_day(session: VotingSession) -> None:
    """Refuse a day of the meeting in the future, or before a unit's meeting on a nomination of the
    agenda."""
    held = day_of_session(session)
    if held is not None:
        check_order(held.day, after=days_of_dossiers(session.items.values("nomination_id")))
