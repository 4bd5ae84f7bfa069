"""An agency with namesakes and a catalogue, for the tests of the import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nominations.awards.models import Award
from nominations.law import catalogue
from nominations.people import services
from nominations.people.models import Organization, Person, Position, Unit, UnitMembership, User
from nominations.people.roles import Role
from workflow.actors import SYSTEM
from workflow.models import AuditEvent

SINCE = date(2010, 1, 1)


@dataclass
class Office:
    """The agency, its units and people by name; two are called Nguyễn Văn An."""

    agency: Organization
    budget: Unit
    people: dict[str, Person]
    older_an: Person
    younger_an: Person
    secretary: User
    clerk: User

    @classmethod
    def build(cls) -> Office:
        """Write the rows."""
        catalogue.load_award_types()
        agency = Organization.objects.create(
            code="STC", name="Sở Tài chính", head_title="Giám đốc", valid_from=SINCE
        )
        budget = Unit.objects.create(
            organization=agency, code="NS", name="Phòng Ngân sách", valid_from=SINCE
        )
        post = Position.objects.create(name="Chuyên viên", rank=5)

        def person(name: str, born: date | None = None) -> Person:
            made = Person.objects.create(full_name=name, birth_date=born)
            UnitMembership.objects.create(person=made, unit=budget, position=post, valid_from=SINCE)
            return made

        names = ("Trần Thị Mai", "Lê Hoà Thuý", "Đặng Quốc Ưng", "Phạm Thị Bích Ngọc")
        people = {name: person(name) for name in names}
        office = cls(
            agency=agency,
            budget=budget,
            people=people,
            older_an=person("Nguyễn Văn An", date(1970, 5, 1)),
            younger_an=person("Nguyễn Văn An", date(1985, 12, 25)),
            secretary=_account(people["Trần Thị Mai"], "mai"),
            clerk=_account(people["Phạm Thị Bích Ngọc"], "ngoc"),
        )
        services.assign_role(
            actor=SYSTEM,
            person=people["Trần Thị Mai"],
            role=Role.SECRETARY,
            organization=agency,
            valid_from=SINCE,
        )
        return office


def _account(person: Person, username: str) -> User:
    return services.create_account(actor=SYSTEM, person=person, username=username)


def row_counts() -> tuple[int, int]:
    """Row counts that a refusal must leave alone."""
    return Award.objects.count(), AuditEvent.objects.exclude(stream__startswith="import:").count()
