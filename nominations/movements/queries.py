"""Who sees which plans and movements, and what is counted of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from nominations.awards.models import Award
from nominations.movements.models import (
    AttachedFile,
    EmulationPlan,
    Movement,
    MovementRegistration,
    MovementReport,
)
from nominations.movements.movement_workflow import SHOWN, MovementState
from nominations.movements.plan_workflow import PlanState
from nominations.people.authorization import person_id_of, roles_today
from nominations.people.models import Organization, Unit, UnitMembership, User
from nominations.people.models.dated import holds_on
from nominations.people.queries import agency_ids
from nominations.people.roles import Role
from workflow import clock

KEEPERS = (Role.SECRETARY, Role.DIRECTOR)
READS_DRAFTS = (*KEEPERS, Role.DIRECTOR_DELEGATE, Role.AUDITOR)
HEADS = (Role.UNIT_HEAD, Role.DEPUTY_HEAD)
PUBLISHED = frozenset({PlanState.IN_FORCE, PlanState.REPLACED})


def keeper_agency_ids(user: User) -> frozenset[int]:
    """Agencies whose plans and movements the account keeps."""
    return roles_today(user).organizations(*KEEPERS)


def plans_visible_to(user: User) -> QuerySet[EmulationPlan]:
    """Plans of the account's agencies; drafts for who has a part in them."""
    parts = roles_today(user).organizations(*READS_DRAFTS)
    rows = EmulationPlan.objects.filter(
        Q(state__in=PUBLISHED) | Q(organization_id__in=parts), organization_id__in=agency_ids(user)
    )
    found: QuerySet[EmulationPlan] = rows.select_related("organization__parent", "file")
    return found


def movements_visible_to(user: User) -> QuerySet[Movement]:
    """Movements of the account's agencies; drafts and cancelled ones for who has a part in them."""
    parts = roles_today(user).organizations(*READS_DRAFTS)
    rows = Movement.objects.filter(
        Q(state__in=SHOWN) | Q(organization_id__in=parts), organization_id__in=agency_ids(user)
    )
    found: QuerySet[Movement] = rows.select_related(
        "organization__parent", "launch_file", "response_file"
    )
    return found


def files_visible_to(user: User) -> QuerySet[AttachedFile]:
    """Files of the plans and movements that the account sees."""
    plans = plans_visible_to(user).order_by().values("file_id")
    movements = movements_visible_to(user).order_by()
    return AttachedFile.objects.filter(
        Q(pk__in=plans)
        | Q(pk__in=movements.values("launch_file_id"))
        | Q(pk__in=movements.values("response_file_id"))
    )


def movements_in(rows: QuerySet[Movement], first: date, last: date) -> QuerySet[Movement]:
    """Those that ran on a day from `first` to `last`, the longest running first."""
    running = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)
    return running.order_by("starts_on", "name", "pk")


def plan_in_force(organization: Organization | int, year: int) -> EmulationPlan | None:
    """The plan of the year that is in force; None where there is none."""
    rows = EmulationPlan.objects.filter(
        organization=organization, year=year, state=PlanState.IN_FORCE
    )
    found: EmulationPlan | None = rows.first()
    return found


# --- registrations --------------------------------------------------------------------------------


def registrations_of(movement: Movement) -> QuerySet[MovementRegistration]:
    """The registrations that stand, units first, in the order of the units."""
    rows = movement.registrations.filter(withdrawn_at__isnull=True)
    return rows.select_related("unit", "person", "registered_by__person").order_by(
        "unit__rank", "unit__code", "person__sort_key", "pk"
    )


def headed_units(user: User, organization_id: int) -> list[Unit]:
    """The units of the agency that the account heads or deputises for today."""
    ids = roles_today(user).units(*HEADS)
    if not ids:
        return []
    rows = Unit.objects.filter(holds_on(clock.today()), pk__in=ids, organization_id=organization_id)
    return list(rows.order_by("rank", "code"))


def unregistered_units(user: User) -> list[tuple[Movement, Unit]]:
    """The movements open for units today, each with a unit that the account heads and that has not
    registered in it: three queries for who heads a unit, none for others."""
    ids = roles_today(user).units(*HEADS)
    if not ids:
        return []
    day = clock.today()
    units = list(Unit.objects.filter(holds_on(day), pk__in=ids).order_by("rank", "code"))
    open_ones = Movement.objects.filter(
        Q(registration_until__gte=day)
        | Q(registration_until=None) & (Q(ends_on=None) | Q(ends_on__gte=day)),
        organization_id__in={one.organization_id for one in units},
        state=MovementState.RUNNING,
        for_units=True,
    )
    movements = list(open_ones.order_by("registration_until", "ends_on", "pk"))
    if not movements:
        return []
    registrations = MovementRegistration.objects.filter(
        movement__in=movements, unit__in=units, person=None, withdrawn_at=None
    )
    registered = set(registrations.values_list("movement_id", "unit_id"))
    return [
        (movement, unit)
        for movement in movements
        for unit in units
        if unit.organization_id == movement.organization_id
        and (movement.pk, unit.pk) not in registered
    ]


