"""When the rules of a campaign require each step of a dossier, and by how much it is or was late.

The rules are stored with the campaign's titles (`rulesets.title_procedure`); `deadline_facts` reads
the facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    QuerySet,
)
from django.utils.translation import gettext as _

from nominations import citations
from nominations.dossiers.deadline_facts import (
    WITH_THE_UNIT,
    DeadlineFacts,
    asks_sector,
    column_of,
    day_columns,
    read_columns,
)
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.law.deadlines import compute_deadline, counted_from, step_name
from nominations.law.rulesets.deadline_rules import DEADLINE_STEPS, DeadlineRule
from nominations.law.rulesets.title_procedure import read_deadlines, title_deadline_for
from nominations.states import State
from workflow import clock
from workflow.deadlines import WorkingCalendar

STATES_IN_ORDER = (
    State.DRAFT,
    State.REGISTERED,
    State.SUBMITTED,
    State.UNIT_REVIEWED,
    State.COUNCIL_VOTED,
    State.CONSULTED,
    State.DECIDED,
)
STATE_OF_STEP = {
    "registration": State.DRAFT,
    "submit": State.REGISTERED,
    "unit_review": State.SUBMITTED,
    "appraisal": State.UNIT_REVIEWED,
    "vote": State.UNIT_REVIEWED,
    "decision": State.CONSULTED,
    "report_upward": State.DECIDED,
    "tell_nominee": State.CONSULTED,
}
"""The state in which each step is taken. The system notifies of the result itself."""
TRANSITIONS_OF_STEP = {
    "registration": ("register",),
    "submit": ("submit",),
    "unit_review": ("endorse", "waive_unit_review", "decline"),
    "appraisal": ("pass_vote", "fail_vote", "waive_vote"),
    "vote": ("pass_vote", "fail_vote"),
    "decision": ("decide", "refuse"),
    "report_upward": ("report_upward",),
    "tell_nominee": ("decide", "refuse"),
}
"""The acts by which each step is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDeadline:
    """A deadline of a step. `day` is None while its event has not happened, or where the step is
    due at once; `done_on` is None until the step is taken.

    `sector_asked`: the day may differ, because the sector of the agency is not recorded.
    """

    dossier: Nomination
    rule: DeadlineRule
    day: date | None
    done_on: date | None = None
    is_next: bool = False
    sector_asked: bool = False

    @property
    def name(self) -> str:
        """What has to be done."""
        return step_name(self.rule.step)

    @property
    def counted(self) -> str:
        """The event it counts from, in words."""
        return counted_from(self.rule)

    @property
    def days_late(self) -> int:
        """By how many days the step is or was late; 0 if it is not."""
        if self.day is None:
            return 0
        return max(0, ((self.done_on or clock.today()) - self.day).days)

    @property
    def source(self) -> str:
        """The citation in full."""
        return citations.plain(self.rule.source) if self.rule.source else ""

    @property
    def choice_words(self) -> str:
        """That the agency chose it, where an article leaves it to the province or ministry."""
        authority = self.dossier.award_type.authority
        return self.dossier.campaign.choice_words(self.rule.left_to, authority)


Titles = Mapping[tuple[int, int], CampaignTitle]


def titles_with_deadlines(
    campaigns: Iterable[Any], steps: Collection[str] = DEADLINE_STEPS
) -> dict[tuple[int, int], CampaignTitle]:
    """The titles of the campaigns with a deadline for one of the steps; one query."""
    rows = CampaignTitle.objects.filter(campaign__in=campaigns).exclude(deadlines=[])
    return {
        (one.campaign_id, one.award_type_id): one
        for one in rows
        if any(rule["step"] in steps for rule in one.deadlines)
    }


def deadlines_of_dossiers(
    rows: Sequence[Nomination],
    titles: Titles,
    *,
    steps: Collection[str] = DEADLINE_STEPS,
    done: Mapping[int, Mapping[str, date]] | None = None,
    known: Mapping[str, date] | None = None,
) -> dict[int, list[DossierDeadline]]:
    """The deadlines of each dossier (with its campaign), in the order of their days: of the steps
    ahead, and of taken ones with a date in `done`.

    The number of queries does not grow with the rows: one for the facts, none where the rows were
    read `with_facts`; one each for the kinds of the subjects and the calendar where the rules need
    them. `known` are dates of events that need not be read.
    """
    rules = {place: read_deadlines(title.deadlines) for place, title in titles.items()}
    asked = [row for row in rows if (row.campaign_id, row.award_type_id) in rules]
    if not asked:
        return {}
    used = [one for place in rules.values() for one in place if one.step in steps]
    facts = DeadlineFacts(asked, used, known or {})
    found = {}
    for row in asked:
        place = (row.campaign_id, row.award_type_id)
        behind = (done or {}).get(row.pk, {})
        lines = [
            line
            for step in steps
            if (step in behind or is_step_ahead(row.state, step))
            and takes_step(titles[place], step)
            for line in _line(row, rules[place], step, facts, behind.get(step))
        ]
        found[row.pk] = sorted(lines, key=lambda one: (one.day or date.max, one.rule.step))
    return found


