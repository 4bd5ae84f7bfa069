"""Which persons and units of the agency have not registered in a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from nominations.dossiers.models import Campaign, Nomination
from nominations.law.models import RecipientKind
from nominations.people.body_kinds import BodyKind
from nominations.people.models import Unit, UnitMembership, User
from nominations.people.models.dated import holds_on
from nominations.people.queries import accounts_leading, units_of
from nominations.people.roles import Role
from nominations.states import State
from workflow import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class UnregisteredRow:
    """A person or a unit without a registered nomination in the campaign.

    `has_account`: whether the person can be notified; not used for a unit.
    """

    kind: str
    key: int
    name: str
    position: str
    unit: Unit
    has_account: bool = True

    @property
    def is_person(self) -> bool:
        return self.kind == RecipientKind.INDIVIDUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class UnregisteredList:
    """All rows, units first, with the numbers of subjects considered; a kind without an award is
    left out."""

    rows: tuple[UnregisteredRow, ...]
    persons_asked: int
    units_asked: int
    units: tuple[Unit, ...]

    def of(self, *, unit: int | None, kind: str) -> list[UnregisteredRow]:
        """The rows of a unit and a kind; None and "" do not filter."""
        return [
            one
            for one in self.rows
            if (unit is None or one.unit.pk == unit) and (not kind or one.kind == kind)
        ]

    def count(self, kind: str) -> int:
        return sum(one.kind == kind for one in self.rows)

    @property
    def persons(self) -> int:
        return self.count(RecipientKind.INDIVIDUAL)

    @property
    def collectives(self) -> int:
        return self.count(RecipientKind.COLLECTIVE)

    @property
    def without_account(self) -> int:
        return sum(one.is_person and not one.has_account for one in self.rows)


def unregistered_in(campaign: Campaign) -> UnregisteredList:
    """Today's staff and units that have not registered; six queries."""
    titles = campaign.titles
    units = units_of(campaign.organization, clock.today())
    units = units.exclude(body_kind=BodyKind.WHOLE_AGENCY)
    every = list(units)
    asked = every if titles.filter(award_type__for_collectives=True).exists() else []
    members = _members(campaign) if titles.filter(award_type__for_individuals=True).exists() else []
    persons, collectives = _nominated(campaign)
    rows = [_of_unit(one) for one in asked if one.pk not in collectives]
    rows += [_of_member(one) for one in members if one.person_id not in persons]
    return UnregisteredList(
        rows=tuple(rows), persons_asked=len(members), units_asked=len(asked), units=tuple(every)
    )


def _nominated(campaign: Campaign) -> tuple[set[int], set[int]]:
    """The ids of persons and collectives with a registered nomination in the campaign."""
    rows = Nomination.objects.filter(campaign=campaign).exclude(state=State.DRAFT).order_by()
    found = list(rows.values_list("person_id", "collective_id"))
    return {one for one, _unit in found if one}, {one for _person, one in found if one}


def _of_unit(unit: Unit) -> UnregisteredRow:
    return UnregisteredRow(
        kind=RecipientKind.COLLECTIVE, key=unit.pk, name=unit.name, position="", unit=unit
    )


def _of_member(member: UnitMembership) -> UnregisteredRow:
    return UnregisteredRow(
        kind=RecipientKind.INDIVIDUAL,
        key=member.person_id,
        name=member.person.full_name,
        position=member.position.name,
        unit=member.unit,
        has_account=member.has_account,  # type: ignore[attr-defined]  # annotated
    )


def _members(campaign: Campaign) -> list[UnitMembership]:
    """Everybody at work in the agency, once, in the main place of work."""
    account = User.objects.filter(is_active=True, person_id=OuterRef("person_id"))
    rows = (
        UnitMembership.objects.filter(
            holds_on(clock.today()),
            is_primary=True,
            unit__organization_id=campaign.organization_id,
        )
        .select_related("person", "unit", "position")
        .annotate(has_account=Exists(account))
        .order_by("unit__rank", "unit__code", "position__rank", "person__sort_key")
    )
    return list({one.person_id: one for one in rows}.values())


def accounts_to_remind(rows: Sequence[UnregisteredRow]) -> list[int]:
    """The accounts of the persons, of the heads of the units, and of the clerks who register for
    people without an account."""
    persons = {one.key for one in rows if one.is_person}
    headed = {one.key for one in rows if not one.is_person}
    clerked = {one.unit.pk for one in rows if one.is_person and not one.has_account}
    own = User.objects.filter(is_active=True, person_id__in=persons)
    leads = accounts_leading(
        {Role.UNIT_HEAD: headed, Role.DEPUTY_HEAD: headed, Role.UNIT_CLERK: clerked}
    )
    found = (set(rows.order_by().values_list("pk", flat=True)) for rows in (own, leads))
    return sorted(set().union(*found))