def own_unit(user: User, organization_id: int) -> Unit | None:
    """The unit of the agency in which the person works today; None where in none."""
    person_id = person_id_of(user)
    if person_id is None:
        return None
    rows = UnitMembership.objects.filter(
        holds_on(clock.today()),
        person_id=person_id,
        unit__organization_id=organization_id,
    )
    found = rows.select_related("unit").order_by("-is_primary", "-valid_from").first()
    return found.unit if found else None


# --- awards ---------------------------------------------------------------------------------------


def awards_of(movement: Movement) -> list[Award]:
    """The awards that stand of the movement: named by hand, or conferred in its campaigns."""
    campaigns = movement.campaigns.order_by().values("pk")
    rows = Award.objects.valid().filter(
        Q(movements=movement)
        | Q(decision_line__nomination__campaign__in=campaigns)
        | Q(outcome__nomination__campaign__in=campaigns)
    )
    found = rows.select_related("award_type", "decision_line__decision", "outcome").distinct()
    return list(
        found.order_by("decision_date", "decision_number", "award_type__rank", "kind", "sort_key")
    )


# --- what reports tell ----------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class MovementSummary:
    """A movement with what is counted of it by a day."""

    movement: Movement
    units: int = 0
    persons: int = 0
    reviews: list[MovementReport] = field(default_factory=list)
    awarded_collectives: int = 0
    awarded_households: int = 0
    awarded_persons: int = 0


def movements_of_period(
    organization: Organization, first: date, last: date, *, until: date | None = None
) -> list[MovementSummary]:
    """The movements that ran in the period with registrations, reviews and awards by its last day,
    in seven queries however many there are."""
    by = until or last
    rows = Movement.objects.filter(organization=organization, state__in=SHOWN)
    summaries = {one.pk: MovementSummary(movement=one) for one in movements_in(rows, first, by)}
    if summaries:
        _count_registrations(summaries, by)
        reviews = MovementReport.objects.filter(movement__in=summaries, held_on__lte=by)
        for review in reviews.prefetch_related("indicator_results__indicator").order_by("held_on"):
            summaries[review.movement_id].reviews.append(review)
        _count_awards(summaries, by)
    return list(summaries.values())


def _count_registrations(summaries: dict[int, MovementSummary], by: date) -> None:
    rows = MovementRegistration.objects.filter(
        movement__in=summaries, withdrawn_at__isnull=True, registered_at__date__lte=by
    ).order_by()
    counted = rows.values("movement_id").annotate(
        units=Count("pk", filter=Q(person__isnull=True)), everything=Count("pk")
    )
    for one in counted:
        row = summaries[one["movement_id"]]
        row.units, row.persons = one["units"], one["everything"] - one["units"]


def _count_awards(summaries: dict[int, MovementSummary], by: date) -> None:
    """Each award once for a movement, however it came to it."""
    movements: dict[int, set[int]] = defaultdict(set)
    through = Movement.campaigns.through.objects.filter(movement_id__in=summaries)
    for movement, campaign in through.values_list("movement_id", "campaign_id"):
        movements[campaign].add(movement)
    known = Award.objects.known_on(by)
    pairs: set[tuple[int, int, str]] = set()
    for way in ("decision_line", "outcome"):
        path = f"{way}__nomination__campaign"
        rows = known.filter(**{f"{path}__in": movements}).order_by()
        for award, kind, campaign in rows.values_list("pk", "kind", f"{path}_id"):
            pairs |= {(movement, award, kind) for movement in movements[campaign]}
    named = known.filter(movements__in=summaries).order_by()
    pairs |= {(pk, award, kind) for award, kind, pk in named.values_list("pk", "kind", "movements")}
    _add(summaries, pairs)


def _add(summaries: dict[int, MovementSummary], pairs: Iterable[tuple[int, int, str]]) -> None:
    for movement, _award, kind in pairs:
        if movement in summaries and kind == "collective":
            summaries[movement].awarded_collectives += 1
        elif movement in summaries and kind == "household":
            summaries[movement].awarded_households += 1
        elif movement in summaries:
            summaries[movement].awarded_persons += 1