def is_step_ahead(state: str, step: str) -> bool:
    """Whether a dossier in the state has the step still ahead."""
    return state in STATES_IN_ORDER and STATES_IN_ORDER.index(
        State(state)
    ) <= STATES_IN_ORDER.index(STATE_OF_STEP[step])


def takes_step(title: CampaignTitle, step: str) -> bool:
    """Whether the step is part of the procedure of the award."""
    needed = {
        "registration": title.needs_registration,
        "unit_review": title.needs_unit_review,
        "vote": title.needs_vote,
    }
    return needed.get(step, True)


def _line(
    row: Nomination,
    rules: Sequence[DeadlineRule],
    step: str,
    facts: DeadlineFacts,
    done_on: date | None,
) -> Iterator[DossierDeadline]:
    sector = facts.sectors.get(row.pk, "")
    rule = title_deadline_for(
        rules, step, sector=sector, kind=row.kind, subject_kinds=facts.kinds.get(row.pk)
    )
    if rule is None:
        return
    events = facts.events[row.pk]
    counts = rule.event in events and rule.unit == "working_days"
    calendar = facts.calendar if counts else WorkingCalendar()
    computed = compute_deadline(rule, year=row.campaign.year, events=events, calendar=calendar)
    yield DossierDeadline(
        dossier=row,
        rule=rule,
        day=computed.day,
        done_on=done_on,
        is_next=STATE_OF_STEP[step] == row.state,
        sector_asked=not sector and asks_sector(rules, step),
    )


# --- for lists and pages --------------------------------------------------------------------------

PAPERS = {"decision": "decision", "tell_nominee": "decision", "report_upward": "report"}
"""Steps dated by their paper and not by their history entry: step -> the event with the date."""


def deadlines_of_page(
    row: Nomination, title: CampaignTitle | None, acts: Mapping[str, date]
) -> list[DossierDeadline]:
    """Every deadline of a dossier, taken steps included; `acts`: the last day of each
    transition."""
    if title is None or not title.deadlines:
        return []
    steps = {rule["step"] for rule in title.deadlines}
    done = {
        step: max(days)
        for step in steps
        if not is_step_ahead(row.state, step)
        and (days := [acts[name] for name in TRANSITIONS_OF_STEP[step] if name in acts])
    }
    papers = {step: PAPERS[step] for step in done.keys() & PAPERS.keys()}
    paper_days = read_columns([row], day_columns(papers.values())).get(row.pk, {})
    for step, event in papers.items():
        done[step] = paper_days.get(column_of(event)) or done[step]
    place = {(row.campaign_id, row.award_type_id): title}
    found = deadlines_of_dossiers(
        [row], place, done={row.pk: done}, known=_recorded_events(row, acts)
    )
    return found.get(row.pk, [])


def _recorded_events(row: Nomination, acts: Mapping[str, date]) -> dict[str, date]:
    """The dates of events found in the history of a dossier."""
    days = [acts[name] for name in ("endorse", "waive_unit_review") if name in acts]
    if row.state in WITH_THE_UNIT:
        return {}
    return {"complete_dossier": max(days)} if days else {}


def next_deadlines(rows: Sequence[Any]) -> dict[int, DossierDeadline]:
    """The earliest deadline with a day of the current step of each dossier, by its id. The rows
    have their campaign and the title of their award (`title_here`)."""
    titles = {
        (row.campaign_id, row.award_type_id): row.title_here
        for row in rows
        if hasattr(row, "title_here") and row.title_here.deadlines
    }
    found = {}
    for pk, lines in deadlines_of_dossiers(rows, titles).items():
        dated = [one for one in lines if one.is_next and one.day is not None]
        if dated:
            found[pk] = dated[0]
    return found


def earliest_of_rows(
    rows: QuerySet[Nomination], steps: Collection[str], *, next_only: bool = False
) -> Iterator[tuple[Nomination, DossierDeadline]]:
    """For each dossier its earliest deadline of one of the steps with a known day (`next_only`: of
    the current step); one query if there is no such rule."""
    titles = titles_with_deadlines(rows.order_by().values("campaign_id"), steps)
    if not titles:
        return
    within = rows.filter(
        campaign__in={campaign for campaign, _award in titles},
        award_type__in={award for _campaign, award in titles},
    )
    related = ("campaign", "organization", "collective", "award_type")
    chosen = list(within.order_by("pk").select_related(*related).defer("campaign__rules"))
    lines = deadlines_of_dossiers(chosen, titles, steps=steps)
    for row in chosen:
        for one in lines.get(row.pk, ()):
            if one.day is not None and (one.is_next or not next_only):
                yield row, one
                break


def sector_sentence(agency: str) -> str:
    """The sentence that the sector of the agency has to be recorded, since a deadline differs by
    it."""
    return _(
        "Nobody has recorded the sector of %(agency)s, and the rules have another deadline for some"
        " sectors. Ask the administrator to record it in the list of agencies."
    ) % {"agency": agency}
