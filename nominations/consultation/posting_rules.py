"""Relations and conditions of the transitions of a posting. No models here: SQL over the row
`s`."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_relation
from nominations.states import State
from workflow.canonical import given_day
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

is_conductor = role_relation(
    "is_posting_conductor", _("the council secretary"), Role.SECRETARY, "s.organization_id"
)

is_posted = ActorRelation(
    "is_posted",
    _("whoever is on the list"),
    "EXISTS (SELECT 1 FROM consultation_posteditem pi"
    " JOIN dossiers_nomination n ON n.id = pi.nomination_id WHERE pi.posting_id = s.id"
    " AND pi.ended_at IS NULL AND n.person_id = %(actor_person_id)s)",
)

due_on = Fact("posting_due_on", "s.due_on", date)
has_running_names = Fact(
    "has_running_names",
    "EXISTS (SELECT 1 FROM consultation_posteditem pi"
    " WHERE pi.posting_id = s.id AND pi.ended_at IS NULL)",
)
has_waiting_names = Fact(
    "has_waiting_names",
    "EXISTS (SELECT 1 FROM consultation_posteditem pi"  # noqa: S608 -- our own constants only
    " JOIN dossiers_nomination n ON n.id = pi.nomination_id"
    f" WHERE pi.posting_id = s.id AND pi.ended_at IS NULL AND n.state = '{State.COUNCIL_VOTED}')",
)


def _time_not_over(case: Case) -> Verdict:
    """The last day for opinions is not over."""
    if case.today > case.facts["posting_due_on"]:
        return unmet(
            "posting_over", _("The time for opinions is over and cannot be extended any more.")
        )
    return met("time_not_over")


def _later_day_given(case: Case) -> Verdict:
    """The new last day is later than the present one."""
    day = given_day(case.data.get("due_on"))
    if day is None or day <= case.facts["posting_due_on"]:
        return unmet("not_later", _("Choose a last day later than the present one."))
    return met("later_day_given")


def _nothing_taken_any_more(case: Case) -> Verdict:
    """The last day for opinions is over, or no name is posted any more."""
    due = case.facts["posting_due_on"]
    if case.today <= due and case.facts["has_running_names"]:
        return unmet(
            "still_running",
            _("Opinions are taken until the end of %(day)s.") % {"day": date_format(due, "d/m/Y")},
        )
    return met("nothing_taken_any_more")


def _names_remain(case: Case) -> Verdict:
    """Some name of the list still waits for the end of its consultation."""
    if not case.facts["has_waiting_names"]:
        return unmet("no_names_remain", _("No name on this list waits any more."))
    return met("names_remain")


time_not_over = Condition("time_not_over", _time_not_over, facts=(due_on,))
later_day_given = Condition("later_day_given", _later_day_given, facts=(due_on,))
nothing_taken_any_more = Condition(
    "nothing_taken_any_more", _nothing_taken_any_more, facts=(due_on, has_running_names)
)
names_remain = Condition("names_remain", _names_remain, facts=(has_waiting_names,))
