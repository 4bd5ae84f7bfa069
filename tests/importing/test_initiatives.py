"""Recognised initiatives from a table: authors, shares, scopes; moved by the engine."""

from __future__ import annotations

from typing import Any

import pytest

from nominations.importing.cells import CellError
from nominations.records.importing.authors import read_authors
from nominations.records.models import Initiative, Recognition
from tests.importing.import_office import ImportOffice, picture, problems
from tests.importing.sheets import initiative
from workflow import audit, clock


@pytest.fixture
def import_office(db: None) -> ImportOffice:
    return ImportOffice.build()


# --- authors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn A (60%); Trần Thị B (40%)",
        "Nguyễn Văn A (60 %) ; Trần Thị B (40%);",
        "Nguyễn Văn A (60); Trần Thị B (40)",
        "Nguyễn Văn A (60%), Trần Thị B (40%)",
        "Nguyễn Văn A (60%)\nTrần Thị B (40%)",
        "Nguyễn Văn A: 60%; Trần Thị B: 40%",
        "Nguyễn Văn A - 60%; Trần Thị B – 40%",
        "Nguyễn Văn A 60%; Trần Thị B 40,0%",
    ],
)
def test_authors_are_read_in_their_usual_spellings(text: str) -> None:
    found = [(author.name, author.share) for author in read_authors(text)]
    assert found == [("Nguyễn Văn A", 60), ("Trần Thị B", 40)]


def test_a_single_author_has_it_all() -> None:
    assert [author.share for author in read_authors("Nguyễn Văn A")] == [100]


def test_a_date_of_birth_may_stand_beside_the_share() -> None:
    first, second = read_authors("Nguyễn Văn An (25/12/1985, 60%); Nguyễn Văn An (sinh 1970, 40%)")
    assert (first.birth.day, second.birth.year) == (25, 1970)


@pytest.mark.parametrize(
    "text",
    [
        "A (60%); B (30%)",
        "A; B",
        "A (60%); B",
        "A (0%); B (100%)",
        "A (33,3%); B (66,7%)",
        "(60%); B (40%)",
        "A (chủ trì)",
        "",
        ";",
        "A (101%)",
    ],
)
def test_shares_that_do_not_make_a_whole_are_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_authors(text)


# --- rows -----------------------------------------------------------------------------------------


def test_an_initiative_is_taken_over_as_recognised_by_the_engine(
    import_office: ImportOffice,
) -> None:
    import_office.load("initiatives", initiative())
    one = Initiative.objects.get()
    assert (one.state, one.year, one.kind, one.unit) == (
        "recognised", 2022, "initiative", import_office.office.budget,
    )  # fmt: skip
    shares = [(a.person.full_name, a.share, a.is_main) for a in one.authors.all()]
    assert shares == [("Trần Thị Mai", 60, True), ("Đặng Quốc Ưng", 40, False)]
    scope = Recognition.objects.get(initiative=one)
    assert (scope.scope, scope.paper_number, f"{scope.paper_date:%d/%m/%Y}") == (
        "CO_SO", "45/QĐ-STC", "20/12/2022",
    )  # fmt: skip
    (moved,) = audit.history(one.stream)
    assert moved.actor_id is None  # the system took it over; who had it done stands in the records
    events = audit.history(f"records:{import_office.office.agency.pk}")
    assert events[-1].actor_id == import_office.office.secretary.pk


def test_the_same_file_twice_changes_nothing(import_office: ImportOffice) -> None:
    rows = [initiative(), initiative("Mẫu biểu chung", authors="Trần Thị Mai", kind="Đề tài")]
    import_office.load("initiatives", *rows)
    before = picture()
    plan = import_office.load("initiatives", *rows)
    assert (len(plan.entries), len(plan.already)) == (0, 2)
    assert picture() == before


def test_an_initiative_in_the_future_is_refused(import_office: ImportOffice) -> None:
    before = picture()
    year = clock.today().year + 1
    plan = import_office.plan("initiatives", initiative(year=year, day=f"01/02/{year}"))
    assert problems(plan) == [(2, "year"), (2, "date")]
    assert f"Năm {year} chưa đến" in plan.problems[0].message
    assert picture() == before


def test_a_wider_scope_is_added_to_a_recognised_initiative(import_office: ImportOffice) -> None:
    import_office.load("initiatives", initiative(authors="Đặng Quốc Ưng"))
    wider = initiative(
        authors="Đặng Quốc Ưng",
        scope="Cấp tỉnh",
        number="9/QĐ-UBND",
        day="05/03/2023",
        by="Chủ tịch Ủy ban nhân dân tỉnh",
    )
    plan = import_office.load("initiatives", wider)
    assert (plan.added, plan.changed) == (0, 1)
    assert set(Recognition.objects.values_list("scope", flat=True)) == {"CO_SO", "TINH"}
    assert not import_office.load("initiatives", wider).entries


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": None}, "name"),
        ({"kind": "Bài báo"}, "kind"),
        ({"year": "hai nghìn"}, "year"),
        ({"authors": None}, "authors"),
        ({"authors": "Trần Thị Mai (60%); Đặng Quốc Ưng (30%)"}, "authors"),
        ({"authors": "Trần Thị Mai (60%); trần thị mai (40%)"}, "authors"),
        ({"authors": "Người Lạ Mặt"}, "authors"),
        ({"authors": "Nguyễn Văn An"}, "authors"),
        ({"scope": "Huyện"}, "scope"),
        ({"scope": None}, "scope"),
        ({"number": None}, "number"),
        ({"day": "20/20/2022"}, "date"),
        ({"unit": "Phòng Không Có"}, "unit"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    import_office: ImportOffice, cells: dict[str, Any], column: str
) -> None:
    before = picture()
    assert problems(import_office.plan("initiatives", initiative(**cells))) == [(2, column)]
    assert picture() == before


def test_the_same_initiative_twice_is_refused_with_its_line(import_office: ImportOffice) -> None:
    plan = import_office.plan("initiatives", initiative(), initiative("đối chiếu  số liệu tự động"))
    assert problems(plan) == [(3, "name")]
    assert "dòng 2" in plan.problems[0].message


def test_other_authors_than_the_recorded_ones_are_refused(import_office: ImportOffice) -> None:
    import_office.load("initiatives", initiative())
    plan = import_office.plan("initiatives", initiative(authors="Trần Thị Mai"))
    assert problems(plan) == [(2, "authors")]


def test_a_near_author_is_asked_about(import_office: ImportOffice) -> None:
    row = initiative(authors="Trần Thị Maii (60%); Đặng Quốc Ưng (40%)")
    (question,) = import_office.plan("initiatives", row).open_questions
    assert question.text == "Trần Thị Maii"
    import_office.load(
        "initiatives", row, answers={question.key: str(import_office.person("Trần Thị Mai").pk)}
    )
    assert Initiative.objects.get().authors.count() == 2
