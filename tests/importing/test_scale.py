"""Large tables of each kind on the database of the tests; the processor time is printed.

Every run imports several portions of each kind; `-m long` the largest table that is accepted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from nominations.importing.file_reader import MAX_ROWS, read_table
from nominations.importing.plan import no_progress
from nominations.importing.registry import importer_of
from nominations.people.models import Person, UnitMembership
from nominations.records.models import AnnualGrade, Initiative
from tests.awards import tables
from tests.built_once import built_once
from tests.importing import sheets
from tests.importing.import_office import HEADINGS, ImportOffice

SEVERAL_PORTIONS = 2_500  # rows are written in portions of 2,000
ROWS_OF_ONE = 10  # of the tables that are about people
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Dương", "Bùi", "Đỗ", "Hồ", "Ngô")
MIDDLES = ("Văn", "Thị", "Quốc", "Minh", "Thanh", "Hoàng", "Ngọc", "Đức", "Kim", "Hữu")
GIVEN = (
    "An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Khánh", "Lan", "Hải", "Nga", "Oanh", "Phúc",
    "Quỳnh", "Sơn", "Tâm", "Uyên", "Vinh", "Xuân", "Yến", "Đạt",
)  # fmt: skip


def name_of(number: int) -> str:
    """A name of its own for each number."""
    family = FAMILIES[number % 10]
    middle = MIDDLES[number // 10 % 10]
    rest = number // 100
    first, second = GIVEN[rest % 20], GIVEN[rest // 20 % 20]
    return f"{family} {middle} {first} {second}"


def born(number: int) -> str:
    return f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1965 + number % 35}"


ROWS: dict[str, Callable[[int, int], list[Any]]] = {
    "units": lambda n, _people: sheets.unit(f"DV{n}", f"Đơn vị số {n}", first="01/01/2015"),
    "persons": lambda n, _people: sheets.person(name_of(n), born=born(n)),
    "grades": lambda n, people: sheets.grade(name_of(n % people), year=2014 + n // people),
    "initiatives": lambda n, people: sheets.initiative(
        f"Sáng kiến số {n}",
        authors=f"{name_of(n % people)} (60%); {name_of((n + 1) % people)} (40%)",
    ),
    "awards": lambda n, people: tables.line(
        name_of(n % people), award="Giấy khen", number=f"{n // people + 1}/QĐ-STC", born=None
    ),
}


@pytest.mark.parametrize("rows", [SEVERAL_PORTIONS, pytest.param(MAX_ROWS, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.django_db
def test_a_large_table_is_imported_once(
    kind: str, rows: int, capsys: pytest.CaptureFixture[str]
) -> None:
    import_office, people = (
        built_once("import office", ImportOffice.build),
        rows // ROWS_OF_ONE,
    )
    Person.objects.filter(birth_date=None).update(birth_date=date(1950, 1, 1))  # nobody's namesake
    if kind not in ("units", "persons"):
        import_office.load("persons", *(ROWS["persons"](n, people) for n in range(people)))
    headings = tables.HEADINGS if kind == "awards" else HEADINGS[kind]
    content = sheets.xlsx(headings, [ROWS[kind](n, people) for n in range(rows)])
    importer, agency = importer_of(kind), import_office.office.agency
    steps: list[int] = []

    began = time.process_time()
    sheet = read_table("lớn.xlsx", content, importer.table)
    was_read = time.process_time()
    plan = importer.plan(sheet, agency, {}, lambda done, _total: steps.append(done))
    checked = time.process_time()
    assert plan.ok, plan.problems[:3] or plan.open_questions[:3]
    with transaction.atomic():
        importer.write(plan, actor=import_office.actor(kind))
    written = time.process_time()
    with capsys.disabled():
        print(
            f"\n{kind}, {rows} rows: read {was_read - began:.1f} s,"
            f" check {checked - was_read:.1f} s, write {written - checked:.1f} s"
        )

    assert plan.added == rows
    assert steps == sorted(steps)
    assert len(steps) > rows // 400
    again = importer.plan(sheet, agency, {}, no_progress)
    assert again.ok
    assert (len(again.entries), len(again.already)) == (0, rows)


@pytest.mark.parametrize("kind", ["persons", "grades", "initiatives"])
@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow_with_the_rows(
    kind: str, django_assert_max_num_queries: Any
) -> None:
    import_office = built_once("import office", ImportOffice.build)
    if kind != "persons":
        import_office.load("persons", *(ROWS["persons"](n, 201) for n in range(201)))
    # On SQLite, where a statement costs no journey, the engine writes what it moves row by row.
    row_by_row = 400 if kind == "initiatives" and connection.vendor == "sqlite" else 0
    with django_assert_max_num_queries(40 + row_by_row):
        import_office.load(kind, *(ROWS[kind](n, 201) for n in range(200)))
    assert Person.objects.count() + UnitMembership.objects.count() >= 400
    counted = {"grades": AnnualGrade, "initiatives": Initiative}.get(kind)
    assert counted is None or counted.objects.count() == 200
