"""Checks, stores and sends the agenda and the scrutineers of a session.

Used by drafting and by revising a session. Refusals are ConditionUnmet.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from nominations.council.meeting_settings import Settings, opens_from
from nominations.council.models import (
    BallotItem,
    Council,
    CouncilMember,
    Scrutineer,
    SeatRole,
    VotingMode,
    VotingSession,
)
from nominations.council.queries import accounts_of, eligible_nominations, members_today
from nominations.council.session_rules import name_list, offered_mode, scrutineers_fit
from nominations.dossiers.models import Nomination
from nominations.people.models import Person
from nominations.people.models.dated import holds_on
from notifications import outbox
from workflow import clock
from workflow.exceptions import ConditionUnmet
from workflow.verdict import Verdict, unmet


def _require(verdict: Verdict) -> None:
    if not verdict.ok:
        raise ConditionUnmet([verdict])


def require_mode(mode: str) -> None:
    """Refuse a voting mode that this installation does not offer."""
    _require(offered_mode(mode))
    if mode not in VotingMode.values:
        _require(unmet("mode_unknown", _("Choose the way of voting.")))


def require_scrutineers(
    council: Council, people: Sequence[Person], nominations: Sequence[Nomination]
) -> None:
    """Refuse fewer than two scrutineers, a candidate, or the chair, among them."""
    candidates = {nomination.person_id for nomination in nominations}
    chairs = CouncilMember.objects.filter(
        holds_on(clock.today()), council=council, seat=SeatRole.CHAIR, person__in=people
    )
    _require(
        scrutineers_fit(
            len({person.pk for person in people}),
            [person.full_name for person in people if person.pk in candidates],
            with_chair=chairs.exists(),
        )
    )


def write_agenda(session: VotingSession, nominations: Sequence[Nomination]) -> None:
    """Write the items in order; refuses nominations not ready, without vote, on a live agenda."""
    if not nominations:
        _require(unmet("empty_agenda", _("Choose at least one nomination for the agenda.")))
    wanted = list(dict.fromkeys(nomination.pk for nomination in nominations))
    ready = set(
        eligible_nominations(session.council).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    unready = [str(one.title) for one in nominations if one.pk not in ready]
    if unready:
        sentence = _(
            "These nominations cannot be put to the vote now (not endorsed by the unit, no vote"
            " needed, or on another session): %(names)s."
        )
        _require(unmet("not_ready_for_vote", sentence % {"names": name_list(unready)}))
    try:
        with transaction.atomic():
            BallotItem.objects.bulk_create(
                BallotItem(session=session, nomination_id=pk, position=position)
                for position, pk in enumerate(wanted, start=1)
            )
    except IntegrityError:
        sentence = _("One of these nominations was just put on another session.")
        raise ConditionUnmet([unmet("on_another_agenda", sentence)]) from None


def write_scrutineers(session: VotingSession, people: Sequence[Person]) -> None:
    """Store the scrutineers, each once."""
    Scrutineer.objects.bulk_create(
        Scrutineer(session=session, person_id=pk)
        for pk in dict.fromkeys(person.pk for person in people)
    )


def send_agenda(session: VotingSession, settings: Settings, event_key: str) -> None:
    """Send the members the agenda, if the regulations set a reading time."""
    session.agenda_sent_at = clock.now() if "papers_lead_days" in settings else None
    session.save(update_fields=["agenda_sent_at"])
    day = opens_from(session, settings)
    if day is None:
        return
    members = members_today(session.council)
    outbox.queue_messages(
        topic="voting.agenda",
        recipients=accounts_of(member.person_id for member in members).values(),
        event_key=event_key,
        context={
            "title": session.name,
            "path": session.get_absolute_url(),
            "opens_from": date_format(day, "d/m/Y"),
        },
    )
