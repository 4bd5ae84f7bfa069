"""Relations and conditions of the transitions of an initiative. No models here: SQL over the row
`s`."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_relation, role_sql
from nominations.records.council_rules import council_rules, quorum_of
from nominations.records.scales import Scope
from workflow.canonical import given_day
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_AUTHORS = "FROM records_initiativeauthor a WHERE a.initiative_id = s.id"

# --- who -----------------------------------------------------------------------------------------

is_author = ActorRelation(
    "is_author",
    _("the author"),
    f"EXISTS (SELECT 1 {_AUTHORS} AND a.person_id = %(actor_person_id)s)",
)
is_clerk = role_relation("is_initiative_clerk", _("the unit clerk"), Role.UNIT_CLERK, "s.unit_id")
is_secretary = role_relation(
    "is_initiative_secretary", _("the council secretary"), Role.SECRETARY, "s.organization_id"
)
is_director = role_relation(
    "is_initiative_director", _("the director"), Role.DIRECTOR, "s.organization_id"
)
is_substitute_director = ActorRelation(
    "is_initiative_substitute",
    _("the director's delegate, when the director is an author"),
    f"(EXISTS (SELECT 1 {_AUTHORS}"
    f" AND {role_sql(Role.DIRECTOR, 's.organization_id', person='a.person_id')})"
    f" AND {role_sql(Role.DIRECTOR_DELEGATE, 's.organization_id')})",
)

# --- what must hold ------------------------------------------------------------------------------

share_total = Fact("share_total", f"(SELECT SUM(a.share) {_AUTHORS})", int)
quorum_facts = (
    Fact("quorum_numerator", "s.quorum_numerator", int),
    Fact("quorum_denominator", "s.quorum_denominator", int),
    Fact("quorum_source", "s.quorum_source", str),
)
assessed_on = Fact("assessed_on", "s.assessed_on", date)
authority = Fact(
    "authority",
    "(SELECT o.authority FROM people_organization o WHERE o.id = s.organization_id)",
    str,
)


def _authors_complete(case: Case) -> Verdict:
    """The authors are named and their shares add up to 100."""
    total = case.facts["share_total"]
    if total != 100:
        return unmet(
            "shares_not_whole",
            _("The shares of the authors add up to %(total)s%%; they must make 100%%.")
            % {"total": total or 0},
        )
    return met("authors_complete")


def _votes(case: Case) -> tuple[int, int, int] | None:
    """Members, present, agreed, where they are whole numbers in order."""
    given = (case.data.get(key) for key in ("members", "present", "agreed"))
    counts = [one for one in given if isinstance(one, int) and not isinstance(one, bool)]
    if len(counts) != 3:
        return None
    members, present, agreed = counts
    in_order = 0 <= agreed <= present <= members and members >= 1
    return (members, present, agreed) if in_order else None


def _assessment_recorded(case: Case) -> Verdict:
    """The council's meeting is recorded: day, members, present, agreed."""
    if any(case.data.get(key) is None for key in ("members", "present", "agreed")):
        return unmet(
            "assessment_missing",
            _("Enter the council's size, how many were present and how many agreed."),
        )
    if _votes(case) is None:
        return unmet(
            "assessment_wrong", _("No more can agree than are present, nor be present than belong.")
        )
    held_on = given_day(case.data.get("held_on"))
    if held_on is None:
        return unmet("assessment_undated", _("Enter the day of the council's meeting."))
    if held_on > case.today:
        return unmet("assessment_future", _("The day of the meeting lies in the future."))
    return met("assessment_recorded")


def _council_quorate(case: Case) -> Verdict:
    """The quorum of the council was reached."""
    votes, quorum = _votes(case), quorum_of(*(case.facts[one.name] for one in quorum_facts))
    if votes is None or quorum.reached(votes[1], votes[0]):
        return met("council_quorate")
    return unmet(
        "no_quorum",
        _("The council meets with %(needed)s of %(members)s members; %(present)s were present.")
        % {"needed": quorum.needed(votes[0]), "members": votes[0], "present": votes[1]},
        quorum.source,
    )


def _passed(votes: tuple[int, int, int]) -> bool:
    return council_rules().threshold.reached(votes[2], votes[0])


def _council_agreed(case: Case) -> Verdict:
    """The required share of all members agreed."""
    votes, threshold = _votes(case), council_rules().threshold
    if votes is None or _passed(votes):
        return met("council_agreed")
    return unmet(
        "council_not_agreed",
        _(
            "%(needed)s of %(members)s members must agree; %(agreed)s did."
            " Record it as not passed by the council."
        )
        % {"needed": threshold.needed(votes[0]), "members": votes[0], "agreed": votes[2]},
        threshold.source,
    )


def _council_disagreed(case: Case) -> Verdict:
    """The required share of all members did not agree."""
    votes, threshold = _votes(case), council_rules().threshold
    if votes is None or not _passed(votes):
        return met("council_disagreed")
    return unmet(
        "council_agreed",
        _("%(agreed)s of %(members)s members agreed: the council has passed the initiative.")
        % {"members": votes[0], "agreed": votes[2]},
        threshold.source,
    )


def _recognition_paper_given(case: Case) -> Verdict:
    """Scope, number and date of the decision are given, and the date follows the assessment."""
    if not all(case.data.get(key) for key in ("scope", "paper_number", "paper_date")):
        return unmet(
            "paper_missing", _("Enter the scope, the number and the date of the decision.")
        )
    day, assessed = given_day(case.data["paper_date"]), case.facts["assessed_on"]
    if day is None or day > case.today:
        return unmet("paper_future", _("The day of the decision lies in the future."))
    if assessed is not None and day < assessed:
        return unmet("paper_too_early", _("The decision is dated before the council's meeting."))
    return met("paper_given")


def _within_authority(case: Case) -> Verdict:
    """The head of the agency recognises this scope."""
    scope = str(case.data.get("scope") or "")
    rules = council_rules()
    if scope in rules.scopes_of(case.facts["authority"] or ""):
        return met("within_authority")
    words = Scope(scope).label if scope in Scope.values else scope
    return unmet(
        "scope_of_another",
        _(
            "The scope “%(scope)s” is recognised by an authority above;"
            " it is recorded with the paper of that authority."
        )
        % {"scope": words},
        rules.scopes_source,
    )


def _scope_known(case: Case) -> Verdict:
    """The scope is one of the scale."""
    if case.data.get("scope") in Scope.values:
        return met("scope_known")
    return unmet("scope_unknown", _("Enter the scope of the recognition."))


authors_complete = Condition("authors_complete", _authors_complete, facts=(share_total,))
assessment_recorded = Condition("assessment_recorded", _assessment_recorded)
council_quorate = Condition("council_quorate", _council_quorate, facts=quorum_facts)
council_agreed = Condition("council_agreed", _council_agreed)
council_disagreed = Condition("council_disagreed", _council_disagreed)
recognition_paper_given = Condition(
    "recognition_paper_given", _recognition_paper_given, facts=(assessed_on,)
)
within_authority = Condition("within_authority", _within_authority, facts=(authority,))
scope_known = Condition("scope_known", _scope_known)
