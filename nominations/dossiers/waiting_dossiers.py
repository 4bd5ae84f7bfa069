"""Dossiers that wait for a step of the council secretary, for the items of "my work": how many, by
when, and for which opinions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from nominations.dossiers.legal_deadlines import DossierDeadline
from nominations.dossiers.models import CampaignTitle
from nominations.states import State


class WaitsFor(StrEnum):
    """What a dossier waits for."""

    NOTHING = ""
    SESSION = "session"
    POSTING = "posting"
    DECISION = "decision"
    REPORT = "report"
    SUPPLEMENT = "supplement"
    OUTCOME = "outcome"


DEADLINE_STEPS = {
    WaitsFor.SESSION: ("appraisal", "vote"),
    WaitsFor.DECISION: ("decision",),
    WaitsFor.REPORT: ("report_upward",),
}
"""The steps of the rules that each of these completes."""
STATES = {
    WaitsFor.SESSION: State.UNIT_REVIEWED,
    WaitsFor.POSTING: State.COUNCIL_VOTED,
    WaitsFor.DECISION: State.CONSULTED,
    WaitsFor.REPORT: State.DECIDED,
    WaitsFor.SUPPLEMENT: State.REVOKED,
    WaitsFor.OUTCOME: State.REPORTED,
}
"""The state in which dossiers wait for it."""


class ProposingPaper(NamedTuple):
    """A submission upward that was sent by hand."""

    public_id: UUID
    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingGroup:
    """Dossiers of an agency that wait for the same step, for one award of a campaign.

    `council_id` and `council` are one of the councils of the agency today: of the dossiers that
    wait for a session each council has a group of its own. `is_own`: those of the reader.
    `proposed_by`: the paper, of those that wait for an outcome.
    """

    waits_for: WaitsFor
    organization_id: int
    agency: str
    council_id: int | None
    council: str | None
    campaign_id: int
    campaign: str
    commendation_type: str
    award_type_id: int
    authority: str
    title: CampaignTitle
    is_own: bool
    proposed_by: ProposingPaper | None
    number: int

    @property
    def place(self) -> tuple[int, int]:
        """Campaign and award."""
        return (self.campaign_id, self.award_type_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDossiers:
    """The dossiers that wait for one secretary. `due`: the first legal deadline, by step, campaign
    and award. `asked`: dossiers for which the rules require opinions."""

    groups: Collection[WaitingGroup] = ()
    due: Mapping[tuple[str, int, int], DossierDeadline] | None = None
    asked: Collection[Any] = ()

    def waiting_for(self, *wanted: WaitsFor) -> list[WaitingGroup]:
        """The groups that wait for one of these steps."""
        return [one for one in self.groups if one.waits_for in wanted]

    def due_of(self, groups: Iterable[WaitingGroup]) -> dict[str, Any]:
        """The first day for some groups with the article that sets it, as an inbox tells it."""
        keys = {(one.waits_for.value, *one.place) for one in groups}
        found = [line for key in keys if (line := (self.due or {}).get(key))]
        days = sorted((line.day, line.source) for line in found if line.day)
        return {"deadline": days[0][0], "deadline_source": days[0][1]} if days else {}

    def asked_in(self, *wanted: WaitsFor) -> list[Any]:
        """The dossiers in the states where one waits for these, opinions asked for or on record
        with them; none where no dossier that waits has an opinion to wait for."""
        asking = {one.waits_for for one in self.waiting_for(*wanted) if one.title.opinions}
        states = {STATES[one] for one in asking}
        return [row for row in self.asked if row.state in states]

    def titles(self) -> dict[tuple[int, int], CampaignTitle]:
        """The steps and the rules of each award, by campaign and award."""
        return {one.place: one.title for one in self.groups}
