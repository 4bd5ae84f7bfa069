"""What waits for a person in the council room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nominations.council.meeting_settings import opens_from, settings_of
from nominations.council.models import (
    Council,
    RosterEntry,
    Scrutineer,
    SeatRole,
    VotingMode,
    VotingSession,
)
from nominations.council.paper_counts import agreement
from nominations.council.queries import ENDED, eligible_nominations, seats_today, visible_to
from nominations.council.session_page import is_over, takes_votes
from nominations.council.session_workflow import SESSIONS, SessionState
from nominations.people.authorization import person_id_of, roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.inbox import InboxItem
from workflow import clock, engine
from workflow.engine import Offer

KIND = _("Council and voting")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Parts:
    """What the person is to the live sessions, read once for all of them."""

    ballots: Mapping[int, bool]  # session -> whether the ballot was sent
    scrutineers: Mapping[int, Scrutineer]
    councils_as_secretary: frozenset[int]
    agencies_as_secretary: frozenset[int]

    def is_secretary(self, session: VotingSession) -> bool:
        return (
            session.council_id in self.councils_as_secretary
            or session.council.organization_id in self.agencies_as_secretary
        )


def items(user: User) -> list[InboxItem]:
    """One row per live session in which the person is expected to act, and agendas to be made."""
    person_id = person_id_of(user)
    if person_id is None:
        return []
    live = list(visible_to(user).exclude(state__in=ENDED))
    parts = _parts(user, person_id, live)
    offers = engine.offers_many(SESSIONS, [session.pk for session in live], actor=user)
    found = [_next(session, offers.get(session.pk, []), parts) for session in live]
    return [item for item in found if item] + _agendas(user)


def _parts(user: User, person_id: int, live: list[VotingSession]) -> _Parts:
    pks = [session.pk for session in live]
    roster = RosterEntry.objects.filter(session__in=pks, person_id=person_id)
    scrutineers = Scrutineer.objects.filter(session__in=pks, person_id=person_id)
    seats = seats_today(person_id).filter(seat=SeatRole.SECRETARY)
    return _Parts(
        ballots=dict(roster.values_list("session_id", "has_voted")),
        scrutineers={one.session_id: one for one in scrutineers},
        councils_as_secretary=frozenset(seats.values_list("council_id", flat=True)),
        agencies_as_secretary=roles_today(user).organizations(Role.SECRETARY),
    )


def _item(session: VotingSession, name: str, label: Any, title: Any) -> InboxItem:
    closes = session.closes_at
    return InboxItem(
        title=str(title) % {"session": session.name},
        path=session.get_absolute_url(),
        deadline=localtime(closes).date()
        if closes and session.state == SessionState.OPEN
        else None,
        action_label=label,
        action_path=reverse(f"council:{name}", args=[session.public_id]),
        kind=KIND,
        subject=session.council.name,
    )


def _next(session: VotingSession, offers: list[Offer], parts: _Parts) -> InboxItem | None:
    """The act of the session that waits for the person first."""
    offered = {offer.transition.name for offer in offers}
    enabled = {offer.transition.name for offer in offers if offer.enabled}
    if "open" in offered and not _is_being_read(session):
        return _item(session, "open", _("Open"), _("Open the voting: %(session)s"))
    if "close" in offered and is_over(session):
        return _item(session, "close", _("Close"), _("Voting time is over: %(session)s"))
    if takes_votes(session) and parts.ballots.get(session.pk) is False:
        return _item(session, "ballot", _("Vote"), _("Vote: %(session)s"))
    if "count" in offered:
        return _while_closed(session, parts)
    if "sign" in enabled:
        return _item(session, "sign", _("Sign"), _("Sign the minutes: %(session)s"))
    if "certify" in enabled:
        title = _("Put the results in force: %(session)s")
        return _item(session, "certify", _("Put in force"), title)
    return None


def _is_being_read(session: VotingSession) -> bool:
    """Whether the members still have time to read the agenda before the voting may open."""
    if session.agenda_sent_at is None:
        return False
    first = opens_from(session, settings_of(session))
    return first is not None and clock.today() < first


def _while_closed(session: VotingSession, parts: _Parts) -> InboxItem | None:
    """Counting is expected of scrutineers and the secretary; who presides may do it as well."""
    scrutineer = parts.scrutineers.get(session.pk)
    if session.mode == VotingMode.PAPER and scrutineer:
        state = agreement(session)
        if state.missing[scrutineer.pk] or state.differing:
            title = _("Count the ballots: %(session)s")
            return _item(session, "counts", _("Enter counts"), title)
    if scrutineer or parts.is_secretary(session):
        return _item(session, "count", _("Count"), _("Count the votes: %(session)s"))
    return None


def _agendas(user: User) -> list[InboxItem]:
    """Nominations that wait for a session, one row per campaign, for the secretary."""
    found = []
    organizations = roles_today(user).organizations(Role.SECRETARY)
    for council in Council.objects.on(clock.today()).filter(organization_id__in=organizations):
        waiting = eligible_nominations(council).values("campaign_id", "campaign__name").order_by()
        for row in waiting.annotate(number=Count("id")):
            path = f"{reverse('council:prepare')}?hoi-dong={council.pk}&dot={row['campaign_id']}"
            title = _("%(number)s nominations wait for a council session: %(campaign)s")
            found.append(
                InboxItem(
                    title=str(title) % {"number": row["number"], "campaign": row["campaign__name"]},
                    path=path,
                    deadline=None,
                    action_label=_("Prepare a session"),
                    action_path=path,
                    kind=KIND,
                    subject=council.name,
                )
            )
    return found
