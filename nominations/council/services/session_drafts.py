"""A session before it opens: drafted, or drafted again after a void one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nominations import citations
from nominations.council.meeting_settings import Settings, ballots_held, settings_for
from nominations.council.models import Council, VotingSession
from nominations.council.preparation import (
    require_mode,
    require_scrutineers,
    send_agenda,
    write_agenda,
    write_scrutineers,
)
from nominations.council.queries import eligible_nominations, rights_on_council
from nominations.council.services.sessions import check_state
from nominations.council.session_workflow import SessionState
from nominations.dossiers.models import Campaign, Nomination
from nominations.law.award_summary import setting_line
from nominations.people.models import Person, User
from nominations.web.refusals import not_allowed
from workflow import audit, clock
from workflow.exceptions import ConditionUnmet
from workflow.verdict import unmet

PREPARERS = _("Only the council secretary or whoever presides prepares a session.")


def prepare_session(
    *,
    actor: User,
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
    regulations count ballots, refuses one more than they allow; where they set a reading time, the
    members are notified. A name already used in the campaign gets a number.
    """
    if not rights_on_council(actor, council).conducts:
        raise not_allowed("not_preparer", PREPARERS)
    require_mode(mode)
    chosen, people = list(nominations), list(scrutineers)
    settings = settings_for(council, campaign)
    with transaction.atomic():
        require_scrutineers(council, people, chosen)
        _require_a_ballot_left(settings, replaces)
        session = VotingSession.objects.create(
            council=council,
            campaign=campaign,
            name=_name_apart(council, campaign, name),
            mode=mode,
            held_on=held_on,
            place=place,
            replaces=replaces,
            created_by=actor,
            created_at=clock.now(),
        )
        write_agenda(session, chosen)
        write_scrutineers(session, people)
        event_key = audit.record_on(
            session,
            "session.prepared",
            actor=actor,
            payload=_content(session, chosen, people),
        )
        send_agenda(session, settings, event_key)
    return session


def _content(
    session: VotingSession, nominations: Sequence[Nomination], people: Sequence[Person]
) -> dict[str, Any]:
    return {
        "council": session.council_id,
        "mode": str(session.mode),
        "nominations": [nomination.pk for nomination in nominations],
        "scrutineers": [person.pk for person in people],
    }


def prepare_again(*, actor: User, session: VotingSession) -> VotingSession:
    """After a void session: a new draft with the whole agenda that can still be voted on.

    Everything is voted on again, not only by members whose votes were missing.
    """
    session = VotingSession.objects.select_related("council", "campaign").get(pk=session.pk)
    check_state(session, SessionState.VOID)
    agenda = session.items.order_by("position").values_list("nomination_id", flat=True)
    eligible = eligible_nominations(session.council).in_bulk(list(agenda))
    return prepare_session(
        actor=actor,
        council=session.council,
        campaign=session.campaign,
        name=_name_again(session),
        mode=session.mode,
        nominations=[eligible[pk] for pk in agenda if pk in eligible],
        scrutineers=Person.objects.filter(
            pk__in=session.scrutineers.values_list("person_id", flat=True)
        ),
        place=session.place,
        replaces=session,
    )


def _name_again(session: VotingSession) -> str:
    """The name of the first session with the number of this attempt, for lists."""
    number, first = 2, session
    while first.replaces is not None:
        number, first = number + 1, first.replaces
    return _numbered(first.name, number)


def _name_apart(council: Council, campaign: Campaign | None, name: str) -> str:
    """The name; with a number if the council has a session of this name in the campaign."""
    same = VotingSession.objects.filter(council=council, campaign=campaign)
    taken = set(same.values_list("name", flat=True))
    number, chosen = 2, name
    while chosen in taken:
        number, chosen = number + 1, _numbered(name, number)
    return chosen


def _numbered(name: str, number: int) -> str:
    text = _("%(name)s (held again, no. %(number)s)") % {"name": "%s", "number": number}
    room = (VotingSession._meta.get_field("name").max_length or 0) - len(text) + len("%s")
    return text.replace("%s", name[:room])


def _require_a_ballot_left(settings: Settings, replaces: VotingSession | None) -> None:
    limit, held = settings.get("ballots"), ballots_held(replaces)
    if limit is None or held < limit.value:
        return
    line = setting_line("ballots", limit)
    sentence = _(
        "This agenda was put to the vote %(held)s times. %(setting)s: %(most)s (%(source)s)."
    )
    words = {"held": held, "setting": line.label, "most": line.text}
    words["source"] = citations.plain(line.source)
    raise ConditionUnmet([unmet("ballots_used", sentence % words)])
