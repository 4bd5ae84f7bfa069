"""The records behind the invented awards: grades, initiatives, what the unit attests.

They fit the awards of the year, so that whoever is nominated meets the standards that can be known,
and everything before the first year is honestly unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from nominations.demo.pipeline_driver import DraftRow
from nominations.demo.staff import SINCE, DemoStaff
from nominations.people.employment import ServiceBegin, StaffKind
from nominations.people.models import Person, Unit, UnitMembership
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import (
    AnnualGrade,
    Attestation,
    Initiative,
    InitiativeAuthor,
    Recognition,
    Service,
)
from nominations.records.scales import AttestationKind, Grade, Scope
from nominations.vietnamese import fold
from workflow import clock, engine

_IDEAS = (
    "Mẫu đối chiếu số liệu dự toán tự động giữa phòng và đơn vị sử dụng ngân sách",
    "Quy trình rút gọn thẩm định quyết toán dự án hoàn thành",
    "Sổ theo dõi tài sản công dùng chung trên mạng nội bộ",
    "Bảng kiểm hồ sơ một cửa giảm lượt bổ sung giấy tờ",
    "Cách lập báo cáo giá thị trường từ số liệu hằng ngày",
    "Kho văn bản mẫu phục vụ kiểm tra tài chính tại đơn vị",
    "Phương pháp phân tích chi thường xuyên theo nhóm đơn vị",
    "Lịch nhắc hạn nộp báo cáo cho các đơn vị dự toán",
)
_BETTER = frozenset({"CSTDCS", "CSTD_TINH", "BK_TINH", "BK_BO", "BK_TTG", "HCLD2", "HCLD3"})
_NEEDS_IDEA = {"CSTDCS": Scope.BASE, "CSTD_TINH": Scope.PROVINCE}
_SAID_OF_PERSONS = (AttestationKind.CONDUCT, AttestationKind.ACTIVE)
_SAID_OF_UNITS = (AttestationKind.UNITY, AttestationKind.ACTIVE, AttestationKind.BASE_DEMOCRACY)
_AGENCY_ISSUER = "Giám đốc Sở Tài chính"


def enter_service(staff: DemoStaff) -> None:
    """Everybody of the department serves from the beginning on; the employees of the office by
    contract, everybody else as a civil servant."""
    places = UnitMembership.objects.filter(person__in=staff.people)
    places.update(staff_kind=StaffKind.CIVIL_SERVANT)
    places.filter(position__name="Nhân viên").update(staff_kind=StaffKind.CONTRACT)
    Service.objects.bulk_create(
        Service(
            organization=staff.agency,
            person=person,
            valid_from=SINCE,
            begins_by=ServiceBegin.RECRUITED,
            recorded_at=clock.now(),
            recorded_by=staff.roles["quantri"],
        )
        for person in staff.people
    )


def record_year(
    staff: DemoStaff,
    rows: Sequence[DraftRow],
    year: int,
    at: datetime,
    *,
    stars: Collection[Person | Unit] = (),
    low: Collection[int] = (),
    ungraded: Collection[Person | Unit] = (),
    failed: Person | None = None,
    with_ideas: bool = True,
) -> None:
    """Grades, attestations and initiatives of one year, entered by the secretary at the moment.

    The stars and those nominated for more than a base title are graded excellent; of the others
    whoever is nominated, or not in `low`, did well. The `ungraded` have no grade yet; who `failed`,
    disciplined for a breach of duty, did not complete the tasks of the year.
    """
    wanted = _wanted(rows)
    with clock.at(at):
        grades = [
            *_grades_of_people(staff, wanted, stars, low, year, failed),
            *_grades_of_units(staff, rows, stars, year),
        ]
        AnnualGrade.objects.bulk_create(
            one for one in grades if (one.person or one.unit) not in ungraded
        )
    attest(staff, [row for row in rows if row.person], year, at, _SAID_OF_PERSONS)
    attest(staff, [row for row in rows if row.collective], year, at, _SAID_OF_UNITS)
    if with_ideas:
        _initiatives(staff, wanted, year, at)


def _wanted(rows: Iterable[DraftRow]) -> dict[int, set[str]]:
    """Awards by person."""
    found: dict[int, set[str]] = {}
    for row in rows:
        if row.person is not None:
            found.setdefault(row.person.pk, set()).add(row.award)
    return found


def _entered(staff: DemoStaff, year: int, **values: Any) -> dict[str, Any]:
    day = clock.today()
    return {
        "organization": staff.agency,
        "year": year,
        "paper_number": f"{80 + year % 10}/QĐ-STC",
        "paper_date": day,
        "issuer": _AGENCY_ISSUER,
        "recorded_at": clock.now(),
        "recorded_by": staff.roles["thuky"],
        **values,
    }


def _grades_of_people(
    staff: DemoStaff,
    wanted: Mapping[int, set[str]],
    stars: Collection[Person | Unit],
    low: Collection[int],
    year: int,
    failed: Person | None,
) -> list[AnnualGrade]:
    def grade(person: Person) -> str:
        if person == failed:
            return Grade.NOT_DONE
        awards = wanted.get(person.pk, set())
        if awards & _BETTER or person in stars:
            return Grade.EXCELLENT
        return Grade.DONE if not awards and person.pk in low else Grade.WELL_DONE

    return [
        AnnualGrade(**_entered(staff, year, person=person, grade=grade(person)))
        for person in staff.people
    ]


def _own_units(staff: DemoStaff) -> list[Unit]:
    return [unit for unit in staff.units if unit.organization_id == staff.agency.pk]


def _grades_of_units(
    staff: DemoStaff, rows: Sequence[DraftRow], stars: Collection[Person | Unit], year: int
) -> list[AnnualGrade]:
    excellent = {
        row.collective.pk
        for row in rows
        if row.collective is not None and row.award in {"TTLDXS", "BK_TINH", "BK_BO"}
    }
    return [
        AnnualGrade(
            **_entered(
                staff,
                year,
                unit=unit,
                grade=Grade.EXCELLENT if unit.pk in excellent or unit in stars else Grade.WELL_DONE,
            )
        )
        for unit in _own_units(staff)
    ]


def attest(
    staff: DemoStaff, rows: Sequence[DraftRow], year: int, at: datetime, whats: Sequence[str]
) -> None:
    """The secretary records for all subjects of the rows that these things hold of the year."""
    persons = {row.person.pk: row.person for row in rows if row.person is not None}
    units = {row.collective.pk: row.collective for row in rows if row.collective is not None}
    with clock.at(at):
        Attestation.objects.bulk_create(
            Attestation(**_entered(staff, year, what=what, holds=True, **{column: subject}))
            for column, subjects in (("person", persons), ("unit", units))
            for subject in subjects.values()
            for what in whats
        )


def _initiatives(staff: DemoStaff, wanted: Mapping[int, set[str]], year: int, at: datetime) -> None:
    """One recognised initiative for whoever needs it, through its own workflow."""
    people = {person.pk: person for person in staff.people}
    chosen = [people[pk] for pk, awards in wanted.items() if awards & set(_NEEDS_IDEA)]
    names = [f"{_IDEAS[place % len(_IDEAS)]} ({year})" for place in range(len(chosen))]
    with clock.at(at):
        ideas = Initiative.objects.bulk_create(
            Initiative(
                organization=staff.agency,
                unit=staff.unit_of[person.pk],
                name=names[place],
                search_key=fold(names[place]),
                field="Tài chính",
                summary="Giảm thời gian xử lý, áp dụng tại phòng từ đầu năm.",
                year=year,
                created_at=clock.now(),
            )
            for place, person in enumerate(chosen)
        )
        InitiativeAuthor.objects.bulk_create(
            InitiativeAuthor(initiative=idea, person=person, share=100, is_main=True)
            for idea, person in zip(ideas, chosen, strict=True)
        )
    if not ideas:
        return
    pks = [idea.pk for idea in ideas]
    day = at.date()
    assessment = {"members": 9, "present": 9, "agreed": 9, "held_on": day.isoformat()}
    paper = {
        "scope": Scope.BASE.value,
        "paper_number": f"{70 + year % 10}/QĐ-STC",
        "paper_date": day.isoformat(),
        "issuer": _AGENCY_ISSUER,
    }
    with clock.at(at):
        for name, data in (("register", {}), ("assess", assessment), ("recognise", paper)):
            engine.perform_many(INITIATIVES, pks, name, actor=engine.SYSTEM, data=data)
    _wider(staff, ideas, chosen, wanted, day)


def _wider(
    staff: DemoStaff,
    ideas: Sequence[Initiative],
    authors: Sequence[Person],
    wanted: Mapping[int, set[str]],
    day: date,
) -> None:
    """The province recognised the initiatives of those put up for its own title."""
    Recognition.objects.bulk_create(
        Recognition(
            organization=staff.agency,
            initiative=idea,
            scope=Scope.PROVINCE,
            paper_number=f"{1200 + idea.pk}/QĐ-UBND",
            paper_date=day,
            issuer=f"Chủ tịch {staff.province.name}",
            recorded_at=clock.now(),
            recorded_by=staff.roles["thuky"],
        )
        for idea, author in zip(ideas, authors, strict=True)
        if "CSTD_TINH" in wanted[author.pk]
    )
