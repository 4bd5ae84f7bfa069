"""Papers before a meeting: the invitation, the ballots of each award, the form of a written
opinion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.council.models import (
    BallotItem,
    CouncilMember,
    SeatRole,
    VotingMode,
    VotingSession,
)
from nominations.council.papers import (
    award_of,
    council_letterhead,
    paper_sentence,
    recipient_column,
)
from nominations.council.printed_reports import AgendaReports
from nominations.council.queries import SessionRights, agenda
from nominations.council.session_page import by_award
from nominations.council.session_workflow import SessionState
from nominations.documents.agency_texts import AgencyTexts, agency_texts
from nominations.documents.blocks import (
    Alignment,
    Block,
    Closing,
    Column,
    Paper,
    Paragraph,
    PartHeading,
    Row,
    Signature,
    Table,
    Title,
)
from nominations.documents.paper_pages import PaperLink
from nominations.documents.paper_words import BLANK, day_text, paper_words
from nominations.documents.recipient_lists import post_of
from nominations.documents.standard_parts import (
    counts_of_kinds,
    number_line,
    paper_moment_text,
    place_line,
    recipients,
)
from nominations.dossiers.wording import period_text
from nominations.people.models import Person
from workflow import clock

INVITATION = "GM"
"""The abbreviation of an invitation in its number (Decree 30/2020, appendix III)."""


def ballot_groups(session: VotingSession) -> list[tuple[Any, list[BallotItem]]]:
    """The ballots: each has the items of one award and kind of recipient."""
    return by_award(agenda(session))


def _members(session: VotingSession) -> list[tuple[Person, str]]:
    """The members entitled to vote: the frozen roster; before opening, the members of the day."""
    roster = list(session.roster.select_related("person"))
    if roster:
        return [(entry.person, entry.seat) for entry in roster]
    seats = CouncilMember.objects.on(session.held_on or clock.today())
    found = seats.filter(council=session.council).select_related("person")
    return [(one.person, one.seat) for one in found.order_by("rank", "person__sort_key")]


def _texts(session: VotingSession) -> AgencyTexts:
    """The agency's wording as it holds on the day of the meeting."""
    return agency_texts(session.council.organization, session.held_on)


def _counts(items: Sequence[BallotItem]) -> str:
    return counts_of_kinds(item.nomination.kind for item in items)


# --- ballots --------------------------------------------------------------------------------------


@override("vi")
def ballot(session: VotingSession, number: int) -> Paper:
    """The ballot of the award of that number on the agenda, the first being 1."""
    head, items = ballot_groups(session)[number - 1]
    award, period = award_of(head), period_text(session.campaign)
    subject = paper_sentence("ballot.subject", award=award, period=period, session=session.name)
    rule = "ballot.secret" if session.mode == VotingMode.PAPER else "ballot.signed"
    return Paper(
        file_name="phieu_bau",
        title=f"{paper_sentence('ballot.name')}: {award}",
        letterhead=council_letterhead(session, ""),
        blocks=(
            Title(name=paper_sentence("ballot.name"), subject=subject),
            *_lines(_texts(session).say("ballot.guidance")),
            _ballot_table(items),
            *_lines(paper_sentence("ballot.other", blank=paper_sentence("ballot.blank"))),
            Closing(left=None, right=Signature(positions=tuple(paper_sentence(rule).split("\n")))),
        ),
    )


def _lines(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=text) for text in texts if text)


def _ballot_table(items: Sequence[BallotItem]) -> Table:
    """A row for each name with two boxes; with a column of achievements if there are any."""
    has_achievements = any(item.nomination.achievement for item in items)

    def column(name: str, width: float) -> Column:
        return Column(
            heading=paper_sentence(f"table.{name}"), width=width, alignment=Alignment.CENTRE
        )

    def cells(place: int, item: BallotItem) -> tuple[str, ...]:
        one = item.nomination
        post = post_of(one.position_name, one.unit_name, one.subject_name)
        more = (one.achievement,) if has_achievements else ()
        return (str(place), one.subject_name, post, *more, "", "")

    summary = (
        (Column(heading=paper_sentence("table.summary"), width=5),) if has_achievements else ()
    )
    return Table(
        columns=(
            column("place", 1),
            recipient_column("name", items, 4.5),
            recipient_column("post", items, 4.5),
            *summary,
            column("yes", 1.8),
            column("no", 1.8),
        ),
        rows=tuple(Row(cells=cells(place, item)) for place, item in enumerate(items, 1)),
    )


