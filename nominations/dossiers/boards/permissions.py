"""Who may see which board.

The agency's figures: everybody who reviews or registers in it. A line per unit: only the reader's
own units. Names: readers who may see the nominations.
"""

from __future__ import annotations

from django.db.models import Q

from nominations.dossiers.models import Campaign
from nominations.people.authorization import has_permission, person_id_of, roles_today
from nominations.people.models import Organization, Unit, User
from nominations.people.models.dated import holds_on
from workflow import clock

CHAIRS = ("chair", "vice_chair")


def sees_whole_agency(user: User, organization_id: int) -> bool:
    """Whether the account reads the figures of every unit: secretary, director, delegate,
    inspector."""
    return has_permission(user, "view_nominations", organization=organization_id)


def own_units(user: User, organization_id: int) -> frozenset[int]:
    """Units of the agency in which the account reviews or registers."""
    wanted = roles_today(user).units_with("view_nominations")
    if not wanted:
        return frozenset()
    rows = Unit.objects.filter(pk__in=wanted, organization_id=organization_id)
    return frozenset(rows.values_list("pk", flat=True))


def may_see_board(user: User, campaign: Campaign) -> bool:
    """Whether the account may see the board of the campaign's agency."""
    return sees_whole_agency(user, campaign.organization_id) or bool(
        own_units(user, campaign.organization_id)
    )


def may_see_unit(user: User, unit: Unit) -> bool:
    """Whether the account may see the unit's board."""
    return has_permission(user, "view_nominations", unit=unit) or sees_whole_agency(
        user, unit.organization_id
    )


def fairness_agencies(user: User) -> list[Organization]:
    """Agencies whose distribution of awards the account may see: those whose nominations it may all
    see, and those whose council the person chairs."""
    condition = Q(pk__in=roles_today(user).organizations_with("view_nominations"))
    if (person_id := person_id_of(user)) is not None:
        today = clock.today()
        chaired = Organization.objects.filter(
            holds_on(today, "councils__"),
            holds_on(today, "councils__members__"),
            councils__members__person_id=person_id,
            councils__members__seat__in=CHAIRS,
        )
        condition |= Q(pk__in=chaired.order_by().values("pk"))
    return list(Organization.objects.filter(condition).order_by("rank", "code"))
