"""A small agency for the tests of people: two agencies under a province, three units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from nominations.people import services
from nominations.people.models import Organization, Person, Position, RoleAssignment, Unit, User
from nominations.people.roles import UNIT_ROLES, Role
from workflow.actors import SYSTEM
from workflow.models import AuditEvent

SINCE = date(2015, 1, 1)
PASSWORD = "mat-khau-thu-2026"


@dataclass
class House:
    """Who and what there is; `employ` and `give` go through the services, as the system."""

    province: Organization
    agency: Organization
    elsewhere: Organization
    budget: Unit
    office: Unit
    foreign: Unit
    officer: Position
    head: Position

    def employ(self, name: str, unit: Unit | None = None, *, username: str = "") -> Person:
        """A person working since 2015, with an account when a user name is given."""
        person = Person.objects.create(full_name=name)
        services.place_person(
            actor=SYSTEM,
            person=person,
            unit=unit or self.budget,
            position=self.officer,
            valid_from=SINCE,
        )
        if username:
            user = services.create_account(
                actor=SYSTEM, person=person, username=username, email=f"{username}@example.vn"
            )
            user.set_password(PASSWORD)
            user.save()
        return person

    def give(
        self,
        person: Person,
        role: str,
        where: Unit | Organization | None = None,
        valid_from: date = SINCE,
        valid_to: date | None = None,
    ) -> RoleAssignment:
        """A role in the budget unit or the agency unless told otherwise."""
        place = {"unit": where or self.budget} if role in UNIT_ROLES else {}
        if role not in UNIT_ROLES:
            place = {"organization": where or self.agency}
        return services.assign_role(
            actor=SYSTEM,
            person=person,
            role=role,
            valid_from=valid_from,
            valid_to=valid_to,
            **place,
        )

    def account(self, person: Person) -> User:
        """The account as a new request finds it."""
        return User.objects.get(person=person)

    def administrator(self) -> User:
        """Somebody who keeps the people of the agency."""
        person = self.employ("Quản Trị Viên", self.office, username="quantri")
        self.give(person, Role.ADMINISTRATOR)
        return self.account(person)


def row_counts() -> tuple[int, int, int, int]:
    """Row counts that a refusal must leave alone."""
    from nominations.people.models import UnitMembership

    return (
        RoleAssignment.objects.count(),
        UnitMembership.objects.count(),
        User.objects.count(),
        AuditEvent.objects.count(),
    )


@pytest.fixture
def house(db: None) -> House:
    """The agency of the stories."""

    def agency(code: str, name: str, parent: Organization | None) -> Organization:
        return Organization.objects.create(
            code=code, name=name, head_title="Giám đốc", parent=parent, valid_from=SINCE
        )

    def unit(where: Organization, code: str, name: str, rank: int) -> Unit:
        return Unit.objects.create(
            organization=where, code=code, name=name, rank=rank, valid_from=SINCE
        )

    province = agency("ST", "Ủy ban nhân dân tỉnh Sóc Trăng", None)
    finance = agency("STC", "Sở Tài chính", province)
    farming = agency("SNN", "Sở Nông nghiệp", province)
    return House(
        province=province,
        agency=finance,
        elsewhere=farming,
        budget=unit(finance, "NS", "Phòng Ngân sách", 2),
        office=unit(finance, "VP", "Văn phòng", 1),
        foreign=unit(farming, "TT", "Phòng Trồng trọt", 1),
        officer=Position.objects.create(name="Chuyên viên", rank=5),
        head=Position.objects.create(name="Trưởng phòng", rank=1, is_manager=True),
    )


def noon(day: date) -> datetime:
    """Noon in Viet Nam on the day, for `clock.at`."""
    return datetime(day.year, day.month, day.day, 5, 0, tzinfo=UTC)
