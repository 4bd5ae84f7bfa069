"""A history of conferred awards as large as a province's, written by COPY.

200 agencies, 10 years, 1,000,000 awards by default: real shares of the awards (of the shipped
figures of 2015-2019), people with Vietnamese names, units, decisions, some awards revoked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

FAMILY = "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thạch Sơn Kim Lâm"
MIDDLE = "Văn Thị Hữu Đức Minh Ngọc Thanh Quốc Thu Hồng Kim Xuân Anh Bảo Gia Hoài Mỹ Công"
GIVEN = (
    "An Ân Anh Ánh Bích Bình Châu Chi Cường Dũng Dung Duyên Đạt Đông Giang Hà Hải Hạnh Hiền Hiếu"
    " Hoa Hòa Hùng Hương Khánh Khoa Lan Linh Long Lộc Mai Nam Nga Nhung Oanh Phong Phúc Phương"
    " Quang Quyên Sang Tâm Thảo Thắng Thúy Trang Trung Tuấn Uyên Vân Việt Vinh Xuân Yến"
)
POSTS = (
    ("Giám đốc", 1, True), ("Phó Giám đốc", 2, True), ("Trưởng phòng", 3, True),
    ("Phó Trưởng phòng", 4, True), ("Chuyên viên chính", 5, False), ("Chuyên viên", 6, False),
    ("Kế toán viên", 7, False), ("Nhân viên", 8, False),
)  # fmt: skip
UNITS = 12
LAST_YEAR = 2025
REVOKED = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is written."""

    agencies: int = 200
    years: int = 10
    awards: int = 1_000_000
    people: int = 100_000


def _copy(table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    from django.db import connection

    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _agencies(size: Size) -> list[int]:
    from nominations.people.models import Organization

    since = date(2000, 1, 1)
    province = Organization.objects.create(
        code="UBND",
        name="Ủy ban nhân dân tỉnh",
        authority="province",
        head_title="Chủ tịch",
        valid_from=since,
    )
    below = Organization.objects.bulk_create(
        Organization(
            code=f"SO{number}",
            name=f"Sở số {number}",
            head_title="Giám đốc",
            parent=province,
            rank=number,
            valid_from=since,
        )
        for number in range(1, size.agencies)
    )
    return [province.pk, *(one.pk for one in below)]


def _people(count: int, chance: random.Random) -> list[tuple[int, str, str]]:
    from nominations.people.models import Person
    from nominations.vietnamese import fold, sort_key

    names = [
        " ".join(chance.choice(words.split()) for words in (FAMILY, MIDDLE, GIVEN))
        for _each in range(count)
    ]
    _copy(
        "people_person",
        "full_name, gender, search_key, sort_key",
        (
            (name, ("female", "male", "male", "")[n % 4], fold(name), sort_key(name))
            for n, name in enumerate(names)
        ),
    )
    return list(Person.objects.order_by("pk").values_list("pk", "full_name", "sort_key"))


def _units(agencies: list[int]) -> dict[int, list[tuple[int, str]]]:
    from nominations.people.models import Unit

    Unit.objects.bulk_create(
        Unit(
            organization_id=agency,
            code=f"P{number}",
            name=f"Phòng Nghiệp vụ {number}",
            search_key=f"phong nghiep vu {number}",
            rank=number,
            valid_from=date(2000, 1, 1),
        )
        for agency in agencies
        for number in range(1, UNITS + 1)
    )
    found: dict[int, list[tuple[int, str]]] = {agency: [] for agency in agencies}
    for pk, agency, name in Unit.objects.values_list("pk", "organization_id", "name"):
        found[agency].append((pk, name))
    return found


def _awards(
    size: Size,
    units: dict[int, list[tuple[int, str]]],
    types: dict[str, Any],
    people: list[tuple[int, str, str]],
    chance: random.Random,
) -> Iterator[tuple[Any, ...]]:
    """Awards agency by agency and year by year; an agency's people stay its own."""
    from nominations.awards import shipped_history
    from nominations.vietnamese import sort_key

    figures = shipped_history.figures()
    weights = [figure.count for figure in figures]
    own = len(people) // size.agencies
    each = size.awards // (size.agencies * size.years)
    for place, (agency, rooms) in enumerate(units.items()):
        mine = people[place * own : (place + 1) * own]
        for year in range(LAST_YEAR - size.years + 1, LAST_YEAR + 1):
            for number, figure in enumerate(chance.choices(figures, weights, k=each)):
                award = types[figure.award]
                decided = date(year, 12, 1) + timedelta(days=number % 28)
                room, room_name = rooms[number % UNITS]
                person, name, key = mine[number % own]
                is_person = figure.kind == "individual"
                if not is_person:
                    name, key = room_name, sort_key(room_name)
                revoked = decided + timedelta(days=200) if chance.random() < REVOKED else None
                yield (
                    agency,
                    award.pk,
                    figure.kind,
                    person if is_person else None,
                    None if is_person else room,
                    figure.commendation_type,
                    year,
                    f"Hoàn thành xuất sắc nhiệm vụ năm {year}",
                    f"{number + 1}/QĐ",
                    decided,
                    "Giám đốc Sở" if award.authority == "agency" else award.get_authority_display(),
                    name,
                    POSTS[number % len(POSTS)][0] if is_person else "",
                    room_name if is_person else "",
                    "import",
                    datetime(decided.year, decided.month, decided.day, 8, tzinfo=UTC),
                    revoked,
                    "Kê khai gian dối" if revoked else "",
                    False,
                    key,
                )


def fill(size: Size) -> None:
    """Write the history into an empty database, and let the server count it."""
    from django.db import connection

    from nominations.awards.services import award_counts
    from nominations.law import catalogue
    from nominations.law.models import AwardType
    from nominations.people.models import Position

    chance = random.Random(2026)  # noqa: S311 -- invented data
    catalogue.load_award_types()
    Position.objects.bulk_create(
        Position(name=name, rank=rank, is_manager=leads) for name, rank, leads in POSTS
    )
    units, people = _units(_agencies(size)), _people(size.people, chance)
    types = {one.code: one for one in AwardType.objects.all()}
    _copy(
        "awards_award",
        "organization_id, award_type_id, kind, person_id, collective_id, commendation_type, year,"
        " achievement, decision_number, decision_date, issuer, recipient_name, position_name,"
        " unit_name, origin, recorded_at, revoked_on, revocation_ground, struck, sort_key",
        _awards(size, units, types, people, chance),
    )
    award_counts.count_all()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
