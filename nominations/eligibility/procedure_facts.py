"""Facts of a procedure written by hand: a meeting, figures, events, opinions (docs/rules.md).

They stand in the same YAML as the facts of a subject, under keys of their own; each key that is
there is a question. Errors name the file, the line and the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nominations.eligibility.double_answers import DoublesFacts, read_doubles
from nominations.eligibility.facts import Facts
from nominations.eligibility.facts_yaml import facts_of, read_yaml
from nominations.law import catalogue
from nominations.law.datafile import Section
from nominations.law.deadlines import SETTING_EVENTS
from nominations.law.meetings import AgendaEntry, ItemVotes
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.rulesets.deadline_rules import DEADLINE_STEPS, EVENTS
from nominations.law.rulesets.opinion_rules import WHO
from nominations.people.models import Authority
from nominations.people.sectors import Sector

PROCEDURE_KEYS = ("agency", "meeting", "counts", "events", "opinions", "doubles")
MEETING_KINDS = ("council", "unit_meeting", "unit_council", "initiative_council")
FIGURES = ("members", "unit", "nominated", "managers", "this_year")
"""Figures beside the holders of an award: members of the agency or unit, people of a unit,
nominated for the award, managers among them, already given it in the year."""
MAX_FIGURE = 100_000
_SUBJECT = ("kind", "name")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of the agenda; `votes` is None before the vote."""

    entry: AgendaEntry
    name: str = ""
    votes: ItemVotes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """A meeting: of how many members, how many present (None where nobody knows), its agenda."""

    kind: str
    members: int
    present: int | None = None
    items: tuple[AgendaItem, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    """An opinion by the key of its rule: when it was asked, and answered (None: not yet)."""

    asked_on: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFacts:
    """The questions about the procedure; a part that is not given is None.

    `asks_route` is whether the agency was written, whose level and sector also hold for the rest.
    """

    level: str = str(Authority.AGENCY)
    sector: str = ""
    kind: str = ""
    asks_route: bool = False
    meeting: MeetingFacts | None = None
    counts: Mapping[str, int] | None = None
    events: Mapping[str, date] | None = None
    done: Mapping[str, date] = field(default_factory=dict)
    who: tuple[str, ...] | None = None
    opinions: Mapping[str, GivenOpinion] = field(default_factory=dict)
    doubles: DoublesFacts | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the procedure is asked."""
        parts = (self.meeting, self.counts, self.events, self.who, self.doubles)
        return not self.asks_route and all(one is None for one in parts)


@dataclass(frozen=True, slots=True)
class FactsFile:
    """A file of facts: those of a subject, None where only the procedure is asked, and this."""

    subject: Facts | None
    procedure: ProcedureFacts


def _optional(section: Section, key: str) -> Section | None:
    section.read_keys.add(key)
    return section.section(key) if key in section.content else None


def _number(section: Section, key: str, default: Any = ...) -> int:
    return section.whole(key, default, minimum=0, maximum=MAX_FIGURE)


def _votes(row: Section, members: int, present: int | None) -> ItemVotes | None:
    # "yes" and "no" are truth values in YAML.
    known = ("agree", "against", "invalid", "abstain", "written", "written_agree")
    figures = {key: _number(row, key, 0) for key in known}
    if not set(known) & set(row.content):
        return None
    if "agree" not in row.content:
        raise row.fail("agree", _("is missing"))
    if present is None:
        raise row.fail("agree", _("say how many were present before the votes"))
    cast = sum(figures[key] for key in ("agree", "against", "invalid", "abstain"))
    if cast > present:
        words = {"cast": cast, "present": present}
        raise row.fail("agree", _("%(cast)s votes, but %(present)s members were present") % words)
    if figures["written"] > members - present:
        raise row.fail("written", _("more opinions in writing than absent members"))
    if figures["written_agree"] > figures["written"]:
        raise row.fail("written_agree", _("more in favour than opinions in writing"))
    return ItemVotes(figures["agree"], figures["written"], figures["written_agree"])


def _item(row: Section, members: int, present: int | None) -> AgendaItem:
    found = AgendaItem(
        entry=AgendaEntry(
            row.one_of("award", catalogue.entries()),
            row.one_of("type", CommendationType.values, str(CommendationType.MERIT)),
        ),
        name=row.text("name", ""),
        votes=_votes(row, members, present),
    )
    row.close()
    return found


def _meeting(section: Section) -> MeetingFacts:
    members = section.whole("members", minimum=1, maximum=1000)
    present = None
    section.read_keys.add("present")
    if "present" in section.content:
        present = section.whole("present", minimum=0, maximum=members)
    found = MeetingFacts(
        kind=section.one_of("kind", MEETING_KINDS, "council"),
        members=members,
        present=present,
        items=tuple(_item(row, members, present) for row in section.rows("items", needed=False)),
    )
    section.close()
    return found


def _figures(section: Section) -> dict[str, int]:
    known = (*FIGURES, *catalogue.entries())
    for key in section.content:
        if key not in known:
            raise section.fail(key, _("must be one of: %(known)s") % {"known": ", ".join(known)})
    return {key: _number(section, key) for key in section.content}


def _days(section: Section, known: tuple[str, ...]) -> dict[str, date]:
    for key in section.content:
        if key not in known:
            raise section.fail(key, _("must be one of: %(known)s") % {"known": ", ".join(known)})
    return {key: section.day(key) for key in section.content}


def _events(section: Section) -> tuple[dict[str, date], dict[str, date]]:
    """The days of events, and of what was done about them."""
    done = _optional(section, "done")
    rest = {key: value for key, value in section.content.items() if key != "done"}
    events = Section(file=section.file, path=section.path, content=rest, lines=section.lines)
    known = tuple(dict.fromkeys([*EVENTS, *SETTING_EVENTS.values(), "posting"]))
    steps = (*DEADLINE_STEPS, *SETTING_EVENTS, "consultation")
    return _days(events, known), _days(done, steps) if done else {}


def _opinions(section: Section) -> tuple[tuple[str, ...], dict[str, GivenOpinion]]:
    section.read_keys.add("who")
    who = section.choices("who", WHO) if section.content.get("who") else ()
    asked = {}
    for row in section.rows("asked", needed=False):
        given = GivenOpinion(row.day("asked_on", None), row.day("answered_on", None))
        if given.answered_on and given.asked_on and given.answered_on < given.asked_on:
            raise row.fail("answered_on", _("lies before the day it was asked"))
        asked[row.text("key")] = given
        row.close()
    section.close()
    return who, asked


def procedure_of(section: Section) -> ProcedureFacts:
    """What a document asks of the procedure; its keys are marked as read."""
    agency, meeting = _optional(section, "agency"), _optional(section, "meeting")
    counts, events = _optional(section, "counts"), _optional(section, "events")
    opinions, doubles = _optional(section, "opinions"), _optional(section, "doubles")
    level, sector = str(Authority.AGENCY), ""
    if agency:
        level = agency.one_of("level", Authority.values, level)
        sector = agency.one_of("sector", ("", *Sector.values), "")
        agency.close()
    days, done = _events(events) if events else (None, {})
    who, asked = _opinions(opinions) if opinions else (None, {})
    return ProcedureFacts(
        level=level,
        sector=sector,
        kind=section.one_of("kind", ("", *RecipientKind.values), ""),
        asks_route=agency is not None,
        meeting=_meeting(meeting) if meeting else None,
        counts=_figures(counts) if counts else None,
        events=days,
        done=done,
        who=who,
        opinions=asked,
        doubles=read_doubles(doubles) if doubles else None,
    )


def read_facts_file(text: str, *, file: str, year: int, on: date) -> FactsFile:
    """A file of facts; what it says of a subject is read only where it says more than who it is,
    or asks nothing of the procedure. Refuses a wrong text with DataFileError."""
    section = read_yaml(text, file)
    procedure = procedure_of(section)
    about_subject = set(section.content) - set(PROCEDURE_KEYS) - set(_SUBJECT)
    if about_subject or procedure.is_empty:
        return FactsFile(facts_of(section, year=year, on=on), procedure)
    section.text("name", "")
    section.close()
    return FactsFile(None, procedure)
