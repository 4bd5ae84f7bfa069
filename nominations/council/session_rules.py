# ruff: noqa: S608 -- the SQL of our own rules, never of a person
"""Relations and conditions of the transitions of a voting session. No models here: SQL over the row
`s`.

What needs more than SQL (working days, the counts of the scrutineers compared cell by cell, the
nominations under their own lock) is checked by the effects.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nominations.fractions import BodyFraction
from nominations.people.roles import Role
from nominations.people.rules import role_sql, somebody_sql
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

MIN_SCRUTINEERS = 2
MAX_NAMES = 5
SEALED = "sealed"

_AGENCY = "(SELECT co.organization_id FROM council_council co WHERE co.id = s.council_id)"
_SCRUTINEERS = "FROM council_scrutineer sc WHERE sc.session_id = s.id"
_PEOPLE = (
    "FROM council_scrutineer sc JOIN people_person p ON p.id = sc.person_id"
    " WHERE sc.session_id = s.id"
)
_ROSTER = "FROM council_rosterentry re WHERE re.session_id = s.id"
_CHAIR_SIGNED = "EXISTS (SELECT 1 FROM council_chairsignature cs WHERE cs.session_id = s.id)"


def _seat_today(which: str) -> str:
    """EXISTS: such a seat `cm` on the council today."""
    return (
        "EXISTS (SELECT 1 FROM council_councilmember cm"
        f" WHERE cm.council_id = s.council_id AND {which}"
        " AND cm.valid_from <= %(today)s AND (cm.valid_to IS NULL OR cm.valid_to >= %(today)s))"
    )


# --- who -----------------------------------------------------------------------------------------

presides = ActorRelation(
    "presides_over_session",
    _("the chair or the vice chair of the council"),
    _seat_today("cm.person_id = %(actor_person_id)s AND cm.seat IN ('chair', 'vice_chair')"),
)
_OWN_SEAT_AS_SECRETARY = _seat_today("cm.person_id = %(actor_person_id)s AND cm.seat = 'secretary'")
is_secretary = ActorRelation(
    "is_session_secretary",
    _("the council secretary"),
    f"({role_sql(Role.SECRETARY, _AGENCY)} OR {_OWN_SEAT_AS_SECRETARY})",
)
is_scrutineer = ActorRelation(
    "is_session_scrutineer",
    _("a scrutineer of the session"),
    f"EXISTS (SELECT 1 {_SCRUTINEERS} AND sc.person_id = %(actor_person_id)s)",
)
_ON_AGENDA = (
    "EXISTS (SELECT 1 FROM council_ballotitem bi JOIN dossiers_nomination n"
    " ON n.id = bi.nomination_id WHERE bi.session_id = s.id AND n.person_id = {person})"
)
is_candidate = ActorRelation(
    "is_candidate",
    _("whoever is on the agenda of a session that has been opened"),
    "(s.state <> 'draft' AND " + _ON_AGENDA.format(person="%(actor_person_id)s") + ")",
)
is_substitute_conductor = ActorRelation(
    "is_substitute_conductor",
    _("a scrutineer, when the chair, the vice chair and the secretary are all on the agenda"),
    f"({is_scrutineer.sql} AND NOT "
    + _seat_today(
        "cm.seat IN ('chair', 'vice_chair', 'secretary') AND NOT "
        + _ON_AGENDA.format(person="cm.person_id")
    )
    + " AND NOT "
    + somebody_sql(Role.SECRETARY, _AGENCY, f"NOT {_ON_AGENDA.format(person='ra.person_id')}")
    + ")",
)
is_counted = ActorRelation("is_counted", _("once the votes are counted"), "s.state = 'counted'")

# --- what must hold ------------------------------------------------------------------------------

council_has_chair = Fact("council_has_chair", _seat_today("cm.seat IN ('chair', 'vice_chair')"))
members_confirmed_fact = Fact(
    "members_confirmed",
    "EXISTS (SELECT 1 FROM council_council co WHERE co.id = s.council_id AND co.is_confirmed)",
)
scrutineer_number = Fact("scrutineer_number", f"(SELECT COUNT(*) {_SCRUTINEERS})", int)
scrutineers_on_agenda = Fact(
    "scrutineers_on_agenda",
    f"(SELECT string_agg(p.full_name, ',') {_PEOPLE}"
    " AND EXISTS (SELECT 1 FROM council_ballotitem bi"
    " JOIN dossiers_nomination n ON n.id = bi.nomination_id"
    " WHERE bi.session_id = s.id AND n.person_id = sc.person_id))",
    str,
)
chair_is_scrutineer = Fact(
    "chair_is_scrutineer",
    _seat_today(f"cm.seat = 'chair' AND cm.person_id IN (SELECT sc.person_id {_SCRUTINEERS})"),
)
scrutineers_without_account = Fact(
    "scrutineers_without_account",
    f"(SELECT string_agg(p.full_name, ',') {_PEOPLE} AND NOT EXISTS (SELECT 1 FROM people_user u"
    " WHERE u.person_id = sc.person_id AND u.is_active))",
    str,
)
attending_number = Fact(
    "attending_number", f"(SELECT COUNT(*) {_ROSTER} AND (re.present OR re.has_voted))", int
)
roster_number = Fact("roster_number", f"(SELECT COUNT(*) {_ROSTER})", int)
members_unrecorded = Fact(
    "members_unrecorded",
    "(SELECT string_agg(p.full_name, ',') FROM council_rosterentry re"
    " JOIN people_person p ON p.id = re.person_id"
    " WHERE re.session_id = s.id AND re.present IS NULL AND NOT re.has_voted)",
    str,
)
result_needs_presence = Fact(
    "result_needs_presence",
    "EXISTS (SELECT 1 FROM council_ballotitem bi WHERE bi.session_id = s.id"
    " AND (bi.vote_base = 'present' OR bi.vote_absent = 'silence_agrees'"
    " OR bi.also_numerator > 0))",
)
chair_signed = Fact("chair_signed", _CHAIR_SIGNED)
scrutineers_unsigned = Fact(
    "scrutineers_unsigned",
    f"(SELECT string_agg(p.full_name, ',') {_PEOPLE} AND sc.signed_at IS NULL)",
    str,
)
anybody_signed = Fact(
    "anybody_signed",
    f"({_CHAIR_SIGNED} OR EXISTS (SELECT 1 {_SCRUTINEERS} AND sc.signed_at IS NOT NULL))",
)
minutes_completed_fact = Fact(
    "minutes_completed", "(s.minutes_number <> '' AND s.conclusion <> '')"
)
signature_given = Fact(
    "signature_given",
    f"CASE WHEN {is_scrutineer.as_sql()}"
    f" THEN EXISTS (SELECT 1 {_SCRUTINEERS} AND sc.person_id = %(actor_person_id)s"
    f" AND sc.signed_at IS NOT NULL) ELSE {_CHAIR_SIGNED} END",
)


def name_list(people: Sequence[str]) -> str:
    """The first names of a list for a sentence, with "..." when there are more."""
    return ", ".join(people[:MAX_NAMES]) + (", ..." if len(people) > MAX_NAMES else "")


def _listed(joined: str | None) -> list[str]:
    return sorted(joined.split(",")) if joined else []


def offered_mode(mode: str) -> Verdict:
    """The voting mode is one that this version offers."""
    if mode == SEALED:
        return unmet("mode_not_offered", _("Sealed ballots cannot be used in this version yet."))
    return met("mode_offered")


def scrutineers_fit(number: int, on_agenda: Sequence[str], *, with_chair: bool) -> Verdict:
    """There are two scrutineers at least; none of them is a candidate or the chair."""
    if number < MIN_SCRUTINEERS:
        return unmet("few_scrutineers", _("Choose at least two scrutineers."))
    if on_agenda:
        return unmet(
            "scrutineer_is_candidate",
            _("A scrutineer must not be on the agenda: %(names)s.")
            % {"names": name_list(on_agenda)},
        )
    if with_chair:
        return unmet(
            "scrutineer_is_chair", _("The chair signs as chair and cannot be a scrutineer.")
        )
    return met("scrutineers_fit")


def _not_sealed(case: Case) -> Verdict:
    """The votes are cast by name or on paper."""
    return offered_mode(case.row["mode"])


def _closing_time_ahead(case: Case) -> Verdict:
    """The end of the voting, if one is given, lies ahead."""
    closes_at = case.data.get("closes_at")
    if isinstance(closes_at, datetime) and closes_at <= case.now:
        return unmet("closes_in_the_past", _("Voting must close later than it opens."))
    return met("closing_time_ahead")


def _members_confirmed(case: Case) -> Verdict:
    """The members are confirmed by somebody who did not change the list."""
    if not case.facts["members_confirmed"]:
        return unmet(
            "members_unconfirmed",
            _(
                "The list of members was changed; somebody else has to confirm it first: council"
                " secretary, administrator or director."
            ),
        )
    return met("members_confirmed")


def _chair_present(case: Case) -> Verdict:
    """The council has a chair or a vice chair today."""
    if not case.facts["council_has_chair"]:
        return unmet("no_chair", _("The council has no chair or vice chair today."))
    return met("chair_present")


def _scrutineers_ready(case: Case) -> Verdict:
    """Two scrutineers at least, all with accounts, none of them a candidate or the chair."""
    facts = case.facts
    verdict = scrutineers_fit(
        facts["scrutineer_number"] or 0,
        _listed(facts["scrutineers_on_agenda"]),
        with_chair=facts["chair_is_scrutineer"],
    )
    strangers = _listed(facts["scrutineers_without_account"])
    if verdict.ok and strangers:
        return unmet(
            "scrutineer_without_account",
            _("These scrutineers have no account to sign the minutes with: %(names)s.")
            % {"names": name_list(strangers)},
        )
    return verdict


def _quorum_reached(case: Case) -> Verdict:
    """Enough members of the roster took part."""
    attending, members = case.facts["attending_number"] or 0, case.facts["roster_number"] or 0
    numerator, denominator = case.row["quorum_numerator"], case.row["quorum_denominator"]
    if BodyFraction(numerator, denominator).reached(attending, members):
        return met("quorum_reached")
    if case.facts["members_unrecorded"]:
        sentence = _(
            "Only %(present)s of %(members)s members are known to have taken part;"
            " at least %(numerator)s/%(denominator)s are required. Record who is present; if they"
            " were fewer, declare the session void and hold it again."
        )
    else:
        sentence = _(
            "Only %(present)s of %(members)s members took part;"
            " at least %(numerator)s/%(denominator)s are required."
            " The session cannot be counted: declare it void and hold it again."
        )
    words = {
        "present": attending,
        "members": members,
        "numerator": numerator,
        "denominator": denominator,
    }
    reason = sentence % words
    if award := case.row["quorum_asked_by"]:
        asked = _("This quorum is asked for by an item of the agenda: %(award)s.")
        reason = f"{reason} {asked % {'award': award}}"
    return unmet("no_quorum", reason, case.row["quorum_citation"])


def _presence_recorded(case: Case) -> Verdict:
    """Everybody's presence is recorded, if the result depends on it."""
    unrecorded = _listed(case.facts["members_unrecorded"])
    if not case.facts["result_needs_presence"] or not unrecorded:
        return met("presence_recorded")
    return unmet(
        "presence_unknown",
        _(
            "By the rules of this vote the result depends on who took part."
            " Record first whether these members were present: %(names)s."
        )
        % {"names": name_list(unrecorded)},
    )