@override("vi")
def written_opinion_form(session: VotingSession) -> Paper:
    """The form on which an absent member votes on the agenda in writing, signed."""
    blank = paper_sentence("ballot.blank")
    until = paper_moment_text(session.closes_at)
    return Paper(
        file_name="phieu_lay_y_kien",
        title=f"{paper_sentence('opinion.name')}: {session.name}",
        letterhead=council_letterhead(session, ""),
        blocks=(
            Title(
                name=paper_sentence("opinion.name"),
                subject=paper_sentence("opinion.subject", session=session.name),
            ),
            *_lines(
                paper_sentence("opinion.member", blank=blank),
                paper_sentence("opinion.seat", blank=blank),
                paper_sentence("opinion.guidance", until=until),
            ),
            *_all_tables(session),
            *_lines(paper_sentence("ballot.other", blank=blank)),
            Closing(
                left=None,
                right=Signature(positions=tuple(paper_sentence("opinion.signs").split("\n"))),
            ),
        ),
    )


def _all_tables(session: VotingSession) -> Iterator[Block]:
    for place, (head, items) in enumerate(ballot_groups(session), 1):
        yield PartHeading(text=f"{place}. {award_of(head)}")
        yield _ballot_table(items)


# --- invitation -----------------------------------------------------------------------------------


@override("vi")
def invitation(session: VotingSession) -> Paper:
    """The invitation to the members; the number is left blank for the registry."""
    council, members = session.council, _members(session)
    agency, texts = council.organization, _texts(session)
    chair = next((person for person, seat in members if seat == SeatRole.CHAIR), None)
    number = number_line("", INVITATION, council.symbol or agency.symbol)
    invited = tuple(_invited(members, session.held_on or clock.today()))
    return Paper(
        file_name="giay_moi_hop",
        title=paper_sentence("invitation.subject", council=council.name),
        letterhead=replace(
            council_letterhead(session, number),
            place_and_date=place_line(agency, None, blank_year=clock.today().year),
        ),
        blocks=(
            Title(
                name=paper_sentence("invitation.name"),
                subject=paper_sentence("invitation.subject", council=council.name),
            ),
            *_lines(texts.say("invitation.opening", council=council.name)),
            *(Paragraph(text=line) for line in invited),
            *_lines(
                paper_sentence("invitation.to", session=session.name),
                paper_sentence(
                    "invitation.about", counts=_counts(agenda(session)), way=_way(session)
                ),
                paper_sentence("invitation.chair", honorific=chair.honorific, name=chair.full_name)
                if chair
                else "",
                paper_sentence("invitation.time", time=_time(session)),
                paper_sentence("place", place=session.place or paper_sentence("blank_place")),
                texts.say("invitation.closing"),
            ),
            Closing(
                left=recipients(texts.lines("invitation.recipients")),
                right=Signature(
                    positions=tuple(paper_sentence("invitation.signs").split("\n")),
                    names=(chair.full_name if chair else "",),
                ),
            ),
        ),
    )


def _invited(members: Iterable[tuple[Person, str]], day: date) -> Iterator[str]:
    listed = list(members)
    for place, (person, seat) in enumerate(listed, 1):
        at = person.membership_on(day)
        post = post_of(at.position.name, at.unit.name) if at else ""
        yield paper_sentence(
            "invitation.member",
            honorific=person.honorific,
            name=person.full_name,
            post=paper_sentence("invitation.post", post=post) if post else "",
            seat=SeatRole(seat).label,
            mark="." if place == len(listed) else ";",
        )


def _time(session: VotingSession) -> str:
    if session.opens_at is not None:
        return paper_moment_text(session.opens_at)
    gap = BLANK * 4
    date_text = day_text(session.held_on)
    return paper_words().say("moment", hour=gap, minute=gap, date=date_text)


def _way(session: VotingSession) -> str:
    mode = str(session.get_mode_display())
    return f"{mode[:1].lower()}{mode[1:]}"


# --- links ----------------------------------------------------------------------------------------


def session_reports_run_path(session: VotingSession, rights: SessionRights) -> str:
    """The path of the print run of the achievement reports on the agenda; "" for readers without a
    part in the meeting."""
    if not (rights.conducts or rights.reads or rights.votes or rights.scrutinises):
        return ""
    return reverse("print_runs:start", args=[AgendaReports.slug, session.public_id])


def links_of_session(session: VotingSession, rights: SessionRights) -> list[PaperLink]:
    """Links to papers printed before and during a meeting, for those who conduct it."""
    if not rights.conducts or session.state not in (SessionState.DRAFT, SessionState.OPEN):
        return []
    items, key = agenda(session), session.public_id
    links = [PaperLink.of("council:paper", _("Invitation to the meeting"), key, "invitation")]
    if session.mode == VotingMode.PAPER:
        for number, (head, _items) in enumerate(by_award(items), 1):
            label = _("Ballot: %(award)s") % {"award": award_of(head)}
            links.append(PaperLink.of("council:ballot_paper", label, key, number))
    if any(item.takes_written for item in items):
        label = _("Form of a written opinion")
        links.append(PaperLink.of("council:paper", label, key, "opinion"))
    return links
