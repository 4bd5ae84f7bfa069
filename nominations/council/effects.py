"""Effects of a session's transitions, in the transaction of the transition.

Locks are taken in one order: the session (by the engine), then its nominations. A refusal raised
here rolls the transition back: these checks need more than a rule of the table can express.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from nominations import citations
from nominations.council.meeting_settings import Settings, frozen_settings, opens_from, settings_for
from nominations.council.minutes_number import check_session_day, take_minutes_number
from nominations.council.models import (
    BallotItem,
    ChairSignature,
    CouncilMember,
    Recusal,
    RosterEntry,
    Scrutineer,
    VotingMode,
    VotingSession,
)
from nominations.council.preparation import (
    require_mode,
    require_scrutineers,
    send_agenda,
    write_agenda,
    write_scrutineers,
)
from nominations.council.queries import accounts_of, agenda, members_today, titles_of
from nominations.council.session_rules import name_list
from nominations.council.tally import count_items, update_items_together
from nominations.dossiers.models import Nomination, VoteRule
from nominations.dossiers.opinion_check import awaited_sentence
from nominations.dossiers.opinion_rules import MISSING
from nominations.law import catalogue
from nominations.law.meetings import AgendaEntry, SessionQuorum, session_quorum
from nominations.law.rulesets import rule_set_on
from nominations.people.authorization import person_id_of
from nominations.people.models import Person
from nominations.pipeline import PIPELINE
from nominations.states import State
from notifications import outbox
from workflow import audit
from workflow.engine import perform_many
from workflow.exceptions import BulkRefused, ConditionUnmet
from workflow.table import Effects
from workflow.verdict import Verdict, unmet

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _sessions(effects: Effects) -> list[VotingSession]:
    """The sessions that moved, in order."""
    found = VotingSession.objects.select_related("council__organization", "campaign").in_bulk(
        [moved.pk for moved in effects.moved]
    )
    return [found[moved.pk] for moved in effects.moved]


def _write(session: VotingSession, **columns: object) -> None:
    for name, value in columns.items():
        setattr(session, name, value)
    session.save(update_fields=list(columns))


def _refuse(key: str, reason: _StrOrPromise) -> ConditionUnmet:
    return ConditionUnmet([unmet(key, reason)])


# --- before the vote ------------------------------------------------------------------------------


def revise_session(effects: Effects) -> None:
    """Change agenda, mode or scrutineers.

    A changed agenda restarts the members' reading time, if the regulations set one.
    """
    data = effects.data
    for session, moved in zip(_sessions(effects), effects.moved, strict=True):
        chosen = list(Nomination.objects.filter(pk__in=data["nominations"]))
        chosen.sort(key=lambda one: data["nominations"].index(one.pk))
        people = list(Person.objects.filter(pk__in=data["scrutineers"]))
        require_mode(data["mode"])
        require_scrutineers(session.council, people, chosen)
        _write(session, **{key: data[key] for key in ("name", "mode", "held_on", "place")})
        before = set(session.items.values_list("nomination_id", flat=True))
        session.items.all().delete()
        session.scrutineers.all().delete()
        write_agenda(session, chosen)
        write_scrutineers(session, people)
        if session.agenda_sent_at is None or before != {one.pk for one in chosen}:
            settings = settings_for(session.council, session.campaign)
            send_agenda(session, settings, moved.event_key)


def open_session(effects: Effects) -> None:
    """Freeze roster, rules, quorum and settings of the vote; notify the members.

    Today's members become the roster, and every item gets its rule and its base: all members of
    the roster, or those who will have taken part where the rule says so. Each member is recused
    from their own nomination, which leaves the base as it is.
    """
    for session, moved in zip(_sessions(effects), effects.moved, strict=True):
        settings = settings_for(session.council, session.campaign)
        _require_time_to_read(session, settings, effects)
        items = _ready_agenda(session)
        roster = _freeze_roster(session)
        _freeze_rules(items, len(roster))
        _recuse_candidates(items, roster)
        needed = _quorum_of(session, items, effects.today)
        _write(
            session,
            opens_at=effects.now,
            closes_at=effects.data.get("closes_at"),
            held_on=session.held_on or effects.today,
            quorum_numerator=needed.rule.numerator,
            quorum_denominator=needed.rule.denominator,
            quorum_citation=needed.rule.source,
            quorum_asked_by=catalogue.entries()[needed.award].name if needed.award else "",
            settings=frozen_settings(settings),
        )
        audit.record_on(
            session,
            "session.roster_frozen",
            actor=effects.actor,
            payload={
                "members": [member.person_id for member in roster],
                "items": [item.nomination_id for item in items],
            },
        )
        _tell_members(session, roster, moved.event_key)


def _quorum_of(session: VotingSession, items: list[BallotItem], today: date) -> SessionQuorum:
    """The highest quorum that an item of the agenda requires, by the rules of the day."""
    organization = session.council.organization
    entries = [
        AgendaEntry(item.nomination.award_type.code, item.nomination.campaign.commendation_type)
        for item in items
    ]
    rules = rule_set_on(today, organization)
    return session_quorum(rules, entries, level=organization.authority)


def _require_time_to_read(session: VotingSession, settings: Settings, effects: Effects) -> None:
    lead = settings.get("papers_lead_days")
    if lead is None:
        return
    first = opens_from(session, settings)
    words = {"days": lead.value, "source": citations.plain(lead.source)}
    if first is None or session.agenda_sent_at is None:
        raise _refuse(
            "agenda_not_sent",
            _(
                "The members get the agenda %(days)s working days before the session (%(source)s),"
                " and it has not been sent to them. Save the session again to send it."
            )
            % words,
        )
    if effects.today < first:
        words |= {
            "sent": date_format(localtime(session.agenda_sent_at), "d/m/Y"),
            "first": date_format(first, "d/m/Y"),
        }
        raise _refuse(
            "agenda_too_recent",
            _(
                "The members have had this agenda since %(sent)s; it must be with them for %(days)s"
                " working days (%(source)s). The voting may be opened from %(first)s on."
            )
            % words,
        )


def _ready_agenda(session: VotingSession) -> list[BallotItem]:
    """The items, with their nominations locked; refuses nominations that do not wait for the
    council, or without the opinions required before the vote."""
    items = agenda(session)
    nominations = list(
        Nomination.objects.select_for_update(no_key=True)
        .filter(pk__in=[item.nomination_id for item in items])
        .order_by("pk")
    )
    gone = [one.title for one in nominations if one.state != State.UNIT_REVIEWED]
    if gone or not items:
        raise _refuse(
            "agenda_changed",
            _("These nominations no longer wait for the council; take them off: %(names)s.")
            % {"names": name_list(gone)},
        )
    if waits := awaited_sentence(nominations, "vote"):
        raise _refuse(MISSING, waits)
    return items


def _freeze_roster(session: VotingSession) -> list[CouncilMember]:
    members = members_today(session.council)
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
            raise _refuse(
                "title_needs_no_vote",
                _("The campaign asks no vote for %(name)s.") % {"name": item.nomination.title},
            )
        for name in VoteRule.RULE:
            setattr(item, name, getattr(title, name))
        item.members = members
    update_items_together(items, [*VoteRule.RULE, "members"])


def _recuse_candidates(items: list[BallotItem], roster: list[CouncilMember]) -> None:
    voters = {member.person_id for member in roster}
    Recusal.objects.bulk_create(
        Recusal(item=item, person_id=item.nomination.person_id, is_own=True)
        for item in items
        if item.nomination.person_id in voters
    )


def _tell_members(session: VotingSession, roster: list[CouncilMember], event_key: str) -> None:
    """Notify every member, including the one who opened the voting, who has a ballot too.

    Nobody is notified of a vote on paper.
    """
    if session.mode == VotingMode.PAPER:
        return
    context = {"title": session.name, "path": session.get_absolute_url()}
    if session.closes_at:
        context["deadline_at"] = session.closes_at.isoformat()
    outbox.queue_messages(
        topic="voting.opened",
        recipients=accounts_of(member.person_id for member in roster).values(),
        event_key=event_key,
        context=context,
    )


# --- voting and counting --------------------------------------------------------------------------


def close_session(effects: Effects) -> None:
    """Record how many members voted on screen; no vote is accepted after the commit."""
    for session in _sessions(effects):
        _write(session, closed_at=effects.now)
        voted = session.roster.filter(has_voted=True).count()
        audit.record_on(
            session, "session.turnout_recorded", actor=effects.actor, payload={"voted": voted}
        )


def count_session(effects: Effects) -> None:
    """The result of every item, in integers over its base.

    Refuses while paper counts are missing or differ, and when more ballots were entered than
    members took part.
    """
    for session in _sessions(effects):
        items = agenda(session)
        count_items(session, items)
        _write(session, counted_at=effects.now)
        passed = sum(bool(item.passed) for item in items)
        audit.record_on(
            session,
            "session.results_recorded",
            actor=effects.actor,
            payload={"items": len(items), "passed": passed, "not_passed": len(items) - passed},
        )


# --- the minutes ----------------------------------------------------------------------------------


def complete_minutes(effects: Effects) -> None:
    """Number and conclusion of the minutes; the number is taken in the agency's register.

    Refuses (ValidationError) an invalid number of minutes, and one of other minutes.
    """
    for session in _sessions(effects):
        _write(
            session,
            minutes_number=take_minutes_number(
                session, effects.data.get("minutes_number", ""), effects.today
            ),
            conclusion=effects.data.get("conclusion", ""),
        )


def sign_minutes(effects: Effects) -> None:
    """Sign as a scrutineer, otherwise as the presiding member.

    Only these may sign by the table, so the signer is always a person. Refuses (ValidationError)
    minutes of a meeting before a step that comes first.
    """
    for session in _sessions(effects):
        check_session_day(session)
    person_id = person_id_of(effects.actor) or 0
    for moved in effects.moved:
        own = Scrutineer.objects.filter(session_id=moved.pk, person_id=person_id)
        if not own.update(signed_at=effects.now):
            ChairSignature.objects.create(
                session_id=moved.pk, person_id=person_id, signed_at=effects.now
            )


def move_nominations(effects: Effects) -> None:
    """Move every nomination of the agenda, or none: passed, or not passed by the council.

    Runs before the session's own state is written, because their rules require a counted session.
    """
    for session in _sessions(effects):
        items = list(session.items.order_by("position").values_list("nomination_id", "passed"))
        _move(session, [pk for pk, won in items if won], "pass_vote", effects)
        _move(session, [pk for pk, won in items if not won], "fail_vote", effects)


def certify_session(effects: Effects) -> None:
    """Release the agenda; record how many nominations were passed on and how many were not."""
    for session in _sessions(effects):
        session.items.update(live=False)
        _write(session, certified_at=effects.now)
        results = list(session.items.values_list("passed", flat=True))
        passed = sum(map(bool, results))
        audit.record_on(
            session,
            "session.results_in_force",
            actor=effects.actor,
            payload={"passed": passed, "not_passed": len(results) - passed},
        )


def _move(session: VotingSession, pks: list[int], name: str, effects: Effects) -> None:
    try:
        perform_many(PIPELINE, pks, name, actor=effects.actor, joins=True, group=session.stream)
    except BulkRefused as refusal:
        raise ConditionUnmet(_reasons(refusal)) from refusal


def _reasons(refusal: BulkRefused) -> list[Verdict]:
    """The reasons of a bulk refusal: the number of refused nominations, then each with its
    reason."""
    refused = refusal.result.refused
    titles = dict(
        Nomination.objects.filter(pk__in=[one.pk for one in refused]).values_list("pk", "title")
    )
    first = _("Nothing was moved, because the agenda moves as a whole; refused: %(number)s.")
    return [
        unmet("agenda_refused", first % {"number": len(refused)}),
        *(
            unmet(reason.key, f"{titles.get(one.pk, one.pk)}: {reason.reason}", reason.citation)
            for one in refused[:5]
            for reason in one.reasons[:1]
        ),
    ]


def void_session(effects: Effects) -> None:
    """Store the reason and release the nominations for another agenda."""
    for session in _sessions(effects):
        _write(session, void_reason=effects.comment)
        session.items.update(live=False)
