"""Last year's plan and movements taken over into a year, in one step, after a preview."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.movements.models import EmulationPlan, Movement, MovementIndicator
from nominations.movements.movement_workflow import SHOWN
from nominations.movements.queries import movements_in, plan_in_force
from nominations.movements.services.movements import movements_not_cancelled, same_movement
from nominations.movements.services.plans import LIVE_PLAN_STATES, TEXTS
from nominations.movements.services.write_checks import require_keeper
from nominations.people.models import Organization
from workflow import audit, clock
from workflow.actors import Actor

COPIED_COLUMNS = (
    "launched_by",
    "launcher",
    "for_units",
    "for_persons",
    "content",
    "response_content",
    "response_arrangements",
)
"""Columns of a movement that go over as they are; papers, files and registrations do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementCopy:
    """A movement as it would be in the new year."""

    movement: Movement
    name: str
    starts_on: date
    ends_on: date | None
    registration_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCopy:
    """What a copy would make, or has made. `running_on`: movements that go on by themselves, since
    their own period reaches into the year; `there_already`: those that were taken over
    before, or that somebody has entered in the new year."""

    year: int
    plan: EmulationPlan | None
    has_plan: bool
    theme: str
    movements: list[MovementCopy] = field(default_factory=list)
    running_on: list[Movement] = field(default_factory=list)
    there_already: list[Movement] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return self.plan is None and not self.movements


def copy_preview(organization: Organization, year: int) -> YearCopy:
    """What would go over from the year before; writes nothing."""
    before = year - 1
    plan = plan_in_force(organization, before)
    existing = EmulationPlan.objects.filter(
        organization=organization, year=year, state__in=LIVE_PLAN_STATES
    )
    found = YearCopy(
        year=year,
        plan=plan,
        has_plan=existing.exists(),
        theme=_of_year(plan.theme, before) if plan else "",
    )
    rows = Movement.objects.filter(organization=organization, state__in=SHOWN)
    last_day, others = date(before, 12, 31), list(movements_not_cancelled(organization))
    for one in movements_in(rows, date(before, 1, 1), last_day).select_related("next_copy"):
        if one.ends_on is None or one.ends_on > last_day:
            found.running_on.append(one)
        elif hasattr(one, "next_copy") or _is_among(others, moved := _moved(one)):
            found.there_already.append(one)
        else:
            found.movements.append(moved)
    return found


def _is_among(movements: Collection[Movement], copy: MovementCopy) -> bool:
    others = [one for one in movements if one.pk != copy.movement.pk]
    return same_movement(others, copy.name, copy.starts_on, copy.ends_on) is not None


def _moved(movement: Movement) -> MovementCopy:
    return MovementCopy(
        movement=movement,
        name=_of_year(movement.name, movement.starts_on.year),
        starts_on=a_year_later(movement.starts_on),
        ends_on=_later(movement.ends_on),
        registration_until=_later(movement.registration_until),
    )


def _of_year(text: str, before: int) -> str:
    """The text with the next year where it names this one."""
    return text.replace(str(before), str(before + 1))


def a_year_later(day: date) -> date:
    """The same day of the next year; the last of February stays the last of February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)


def _later(day: date | None) -> date | None:
    return a_year_later(day) if day is not None else None


def copy_year(
    *, actor: Actor, organization: Organization, year: int, movements: Collection[int]
) -> YearCopy:
    """Drafts of the year: the plan, where it has none, and the chosen movements with their
    indicators, days moved by a year, papers blank.

    Refuses (NotAllowed) who does not keep plans; (ValidationError) a year into which nothing goes
    over.
    """
    require_keeper(actor, organization.pk)
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        found = copy_preview(organization, year)
        chosen = [one for one in found.movements if one.movement.pk in movements]
        plan = found.plan if found.plan is not None and not found.has_plan else None
        if plan is None and not chosen:
            raise ValidationError(
                _("Nothing is left to take over from %(year)s.") % {"year": year - 1},
                code="nothing_to_copy",
            )
        made = _copied_plan(actor, plan, year, found.theme) if plan is not None else None
        for one in chosen:
            _copied_movement(actor, one)
    return YearCopy(year=year, plan=made, has_plan=True, theme=found.theme, movements=chosen)


def _copied_plan(actor: Actor, plan: EmulationPlan, year: int, theme: str) -> EmulationPlan:
    texts = {name: _of_year(getattr(plan, name), plan.year) for name in TEXTS}
    made: EmulationPlan = EmulationPlan.objects.create(
        organization=plan.organization, year=year, copied_from=plan, created_at=clock.now(),
        **texts | {"theme": theme},
    )  # fmt: skip
    payload = {"year": year, "edition": 1, "theme": theme, "copied_from": plan.pk}
    audit.record_on(made, "emulation_plan.drafted", actor=actor, payload=payload)
    return made


def _copied_movement(actor: Actor, copy: MovementCopy) -> Movement:
    before = copy.movement
    made: Movement = Movement.objects.create(
        organization=before.organization,
        name=copy.name,
        starts_on=copy.starts_on,
        ends_on=copy.ends_on,
        registration_until=copy.registration_until,
        copied_from=before,
        created_at=clock.now(),
        **{name: getattr(before, name) for name in COPIED_COLUMNS},
    )
    MovementIndicator.objects.bulk_create(
        MovementIndicator(
            movement=made,
            position=one.position,
            name=_of_year(one.name, before.starts_on.year),
            measure=one.measure,
            target=one.target,
            at_most=one.at_most,
        )
        for one in before.indicators.all()
    )
    payload = {"name": made.name, "copied_from": before.pk}
    audit.record_on(made, "movement.drafted", actor=actor, payload=payload)
    return made
