"""Quorum and threshold of the unit's meeting under the campaign's rules. No models here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nominations import citations
from nominations.fractions import BodyFraction
from workflow.verdict import Verdict, met, unmet


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """Quorum and required majority of the meeting; None where the rules set none.

    The quorum is a fraction of the unit's staff; the majority is of the staff ("all") or of those
    "present".
    """

    quorum: BodyFraction | None = None
    vote: BodyFraction | None = None
    vote_base: str = "all"


def meeting_rule(stored: Any) -> MeetingRule:
    """The rule stored with a campaign's title: a mapping, its JSON text, or None."""
    given: Mapping[str, Any] = (json.loads(stored) if isinstance(stored, str) else stored) or {}
    quorum, vote = given.get("quorum"), dict(given.get("vote") or {})
    base = vote.pop("base", "all")
    return MeetingRule(
        quorum=BodyFraction(**quorum) if quorum else None,
        vote=BodyFraction(**vote) if vote else None,
        vote_base=base,
    )


def _words(fraction: BodyFraction, **more: Any) -> dict[str, Any]:
    """The format values of a fraction."""
    return {"fraction": fraction.text(), "source": citations.plain(fraction.source), **more}


def staff_on(memberships: str | None, day: date) -> int:
    """How many people worked in the unit on the day, by "person from to" joined with commas."""
    on, found = day.isoformat(), set()
    for one in (memberships or "").split(","):
        person, _space, span = one.partition(" ")
        begins, _space, ends = span.partition(" ")
        if person and begins <= on and (not ends or on <= ends):
            found.add(person)
    return len(found)


# --- before the meeting is recorded ---------------------------------------------------------------


def staff_text(staff: int) -> str:
    """The number of staff in words."""
    if staff:
        return _("The unit has %(count)s members.") % {"count": staff}
    return _(
        "Nobody is on record as working in the unit, so it cannot endorse. Have its people recorded"
        " first."
    )


def quorum_text(rule: MeetingRule, staff: int) -> str:
    """The required attendance in words; "" without a rule or without staff."""
    if rule.quorum is None or not staff:
        return ""
    words = _words(rule.quorum, needed=rule.quorum.needed(staff), staff=staff)
    return (
        _(
            "At least %(needed)s of the unit's %(staff)s staff (%(fraction)s) must be present:"
            " %(source)s."
        )
        % words
    )


def vote_text(rule: MeetingRule, staff: int) -> str:
    """The required majority in words; "" without a rule or without staff."""
    if rule.vote is None or not staff:
        return ""
    words = _words(rule.vote, needed=rule.vote.needed(staff), staff=staff)
    if rule.vote_base == "present":
        return _("Of those present, %(fraction)s must agree: %(source)s.") % words
    return (
        _(
            "At least %(needed)s of the unit's %(staff)s staff (%(fraction)s) must agree:"
            " %(source)s."
        )
        % words
    )


def minority_text(present: int, agreed: int) -> str:
    """Not more than half agreed: the sentence that asks to confirm it."""
    return _(
        "Only %(agreed)s of %(present)s present agreed. Check the figures; if the unit proposes the"
        " nomination all the same, tick the box below."
    ) % {"agreed": agreed, "present": present}


# --- once it is -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMeeting:
    """The unit's meeting as typed in, and the staff of the unit by "person from to"."""

    rule: MeetingRule
    present: Any
    agreed: Any
    day: date
    memberships: str | None
    minority_confirmed: bool = False

    @property
    def staff(self) -> int:
        """How many people worked in the unit on the day of the meeting."""
        return staff_on(self.memberships, self.day)

    @property
    def is_recorded(self) -> bool:
        """Whether both figures are given; another rule requires them."""
        return isinstance(self.present, int) and isinstance(self.agreed, int)


def staff_known(meeting: UnitMeeting) -> Verdict:
    """Met if the unit has recorded staff on the day: without staff there is no share."""
    if meeting.staff:
        return met("unit_staff_known")
    return unmet(
        "unit_staff_unknown",
        _(
            "Nobody is on record as working in the unit on %(day)s; check the day of the meeting"
            " and the list of its people."
        )
        % {"day": date_format(meeting.day, "d/m/Y")},
    )


def not_too_many_present(meeting: UnitMeeting) -> Verdict:
    """Whether no more were present than worked in the unit on the day."""
    staff = meeting.staff
    if not meeting.is_recorded or meeting.present <= staff:
        return met("unit_staff_known")
    return unmet(
        "more_present_than_staff",
        _("%(present)s were present, but the unit had only %(staff)s members on %(day)s.")
        % {
            "present": meeting.present,
            "staff": staff,
            "day": date_format(meeting.day, "d/m/Y"),
        },
    )


def is_minority(present: Any, agreed: Any) -> bool:
    """Whether not more than half of those present agreed."""
    figures = isinstance(present, int) and isinstance(agreed, int)
    return figures and agreed <= present and 2 * agreed <= present


def enough_present(meeting: UnitMeeting) -> Verdict:
    """Whether as many of the unit's staff of the day were present as the rules ask for."""
    quorum = meeting.rule.quorum
    if quorum is None or not meeting.is_recorded:
        return met("unit_meeting_quorate")
    staff = meeting.staff
    needed = quorum.needed(staff)
    if meeting.present >= needed:
        return met("unit_meeting_quorate")
    day = date_format(meeting.day, "d/m/Y")
    words = _words(quorum, present=meeting.present, staff=staff, needed=needed, day=day)
    return unmet(
        "unit_meeting_not_quorate",
        _(
            "%(present)s of the unit's %(staff)s staff on %(day)s were present; at least %(needed)s"
            " (%(fraction)s) are required by %(source)s."
        )
        % words,
        quorum.source,
    )


def enough_agreed(meeting: UnitMeeting) -> Verdict:
    """Whether as many agreed as the rules ask for, of the staff or of those present.

    Without a rule, endorsing against the majority needs a confirmation.
    """
    vote = meeting.rule.vote
    if not meeting.is_recorded:
        return met("unit_vote_reached")
    if vote is None:
        if is_minority(meeting.present, meeting.agreed) and not meeting.minority_confirmed:
            return unmet("unit_minority", minority_text(meeting.present, meeting.agreed))
        return met("unit_vote_reached")
    base = meeting.present if meeting.rule.vote_base == "present" else meeting.staff
    needed = vote.needed(base)
    if meeting.agreed >= needed:
        return met("unit_vote_reached")
    sentence = (
        _(
            "%(agreed)s of the %(base)s present agreed; at least %(needed)s (%(fraction)s) are"
            " required by %(source)s."
        )
        if meeting.rule.vote_base == "present"
        else _(
            "%(agreed)s of the unit's %(base)s staff agreed; at least %(needed)s (%(fraction)s) are"
            " required by %(source)s."
        )
    )
    words = _words(vote, agreed=meeting.agreed, base=base, needed=needed)
    return unmet("unit_vote_not_reached", sentence % words, vote.source)
