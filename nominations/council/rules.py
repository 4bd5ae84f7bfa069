"""Relations and conditions of the council in the pipeline: before a result takes effect. Integer
arithmetic only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.fractions import BodyFraction
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_SESSION_OF_ITEM = (
    "FROM council_ballotitem bi JOIN council_votingsession vs ON vs.id = bi.session_id"
    " WHERE bi.nomination_id = s.id"
)
_COUNTED = f"{_SESSION_OF_ITEM} AND vs.state = 'counted'"

is_session_chair = ActorRelation(
    "is_session_chair",
    _("the chair of the council in session"),
    "EXISTS (SELECT 1 FROM council_ballotitem bi"
    " JOIN council_votingsession vs ON vs.id = bi.session_id"
    " JOIN council_councilmember cm ON cm.council_id = vs.council_id"
    " WHERE bi.nomination_id = s.id AND vs.state NOT IN ('certified', 'void')"
    " AND cm.person_id = %(actor_person_id)s AND cm.seat IN ('chair', 'vice_chair')"
    " AND cm.valid_from <= %(today)s AND (cm.valid_to IS NULL OR cm.valid_to >= %(today)s))",
)

on_open_ballot = Fact(
    "on_open_ballot",
    f"EXISTS (SELECT 1 {_SESSION_OF_ITEM} AND vs.state IN ('open', 'closed', 'counted'))",
)
session_counted = Fact("session_counted", f"EXISTS (SELECT 1 {_COUNTED})")
session_unsigned = Fact(
    "session_unsigned",
    f"EXISTS (SELECT 1 {_COUNTED}"  # noqa: S608 -- our own constants only
    " AND (NOT EXISTS (SELECT 1 FROM council_chairsignature cs"
    " WHERE cs.session_id = vs.id) OR (SELECT COUNT(*) FROM council_scrutineer sc"
    " WHERE sc.session_id = vs.id AND sc.signed_at IS NOT NULL) < 2"
    " OR EXISTS (SELECT 1 FROM council_scrutineer sc WHERE sc.session_id = vs.id"
    " AND sc.signed_at IS NULL)))",
)
votes_in_favour = Fact("votes_in_favour", f"(SELECT bi.yes + bi.silent {_COUNTED})", "int")
votes_base = Fact(
    "votes_base",
    f"(SELECT CASE WHEN bi.vote_base = 'present' THEN bi.took_part ELSE bi.members END {_COUNTED})",
    "int",
)
threshold_numerator = Fact(
    "threshold_numerator", f"(SELECT bi.threshold_numerator {_COUNTED})", "int"
)
threshold_denominator = Fact(
    "threshold_denominator", f"(SELECT bi.threshold_denominator {_COUNTED})", "int"
)
threshold_strict = Fact("threshold_strict", f"(SELECT bi.threshold_strict {_COUNTED})", "bool")
also_numerator = Fact("also_numerator", f"(SELECT bi.also_numerator {_COUNTED})", "int")
also_denominator = Fact("also_denominator", f"(SELECT bi.also_denominator {_COUNTED})", "int")
also_strict = Fact("also_strict", f"(SELECT bi.also_strict {_COUNTED})", "bool")
votes_other_base = Fact(
    "votes_other_base",
    f"(SELECT CASE WHEN bi.vote_base = 'present' THEN bi.members ELSE bi.took_part END {_COUNTED})",
    "int",
)
_RESULT = (
    session_counted,
    votes_in_favour,
    votes_base,
    threshold_numerator,
    threshold_denominator,
    threshold_strict,
    also_numerator,
    also_denominator,
    also_strict,
    votes_other_base,
)


def _not_on_open_ballot(case: Case) -> Verdict:
    """The nomination is on no session that is being voted or counted."""
    if case.facts["on_open_ballot"]:
        return unmet(
            "on_open_ballot",
            _("The council is voting on this nomination; wait until the session is over."),
        )
    return met("not_on_open_ballot")


def _counted_and_signed(case: Case) -> Verdict:
    """The session is counted; chair and all scrutineers signed the minutes."""
    if not case.facts["session_counted"]:
        return unmet("session_not_counted", _("The voting session has not been counted yet."))
    if case.facts["session_unsigned"]:
        return unmet(
            "session_not_signed",
            _("The minutes still lack the signature of the chair or of a scrutineer."),
        )
    return met("counted_and_signed")


def _result(case: Case) -> bool | None:
    facts = case.facts
    if not facts["session_counted"] or facts["votes_in_favour"] is None:
        return None
    threshold = BodyFraction(
        facts["threshold_numerator"],
        facts["threshold_denominator"],
        strict=facts["threshold_strict"],
    )
    if not threshold.reached(facts["votes_in_favour"], facts["votes_base"]):
        return False
    if not facts["also_numerator"]:
        return True
    second = BodyFraction(
        facts["also_numerator"], facts["also_denominator"], strict=facts["also_strict"]
    )
    return second.reached(facts["votes_in_favour"], facts["votes_other_base"])


def _threshold_met(case: Case) -> Verdict:
    """The votes in favour reach every threshold of the title, in integers over its base."""
    if _result(case) is not True:
        return unmet(
            "threshold_not_met", _("The votes in favour do not reach the threshold of this award.")
        )
    return met("threshold_met")


def _threshold_missed(case: Case) -> Verdict:
    """The votes in favour do not reach every threshold of the title."""
    if _result(case) is not False:
        return unmet(
            "threshold_not_missed", _("The votes in favour reach the threshold of this award.")
        )
    return met("threshold_missed")


not_on_open_ballot = Condition("not_on_open_ballot", _not_on_open_ballot, facts=(on_open_ballot,))
counted_and_signed = Condition(
    "counted_and_signed", _counted_and_signed, facts=(session_counted, session_unsigned)
)
threshold_met = Condition("threshold_met", _threshold_met, facts=_RESULT)
threshold_missed = Condition("threshold_missed", _threshold_missed, facts=_RESULT)
