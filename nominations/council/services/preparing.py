"""A session before it opens: agenda, way of voting, scrutineers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from nominations.awards.portrait import setting_line
from nominations.council.house_rules import Settings, ballots_held, opens_from, settings_for
from nominations.council.models import (
    BallotItem,
    Council,
    CouncilMember,
    Mode,
    Scrutineer,
    Seat,
    SessionState,
    VotingSession,
)
from nominations.council.queries import (
    accounts_of,
    eligible_nominations,
    members_today,
    rights_on_council,
)
from nominations.council.refusals import not_allowed, refused
from nominations.council.services.sessions import locked, names, note, path_of, require_state
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models import Person
from nominations.people.models.dated import holds_on
from notifications import outbox
from workflow import clock

LEAST_SCRUTINEERS = 2
PREPARERS = _("Only the council secretary or whoever presides prepares a session.")


def prepare_session(
    *,
    actor: Any,
    council: Council,
    campaign: Campaign | None,
    name: str,
    mode: str,
    nominations: Iterable[Nomination],
    scrutineers: Iterable[Person],
    held_on: date | None = None,
    place: str = "",
    replaces: VotingSession | None = None,
) -> VotingSession:
    """Draft a session. Refuses nominations not ready, without vote, or on a live agenda.

    Scrutineers: two or more, none of them a candidate on the agenda or the chair. Where the
    regulations count ballots, refuses one more than they allow; where they give the members time
    to read, the members are told.
    """
    if not rights_on_council(actor, council).conducts:
        raise not_allowed(PREPARERS)
    require_mode(mode)
    chosen, people = list(nominations), list(scrutineers)
    settings = settings_for(council, campaign)
    with transaction.atomic():
        require_scrutineers(council, people, chosen)
        _require_a_ballot_left(settings, replaces)
        session = VotingSession.objects.create(
            council=council,
            campaign=campaign,
            name=name,
            mode=mode,
            held_on=held_on,
            place=place,
            replaces=replaces,
            created_by=actor,
            created_at=clock.now(),
        )
        _write_agenda(session, chosen)
        _write_scrutineers(session, people)
        payload = _content(session, chosen, people)
        key = note(session, "session.prepared", actor=actor, payload=payload)
        _send_agenda(session, settings, key)
    return session


def revise_session(
    *,
    actor: Any,
    session: VotingSession,
    name: str,
    mode: str,
    nominations: Iterable[Nomination],
    scrutineers: Iterable[Person],
    held_on: date | None = None,
    place: str = "",
) -> VotingSession:
    """Change a session that has not opened yet; the same refusals as `prepare_session`.

    Where the regulations give the members time to read, another agenda starts it anew.
    """
    require_mode(mode)
    chosen, people = list(nominations), list(scrutineers)
    with transaction.atomic():
        session = locked(session)
        if not rights_on_council(actor, session.council).conducts:
            raise not_allowed(PREPARERS)
        require_state(session, SessionState.DRAFT)
        require_scrutineers(session.council, people, chosen)
        session.name, session.mode = name, mode
        session.held_on, session.place = held_on, place
        session.save(update_fields=["name", "mode", "held_on", "place"])
        before = set(session.items.values_list("nomination_id", flat=True))
        session.items.all().delete()
        session.scrutineers.all().delete()
        _write_agenda(session, chosen)
        _write_scrutineers(session, people)
        payload = _content(session, chosen, people)
        key = note(session, "session.revised", actor=actor, payload=payload)
        if session.agenda_sent_at is None or before != {one.pk for one in chosen}:
            _send_agenda(session, settings_for(session.council, session.campaign), key)
    return session


def prepare_again(*, actor: Any, session: VotingSession) -> VotingSession:
    """After a void session: a new draft with the whole agenda that can still be voted on.

    Never with the missing members' votes only: everything is voted on anew.
    """
    session = VotingSession.objects.select_related("council", "campaign").get(pk=session.pk)
    require_state(session, SessionState.VOID)
    agenda = session.items.order_by("position").values_list("nomination_id", flat=True)
    eligible = eligible_nominations(session.council).in_bulk(list(agenda))
    return prepare_session(
        actor=actor,
        council=session.council,
        campaign=session.campaign,
        name=session.name,
        mode=session.mode,
        nominations=[eligible[pk] for pk in agenda if pk in eligible],
        scrutineers=Person.objects.filter(
            pk__in=session.scrutineers.values_list("person_id", flat=True)
        ),
        place=session.place,
        replaces=session,
    )


def _send_agenda(session: VotingSession, settings: Settings, key: str) -> None:
    """Tell the members what they will vote on, where the regulations give them time to read."""
    session.agenda_sent_at = clock.now() if "papers_lead_days" in settings else None
    session.save(update_fields=["agenda_sent_at"])
    day = opens_from(session, settings)
    if day is None:
        return
    outbox.queue(
        topic="voting.agenda",
        recipients=accounts_of(
            member.person_id for member in members_today(session.council)
        ).values(),
        event_key=key,
        context={
            "title": session.name,
            "path": path_of(session),
            "opens_from": date_format(day, "d/m/Y"),
        },
    )


def _require_a_ballot_left(settings: Settings, replaces: VotingSession | None) -> None:
    most, held = settings.get("ballots"), ballots_held(replaces)
    if most is None or held < most.value:
        return
    line = setting_line("ballots", most)
    raise refused(
        "ballots_used",
        _("This agenda was put to the vote %(held)s times. %(setting)s: %(most)s (%(source)s).")
        % {"held": held, "setting": line.label, "most": line.text, "source": line.source},
    )


def require_mode(mode: str) -> None:
    """Refuse a way of voting this installation does not offer."""
    if mode == Mode.SEALED:
        raise refused("mode_not_offered", _("Sealed ballots cannot be used in this version yet."))
    if mode not in Mode.values:
        raise refused("mode_unknown", _("Choose the way of voting."))


def require_scrutineers(
    council: Council, people: Sequence[Person], nominations: Sequence[Nomination]
) -> None:
    """Refuse fewer than two scrutineers, a candidate, or the chair, among them."""
    if len({person.pk for person in people}) < LEAST_SCRUTINEERS:
        raise refused("few_scrutineers", _("Choose at least two scrutineers."))
    candidates = {nomination.person_id for nomination in nominations}
    standing = [person.full_name for person in people if person.pk in candidates]
    if standing:
        raise refused(
            "scrutineer_is_candidate",
            _("A scrutineer must not be on the agenda: %(names)s.") % {"names": names(standing)},
        )
    chairs = CouncilMember.objects.filter(
        holds_on(clock.today()), council=council, seat=Seat.CHAIR, person__in=people
    )
    if chairs.exists():
        raise refused(
            "scrutineer_is_chair", _("The chair signs as chair and cannot be a scrutineer.")
        )


def _write_agenda(session: VotingSession, nominations: Sequence[Nomination]) -> None:
    if not nominations:
        raise refused("empty_agenda", _("Choose at least one nomination for the agenda."))
    wanted = list(dict.fromkeys(nomination.pk for nomination in nominations))
    ready = set(
        eligible_nominations(session.council).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    unready = [str(one.title) for one in nominations if one.pk not in ready]
    if unready:
        raise refused(
            "not_ready_for_vote",
            _(
                "These nominations cannot be put to the vote now (not endorsed by the unit, no vote"
                " needed, or on another session): %(names)s."
            )
            % {"names": names(unready)},
        )
    try:
        with transaction.atomic():
            BallotItem.objects.bulk_create(
                BallotItem(session=session, nomination_id=pk, position=position)
                for position, pk in enumerate(wanted, start=1)
            )
    except IntegrityError:
        raise refused(
            "on_another_agenda", _("One of these nominations was just put on another session.")
        ) from None


def _write_scrutineers(session: VotingSession, people: Sequence[Person]) -> None:
    Scrutineer.objects.bulk_create(
        Scrutineer(session=session, person_id=pk)
        for pk in dict.fromkeys(person.pk for person in people)
    )


def _content(
    session: VotingSession, nominations: Sequence[Nomination], people: Sequence[Person]
) -> dict[str, Any]:
    return {
        "council": session.council_id,
        "mode": str(session.mode),
        "nominations": [nomination.pk for nomination in nominations],
        "scrutineers": [person.pk for person in people],
    }
