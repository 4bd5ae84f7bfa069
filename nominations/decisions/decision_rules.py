"""Who may change, sign or discard a decision, and the conditions: SQL over its row `s`.

No models: the table is loaded before them.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_sql
from workflow.canonical import given_day
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_LINES = "FROM decisions_decisionline dl WHERE dl.decision_id = s.id"
_NOMINATIONS = (
    "FROM decisions_decisionline dl JOIN dossiers_nomination n ON n.id = dl.nomination_id"
    " WHERE dl.decision_id = s.id AND"
)

# --- who -----------------------------------------------------------------------------------------

is_substitute_signer = ActorRelation(
    "is_substitute_signer",
    _("the director's delegate, when every nomination on the decision is a director's own"),
    f"(EXISTS (SELECT 1 {_LINES}) AND NOT EXISTS (SELECT 1 {_NOMINATIONS} (n.person_id IS NULL"
    f" OR NOT {role_sql(Role.DIRECTOR, 's.organization_id', person='n.person_id')}))"
    f" AND {role_sql(Role.DIRECTOR_DELEGATE, 's.organization_id')})",
)

is_listed = ActorRelation(
    "is_listed",
    _("whoever is on the decision"),
    f"EXISTS (SELECT 1 {_NOMINATIONS} n.person_id = %(actor_person_id)s)",
)

# --- what must hold ------------------------------------------------------------------------------

has_lines = Fact("has_lines", f"EXISTS (SELECT 1 {_LINES})")
has_lines_of_others = Fact(
    "has_lines_of_others",
    f"EXISTS (SELECT 1 {_NOMINATIONS} (n.person_id IS NULL OR n.person_id <> %(actor_person_id)s))",
)

OWN_NOMINATION = unmet(
    "own_nomination",
    _("Nobody decides on their own nomination: it goes on a second paper, signed by the delegate."),
)


def _list_not_empty(case: Case) -> Verdict:
    """There is a nomination on the decision."""
    if not case.facts["has_lines"]:
        return unmet("empty", _("There is no nomination on this decision."))
    return met("list_not_empty")


def _about_others(case: Case) -> Verdict:
    """Somebody else's nomination is on the decision."""
    if case.facts["has_lines"] and not case.facts["has_lines_of_others"]:
        return OWN_NOMINATION
    return met("about_others")


def _date_not_in_future(case: Case) -> Verdict:
    """The decision is dated today or before."""
    day = given_day(case.data.get("signed_on"))
    if day is not None and day > case.today:
        return unmet("future", _("The date of the decision lies in the future."))
    return met("date_not_in_future")


list_not_empty = Condition("list_not_empty", _list_not_empty, facts=(has_lines,))
about_others = Condition("about_others", _about_others, facts=(has_lines, has_lines_of_others))
date_not_in_future = Condition("date_not_in_future", _date_not_in_future)
