"""What waits for a person in the council room."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nominations.council.house_rules import opens_from, settings_of
from nominations.council.models import ChairSignature, Council, Mode, SessionState, VotingSession
from nominations.council.page import is_over
from nominations.council.queries import (
    ENDED,
    eligible_nominations,
    managed_organization_ids,
    person_of,
    rights_in,
    sessions_for,
)
from nominations.council.services.counting import agreement
from nominations.web.inbox import InboxItem
from workflow import clock

KIND = _("Council and voting")


def items(user: Any) -> list[InboxItem]:
    """One row per live session in which the person is expected to act, and agendas to be made."""
    if person_of(user) is None:
        return []
    live = sessions_for(user).exclude(state__in=ENDED)
    found = [task for session in live if (task := _next_act(user, session))]
    return found + _agendas(user)


def _task(session: VotingSession, name: str, label: Any, title: Any) -> InboxItem:
    closes = session.closes_at
    return InboxItem(
        title=str(title) % {"session": session.name},
        path=reverse("council:session", args=[session.public_id]),
        deadline=localtime(closes).date()
        if closes and session.state == SessionState.OPEN
        else None,
        action_label=label,
        action_path=reverse(f"council:{name}", args=[session.public_id]),
        kind=KIND,
        subject=session.council.name,
    )


def _next_act(user: Any, session: VotingSession) -> InboxItem | None:
    rights = rights_in(user, session)
    if session.state == SessionState.DRAFT:
        if not rights.conducts or _is_being_read(session):
            return None
        return _task(session, "open", _("Open"), _("Open the voting: %(session)s"))
    if session.state == SessionState.OPEN:
        return _while_open(user, session, rights)
    if session.state == SessionState.CLOSED:
        return _while_closed(user, session, rights)
    return _while_counted(user, session, rights)


def _is_being_read(session: VotingSession) -> bool:
    """Whether the members still have time to read the agenda before the voting may open."""
    if session.agenda_sent_at is None:
        return False
    first = opens_from(session, settings_of(session))
    return first is not None and clock.today() < first


def _while_open(user: Any, session: VotingSession, rights: Any) -> InboxItem | None:
    if is_over(session):
        if rights.conducts:
            return _task(session, "close", _("Close"), _("Voting time is over: %(session)s"))
        return None
    entry = session.roster.filter(person_id=person_of(user)).first()
    if entry and not entry.has_voted and session.mode == Mode.NAMED:
        return _task(session, "ballot", _("Vote"), _("Vote: %(session)s"))
    return None


def _while_closed(user: Any, session: VotingSession, rights: Any) -> InboxItem | None:
    if session.mode == Mode.PAPER and rights.scrutinises:
        state = agreement(session)
        own = session.scrutineers.get(person_id=person_of(user))
        if state.missing[own.pk] or state.differing:
            return _task(session, "counts", _("Enter counts"), _("Count the ballots: %(session)s"))
    if rights.manages or rights.scrutinises:
        return _task(session, "count", _("Count"), _("Count the votes: %(session)s"))
    return None


def _while_counted(user: Any, session: VotingSession, rights: Any) -> InboxItem | None:
    unsigned = session.scrutineers.filter(signed_at=None)
    if rights.scrutinises:
        if unsigned.filter(person_id=person_of(user)).exists():
            return _task(session, "sign", _("Sign"), _("Sign the minutes: %(session)s"))
        return None
    if not rights.presides:
        return None
    if not ChairSignature.objects.filter(session=session).exists():
        return _task(session, "sign", _("Sign"), _("Sign the minutes: %(session)s"))
    if not unsigned.exists():
        return _task(
            session, "certify", _("Put in force"), _("Put the results in force: %(session)s")
        )
    return None


def _agendas(user: Any) -> list[InboxItem]:
    """Nominations that wait for a session, one row per campaign, for the secretary."""
    found = []
    organizations = managed_organization_ids(user)
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
