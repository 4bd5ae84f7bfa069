"""What the deadlines of dossiers rest on, read for many of them at once: the days of events, the
sector of the agency, the kinds of the subjects, the calendar.

The days of events that other rooms know, such as the council's meeting, are columns of the
nomination that they register; nothing is read for an event from which no deadline counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, DateField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from nominations.dossiers.models import Campaign, Nomination, UnitReview
from nominations.law.models import RecipientKind
from nominations.law.rulesets.applicable_kinds import EVERYONE
from nominations.law.rulesets.deadline_rules import DeadlineRule
from nominations.people.body_kinds import BodyKind
from nominations.people.models import UnitMembership
from nominations.people.models.dated import holds_on
from nominations.pipeline import PIPELINE
from nominations.states import State
from workflow import clock
from workflow.deadlines import WorkingCalendar
from workflow.models import AuditEvent

WITH_THE_UNIT = frozenset({State.DRAFT, State.REGISTERED, State.SUBMITTED})
"""The dossier is with the unit, again perhaps, whatever the unit said of it before."""
COMPLETE_BY = tuple(f"{PIPELINE.topic_prefix}.{name}" for name in ("endorse", "waive_unit_review"))
"""With the unit's word the dossier is complete: it is now the secretary's."""

EventDay = Callable[[], Combinable]
_event_days: dict[str, EventDay] = {}


def register_event_day(event: str, day: EventDay) -> None:
    """Let the room that knows when an event happened say its day (a date, or null) as a column of
    the nomination."""
    _event_days[event] = day


def asks_sector(rules: Iterable[DeadlineRule], step: str = "") -> bool:
    """Whether one of the deadlines (of the step) is for some sectors."""
    return any(one.sectors for one in rules if not step or one.step == step)


class DeadlineFacts:
    """What the deadlines of some dossiers rest on, read for all of them at once."""

    def __init__(
        self,
        rows: Sequence[Nomination],
        rules: Sequence[DeadlineRule],
        known: Mapping[str, date],
    ) -> None:
        columns = _fact_columns(rules, known)
        facts = read_columns(rows, columns)
        self.sectors = {pk: one.get("agency_sector", "") for pk, one in facts.items()}
        reached = any(one.reached != EVERYONE for one in rules)
        self.kinds = _kinds(rows) if reached else {}
        self.events: dict[int, dict[str, date]] = {
            row.pk: {**events_of_campaign(row.campaign), **known} for row in rows
        }
        for pk, one in facts.items():
            for event in _event_days:
                if (day := one.get(column_of(event))) is not None and event not in known:
                    self.events[pk][event] = day

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The calendar of the installation, read where a day is counted."""
        return WorkingCalendar.local()


def events_of_campaign(campaign: Campaign) -> dict[str, date]:
    """The days that are the same for all dossiers of a campaign: of its opening, of the end of what
    it rewards."""
    found = {"achievement": campaign.achievement_to, "campaign_end": campaign.achievement_to}
    if campaign.opened_at is not None:
        found["campaign_opening"] = clock.day_of(campaign.opened_at)
    return found


def with_facts(rows: QuerySet[Any], rules: Sequence[DeadlineRule] | None = None) -> QuerySet[Any]:
    """The dossiers, each with what the deadlines rest on (None: any deadlines), so that nothing
    more is read for these."""
    columns = _fact_columns(rules, {}) if rules is not None else _every_column()
    found: QuerySet[Any] = rows.annotate(**columns)
    return found


def _fact_columns(
    rules: Sequence[DeadlineRule], known: Mapping[str, date]
) -> dict[str, Combinable]:
    """The days of the events from which the deadlines count, and the sector where they differ."""
    columns = day_columns({one.event for one in rules} - set(known))
    return columns | _sector_column() if asks_sector(rules) else columns


def _every_column() -> dict[str, Combinable]:
    return day_columns(_event_days) | _sector_column()


def _sector_column() -> dict[str, Combinable]:
    """The sector of the agency whose dossier it is: the one below, where it came from there."""
    sector = Coalesce("arrived_from__organization__sector", "organization__sector")
    return {"agency_sector": sector}


def day_columns(events: Collection[str]) -> dict[str, Combinable]:
    return {column_of(event): day() for event, day in _event_days.items() if event in events}


def column_of(event: str) -> str:
    return f"day_of_{event}"


def read_columns(
    rows: Sequence[Nomination], columns: Mapping[str, Combinable]
) -> dict[int, Mapping[str, Any]]:
    """The columns of each dossier, by its id: as they were read with it, or else by one query."""
    if not columns:
        return {}
    if all(columns.keys() <= vars(row).keys() for row in rows):
        return {row.pk: vars(row) for row in rows}
    found = Nomination.objects.filter(pk__in=[row.pk for row in rows]).order_by()
    return {one["pk"]: one for one in found.annotate(**columns).values("pk", *columns)}


def _kinds(rows: Iterable[Nomination]) -> dict[int, frozenset[str]]:
    """Of which kinds each person or body is, as far as somebody recorded it."""
    found: dict[int, frozenset[str]] = {}
    persons = {row.person_id: row.pk for row in rows if row.kind == RecipientKind.INDIVIDUAL}
    places = UnitMembership.objects.filter(holds_on(clock.today()), person__in=persons)
    kinds: dict[int | None, set[str]] = defaultdict(set)
    for person_id, kind in places.order_by().values_list("person_id", "staff_kind"):
        if kind:
            kinds[person_id].add(kind)
    for row in rows:
        if row.kind == RecipientKind.HOUSEHOLD:
            found[row.pk] = frozenset({BodyKind.HOUSEHOLD.value})
        elif row.collective is not None:
            named = {row.collective.body_kind, row.organization.body_kind} - {""}
            found[row.pk] = frozenset(named)
        elif row.person_id in kinds:
            found[row.pk] = frozenset(kinds[row.person_id])
    return found


# --- the events of this room ----------------------------------------------------------------------


def _unit_meeting() -> Combinable:
    reviews = UnitReview.objects.filter(nomination=OuterRef("pk"), held_on__isnull=False)
    return Subquery(reviews.order_by("-held_on").values("held_on")[:1])


def _complete_dossier() -> Combinable:
    """When the unit last gave its word; the dossier came to the secretary with it."""
    stream = Concat(Value(f"{PIPELINE.topic_prefix}:"), Cast(OuterRef("pk"), CharField()))
    acts = AuditEvent.objects.filter(stream=stream, action__in=COMPLETE_BY).order_by("-at")
    given = Subquery(acts.values(day=TruncDate("at", tzinfo=clock.zone()))[:1])
    with_the_unit = When(state__in=WITH_THE_UNIT, then=Value(None))
    return Case(with_the_unit, default=given, output_field=DateField())


register_event_day("unit_meeting", _unit_meeting)
register_event_day("complete_dossier", _complete_dossier)
