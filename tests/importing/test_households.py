"""Households from a table: found again, asked about, refused by cell, nothing by halves."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from nominations.importing.registry import importer_of, importers_for
from nominations.people.models import Unit
from nominations.people.queries import units_of
from nominations.people.services import create_account
from nominations.web.refusals import NotAllowed
from tests.importing.import_office import ImportOffice, picture, problems
from tests.importing.sheets import household
from workflow import clock
from workflow.actors import SYSTEM


@pytest.fixture
def import_office(db: None) -> ImportOffice:
    return ImportOffice.build()


def recorded() -> list[tuple[str, str, str]]:
    return list(Unit.objects.households().order_by("code").values_list("code", "name", "address"))


def test_households_are_recorded_as_the_page_would_record_them(import_office: ImportOffice) -> None:
    units = list(units_of(import_office.office.agency, clock.today()))
    plan = import_office.load(
        "households",
        household(),
        household("bà Trần Thị Mai", honorific=None, address="như trên", first=None),
        household("Hộ gia đình ông LÝ VĂN SÁU", honorific=None, last="31/12/2030"),
    )
    assert plan.added == 3
    assert recorded() == [
        ("HO-0001", "Hộ gia đình ông Nguyễn Văn Hòa", "Ấp 2, xã Mỹ Tú"),
        ("HO-0002", "Hộ gia đình bà Trần Thị Mai", "Ấp 2, xã Mỹ Tú"),
        ("HO-0003", "Hộ gia đình ông Lý Văn Sáu", "Ấp 2, xã Mỹ Tú"),
    ]
    first, second, third = Unit.objects.households().order_by("code")
    assert (first.body_kind, first.rank, first.search_key) == (
        "HO_GIA_DINH", 9999, "ho gia dinh ong nguyen van hoa",
    )  # fmt: skip
    assert (first.valid_from, second.valid_from) == (date(2024, 1, 1), clock.today())
    assert third.valid_to == date(2030, 12, 31)
    assert list(units_of(import_office.office.agency, clock.today())) == units


def test_the_same_file_twice_changes_nothing(import_office: ImportOffice) -> None:
    rows = [household(), household("Trần Thị Mai", honorific="Bà")]
    import_office.load("households", *rows)
    before = picture()
    rows[0] = household("NGUYỄN VĂN HOÀ", address="ấp 2,  xã Mỹ Tú")
    plan = import_office.load("households", *rows)
    assert (len(plan.entries), len(plan.already)) == (0, 2)
    assert picture() == before
    assert recorded()[0] == ("HO-0001", "Hộ gia đình ông Nguyễn Văn Hòa", "Ấp 2, xã Mỹ Tú")


def test_a_household_is_corrected_by_its_code(import_office: ImportOffice) -> None:
    import_office.load("households", household())
    row = household("Nguyễn Thị Lan", honorific="Bà", address="Ấp 5", first=None, code="ho-0001")
    plan = import_office.load("households", row)
    assert plan.entries[0].changes == (
        "Danh xưng: Ông → Bà",
        "Người đại diện: Nguyễn Văn Hòa → Nguyễn Thị Lan",
        "Địa chỉ: Ấp 2, xã Mỹ Tú → Ấp 5",
    )
    assert recorded() == [("HO-0001", "Hộ gia đình bà Nguyễn Thị Lan", "Ấp 5")]
    assert Unit.objects.households().get().valid_from == date(2024, 1, 1)


@pytest.mark.parametrize("answer", ["moved", "new"])
def test_the_same_representative_at_another_address_is_asked_about(
    import_office: ImportOffice, answer: str
) -> None:
    import_office.load("households", household())
    known = Unit.objects.households().get()
    row = household(address="Ấp 5, xã Mỹ Tú")
    (question,) = import_office.plan("households", row).open_questions
    assert "ở địa chỉ khác" in question.why
    assert question.text == "Nguyễn Văn Hòa, Ấp 5, xã Mỹ Tú"
    assert [one.label for one in question.choices] == [
        "Hộ gia đình ông Nguyễn Văn Hòa, Ấp 2, xã Mỹ Tú (HO-0001)", "Hộ gia đình khác",
    ]  # fmt: skip
    said = str(known.pk) if answer == "moved" else "new"
    import_office.load("households", row, answers={question.key: said})
    addresses = [address for _code, _name, address in recorded()]
    assert addresses == {
        "moved": ["Ấp 5, xã Mỹ Tú"], "new": ["Ấp 2, xã Mỹ Tú", "Ấp 5, xã Mỹ Tú"],
    }[answer]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"name": "ông Nguyễn Văn Hòa, bà Trần Thị Mai"}, "representative", "mỗi người một dòng"),
        ({"name": "Nguyễn Văn Hòa (chủ hộ)"}, "representative", "chỉ ghi họ và tên"),
        ({"honorific": None}, "honorific", "Hãy ghi danh xưng Ông hoặc Bà"),
        ({"honorific": "Chủ hộ"}, "honorific", "Ông, Bà"),
        ({"name": "bà Nguyễn Thị Lan"}, "honorific", "không khớp với giới tính"),
        ({"address": None}, "address", "không được để trống"),
        ({"first": "hôm qua"}, "from", "hôm qua"),
        ({"last": "31/12/2023"}, "to", "01/01/2024"),
        ({"code": "HO-9999"}, "code", "hộ mới thì để trống"),
    ],
)
def test_a_wrong_cell_is_named_with_the_reason(
    import_office: ImportOffice, cells: dict[str, Any], column: str, sentence: str
) -> None:
    plan = import_office.plan(
        "households", household("Lý Văn Sáu", address="Ấp 9"), household(**cells)
    )
    assert problems(plan) == [(3, column)]
    assert sentence in plan.problems[0].message
    assert not plan.ok


def test_a_household_stands_once_in_a_file(import_office: ImportOffice) -> None:
    again = household("nguyễn văn hòa", address="ẤP 2, xã Mỹ Tú")
    plan = import_office.plan("households", household(), again)
    assert problems(plan) == [(3, "representative")]
    assert "dòng 2" in plan.problems[0].message


def test_a_correction_by_code_makes_no_second_one_of_another_household(
    import_office: ImportOffice,
) -> None:
    import_office.load("households", household(), household("Lý Văn Sáu", address="Ấp 9"))
    same = household(code="HO-0002")
    plan = import_office.plan("households", same)
    assert problems(plan) == [(2, "code")]
    assert "HO-0001" in plan.problems[0].message
    new = household("Trần Văn Ba", address="Ấp 4")
    moved = household("Trần Văn Ba", address="Ấp 4", code="HO-0002")
    for rows in ((new, moved), (moved, new)):
        assert problems(import_office.plan("households", *rows)) == [(3, "representative")]
    twins = Unit.objects.households().get(code="HO-0002")
    Unit.objects.filter(pk=twins.pk).update(
        representative="Nguyễn Văn Hòa", address="Ấp 2, xã Mỹ Tú", name="Hộ gia đình ông Hòa"
    )
    plan = import_office.plan(
        "households", household(), household(code="HO-0002", last="31/12/2030")
    )
    assert (plan.ok, len(plan.already), len(plan.entries)) == (True, 1, 1)  # said to be another


def test_the_secretary_and_the_administrator_import_households(import_office: ImportOffice) -> None:
    importer, agency = importer_of("households"), import_office.office.agency
    for user in (import_office.office.secretary, import_office.administrator):
        assert importer in importers_for(user)
        assert agency.pk in importer.agencies(user)
        importer.require(user, agency)
    people = import_office.office.people.values()
    person = next(one for one in people if not hasattr(one, "user"))
    stranger = create_account(actor=SYSTEM, person=person, username="la")
    assert importer not in importers_for(stranger)
    with pytest.raises(NotAllowed, match="thư ký Hội đồng hoặc quản trị hệ thống"):
        importer.require(stranger, agency)


def test_the_blank_table_says_what_goes_where(import_office: ImportOffice, client: Any) -> None:
    client.force_login(import_office.office.secretary)
    content = client.get(reverse("importing:template", args=["ho-gia-dinh"])).content
    book = load_workbook(io.BytesIO(content))
    texts = [
        str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None
    ]
    assert "DANH SÁCH HỘ GIA ĐÌNH" in texts
    for heading in ("Danh xưng", "Người đại diện", "Địa chỉ", "Từ ngày", "Đến ngày"):
        assert any(text.startswith(heading) for text in texts), heading
    assert any("Mỗi hộ gia đình một dòng" in text for text in texts)


def test_a_household_that_stays_off_the_list_is_told_in_its_row(
    import_office: ImportOffice,
) -> None:
    import_office.load(
        "households", household(last="31/12/2024"), household("Trần Thị Mai", honorific="Bà")
    )
    plan = import_office.plan("households", household(), household("Trần Thị Mai", honorific="Bà"))

    assert (len(plan.entries), len(plan.already)) == (0, 2)
    (said,) = plan.warnings
    assert said.startswith(
        "Dòng 2: Hộ gia đình ông Nguyễn Văn Hòa đã ra khỏi danh sách sau ngày 31/12/2024 và vẫn"
        " ở ngoài danh sách: muốn đưa lại, "
    )
    again = import_office.plan("households", household(last="31/12/2030"))
    assert (again.changed, again.warnings) == (1, [])


def test_the_page_of_the_run_shows_what_stays_as_it_is(
    import_office: ImportOffice, client: Any
) -> None:
    import_office.load("households", household(last="31/12/2024"))
    client.force_login(import_office.office.secretary)
    file = SimpleUploadedFile("ho.xlsx", import_office.content("households", [household()]))
    address = reverse("importing:start", args=["ho-gia-dinh"])

    page = client.post(
        address, {"file": file, "organization": import_office.office.agency.pk}, follow=True
    )

    assert "vẫn ở ngoài danh sách" in page.content.decode()
