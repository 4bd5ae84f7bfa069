"""Collects facts from records: a constant number of queries for thousands of subjects.

From the dossiers come, by subject, `nominated` (award codes with a live nomination of the year) and
`registered` (whether goals were registered in time).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from nominations.chunking import key_chunks
from nominations.eligibility import load_records
from nominations.eligibility.facts import NO_MOVEMENT, Facts, MovementFact
from nominations.eligibility.unit_members import members_of_units
from nominations.law.models import kind_of_subject
from nominations.people.body_kinds import BodyKind
from nominations.people.linked_places import linked_ids
from nominations.people.models import Unit
from nominations.records.months import months_in

Nominated = Mapping[int, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFacts:
    """What the dossiers add to the records: by person and by unit."""

    nominated: Nominated = field(default_factory=dict)
    registered: Mapping[int, bool] = field(default_factory=dict)
    nominated_units: Nominated = field(default_factory=dict)
    registered_units: Mapping[int, bool] = field(default_factory=dict)
    used: Mapping[int, str] = field(default_factory=dict)
    campaign_held: bool = False
    movement: MovementFact = NO_MOVEMENT

    def is_registered(self, key: int) -> bool | None:
        """Whether a person registered; None if there was no campaign."""
        return self.registered.get(key, False if self.campaign_held else None)

    def is_unit_registered(self, key: int) -> bool | None:
        """The same for a unit."""
        return self.registered_units.get(key, False if self.campaign_held else None)


NO_DOSSIER_FACTS = DossierFacts()


def collect_persons(
    persons: Iterable[int], *, year: int, on: date, known: DossierFacts = NO_DOSSIER_FACTS,
    papers: bool = True,
) -> Iterator[Facts]:  # fmt: skip
    """Facts of each person for awards of the year as known on the day, in order of key.

    `papers=False` leaves out the texts of papers, for answers without explanation. A chain of years
    follows the person through units and agencies, since records are kept by person.
    """
    for keys in key_chunks(persons):
        source = load_records.PersonRecords(keys, year=year, on=on, papers=papers, used=known.used)
        for key in keys:
            if key in source.names:
                first = source.first_award_years.get(source.agencies.get(key, 0), year)
                yield _person(key, source.names[key], source, first, known)


def _person(
    key: int, name: str, source: load_records.PersonRecords, since: int, known: DossierFacts
) -> Facts:
    year = source.year
    periods = source.services.get(key)
    return Facts(
        kind="individual",
        name=name,
        year=year,
        on=source.on,
        key=key,
        grades=source.grades.get(key, {}),
        awards=source.awards.get(key, ()),
        records_since=since,
        nominated=known.nominated.get(key, frozenset()),
        initiatives=source.initiatives.get(key, ()),
        disciplines=source.disciplines.get(key, ()),
        examinations=source.examinations.get(key, ()),
        service_months=months_in(year, periods) if periods else None,
        newly_recruited=source.recruited.get(key),
        absence_months=months_in(year, source.absences.get(key, ())),
        absence_kinds=frozenset(source.absence_kinds.get(key, ())),
        staff_kinds=source.staff_kinds.get(key, ()),
        own_regulation=source.own_regulation.get(key),
        training_below=source.training.get(key, False),
        registered=known.is_registered(key),
        attested=source.attested.get(key, {}),
        attested_papers=source.attested_papers.get(key, {}),
        movement=known.movement,
    )


def collect_units(
    units: Iterable[int], *, year: int, on: date, known: DossierFacts = NO_DOSSIER_FACTS,
    papers: bool = True,
) -> Iterator[Facts]:  # fmt: skip
    """Facts of each unit for awards of the year as known on the day, in order of key.

    Years of a unit that was merged into it are added up (Decree 98/2023 article 30 clause 6): a
    record of a predecessor counts for a year in which the unit itself has none.
    """
    for keys in key_chunks(units):
        rows, ancestry = _units(keys)
        everybody = sorted({*keys, *(one for line in ancestry.values() for one in line)})
        source = load_records.UnitRecords(everybody, year=year, on=on, papers=papers)
        members = members_of_units(
            keys, year=year, on=on, nominated=known.nominated, parts=_parts_of_wholes(rows)
        )
        for key in keys:
            if key in rows:
                line = ancestry.get(key, {})
                first = source.first_award_years.get(rows[key].organization_id, year)
                facts = _unit(rows[key], line, source, members.get(key), known)
                yield replace(facts, records_since=first)


def _unit(
    unit: Unit,
    line: Mapping[int, Unit],
    source: load_records.UnitRecords,
    members: Any,
    known: DossierFacts,
) -> Facts:
    founded = [unit.valid_from, *(one.valid_from for one in line.values())]
    return Facts(
        kind=kind_of_subject(unit),
        name=unit.name,
        year=source.year,
        on=source.on,
        key=unit.pk,
        grades=source.grades_of(unit, line),
        awards=source.awards_of(unit, line),
        nominated=known.nominated_units.get(unit.pk, frozenset()),
        examinations=source.examinations.get(unit.pk, ()),
        registered=known.is_unit_registered(unit.pk),
        attested=source.attested.get(unit.pk, {}),
        attested_papers=source.attested_papers.get(unit.pk, {}),
        members=members,
        founded_on=min(founded),
        body_kinds=body_kinds_of(unit),
        movement=known.movement,
    )


def _parts_of_wholes(rows: Mapping[int, Unit]) -> dict[int, list[int]]:
    """For each unit of the kind WHOLE_AGENCY, all units of its agency."""
    wholes = [unit for unit in rows.values() if unit.body_kind == BodyKind.WHOLE_AGENCY]
    if not wholes:
        return {}
    found: dict[int, list[int]] = defaultdict(list)
    of_agencies = Unit.objects.filter(organization__in={unit.organization_id for unit in wholes})
    for pk, organization in of_agencies.order_by().values_list("pk", "organization_id"):
        found[organization].append(pk)
    return {unit.pk: found[unit.organization_id] for unit in wholes}


def body_kinds_of(unit: Unit) -> frozenset[str] | None:
    """All the kinds of a unit, with that of its agency for a unit of the kind WHOLE_AGENCY."""
    if not unit.body_kind:
        return None
    if unit.body_kind == BodyKind.WHOLE_AGENCY:
        return frozenset({unit.body_kind, unit.organization.body_kind})
    return frozenset({unit.body_kind})


def _units(keys: Sequence[int]) -> tuple[dict[int, Unit], dict[int, dict[int, Unit]]]:
    """The units by id, and for each all its predecessors, the nearest first; one query."""
    units = Unit.objects.filter(pk__in=linked_ids(Unit, "successor", keys))
    rows: dict[int, Unit] = {}
    direct: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units.select_related("organization"):
        rows[unit.pk] = unit
        direct[unit.successor_id].append(unit)
    ancestry: dict[int, dict[int, Unit]] = {}
    for key in keys:
        line: dict[int, Unit] = {}
        heirs = [key]
        while heirs:
            found = [one for heir in heirs for one in direct[heir] if one.pk not in line]
            line |= {one.pk: one for one in found}
            heirs = [one.pk for one in found]
        ancestry[key] = line
    return {key: rows[key] for key in keys if key in rows}, ancestry
