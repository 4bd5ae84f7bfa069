"""On 01/7/2025 province and department pass to successors with invented names, as provinces did.

Persons, accounts, offices and what is on record of everybody go on; agencies, units and the council
of before end on the day before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Model

from nominations.council.models import Council, CouncilMember
from nominations.council.services import sync_members
from nominations.demo.pipeline_driver import local_time
from nominations.demo.staff import DemoStaff
from nominations.people.models import (
    Authority,
    Organization,
    RoleAssignment,
    Unit,
    UnitMembership,
)
from nominations.people.services import sync_permissions
from workflow import clock

DAY = date(2025, 7, 1)
LAST_DAY = DAY - timedelta(days=1)
PROVINCE = "tỉnh Minh Họa"
"""Nobody takes it for a province that exists."""


def pass_to_successors(staff: DemoStaff) -> None:
    """Found the successors, and let `staff` act for them from now on."""
    with clock.at(local_time(DAY, 7)):
        agencies, units = _found_successors(staff)
        _end_predecessors(staff, agencies, units)
        _end_and_begin(RoleAssignment, {"organization": agencies, "unit": units})
        _end_and_begin(UnitMembership, {"unit": units})
        _seat_council_again(staff)
        sync_permissions()


def _found_successors(staff: DemoStaff) -> tuple[dict[int, Organization], dict[int, Unit]]:
    """Agencies and units; gives each successor by its predecessor's key."""
    province = Organization.objects.create(
        code="MH",
        name=f"Ủy ban nhân dân {PROVINCE}",
        short_name=f"UBND {PROVINCE}",
        symbol="UBND",
        head_title=f"Chủ tịch UBND {PROVINCE}",
        authority=Authority.PROVINCE,
        place_name="Minh Họa",
        on_system=staff.province.on_system,
        rank=staff.province.rank,
        valid_from=DAY,
    )
    agency = Organization.objects.create(
        code="STC-MH",
        name=f"Sở Tài chính {PROVINCE}",
        short_name=staff.agency.short_name,
        symbol=staff.agency.symbol,
        head_title=staff.agency.head_title,
        place_name="Minh Họa",
        parent=province,
        rank=staff.agency.rank,
        valid_from=DAY,
    )
    agencies = {staff.province.pk: province, staff.agency.pk: agency}
    units = {
        unit.pk: Unit.objects.create(
            organization=agencies[unit.organization_id],
            code=unit.code,
            name=unit.name,
            rank=unit.rank,
            valid_from=DAY,
        )
        for unit in staff.units
    }
    return agencies, units


def _end_predecessors(
    staff: DemoStaff, agencies: Mapping[int, Organization], units: Mapping[int, Unit]
) -> None:
    """Agencies and units of before end and name their successors; `staff` works for these."""
    for agency in (staff.province, staff.agency):
        agency.valid_to, agency.successor = LAST_DAY, agencies[agency.pk]
        agency.save(update_fields=["valid_to", "successor"])
    for unit in staff.units:
        unit.valid_to, unit.successor = LAST_DAY, units[unit.pk]
        unit.save(update_fields=["valid_to", "successor"])
    staff.province, staff.agency = agencies[staff.province.pk], agencies[staff.agency.pk]
    staff.units = [units[unit.pk] for unit in staff.units]
    staff.unit_of = {person: units[unit.pk] for person, unit in staff.unit_of.items()}
    for held in (staff.head_of, staff.deputy_of, staff.clerk_of):
        moved = {units[pk].pk: person for pk, person in held.items()}
        held.clear()
        held.update(moved)


def _end_and_begin(
    model: type[RoleAssignment | UnitMembership], places: Mapping[str, Mapping[int, Model]]
) -> None:
    """Rows that are open end with the predecessor, and begin anew at its successor."""
    rows = list(model._default_manager.filter(valid_to__isnull=True))
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(valid_to=LAST_DAY)
    for row in rows:
        row.pk, row.valid_from = None, DAY
        row._state.adding = True
        for column, successors in places.items():
            if (key := getattr(row, f"{column}_id")) is not None:
                setattr(row, column, successors[key])
    model._default_manager.bulk_create(rows)


def _seat_council_again(staff: DemoStaff) -> None:
    """The successor's head sets up the council anew, with the same members."""
    before = staff.council
    members = list(before.members.filter(valid_to__isnull=True))
    before.members.filter(valid_to__isnull=True).update(valid_to=LAST_DAY)
    before.valid_to = LAST_DAY
    before.save(update_fields=["valid_to"])
    council = Council.objects.create(
        organization=staff.agency,
        name=before.name,
        symbol=before.symbol,
        decision_number=f"03/QĐ-{staff.agency.symbol}",
        decision_date=DAY,
        valid_from=DAY,
    )
    CouncilMember.objects.bulk_create(
        CouncilMember(
            council=council, person=one.person, seat=one.seat, rank=one.rank, valid_from=DAY
        )
        for one in members
    )
    staff.seats[:] = [council]
    sync_members(before)
    sync_members(council)
