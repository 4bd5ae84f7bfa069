"""Items of "my work" in the council room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nominations.council.meeting_settings import opens_from, settings_of
from nominations.council.models import (
    RosterEntry,
    Scrutineer,
    SeatRole,
    VotingMode,
    VotingSession,
)
from nominations.council.paper_counts import agreement
from nominations.council.queries import ENDED, seats_today, visible_to
from nominations.council.services.seats import CONFIRMERS
from nominations.council.session_page import is_over, takes_votes
from nominations.council.session_workflow import SESSIONS, SessionState
from nominations.dossiers.waiting_dossiers import WaitingDossiers, WaitingGroup, WaitsFor
from nominations.people.authorization import holds, person_id_of, roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.web.inbox import InboxItem
from workflow import clock, engine
from workflow.engine import Offer

KIND = _("Council and voting")


def items(user: User) -> list[InboxItem]:
    """One row per live session in which the person is expected to act."""
    person_id = person_id_of(user)
    if person_id is None:
        return []
    live = _live(user, person_id)
    offers = engine.offers_many(SESSIONS, [session.pk for session in live], actor=user)
    found = [
        _confirmation(session, user, offers.get(session.pk, []))
        or _next(session, offers.get(session.pk, []))
        for session in live
    ]
    return [item for item in found if item]


def _live(user: User, person_id: int) -> list[Any]:
    """The live sessions, annotated with the relation of the person: `has_voted` (None off the
    roster), `scrutineer_id`, `is_secretary`."""
    roster = RosterEntry.objects.filter(session_id=OuterRef("pk"), person_id=person_id)
    scrutineers = Scrutineer.objects.filter(session_id=OuterRef("pk"), person_id=person_id)
    seats = seats_today(person_id).filter(seat=SeatRole.SECRETARY, council_id=OuterRef("council"))
    managed = roles_today(user).organizations(Role.SECRETARY)
    secretary = When(Q(Exists(seats)) | Q(council__organization_id__in=managed), then=Value(True))
    return list(
        visible_to(user)
        .exclude(state__in=ENDED)
        .annotate(
            has_voted=Subquery(roster.values("has_voted")[:1]),
            scrutineer_id=Subquery(scrutineers.values("pk")[:1]),
            is_secretary=Case(secretary, default=Value(False)),
        )
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


def _next(session: Any, offers: list[Offer]) -> InboxItem | None:
    """The next act of the person in the session; None if there is none."""
    offered = {offer.transition.name for offer in offers}
    enabled = {offer.transition.name for offer in offers if offer.enabled}
    if "open" in offered and not _is_being_read(session):
        return _item(session, "open", _("Open"), _("Open the voting: %(session)s"))
    if "close" in offered and is_over(session):
        return _item(session, "close", _("Close"), _("Voting time is over: %(session)s"))
    if takes_votes(session) and session.has_voted is False:
        return _item(session, "ballot", _("Vote"), _("Vote: %(session)s"))
    if "count" in offered:
        return _while_closed(session)
    lacks = not (session.minutes_number and session.conclusion)
    if "complete_minutes" in enabled and session.is_secretary and lacks:
        title = _("Write number and conclusion of the minutes: %(session)s")
        return _item(session, "complete_minutes", _("Complete the minutes"), title)
    if "sign" in enabled:
        return _item(session, "sign", _("Sign"), _("Sign the minutes: %(session)s"))
    if "certify" in enabled:
        title = _("Put the results in force: %(session)s")
        return _item(session, "certify", _("Put in force"), title)
    return None


def _confirmation(session: Any, user: User, offers: list[Offer]) -> InboxItem | None:
    """The confirmation of the council's members, if the session waits for it."""
    reasons = [reason.key for offer in offers for reason in offer.reasons]
    if "members_unconfirmed" not in reasons or user.pk in session.council.changed_by:
        return None
    if not holds(user, *CONFIRMERS, organization=session.council.organization_id):
        return None
    path = reverse("administration:council_confirm", args=[session.council_id])
    return InboxItem(
        title=str(_("Confirm the members of the council: %(session)s")) % {"session": session.name},
        path=path,
        deadline=None,
        action_label=_("Confirm the members"),
        action_path=path,
        kind=KIND,
        subject=session.council.name,
    )


def _is_being_read(session: VotingSession) -> bool:
    """Whether the members still have time to read the agenda before the voting may open."""
    if session.agenda_sent_at is None:
        return False
    first = opens_from(session, settings_of(session))
    return first is not None and clock.today() < first


def _while_closed(session: Any) -> InboxItem | None:
    """The item of a closed session: counting is expected of scrutineers and secretary; the
    presiding member may do it too."""
    if session.mode == VotingMode.PAPER and session.scrutineer_id:
        state = agreement(session)
        if state.missing[session.scrutineer_id] or state.differing:
            title = _("Count the ballots: %(session)s")
            return _item(session, "counts", _("Enter counts"), title)
    if session.scrutineer_id or session.is_secretary:
        return _item(session, "count", _("Count"), _("Count the votes: %(session)s"))
    return None


def agendas(waiting: WaitingDossiers) -> list[InboxItem]:
    """Dossiers that wait for a session, one row per council and campaign, for the secretary."""
    groups: dict[tuple[int, int], list[WaitingGroup]] = defaultdict(list)
    for group in waiting.waiting_for(WaitsFor.SESSION):
        if group.council_id is not None:
            groups[group.council_id, group.campaign_id].append(group)
    return [_agenda(together, waiting) for together in groups.values()]


def _agenda(groups: Sequence[WaitingGroup], waiting: WaitingDossiers) -> InboxItem:
    one, number = groups[0], sum(group.number for group in groups)
    path = f"{reverse('council:prepare')}?hoi-dong={one.council_id}&dot={one.campaign_id}"
    title = _("%(number)s nominations wait for a council session: %(campaign)s")
    return InboxItem(
        title=str(title) % {"number": number, "campaign": one.campaign},
        path=path,
        **{"deadline": None} | waiting.due_of(groups),
        action_label=_("Prepare a session"),
        action_path=path,
        kind=KIND,
        subject=one.council or "",
    )