def _signature_awaited(case: Case) -> Verdict:
    """The actor's signature, or the chair's, is not yet under the minutes."""
    if case.facts["signature_given"]:
        return unmet("already_signed_here", _("This signature is already under the minutes."))
    return met("signature_awaited")


def _minutes_completed(case: Case) -> Verdict:
    """The minutes have their number and the conclusion of the chair."""
    if case.facts["minutes_completed"]:
        return met("minutes_completed")
    return unmet(
        "minutes_incomplete",
        _(
            "The minutes have no number or no conclusion yet. The council secretary or the chair"
            " writes both on the page “Complete the minutes” before anybody signs."
        ),
    )


def _minutes_unsigned(case: Case) -> Verdict:
    """Nobody has signed the minutes yet."""
    if case.facts["anybody_signed"]:
        return unmet("already_signed", _("The minutes are already signed and cannot be changed."))
    return met("minutes_unsigned")


def _signatures_complete(case: Case) -> Verdict:
    """The chair and all scrutineers, two at least, have signed the minutes."""
    lacking = _listed(case.facts["scrutineers_unsigned"])
    if not case.facts["chair_signed"]:
        lacking.append(str(_("the chair")))
    if lacking or (case.facts["scrutineer_number"] or 0) < MIN_SCRUTINEERS:
        return unmet(
            "signatures_missing",
            _("The minutes still lack a signature: %(names)s.") % {"names": ", ".join(lacking)},
        )
    return met("signatures_complete")


