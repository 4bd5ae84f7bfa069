"""Conditions on the unit's meeting before a nomination is endorsed. No models here."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from nominations.dossiers.unit_meeting import (
    UnitMeeting,
    enough_agreed,
    enough_present,
    meeting_rule,
    not_too_many_present,
    staff_known,
)
from nominations.people.body_kinds import BodyKind
from workflow.rules import Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_TITLE = (
    "FROM dossiers_campaigntitle ct"
    " WHERE ct.campaign_id = s.campaign_id AND ct.award_type_id = s.award_type_id"
)

unit_meeting_rule = Fact("unit_meeting_rule", f"(SELECT ct.unit_meeting {_TITLE})", str)
# Days are compared in Python: the day of the meeting is typed in, after the facts are read. The
# staff of a unit that stands for its agency as a whole are those of all units of the agency.
unit_staff = Fact(
    "unit_staff",
    "(SELECT string_agg(CAST(m.person_id AS text)"  # noqa: S608 -- our own constants only
    " || ' ' || CAST(m.valid_from AS text) || ' '"
    " || COALESCE(CAST(m.valid_to AS text), ''), ',')"
    " FROM people_unitmembership m WHERE m.unit_id IN (SELECT s.unit_id UNION ALL"
    " SELECT part.id FROM people_unit whole"
    " JOIN people_unit part ON part.organization_id = whole.organization_id"
    f" WHERE whole.id = s.unit_id AND whole.body_kind = '{BodyKind.WHOLE_AGENCY}'))",
    str,
)


def _unit_meeting_recorded(case: Case) -> Verdict:
    """The unit meeting is recorded: present and agreed."""
    present, agreed = case.data.get("present"), case.data.get("agreed")
    if not isinstance(present, int) or not isinstance(agreed, int) or present < 1 or agreed < 0:
        return unmet(
            "unit_meeting_missing",
            _("Enter the result of the unit meeting: how many present, how many agreed."),
        )
    if agreed > present:
        return unmet("agreed_more_than_present", _("More people agreed than were present."))
    return met("unit_meeting_recorded")


def _meeting(case: Case) -> UnitMeeting:
    """The unit's meeting as typed in, with what the campaign's rules ask of it."""
    held_on = case.data.get("held_on") or case.today
    return UnitMeeting(
        rule=meeting_rule(case.facts["unit_meeting_rule"]),
        present=case.data.get("present"),
        agreed=case.data.get("agreed"),
        minority_confirmed=bool(case.data.get("minority_confirmed")),
        day=held_on if isinstance(held_on, date) else date.fromisoformat(held_on),
        memberships=case.facts["unit_staff"],
    )


def _unit_staff_known(case: Case) -> Verdict:
    """The unit's staff of that day is on record, and no more than these were present."""
    meeting = _meeting(case)
    known = staff_known(meeting)
    return not_too_many_present(meeting) if known else known


def _unit_meeting_quorate(case: Case) -> Verdict:
    """As many of the unit's staff were present as the campaign's rules ask for, if they do."""
    return enough_present(_meeting(case))


def _unit_vote_reached(case: Case) -> Verdict:
    """As many agreed as the campaign's rules ask for; without a rule, a minority is confirmed."""
    return enough_agreed(_meeting(case))


unit_meeting_recorded = Condition("unit_meeting_recorded", _unit_meeting_recorded)
_OF_THE_MEETING = (unit_meeting_rule, unit_staff)
unit_staff_known = Condition("unit_staff_known", _unit_staff_known, facts=_OF_THE_MEETING)
unit_meeting_quorate = Condition(
    "unit_meeting_quorate", _unit_meeting_quorate, facts=_OF_THE_MEETING
)
unit_vote_reached = Condition("unit_vote_reached", _unit_vote_reached, facts=_OF_THE_MEETING)
