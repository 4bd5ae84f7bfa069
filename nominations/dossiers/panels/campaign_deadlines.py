"""The deadlines of a campaign's awards, as its page shows them: equal ones in one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nominations.dossiers.deadline_facts import events_of_campaign
from nominations.dossiers.legal_deadlines import is_step_ahead, takes_step
from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.law.deadlines import compute_deadline, counted_from, step_name
from nominations.law.rulesets.deadline_rules import DEADLINE_STEPS, DeadlineRule
from nominations.law.rulesets.title_procedure import read_deadlines
from nominations.people.sectors import Sector
from workflow import clock
from workflow.deadlines import WorkingCalendar


@dataclass(slots=True, kw_only=True)
class CampaignDeadline:
    """A deadline with its awards; `day` is None where it differs from dossier to dossier. `waiting`
    is how many nominations have not taken the step."""

    campaign: Campaign
    rule: DeadlineRule
    day: date | None
    awards: list[str] = field(default_factory=list)
    waiting: int = 0

    @property
    def name(self) -> str:
        """What has to be done."""
        return step_name(self.rule.step)

    @property
    def counted(self) -> str:
        """The event it counts from, in words."""
        return counted_from(self.rule)

    @property
    def choice_words(self) -> str:
        """That the agency chose it, where an article leaves it to the province or ministry."""
        return self.campaign.choice_words(self.rule.left_to)

    @property
    def sectors(self) -> str:
        """The sectors it is limited to; "" for all."""
        return ", ".join(str(Sector(one).label) for one in self.rule.sectors)

    @property
    def is_late(self) -> bool:
        """Whether the day is over and nominations have not taken the step."""
        return self.day is not None and self.day < clock.today() and self.waiting > 0


Counts = Mapping[tuple[int, str], int]


def campaign_deadlines(
    campaign: Campaign, titles: Sequence[CampaignTitle], counts: Counts
) -> list[CampaignDeadline]:
    """The deadlines in the order of their days, those without one last; `counts` are the
    nominations by award and state."""
    events = events_of_campaign(campaign)
    found: dict[tuple[str, ...], CampaignDeadline] = {}
    calendar: WorkingCalendar | None = None
    for title in titles:
        for rule in read_deadlines(title.deadlines):
            if not takes_step(title, rule.step):
                continue
            if calendar is None:
                counted = rule.event in events and rule.unit == "working_days"
                calendar = WorkingCalendar.local() if counted else None
            computed = compute_deadline(
                rule, year=campaign.year, events=events, calendar=calendar or WorkingCalendar()
            )
            key = (rule.step, rule.key, rule.source, counted_from(rule))
            line = found.setdefault(
                key, CampaignDeadline(campaign=campaign, rule=rule, day=computed.day)
            )
            line.awards.append(title.award_type.name)
            line.waiting += _waiting(title, rule.step, counts)
    order = DEADLINE_STEPS.index
    return sorted(found.values(), key=lambda one: (one.day or date.max, order(one.rule.step)))


def _waiting(title: CampaignTitle, step: str, counts: Counts) -> int:
    return sum(
        number
        for (award, state), number in counts.items()
        if award == title.award_type_id and is_step_ahead(state, step)
    )
