"""Write the plans of units, households and persons, in a few statements, in the caller's
transaction."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Max

from nominations.importing.plan import ImportPlan
from nominations.people.body_kinds import BodyKind
from nominations.people.importing.households import HouseholdRow
from nominations.people.importing.person_plan import CareerStore
from nominations.people.importing.persons import PersonRow
from nominations.people.importing.units import UnitRow
from nominations.people.models import Person, Position, Unit, UnitMembership
from nominations.people.permission_projection import sync_permissions
from nominations.people.services.households import IMPORTED, LAST_RANK, next_codes
from nominations.vietnamese import fold, sort_key, spelling_key, tidy_name
from workflow import audit
from workflow.actors import Actor
from workflow.changes import differences

BATCH = 500
ONE_DAY = timedelta(days=1)


def _record(plan: ImportPlan, action: str, actor: Actor, **more: Any) -> None:
    audit.record(
        f"organization:{plan.organization.pk}",
        action,
        actor=actor,
        payload={
            "file": plan.sheet.file_name,
            "sha256": sha256(plan.sheet.content).hexdigest(),
            "rows": len(plan.sheet.rows),
            "added": plan.added,
            "changed": plan.changed,
            "already_there": len(plan.already),
            **more,
        },
    )


# --- units ----------------------------------------------------------------------------------------


def write_units(plan: ImportPlan, *, actor: Actor) -> None:
    """Add and change the units of a plan without problems; one entry in the agency's history."""
    rows: list[UnitRow] = [entry.new for entry in plan.entries]
    new, known = [], []
    for row in rows:
        unit = row.unit
        if unit is None:
            unit = row.unit = Unit(organization=plan.organization)
            new.append(row)
        else:
            known.append(row)
        unit.code, unit.name = row.code, tidy_name(row.name)
        unit.search_key = fold(unit.name)
        unit.valid_from = row.begins
        unit.rank = unit.rank if row.rank is None else row.rank
        unit.body_kind = row.kind or unit.body_kind
        unit.valid_to = row.valid_to or unit.valid_to
    Unit.objects.bulk_create([row.recorded for row in new], batch_size=BATCH)
    fields = ["code", "name", "search_key", "valid_from", "valid_to", "rank", "body_kind"]
    Unit.objects.bulk_update([row.recorded for row in known], fields, batch_size=BATCH)
    merged = [row for row in rows if row.successor is not None]
    for row in merged:
        found = row.successor
        row.recorded.successor = found.unit if isinstance(found, UnitRow) else found
    Unit.objects.bulk_update([row.recorded for row in merged], ["successor"], batch_size=BATCH)
    if merged:  # readers of the successor may read what the merged unit did
        sync_permissions()
    written = [
        {"unit_id": row.recorded.pk, "code": row.code, "changes": row.changes} for row in rows
    ]
    _record(plan, "units.imported", actor, units=written)


# --- households -----------------------------------------------------------------------------------


def write_households(plan: ImportPlan, *, actor: Actor) -> None:
    """Add and change the households of a plan; one entry in the agency's history."""
    rows: list[HouseholdRow] = [entry.new for entry in plan.entries]
    new = [row for row in rows if row.unit is None]
    known = [row.unit for row in rows if row.unit is not None]
    before = {unit.pk: copy(unit) for unit in known}
    for row, code in zip(new, next_codes(plan.organization, len(new)), strict=True):
        row.unit = Unit(
            organization=plan.organization,
            code=code,
            body_kind=BodyKind.HOUSEHOLD,
            rank=LAST_RANK,
        )
    for row in rows:
        unit = row.recorded
        unit.name, unit.search_key = row.name, fold(row.name)
        unit.representative, unit.representative_gender = row.representative, row.gender
        unit.address = row.address
        unit.valid_from, unit.valid_to = row.valid_from, row.valid_to
    Unit.objects.bulk_create([row.recorded for row in new], batch_size=BATCH)
    fields = [
        "name", "representative", "representative_gender", "address", "valid_from", "valid_to",
    ]  # fmt: skip
    Unit.objects.bulk_update(known, [*fields, "search_key"], batch_size=BATCH)
    written = [
        {"row": unit.pk, "code": unit.code,
         "changes": differences(before.get(unit.pk), unit, fields)}
        for unit in (row.recorded for row in rows)
    ]  # fmt: skip
    _record(plan, IMPORTED, actor, households=written)


# --- persons --------------------------------------------------------------------------------------


def write_persons(plan: ImportPlan, *, actor: Actor, careers: CareerStore | None) -> None:
    """Add and change the persons of a plan without problems; one entry in the agency's history."""
    rows: list[PersonRow] = [entry.new for entry in plan.entries]
    new = [row for row in rows if row.person is None]
    known = [row for row in rows if row.person is not None]
    _create(new)
    _change(known)
    _place(rows, _positions(rows))
    if careers is not None:
        recruited = [(row.recorded, row.recruited, row.began_by) for row in rows if row.recruited]
        careers.record(recruited, plan.organization, actor)
    people = [row.recorded.pk for row in new]
    _record(plan, "people.imported", actor, new_people=people)


def _create(rows: list[PersonRow]) -> None:
    for row in rows:
        name = tidy_name(row.name)
        row.person = Person(
            full_name=name,
            gender=row.gender,
            birth_date=row.birth_date,
            search_key=fold(name),
            sort_key=sort_key(name),
        )
    Person.objects.bulk_create([row.recorded for row in rows], batch_size=BATCH)


def _change(rows: list[PersonRow]) -> None:
    for row in rows:
        person = row.recorded
        person.gender = row.gender or person.gender
        person.birth_date = row.birth_date or person.birth_date
    Person.objects.bulk_update(
        [row.recorded for row in rows], ["gender", "birth_date"], batch_size=BATCH
    )


def _positions(rows: list[PersonRow]) -> dict[str, Position]:
    """Create the new positions, ranked last and not as managers."""
    names = {
        spelling_key(row.position): row.position for row in rows if isinstance(row.position, str)
    }
    last = Position.objects.aggregate(last=Max("rank"))["last"] or 0
    made = [Position(name=name, rank=last + 1) for name in names.values()]
    Position.objects.bulk_create(made, batch_size=BATCH)
    return dict(zip(names, made, strict=True))


def _place(rows: list[PersonRow], positions: dict[str, Position]) -> None:
    moving = [row for row in rows if row.new_place]
    ended = [row.ends for row in moving if row.ends is not None]
    for row in moving:
        if row.ends is not None:
            row.ends.valid_to = row.begins - ONE_DAY
    UnitMembership.objects.bulk_update(ended, ["valid_to"], batch_size=BATCH)
    places = []
    for row in rows:
        if row.place is not None:
            row.place.staff_kind = row.staff_kind
            places.append(row.place)
    UnitMembership.objects.bulk_update(places, ["staff_kind"], batch_size=BATCH)
    UnitMembership.objects.bulk_create(
        [
            UnitMembership(
                person=row.recorded,
                unit=row.unit,
                position=positions[spelling_key(row.position)]
                if isinstance(row.position, str)
                else row.position,
                valid_from=row.begins,
                staff_kind=row.staff_kind,
            )
            for row in moving
        ],
        batch_size=BATCH,
    )