not_sealed = Condition("not_sealed", _not_sealed)
closing_time_ahead = Condition("closing_time_ahead", _closing_time_ahead)
chair_present = Condition("chair_present", _chair_present, facts=(council_has_chair,))
members_confirmed = Condition(
    "members_confirmed", _members_confirmed, facts=(members_confirmed_fact,)
)
scrutineers_ready = Condition(
    "scrutineers_ready",
    _scrutineers_ready,
    facts=(
        scrutineer_number,
        scrutineers_on_agenda,
        chair_is_scrutineer,
        scrutineers_without_account,
    ),
)
quorum_reached = Condition(
    "quorum_reached", _quorum_reached, facts=(attending_number, roster_number, members_unrecorded)
)
presence_recorded = Condition(
    "presence_recorded", _presence_recorded, facts=(result_needs_presence, members_unrecorded)
)
signature_awaited = Condition("signature_awaited", _signature_awaited, facts=(signature_given,))
minutes_completed = Condition(
    "minutes_completed", _minutes_completed, facts=(minutes_completed_fact,)
)
minutes_unsigned = Condition("minutes_unsigned", _minutes_unsigned, facts=(anybody_signed,))
signatures_complete = Condition(
    "signatures_complete",
    _signatures_complete,
    facts=(chair_signed, scrutineers_unsigned, scrutineer_number),
)
