"""Opening freezes who votes, on what and under which rule; closing ends the voting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nominations.awards.rulesets import quorum
from nominations.council.house_rules import Settings, frozen, opens_from, settings_for
from nominations.council.models import (
    BallotItem,
    CouncilMember,
    Recusal,
    RosterEntry,
    Seat,
    SessionState,
    VotingSession,
)
from nominations.council.queries import (
    accounts_of,
    agenda,
    members_today,
    rights_in,
    titles_of,
)
from nominations.council.refusals import not_allowed, refused
from nominations.council.services.preparing import require_mode, require_scrutineers
from nominations.council.services.sessions import (
    enter,
    locked,
    names,
    note,
    path_of,
    require_state,
    write_alike,
)
from nominations.dossiers.models import Nomination, VoteRule
from nominations.people.models import Person, RoleAssignment
from nominations.people.models.dated import holds_on
from nominations.people.roles import Role
from nominations.states import State
from notifications import outbox
from workflow import clock

OPENERS = _("Only the council secretary or whoever presides opens and closes the voting.")


def open_session(
    *, actor: Any, session: VotingSession, closes_at: datetime | None = None
) -> VotingSession:
    """Open the voting: today's members become the roster, every item gets its rule and its base.

    The base is all members of the roster, or those who will have taken part where the rule says
    so. Each member is recused from their own nomination, which leaves the base as it is. Members
    are told. Refuses when a nomination has left the agenda's state, when two scrutineers with
    accounts or a chair are missing, when the end is past, or while the members have not had the
    agenda as long as the regulations say.
    """
    with transaction.atomic():
        session = locked(session)
        if not rights_in(actor, session).conducts:
            raise not_allowed(OPENERS)
        require_state(session, SessionState.DRAFT)
        require_mode(session.mode)
        settings = _settings_obeyed(session)
        now = clock.now()
        if closes_at is not None and closes_at <= now:
            raise refused("closes_in_the_past", _("Voting must close later than it opens."))
        items = _ready_agenda(session)
        roster = _freeze_roster(session)
        _freeze_rules(items, len(roster))
        _recuse_candidates(items, roster)
        needed = quorum(clock.today(), organization=session.council.organization)
        enter(
            session,
            SessionState.OPEN,
            opens_at=now,
            closes_at=closes_at,
            held_on=session.held_on or clock.today(),
            quorum_numerator=needed.numerator,
            quorum_denominator=needed.denominator,
            quorum_citation=needed.source,
            settings=frozen(settings),
        )
        key = note(
            session,
            "session.opened",
            actor=actor,
            payload={
                "members": [member.person_id for member in roster],
                "items": [item.nomination_id for item in items],
                "closes_at": closes_at,
            },
        )
        _tell_members(session, roster, key)
    return session


def close_session(*, actor: Any, session: VotingSession) -> VotingSession:
    """End the voting. From the moment this commits no vote is taken; the counters are told."""
    with transaction.atomic():
        session = locked(session)
        if not rights_in(actor, session).conducts:
            raise not_allowed(OPENERS)
        require_state(session, SessionState.OPEN)
        enter(session, SessionState.CLOSED, closed_at=clock.now())
        key = note(
            session,
            "session.closed",
            actor=actor,
            payload={"voted": session.roster.filter(has_voted=True).count()},
        )
        outbox.queue(
            topic="voting.closed",
            recipients=_counters(session) - {actor.pk},
            event_key=key,
            context={"title": session.name, "path": path_of(session)},
        )
    return session


def _settings_obeyed(session: VotingSession) -> Settings:
    """The settings of the meeting; refuses while the members still have time to read."""
    settings = settings_for(session.council, session.campaign)
    _require_time_to_read(session, settings)
    return settings


def _require_time_to_read(session: VotingSession, settings: Settings) -> None:
    lead = settings.get("papers_lead_days")
    if lead is None:
        return
    first = opens_from(session, settings)
    words = {"days": lead.value, "source": lead.source}
    if first is None or session.agenda_sent_at is None:
        raise refused(
            "agenda_not_sent",
            _(
                "The members get the agenda %(days)s working days before the session (%(source)s),"
                " and it has not been sent to them. Save the session again to send it."
            )
            % words,
        )
    if clock.today() < first:
        words |= {
            "sent": date_format(clock.day_of(session.agenda_sent_at), "d/m/Y"),
            "first": date_format(first, "d/m/Y"),
        }
        raise refused(
            "agenda_too_recent",
            _(
                "The members have had this agenda since %(sent)s; it must be with them for %(days)s"
                " working days (%(source)s). The voting may be opened from %(first)s on."
            )
            % words,
        )


def _ready_agenda(session: VotingSession) -> list[BallotItem]:
    """The items, their nominations locked and still waiting for the council."""
    items = agenda(session)
    nominations = {
        one.pk: one
        for one in Nomination.objects.select_for_update(no_key=True)
        .filter(pk__in=[item.nomination_id for item in items])
        .order_by("pk")
    }
    gone = [one.title for one in nominations.values() if one.state != State.UNIT_REVIEWED]
    if gone or not items:
        raise refused(
            "agenda_changed",
            _("These nominations no longer wait for the council; take them off: %(names)s.")
            % {"names": names(gone)},
        )
    people = list(Person.objects.filter(pk__in=session.scrutineers.values("person_id")))
    require_scrutineers(session.council, people, list(nominations.values()))
    known = accounts_of(person.pk for person in people)
    strangers = [person.full_name for person in people if person.pk not in known]
    if strangers:
        raise refused(
            "scrutineer_without_account",
            _("These scrutineers have no account to sign the minutes with: %(names)s.")
            % {"names": names(strangers)},
        )
    return items


def _freeze_roster(session: VotingSession) -> list[CouncilMember]:
    members = members_today(session.council)
    if not any(member.seat in (Seat.CHAIR, Seat.VICE_CHAIR) for member in members):
        raise refused("no_chair", _("The council has no chair or vice chair today."))
    RosterEntry.objects.bulk_create(
        RosterEntry(session=session, person_id=member.person_id, seat=member.seat)
        for member in members
    )
    return members


def _freeze_rules(items: list[BallotItem], members: int) -> None:
    titles = titles_of([item.nomination for item in items])
    for item in items:
        title = titles.get((item.nomination.campaign_id, item.nomination.award_type_id))
        if title is None or not title.needs_vote:
            raise refused(
                "title_needs_no_vote",
                _("The campaign asks no vote for %(name)s.") % {"name": item.nomination.title},
            )
        for name in VoteRule.RULE:
            setattr(item, name, getattr(title, name))
        item.members = members
    write_alike(items, [*VoteRule.RULE, "members"])


def _recuse_candidates(items: list[BallotItem], roster: list[CouncilMember]) -> None:
    voters = {member.person_id for member in roster}
    Recusal.objects.bulk_create(
        Recusal(item=item, person_id=item.nomination.person_id, is_own=True)
        for item in items
        if item.nomination.person_id in voters
    )


def _tell_members(session: VotingSession, roster: list[CouncilMember], key: str) -> None:
    context = {"title": session.name, "path": path_of(session)}
    if session.closes_at:
        context["deadline"] = date_format(localtime(session.closes_at), "H:i d/m/Y")
    outbox.queue(
        topic="voting.opened",
        recipients=accounts_of(member.person_id for member in roster).values(),
        event_key=key,
        context=context,
    )


def _counters(session: VotingSession) -> set[int]:
    """Accounts of scrutineers, of who presides, and of the council secretary."""
    people = set(session.scrutineers.values_list("person_id", flat=True))
    people |= set(
        session.roster.filter(seat__in=[Seat.CHAIR, Seat.VICE_CHAIR]).values_list(
            "person_id", flat=True
        )
    )
    people |= set(
        RoleAssignment.objects.filter(
            holds_on(clock.today()),
            role=Role.SECRETARY,
            organization=session.council.organization_id,
        ).values_list("person_id", flat=True)
    )
    return set(accounts_of(people).values())
