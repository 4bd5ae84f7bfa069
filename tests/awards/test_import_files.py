"""Files the import cannot use are refused in one sentence; headings are read as row_counts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nominations.awards.importing import read_award_table
from nominations.awards.importing.columns import AwardColumn, column_of

from .tables import HEADINGS, csv_file, line, xlsx


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        read_award_table(name, content)
    assert len(caught.value.messages) == 1
    return str(caught.value.code)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("lich-su.xlsx", b"", "empty"),
        ("lich-su.xlsx", b"  \n ", "empty"),
        ("lich-su.xlsx", b"x" * (10 * 1024 * 1024 + 1), "too_large"),
        ("lich-su.pdf", b"%PDF-1.7", "wrong_kind"),
        ("lich-su", b"abc", "wrong_kind"),
        ("lich-su.xlsm", xlsx([line()]), "wrong_kind"),
        ("lich-su.xlsx", b"%PDF-1.7 that was renamed", "not_excel"),
        ("lich-su.xlsx", b"PK\x03\x04 and then nothing", "damaged"),
        ("lich-su.xlsx", xlsx([line()])[:-400], "damaged"),
        ("lich-su.xlsx", zipped(word__document_xml=b"<x/>"), "not_excel"),
        ("lich-su.xlsx", zipped(xl__workbook_xml=b"<nonsense"), "damaged"),
        ("lich-su.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_format"),
        (
            "lich-su.xlsx",
            b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        ("lich-su.csv", xlsx([line()]), "not_csv"),
        ("lich-su.csv", b"\x00\x01\x02\x03", "not_csv"),
        ("lich-su.csv", "Họ và tên,Năm".encode("cp1258", "replace") + b"\xff", "not_unicode"),
        ("lich-su.csv", b"a,b,c\n1,2,3\n", "no_header"),
        ("lich-su.csv", csv_file([]), "no_rows"),
        ("lich-su.xlsx", xlsx([]), "no_rows"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(
    name: str, content: bytes, code: str
) -> None:
    assert refusal(name, content) == code


def test_an_archive_bomb_is_refused_before_it_unpacks() -> None:
    bomb = zipped(xl__workbook_xml=b"<x/>", xl__big_xml=b"0" * (201 * 1024 * 1024))
    assert len(bomb) < 10 * 1024 * 1024
    assert refusal("lich-su.xlsx", bomb) == "too_large"


def test_more_rows_than_the_limit_are_refused() -> None:
    head = ",".join(f'"{heading}"' for heading in HEADINGS)
    rows = "\n".join(["1,A,,,,LĐTT,,2015,1,05/01/2016,B,"] * 20_001)
    assert refusal("lich-su.csv", f"{head}\n{rows}".encode()) == "too_many_rows"


def test_a_missing_column_is_named() -> None:
    headings = [h for h in HEADINGS if h not in ("Số quyết định", "Năm")]
    with pytest.raises(ValidationError) as caught:
        read_award_table("lich-su.xlsx", xlsx([line()], headings))
    assert caught.value.code == "missing_columns"
    assert "Số quyết định" in caught.value.messages[0]
    assert "Năm" in caught.value.messages[0]


def test_two_columns_of_one_meaning_are_refused() -> None:
    content = xlsx([[*line(), "13/QĐ"]], [*HEADINGS, "Số QĐ"])
    assert refusal("lich-su.xlsx", content) == "column_twice"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_files_of_every_usual_make_are_read(delimiter: str, encoding: str) -> None:
    sheet = read_award_table(
        "lich-su.csv", csv_file([line()], delimiter=delimiter, encoding=encoding)
    )
    assert sheet.delimiter == delimiter
    assert sheet.rows[0].text(sheet.columns[AwardColumn.NAME]) == "Trần Thị Mai"


def test_titles_above_the_table_group_lines_and_signatures_are_not_rows() -> None:
    empty = [None] * len(HEADINGS)
    group = [None, "I. TẬP THỂ", *empty[2:]]
    total = [None, "Tổng số: 02 cá nhân", *empty[2:]]
    signature = [*empty[:-1], "GIÁM ĐỐC"]
    sheet = read_award_table(
        "a.xlsx", xlsx([group, line(), empty, line(), total, signature], above=4)
    )
    assert [row.index for row in sheet.rows] == [6, 8]


def test_of_several_sheets_the_one_with_the_table_is_read(tmp_path: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active.append(["Ghi chú", "nội dung khác"])
    table = workbook.create_sheet("Danh sách")
    table.append(HEADINGS)
    table.append(line())
    workbook.save(tmp_path / "a.xlsx")
    assert read_award_table("a.xlsx", (tmp_path / "a.xlsx").read_bytes()).sheet_name == "Danh sách"


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("HỌ VÀ TÊN", AwardColumn.NAME),
        ("Ho va ten", AwardColumn.NAME),
        ("  họ   tên ", AwardColumn.NAME),
        ("Họ và tên / Tên tập thể", AwardColumn.NAME),
        ("Hình thức khen thưởng", AwardColumn.AWARD),
        ("Danh hiệu/Hình thức", AwardColumn.AWARD),
        ("Số QĐ", AwardColumn.NUMBER),
        ("SỐ QUYẾT ĐỊNH", AwardColumn.NUMBER),
        ("Ngày, tháng, năm sinh", AwardColumn.BIRTH_DATE),
        ("Ngày ký", AwardColumn.DATE),
        ("Nơi ban hành", AwardColumn.ISSUER),
        ("Thành tích, sáng kiến (số QĐ công nhận)", AwardColumn.ACHIEVEMENTS),
        ("Lỗi", AwardColumn.ERRORS),
        ("Một cột lạ", None),
    ],
)
def test_headings_are_known_by_their_usual_names(heading: str, column: AwardColumn | None) -> None:
    assert column_of(heading) is column


@given(
    heading=st.sampled_from(HEADINGS),
    upper=st.booleans(),
    spaces=st.text(alphabet=" \u00a0\n", max_size=3),
    form=st.sampled_from(["NFC", "NFD"]),
)
def test_headings_are_known_in_any_case_form_and_spacing(
    heading: str, upper: bool, spaces: str, form: str
) -> None:
    import unicodedata

    varied = heading.upper() if upper else heading.lower()
    varied = unicodedata.normalize(form, spaces + varied.replace(" ", f" {spaces}") + spaces)
    assert column_of(varied) is column_of(heading) is not None
