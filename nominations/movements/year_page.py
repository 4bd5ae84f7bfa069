"""What the page of a year shows: its plan, its movements, the years and agencies to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q

from nominations.movements import queries
from nominations.movements.models import Movement
from nominations.movements.movement_workflow import MovementState
from nominations.movements.plan_workflow import PlanState
from nominations.people.models import Organization, User
from nominations.people.queries import agency_ids, agency_shown_first
from nominations.web.access import require_any_or_404
from workflow import clock


def year_page(user: User, given: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page; an unknown year or agency is this year's or the own one's."""
    ids = require_any_or_404(agency_ids(user))
    agencies = list(Organization.objects.filter(pk__in=sorted(ids)))
    chosen = next((one for one in agencies if str(one.pk) == given.get("co_quan")), None)
    agency = chosen or agency_shown_first(user, agencies)
    if agency is None:
        raise AssertionError("there is an agency")
    plans = queries.plans_visible_to(user).filter(organization=agency)
    movements = queries.movements_visible_to(user).filter(organization=agency)
    years = _years(plans, movements)
    year = next((one for one in years if str(one) == given.get("nam")), clock.today().year)
    return {
        "agency": agency,
        "agencies": agencies if len(agencies) > 1 else [],
        "year": year,
        "years": years,
        "plans": [one for one in plans.filter(year=year) if one.state in _CURRENT],
        "movements": _listed(movements, year),
        "is_keeper": agency.pk in queries.keeper_agency_ids(user),
        "today": clock.today(),
    }


_CURRENT = (PlanState.DRAFT, PlanState.IN_FORCE)


def _years(plans: Any, movements: Any) -> list[int]:
    """From the first year with a plan or a movement to the next one, the latest first."""
    this = clock.today().year
    found = plans.aggregate(first=Min("year"), last=Max("year"))
    begun = movements.aggregate(first=Min("starts_on"))["first"]
    first = min(one for one in (found["first"], begun and begun.year, this) if one)
    last = max(one for one in (found["last"], this) if one)
    return list(range(last + 1, first - 1, -1))


def _listed(movements: Any, year: int) -> list[Movement]:
    """Those of the year with how many registered; the cancelled ones left out."""
    stands = Q(registrations__withdrawn_at__isnull=True)
    rows = movements.exclude(state=MovementState.CANCELLED).annotate(
        units=Count("registrations", filter=stands & Q(registrations__person__isnull=True)),
        persons=Count("registrations", filter=stands & Q(registrations__person__isnull=False)),
    )
    return list(queries.movements_in(rows, date(year, 1, 1), date(year, 12, 31)))
