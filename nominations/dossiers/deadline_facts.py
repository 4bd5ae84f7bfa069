"""The facts behind the deadlines of many dossiers, read together: dates of events, sector of the
agency, kinds of the subjects, calendar.

Other rooms register the dates of their events, such as the council's meeting, as columns of the
nomination; only events from which a deadline counts are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Aggregate,
    Case,
    CharField,
    DateField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate
from django.db.models.sql.compiler import SQLCompiler

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
"""States in which the unit has (again) to review the dossier."""
COMPLETE_BY = tuple(f"{PIPELINE.topic_prefix}.{name}" for name in ("endorse", "waive_unit_review"))
"""States after the unit's review, when the dossier is complete and with the secretary."""

EventDay = Callable[[], Combinable]
_event_days: dict[str, EventDay] = {}


def register_event_day(event: str, day: EventDay) -> None:
    """Register the date of an event (a date, or NULL) as a column of the nomination."""
    _event_days[event] = day


def asks_sector(rules: Iterable[DeadlineRule], step: str = "") -> bool:
    """Whether one of the deadlines (of the step) is limited to sectors."""
    return any(one.sectors for one in rules if not step or one.step == step)


class JoinedTexts(Aggregate):
    """The texts of a group joined by commas, on either database."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = CharField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class DeadlineFacts:
    """The facts behind the deadlines of some dossiers, read for all of them together."""

    def __init__(
        self,
        rows: Sequence[Nomination],
        rules: Sequence[DeadlineRule],
        known: Mapping[str, date],
    ) -> None:
        columns = _fact_columns(rules, known)
        facts = read_columns(rows, columns)
        self.sectors = {pk: one.get("agency_sector", "") for pk, one in facts.items()}
        kinds = {pk: one["staff_kinds"] for pk, one in facts.items() if "staff_kinds" in one}
        self.kinds = {row.pk: _kinds(row, kinds[row.pk]) for row in rows if row.pk in kinds}
        self.events: dict[int, dict[str, date]] = {
            row.pk: {**events_of_campaign(row.campaign), **known} for row in rows
        }
        for pk, one in facts.items():
            for event in _event_days:
                if (day := one.get(column_of(event))) is not None and event not in known:
                    self.events[pk][event] = day

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The calendar of the installation, read at first use."""
        return WorkingCalendar.local()


def events_of_campaign(campaign: Campaign) -> dict[str, date]:
    """The dates that all dossiers of a campaign share: its opening, the end of the achievement
    period."""
    found = {"achievement": campaign.achievement_to, "campaign_end": campaign.achievement_to}
    if campaign.opened_at is not None:
        found["campaign_opening"] = clock.day_of(campaign.opened_at)
    return found


def with_facts(rows: QuerySet[Any], rules: Sequence[DeadlineRule] | None = None) -> QuerySet[Any]:
    """The dossiers annotated with the facts behind their deadlines (None: any deadlines), so that
    no further query is needed."""
    columns = _fact_columns(rules, {}) if rules is not None else _every_column()
    found: QuerySet[Any] = rows.annotate(**columns)
    return found


def _fact_columns(
    rules: Sequence[DeadlineRule], known: Mapping[str, date]
) -> dict[str, Combinable]:
    """The columns of the events from which the deadlines count, and of the sector and the kinds of
    the person if they differ by these."""
    columns = day_columns({one.event for one in rules} - set(known))
    if asks_sector(rules):
        columns |= _sector_column()
    if any(one.reached != EVERYONE for one in rules):
        columns |= _kinds_column()
    return columns


def _every_column() -> dict[str, Combinable]:
    return day_columns(_event_days) | _sector_column() | _kinds_column()


def _sector_column() -> dict[str, Combinable]:
    """The sector of the agency that proposed the dossier: for an arrived dossier that of the agency
    below."""
    sector = Coalesce("arrived_from__organization__sector", "organization__sector")
    return {"agency_sector": sector}


def _kinds_column() -> dict[str, Combinable]:
    """The kinds of staff of which the person is today, joined by commas."""
    places = UnitMembership.objects.filter(holds_on(clock.today()), person=OuterRef("person_id"))
    joined = places.order_by().values("person").annotate(kinds=JoinedTexts("staff_kind"))
    return {"staff_kinds": Subquery(joined.values("kinds"))}


def day_columns(events: Collection[str]) -> dict[str, Combinable]:
    return {column_of(event): day() for event, day in _event_days.items() if event in events}


def column_of(event: str) -> str:
    return f"day_of_{event}"


def read_columns(
    rows: Sequence[Nomination], columns: Mapping[str, Combinable]
) -> dict[int, Mapping[str, Any]]:
    """The columns of each dossier by its id: as annotated, else read by one query."""
    if not columns:
        return {}
    if all(columns.keys() <= vars(row).keys() for row in rows):
        return {row.pk: vars(row) for row in rows}
    found = Nomination.objects.filter(pk__in=[row.pk for row in rows]).order_by()
    return {one["pk"]: one for one in found.annotate(**columns).values("pk", *columns)}


def _kinds(row: Nomination, staff_kinds: str | None) -> frozenset[str] | None:
    """The recorded kinds of the person or body; None without any."""
    if row.kind == RecipientKind.HOUSEHOLD:
        return frozenset({BodyKind.HOUSEHOLD.value})
    if row.collective is not None:
        return frozenset({row.collective.body_kind, row.organization.body_kind} - {""})
    return frozenset(filter(None, (staff_kinds or "").split(","))) or None


# --- the events of this room ----------------------------------------------------------------------


def _unit_meeting() -> Combinable:
    reviews = UnitReview.objects.filter(nomination=OuterRef("pk"), held_on__isnull=False)
    return Subquery(reviews.order_by("-held_on").values("held_on")[:1])


def _complete_dossier() -> Combinable:
    """When the unit last endorsed the dossier, which then went to the secretary."""
    stream = Concat(Value(f"{PIPELINE.topic_prefix}:"), Cast(OuterRef("pk"), CharField()))
    acts = AuditEvent.objects.filter(stream=stream, action__in=COMPLETE_BY).order_by("-at")
    given = Subquery(acts.values(day=TruncDate("at", tzinfo=clock.zone()))[:1])
    with_the_unit = When(state__in=WITH_THE_UNIT, then=Value(None))
    return Case(with_the_unit, default=given, output_field=DateField())


register_event_day("unit_meeting", _unit_meeting)
register_event_day("complete_dossier", _complete_dossier)
