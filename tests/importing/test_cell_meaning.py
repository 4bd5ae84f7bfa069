"""What cells say is read as meant, asked about, or refused: never taken for something else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nominations.awards.importing.columns import TABLE
from nominations.awards.models import Award
from nominations.importing import run_files, unread_files
from nominations.importing.cells import (
    CellError,
    UnlikelyValue,
    read_birth,
    read_day,
    read_past_day,
)
from nominations.importing.file_reader import read_table
from nominations.importing.models import ImportRun
from nominations.importing.name_matching import NameIndex
from nominations.importing.plan import ImportPlan, no_progress
from nominations.importing.registry import importer_of
from nominations.importing.spoilt_text import converted_by_excel, wrong_encoding
from nominations.importing.table_settings import TableSettings, suggested_headings
from nominations.people.importing.person_names import PersonNameCell, split_name_cell
from nominations.people.models import Person, Position, Unit, UnitMembership
from tests.importing import sheets
from tests.importing.import_office import ImportOffice, problems
from tests.importing.sheets import grade, initiative, person, unit
from tests.page import parsed
from tests.rows import check_rows
from workflow import clock

AWARDS = ["Họ và tên", "Danh hiệu", "Loại hình", "Năm", "Số QĐ", "Ngày QĐ", "Cơ quan ban hành"]


@pytest.fixture
def import_office(db: None, settings: Any, tmp_path: Path) -> ImportOffice:
    settings.MEDIA_ROOT = tmp_path / "files"
    return ImportOffice.build()


def award(name: str = "Trần Thị Mai", title: Any = "Giấy khen", **cells: Any) -> list[Any]:
    values = {
        "name": name, "title": title, "type": "Công trạng", "year": 2019,
        "number": "99/QĐ-STC", "day": "15/12/2019", "by": "Giám đốc Sở Tài chính",
    }  # fmt: skip
    return list({**values, **cells}.values())


def plan(
    import_office: ImportOffice, kind: str, rows: list[Any], answers: dict[str, str] | None = None
) -> ImportPlan:
    headings = {
        "awards": AWARDS, "persons": sheets.PERSONS, "units": sheets.UNITS,
        "grades": sheets.GRADES, "initiatives": sheets.INITIATIVES,
    }  # fmt: skip
    importer = importer_of(kind)
    sheet = read_table("bảng.xlsx", sheets.xlsx(headings[kind], rows), importer.table)
    return importer.plan(sheet, import_office.office.agency, answers or {}, no_progress)


def asked(found: ImportPlan) -> list[tuple[str, str]]:
    return [(one.text, one.choices[0].label) for one in found.questions.values()]


def answered(import_office: ImportOffice, kind: str, rows: list[Any]) -> ImportPlan:
    """The plan when people choose the first answer to every question, one after the other."""
    given: dict[str, str] = {}
    for _round in range(4):
        found = plan(import_office, kind, rows, given)
        if not found.open_questions:
            return found
        given |= {one.key: one.choices[0].value for one in found.open_questions}
    raise AssertionError(found.open_questions)


# --- awards ---------------------------------------------------------------------------------------

NAMED = {
    "Bằng khen CT UBND tỉnh": ["BK_TINH"],
    "BK của Chủ tịch UBND thành phố Cần Thơ": ["BK_TINH"],
    "Giấy khen của Giám đốc Sở Tài chính năm 2019": ["GK"],
    "Giấy khen của Sở Tài chính": ["GK"],
    "Bằng khen Bộ trưởng Bộ Tài chính": ["BK_BO"],
    "Huân chương Lao động hạng Ba của Chủ tịch nước": ["HCLD3"],
    "Kỷ niệm chương Vì sự nghiệp Tài chính": ["KNC"],
    "CSTĐ cơ sở, Bằng khen UBND tỉnh": ["CSTDCS", "BK_TINH"],
    "Lao động tiên tiến và Giấy khen": ["LDTT", "GK"],
    "LĐTT; CSTĐCS + GK": ["LDTT", "CSTDCS", "GK"],
    "CSTĐ cấp tỉnh - Bằng khen Thủ tướng Chính phủ": ["CSTD_TINH", "BK_TTG"],
}
NOT_UNDERSTOOD = {
    "CSTĐ cơ sở không đạt": "không đạt",
    "Chiến sĩ thi đua cơ sở (hụt phiếu)": "hụt phiếu",
    "Giấy khen - thu hồi": "thu hồi",
    "Kỷ niệm chương Vì sự nghiệp Tài chính (không đạt)": "không đạt",
    "Giấy khen của Giám đốc Sở Y tế": "Giám đốc Sở Y tế",
    "Giấy khen của Chủ tịch UBND huyện Mỹ Xuyên": "huyện Mỹ Xuyên",
    "Bằng khen Bộ trưởng Bộ Nào đó": "Bộ Nào đó",
    "Giấy khen năm 2018": "năm 2018",
    "LĐTT và danh hiệu khác": "khác",
    "Bằng khen UBND tỉnh Sóc Trăng, Bằng tốt nghiệp": "Bằng tốt nghiệp",
}


def test_an_award_cell_is_understood_whole_or_refused_with_what_was_not(
    import_office: ImportOffice,
) -> None:
    from nominations.awards.importing.award_matching import AwardNameIndex, awards_named

    index, givers = AwardNameIndex(), ("Giám đốc Sở Tài chính",)

    def check(row: tuple[str, list[str]]) -> None:
        found = awards_named(index, row[0], givers, 2019)
        assert [one.code for one in found] == row[1]

    check_rows(NAMED.items(), check)

    def refuse(row: tuple[str, str]) -> None:
        with pytest.raises(CellError, match="không hiểu được") as refusal:
            awards_named(index, row[0], givers, 2019)
        assert f"“{row[1]}”" in str(refusal.value)

    check_rows(NOT_UNDERSTOOD.items(), refuse)
    for unknown in ("Không đạt CSTĐ cơ sở", "Bằng khen ABC", "x"):
        with pytest.raises(CellError, match="không có trong danh mục"):
            awards_named(index, unknown, givers, 2019)


def test_several_awards_of_one_cell_are_taken_apart_when_people_say_so(
    import_office: ImportOffice,
) -> None:
    rows = [award(title="CSTĐ cơ sở, Giấy khen"), award("Đặng Quốc Ưng")]
    found = plan(import_office, "awards", rows)
    assert [entry.name for entry in found.entries] == ["Đặng Quốc Ưng"]
    ((text, choice),) = asked(found)
    assert "Nhiều khen thưởng: Chiến sĩ thi đua cơ sở; Giấy khen" in choice
    assert text == "CSTĐ cơ sở, Giấy khen"
    assert problems(found) == []
    both = answered(import_office, "awards", rows)
    assert [entry.details[-3] for entry in both.entries] == [
        "Chiến sĩ thi đua cơ sở", "Giấy khen", "Giấy khen",
    ]  # fmt: skip
    importer_of("awards").write(both, actor=import_office.office.secretary)
    assert Award.objects.filter(recipient_name="Trần Thị Mai").count() == 2
    strict = importer_of("awards").plan(both.sheet, import_office.office.agency, None, no_progress)
    assert problems(strict) == [(2, "award")]


# --- days, ages and what Excel makes of a cell ----------------------------------------------------


def test_a_day_that_cannot_be_is_refused_and_an_unlikely_one_asked_about() -> None:
    wrong = ["05/01/0026", "5/1/1026", date(26, 1, 5), "0026-01-05", "05/01/2199", "1/1/1899"]

    def refuse(value: Any) -> None:
        with pytest.raises(CellError) as refusal:
            read_day(value)
        assert not isinstance(refusal.value, UnlikelyValue)

    check_rows(wrong, refuse)
    for value in (31048, 31048.0, "31048"):
        with pytest.raises(UnlikelyValue) as doubt:
            read_past_day(value)
        assert (doubt.value.value, doubt.value.label) == (date(1985, 1, 1), "01/01/1985")
    refuse(310)
    refuse("310480")
    for born in ("2020", "01/01/1850", "1/1/2199", "5/1899", date(2024, 5, 1)):
        with pytest.raises(CellError):
            read_birth(born)
    with pytest.raises(UnlikelyValue) as doubt:
        read_birth(29221)
    assert doubt.value.value.date == date(1980, 1, 1)


def test_the_bare_number_of_a_day_is_asked_about_and_says_which_day_it_is() -> None:
    """Days as Excel counts them; its 29/02/1900 that never was is no day of ours."""
    days = {
        "20000": date(1954, 10, 3), "25569": date(1970, 1, 1), "36526": date(2000, 1, 1),
        "36585": date(2000, 2, 29), "43830": date(2019, 12, 31), "45292": date(2024, 1, 1),
    }  # fmt: skip

    def ask(row: tuple[str, date]) -> None:
        shown, day = row
        for value in (shown, int(shown), float(shown)):
            with pytest.raises(UnlikelyValue) as doubt:
                read_past_day(value)
            assert (doubt.value.value, doubt.value.label) == (day, f"{day:%d/%m/%Y}")

    check_rows(days.items(), ask)
    for value in ("60", 45292.5, "45.292", "-36526", "3652699"):
        with pytest.raises(CellError) as refusal:
            read_past_day(value)
        assert not isinstance(refusal.value, UnlikelyValue), value


MEDDLED = [
    (datetime(2026, 12, 1), "01/12/2026", "ngày tháng"),
    ("1-Dec", "1-Dec", "ngày tháng"),
    ("Dec-19", "Dec-19", "ngày tháng"),
    ("01-Thg12", "01-Thg12", "ngày tháng"),
    (1.2e10, "1.2E+10", "thành số"),
    ("1,23E+05", "1,23E+05", "thành số"),
    (45.5, "45.5", "thành số"),
    (45, "045", ""),
    (0.5, "1/2", ""),
    ("99/QĐ-STC", "99/QĐ-STC", ""),
    ("12 tháng 5", "12 tháng 5", ""),
]
SPOILT = {
    "Nguyá»…n VÄƒn A": "có lẽ là “Nguyễn Văn A”",
    "Äáº·ng Quá»‘c Æ¯ng".replace("Ä", "Ä\x90"): "có lẽ là “Đặng Quốc Ưng”",
    "Nguy?n V?n A": "bị mất chữ",
    "?inh Công Minh": "bị mất chữ",
    "Nguy\ufffdn Văn A": "bị mất chữ",
    "Nguy&#7877;n Văn A": "bị mất chữ",
    "Nguy\\u1ec5n Văn A": "bị mất chữ",
}


def test_what_a_program_has_spoilt_is_refused_with_a_sentence(import_office: ImportOffice) -> None:
    def check(row: tuple[Any, str, str]) -> None:
        found = converted_by_excel(row[0], row[1])
        assert row[2] in found if row[2] else not found

    check_rows(MEDDLED, check)

    def spoilt(row: tuple[str, str]) -> None:
        assert row[1] in wrong_encoding(row[0])

    check_rows(SPOILT.items(), spoilt)
    for text in ("Đặng Quốc Ưng", "Trần Thị Hoà", "Câu hỏi?", "R&D", "A/B", "École", "Lê Âu"):
        assert wrong_encoding(text) == ""
    spoilt_name = "Nguy?n V?n A"
    assert problems(plan(import_office, "persons", [person(spoilt_name)])) == [(2, "name")]
    assert problems(plan(import_office, "awards", [award(spoilt_name)])) == [(2, "name")]
    assert problems(plan(import_office, "awards", [award(number=datetime(2026, 12, 1))])) == [
        (2, "number")
    ]
    assert problems(plan(import_office, "grades", [grade(spoilt_name)])) == [(2, "name")]
    assert problems(plan(import_office, "grades", [grade(number=45.5)])) == [(2, "number")]
    assert problems(plan(import_office, "units", [unit(name="Ph?ng T?ng h?p")])) == [(2, "name")]
    assert problems(plan(import_office, "units", [unit(code=datetime(2026, 1, 2))])) == [
        (2, "code")
    ]
    assert problems(plan(import_office, "initiatives", [initiative("S?ng ki?n")])) == [(2, "name")]


def test_unlikely_days_and_ages_are_asked_about_and_kept_when_people_say_so(
    import_office: ImportOffice,
) -> None:
    rows = [
        person("Vũ Thị Hạnh", born=32874, since="01/07/2016"),
        person("Lê Thị Đào", born="17/05/2012", recruited=None),
        person("Lê Thị Mận", born="17/05/1935", since="01/07/1990", recruited="01/07/1990"),
        person("Lê Thị Lê", born="17/05/1990", since="01/07/1999", recruited=None),
        person("Lê Thị Na", born=None, since="01/07/1946", recruited=None),
    ]
    found = plan(import_office, "persons", rows)
    assert [text for text, _label in asked(found)] == [
        "32874", "17/05/2012", "01/07/2016", "17/05/1935", "01/07/1999", "01/07/1946",
    ]  # fmt: skip
    assert asked(found)[0][1] == "01/01/1990"
    assert problems(found) == []
    assert found.entries == []
    kept = answered(import_office, "persons", rows)
    born = [entry.new.birth_date for entry in kept.entries]
    assert born[:2] == [date(1990, 1, 1), date(2012, 5, 17)]
    dated = plan(import_office, "awards", [award(day=43814)])
    assert asked(dated) == [("43814", "15/12/2019")]
    strict = importer_of("awards").plan(dated.sheet, import_office.office.agency, None, no_progress)
    assert problems(strict) == [(2, "date")]


# --- names ----------------------------------------------------------------------------------------

FEMALE, MALE = "female", "male"
NAMES = {
    "Bà Nguyễn Ngọc Dung": PersonNameCell(name="Nguyễn Ngọc Dung", gender=FEMALE),
    "Ông Đặng Hữu Bình": PersonNameCell(name="Đặng Hữu Bình", gender=MALE),
    "Đ/c Huỳnh Kim Dung": PersonNameCell(name="Huỳnh Kim Dung"),
    "1. Huỳnh Minh An": PersonNameCell(name="Huỳnh Minh An"),
    "2) Ông Trần Văn B": PersonNameCell(name="Trần Văn B", gender=MALE),
    "Ts. Vũ Cao Đàm": PersonNameCell(name="Vũ Cao Đàm"),
    "PGS.TS.Vũ Cao Đàm": PersonNameCell(name="Vũ Cao Đàm"),
    "BS.CKII Trần Văn Bé": PersonNameCell(name="Trần Văn Bé"),
    "Ông/Bà Trần Văn C": PersonNameCell(name="Trần Văn C"),
    "Kim Hữu An (Giám đốc)": PersonNameCell(name="Kim Hữu An", position="Giám đốc"),
    "Kim Hữu An, Phó phòng": PersonNameCell(name="Kim Hữu An", position="Phó phòng"),
    "Kim Hữu An (Tư)": PersonNameCell(name="Kim Hữu An", extra="Tư"),
    "Phùng  Văn\nKhoan": PersonNameCell(name="Phùng Văn Khoan"),
    "Ông Ích Khiêm": PersonNameCell(name="Ông Ích Khiêm"),
    "Cô Thị Bé": PersonNameCell(name="Cô Thị Bé"),
    "Anh Đào": PersonNameCell(name="Anh Đào"),
    "H'Hen Niê": PersonNameCell(name="H'Hen Niê"),
}
SEVERAL_PEOPLE = [
    "Lê Thị A;Lê Thị B", "Lê Thị A\nLê Thị B", "Lê Thị A và Lê Thị B", "Lê Thị A, Lê Thị B",
    "Ông Lê Văn A và bà Trần Thị B", "Lê Văn A/Trần Thị B", "Lê Văn A & Trần Thị B",
]  # fmt: skip


def test_a_name_is_taken_out_of_what_stands_around_it(import_office: ImportOffice) -> None:
    def check(row: tuple[str, PersonNameCell]) -> None:
        assert split_name_cell(row[0], lambda text: text == "Giám đốc") == row[1]

    check_rows(NAMES.items(), check, name=lambda row: ascii(row[0]))

    def refuse(text: str) -> None:
        with pytest.raises(CellError, match="nhiều người"):
            split_name_cell(text, lambda _text: False)

    check_rows(SEVERAL_PEOPLE, refuse, name=ascii)


def test_names_are_taken_apart_or_asked_about_in_every_table(import_office: ImportOffice) -> None:
    rows = [
        person("Bà Mạc Thị Bưởi", gender=None),
        person("1. Ngô Quyền Linh"),
        person("nguyễn văn khoát"),
        person("NGUYỄN VĂN KHOA"),
        person("Lê Thị A;Lê Thị B"),
        person("Ông Lê Văn Bảy", gender="Nữ"),
        person("Lê Văn 8"),
    ]
    found = plan(import_office, "persons", rows)
    assert [(one.name, one.new.gender) for one in found.entries] == [
        ("Mạc Thị Bưởi", FEMALE), ("Ngô Quyền Linh", FEMALE), ("Nguyễn Văn Khoa", FEMALE),
    ]  # fmt: skip
    assert asked(found) == [("nguyễn văn khoát", "Nguyễn Văn Khoát")]
    assert problems(found) == [(6, "name"), (7, "gender"), (8, "name")]

    for kind, right in (("awards", award), ("grades", grade)):
        found = plan(
            import_office, kind, [right("Đ/c Trần Thị Mai"), right("2. Ông Đặng Quốc Ưng")]
        )
        assert [one.name for one in found.entries] == ["Trần Thị Mai", "Đặng Quốc Ưng"], kind
        assert [one.written for one in found.entries] == [
            "Đ/c Trần Thị Mai",
            "2. Ông Đặng Quốc Ưng",
        ]
        unmarked = plan(import_office, kind, [right("Tran Thi Mai")])
        assert asked(unmarked) == [("Tran Thi Mai", "Trần Thị Mai, Phòng Ngân sách")], kind
        assert not unmarked.entries
        one = plan(import_office, kind, [right("1. Phòng Ngân sách")])
        assert [entry.name for entry in one.entries] == ["Phòng Ngân sách"], kind
    authors = initiative(authors="Bà Tran Thi Mai (100%)")
    assert asked(plan(import_office, "initiatives", [authors]))[0][0] == "Bà Tran Thi Mai"


def test_a_unit_cut_short_is_suggested_and_a_ditto_of_nothing_named(
    import_office: ImportOffice,
) -> None:
    Unit.objects.create(
        organization=import_office.office.agency, code="QL", name="Phòng Quản lý ngân sách",
        valid_from=date(2010, 1, 1),
    )  # fmt: skip
    names = NameIndex.of([(1, "Phòng Quản lý ngân sách"), (2, "Văn phòng Sở")], initials=True)
    for text in ("P. QLNS", "QLNS", "PQLNS", "P.QL Ngân sách", "Phòng QLNS"):
        assert [pk for pk, _score in names.close(text)] == [1], text
    assert [pk for pk, _score in names.close("VPS")] == [2]
    assert names.close("XYZ") == []
    ((text, choice),) = asked(plan(import_office, "persons", [person(unit="P. QLNS")]))
    assert (text, choice) == ("P. QLNS", "Phòng Quản lý ngân sách")
    empty = plan(import_office, "awards", [award(by=None), award("Đặng Quốc Ưng", by="nt")])
    assert [one.message for one in empty.problems] == [
        "Ô này không được để trống.", "Ô này ghi “như trên” nhưng ô phía trên để trống.",
    ]  # fmt: skip
    empty = plan(import_office, "grades", [grade(by=None), grade("Đặng Quốc Ưng", by="nt")])
    assert problems(empty) == [(3, "issuer")]


# --- files as offices make them -------------------------------------------------------------------

FILES = Path(__file__).parent / "files"
RECORDED = (
    "Nguyễn Ngọc Dung", "Đặng Hữu Bình", "Kim Hữu An", "Huỳnh Minh An", "Huỳnh Kim Dung",
    "Đặng Ngọc Ánh",
)  # fmt: skip
EXPECTED: dict[str, tuple[str, list[str], list[tuple[int, str]]]] = {
    "eth-persons.xlsx": ("persons", ["Đinh Công Minh", "Đặng Hữu Bình"], []),
    "eth-western.xlsx": ("persons", ["Đinh Công Minh", "Đinh Hoàng Nam", "Lê Công Thành"], []),
    "eth-awards.xlsx": ("awards", ["Đặng Ngọc Ánh", "Đặng Hữu Bình"], []),
    "eth-headings.xlsx": ("awards", ["Nguyễn Ngọc Dung"], []),
    "invisible-persons.xlsx": ("persons", ["Nguyễn Ngọc Dung", "Đặng Hữu Bình", "Lê Văn Mới"], []),
    "invisible-awards.xlsx": (
        "awards", ["Nguyễn Ngọc Dung", "Đặng Hữu Bình", "Kim Hữu An", "Huỳnh Minh An"], [],
    ),
    "invisible-units.xlsx": ("units", ["Phòng Pháp chế"], []),
    "same-person-thrice.xlsx": ("persons", ["Đinh Công Minh"], [(3, "name"), (4, "name")]),
    "control.csv": ("awards", ["Nguyễn Ngọc Dung"], []),
    "names-awards.xlsx": ("awards", list(RECORDED[:5]), []),
    "names-persons.xlsx": (
        "persons",
        ["Mạc Thị Bưởi", "Trần Quốc Toàn", "Ngô Quyền Linh", "Phùng Văn Khoan", "Vũ Cao Đàm"],
        [(7, "name")],
    ),
}  # fmt: skip


def test_files_as_offices_make_them_mean_what_people_see(import_office: ImportOffice) -> None:
    office, since = import_office.office, date(2010, 1, 1)
    units = [
        Unit(organization=office.agency, code=code, name=name, search_key=name, valid_from=since)
        for code, name in (("VP", "Văn phòng"), ("TTr", "Thanh tra"))
    ]
    Unit.objects.bulk_create(units)
    post = Position.objects.get()
    for name in RECORDED:
        made = Person.objects.create(full_name=name)
        UnitMembership.objects.create(
            person=made, unit=units[0], position=post, valid_from=date(2012, 1, 1)
        )
    Position.objects.create(name="Giám đốc")

    def check(row: tuple[str, tuple[str, list[str], list[tuple[int, str]]]]) -> None:
        name, (kind, names, wrong) = row
        importer = importer_of(kind)
        sheet = read_table(name, (FILES / name).read_bytes(), importer.table)
        found = importer.plan(sheet, office.agency, {}, no_progress)
        assert problems(found) == wrong
        planned = [(one.index, one.name) for one in (*found.entries, *found.already)]
        shown = [text for _index, text in sorted(planned)]
        assert [text for text in shown if text != "Văn phòng"] == names
        if name == "control.csv":
            new = found.entries[0].new
            assert (new.position_name, new.unit_name) == ("Chuyên viên", "Phòng Kế hoạch")
            assert (new.decision_number, new.issuer) == ("98/QĐ-STC", "Giám đốc")
        if name == "names-persons.xlsx":
            assert asked(found) == [("nguyễn văn khoát", "Nguyễn Văn Khoát")]

    check_rows(EXPECTED.items(), check, name=lambda row: row[0])


# --- the table as a whole, on the screen ----------------------------------------------------------


def upload(
    client: Client, import_office: ImportOffice, headings: list[str], rows: list[Any], **data: str
) -> Any:
    file = SimpleUploadedFile("bảng.xlsx", sheets.xlsx(headings, rows))
    given = {"organization": import_office.office.agency.pk, "file": file, **data}
    return client.post("/nhap-tu-excel/khen-thuong/", given, follow=True)


def test_headings_of_offices_are_put_beside_the_column_they_may_be() -> None:
    rows = [
        ("Ngày ký", "date"), ("Ngày ra quyết định khen", "date"),
        ("Số quyết định khen thưởng", "number"), ("Hình thức được khen", "award"),
        ("Họ tên người được khen", "name"),
        ("Năm được khen", "year"), ("Cơ quan khen", "issuer"),
    ]  # fmt: skip

    def suggest(row: tuple[str, str]) -> None:
        heading, code = row
        assert suggested_headings(["Ghi thêm", heading], TABLE, [code]) == {code: heading}

    check_rows(rows, suggest, name=lambda row: row[0])
    assert (
        suggested_headings(["Ghi thêm", "STT", "Ký tên"], TABLE, ["date", "number", "award"]) == {}
    )


def test_a_text_for_all_rows_fills_what_is_empty_and_leaves_what_is_written(
    import_office: ImportOffice,
) -> None:
    """By column and by cell; a text that cannot be read is a problem of its rows."""
    importer = importer_of("awards")
    own = award("Đặng Quốc Ưng", number="98/QĐ-STC", year=2018)
    bare = award(year=None, type=None, day=None, by=None)
    rows = [
        ({"year": "2019"}, award(year=None), "year", 2019),
        ({"type": "Chuyên đề"}, award(type=None), "commendation_type", "PHONG_TRAO"),
        ({"issuer": "Giám đốc Sở Tài chính"}, award(by=None), "issuer", "Giám đốc Sở Tài chính"),
        ({"date": "15/12/2019"}, award(day=None), "decision_date", date(2019, 12, 15)),
        ({"year": "2019", "type": "Công trạng", "date": "15/12/2019", "issuer": "Giám đốc Sở"},
         bare, "decision_date", date(2019, 12, 15)),
    ]  # fmt: skip

    def fill(row: tuple[dict[str, str], list[Any], str, Any]) -> None:
        for_all, line, name, value = row
        table = TableSettings({}, for_all).applied(importer.table)
        sheet = read_table("bảng.xlsx", sheets.xlsx(AWARDS, [line, own]), table)
        found = importer.plan(sheet, import_office.office.agency, {}, no_progress)
        assert problems(found) == []
        filled, kept = (entry.new for entry in found.entries)
        assert getattr(filled, name) == value
        assert (kept.year, kept.decision_number) == (2018, "98/QĐ-STC")

    check_rows(rows, fill, name=lambda row: str(row[0]))
    table = TableSettings({}, {"date": "hôm qua"}).applied(importer.table)
    sheet = read_table("bảng.xlsx", sheets.xlsx(AWARDS, [award(day=None), own]), table)
    assert problems(importer.plan(sheet, import_office.office.agency, {}, no_progress)) == [
        (2, "date")
    ]


def test_headings_are_mapped_and_one_text_holds_for_all_rows_on_the_screen(
    import_office: ImportOffice,
) -> None:
    client = Client()
    client.force_login(import_office.office.secretary, "django.contrib.auth.backends.ModelBackend")
    headings = ["Họ và tên", "Danh hiệu", "Ký ngày", "Văn bản"]
    rows = [["Trần Thị Mai", "Giấy khen", "15/12/2019", "99/QĐ-STC"]]
    asking = upload(client, import_office, headings, rows).content.decode()
    assert "Cột nào trong tệp là cột nào" in asking
    chosen = {
        "cot_date": "Ký ngày", "cot_number": "Văn bản", "chung_year": "2019",
        "chung_issuer": "Giám đốc Sở Tài chính", "chung_type": "Công trạng và thành tích",
    }  # fmt: skip
    half = {name: text for name, text in chosen.items() if name != "chung_year"}
    again = upload(client, import_office, headings, rows, **half).content.decode()
    assert "<option selected>Ký ngày</option>" in again
    assert 'value="Giám đốc Sở Tài chính"' in again
    ticket = parsed(again).one("input", name="ticket").get("value")
    payload = {"organization": import_office.office.agency.pk, "ticket": ticket, **chosen}
    assert unread_files.find_file(import_office.administrator, ticket) is None
    with clock.at(clock.now() + timedelta(minutes=61)):
        client.post("/nhap-tu-excel/khen-thuong/", payload)
        assert not ImportRun.objects.exists()
        assert unread_files.clear_old() == 2
    again = upload(client, import_office, headings, rows, **half).content.decode()
    payload["ticket"] = parsed(again).one("input", name="ticket").get("value")
    right = client.post("/nhap-tu-excel/khen-thuong/", payload, follow=True)
    run = ImportRun.objects.get()
    assert (run.result["ok"], run.result["added"]) == (True, 1), right.content.decode()
    client.post(right.redirect_chain[-1][0], {"seen_version": run.version})
    award = Award.objects.get()
    assert (award.decision_number, award.decision_date) == ("99/QĐ-STC", date(2019, 12, 15))
    assert (award.year, award.issuer) == (2019, "Giám đốc Sở Tài chính")
    assert suggested_headings(["Ngày", "Ghi thêm"], TABLE, ["date", "number"]) == {"date": "Ngày"}


def test_names_are_answered_while_other_rows_have_errors_and_remembered(
    import_office: ImportOffice,
) -> None:
    client = Client()
    client.force_login(import_office.office.secretary, "django.contrib.auth.backends.ModelBackend")
    rows = [award("Tran Thi Mai"), award("Đặng Quốc Ưng", day="hôm qua")]
    shown = upload(client, import_office, AWARDS, rows)
    path = shown.redirect_chain[-1][0]
    page = shown.content.decode()
    assert "hôm qua" in page
    assert "Tran Thi Mai" in page
    (question,) = run_files.findings_of(ImportRun.objects.get())["questions"]
    seen = {"seen_version": ImportRun.objects.get().version}
    client.post(f"{path}ten/", {f"ten_{question.key}": question.choices[0]["value"], **seen})
    rows[1] = award("Đặng Quốc Ưng", number="98/QĐ-STC")
    fixed = upload(client, import_office, AWARDS, rows)
    assert "Xác nhận" in fixed.content.decode()
    assert ImportRun.objects.latest("pk").result["added"] == 2
