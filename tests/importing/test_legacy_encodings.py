"""Old encodings: every Vietnamese letter there and back; told by syllables, else refused."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nominations.importing.file_reader import read_table
from nominations.importing.legacy_encodings import (
    TABLES,
    TCVN3,
    VNI,
    EncodingReading,
    LegacyEncoding,
    convert_text,
)
from nominations.importing.registry import importer_of
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.syllables import is_syllable
from tests.importing import sheets
from tests.rows import check_rows

SMALL = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
# Codes of TCVN 5712 (VN3) from the standard's own table, for letters that come often.
KNOWN_TCVN3 = {
    0xA8: "ă", 0xA9: "â", 0xAA: "ê", 0xAB: "ô", 0xAC: "ơ", 0xAD: "ư", 0xAE: "đ", 0xB5: "à",
    0xB8: "á", 0xB9: "ạ", 0xC7: "ầ", 0xCA: "ấ", 0xCB: "ậ", 0xD4: "ễ", 0xD6: "ệ", 0xDE: "ị",
    0xE8: "ố", 0xE9: "ộ", 0xEA: "ờ", 0xED: "ớ", 0xEE: "ợ", 0xF8: "ứ", 0xF9: "ự", 0xFD: "ý",
    0xA1: "Ă", 0xA7: "Đ",
}  # fmt: skip


def back(text: str, legacy: LegacyEncoding) -> str:
    """The text as an old font's keyboard driver wrote it; small letters of TCVN3 only."""
    codes = {letter: code for code, letter in TABLES[legacy].items()}
    return "".join(codes.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def test_the_list_of_letters_is_complete() -> None:
    assert len(set(SMALL)) == len(SMALL) == 67


def there_and_back(row: tuple[str, LegacyEncoding]) -> None:
    letter, legacy = row
    assert convert_text(back(letter, legacy), legacy) == letter


def test_every_small_letter_goes_there_and_back() -> None:
    check_rows(product(SMALL, LegacyEncoding), there_and_back)


def test_every_capital_letter_of_vni_goes_there_and_back() -> None:
    check_rows(product(SMALL.upper(), [LegacyEncoding.VNI]), there_and_back)


def test_the_capital_letters_that_tcvn3_has_go_there_and_back() -> None:
    for letter in "ĂÂÊÔƠƯĐ":
        assert convert_text(back(letter, LegacyEncoding.TCVN3), LegacyEncoding.TCVN3) == letter
    assert len(TCVN3) == 67 + 7


@pytest.mark.parametrize(("code", "letter"), KNOWN_TCVN3.items())
def test_the_codes_of_tcvn3_are_those_of_the_standard(code: int, letter: str) -> None:
    assert TCVN3[chr(code)] == letter


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NguyÔn V¨n A", "Nguyễn Văn A"),
        ("NGUYÔN V¡N AN", "NGUYỄN VĂN AN"),
        ("Lª Hµ", "Lê Hà"),
        ("M\u00adêng Kh­¬ng", "Mường Khương"),
        ("Phßng Tµi chÝnh - KÕ ho¹ch", "Phòng Tài chính - Kế hoạch"),
        ("§Æng Quèc ¦ng", "Đặng Quốc Ưng"),
    ],
)
def test_tcvn3_is_read_as_people_wrote_it(written: str, meant: str) -> None:
    assert convert_text(written, LegacyEncoding.TCVN3) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Nguyeãn Vaên A", "Nguyễn Văn A"),
        ("NGUYEÃN VAÊN AN", "NGUYỄN VĂN AN"),
        ("Traàn Thò Höôøng", "Trần Thị Hường"),
        ("Ñaëng Quoác Öng", "Đặng Quốc Ưng"),
        ("Phoøng Taøi chính - Keá hoaïch", "Phòng Tài chính - Kế hoạch"),
        ("Huyønh Thò Myõ Thuaän", "Huỳnh Thị Mỹ Thuận"),
    ],
)
def test_vni_is_read_as_people_wrote_it(written: str, meant: str) -> None:
    assert convert_text(written, LegacyEncoding.VNI) == meant


# --- telling --------------------------------------------------------------------------------------

NAMES = ("Nguyễn Văn Hùng", "Trần Thị Hường", "Đặng Quốc Ưng", "Phạm Đức Thịnh", "Lê Hoà Thuý")


@pytest.mark.parametrize("legacy", LegacyEncoding)
def test_a_column_gives_its_encoding_away(legacy: LegacyEncoding) -> None:
    assert EncodingReading().add(back(name, legacy) for name in NAMES).legacy is legacy


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_is_left_alone(form: str) -> None:
    reading = EncodingReading().add(unicodedata.normalize(form, name) for name in NAMES)
    assert reading.is_plain
    assert reading.legacy is None


@pytest.mark.parametrize(
    "names", [["José", "René", "François"], ["Thạch Sà Rây"], ["Hoà", "Lý Tú"]]
)
def test_names_of_other_peoples_are_not_taken_for_an_old_encoding(names: list[str]) -> None:
    reading = EncodingReading().add(names)
    assert reading.legacy is None
    assert not reading.is_spoilt


@given(st.text(alphabet=SMALL + SMALL.upper() + "bcdghklmnpqrstvx ", max_size=12))
def test_what_only_unicode_has_is_never_converted(text: str) -> None:
    reading = EncodingReading().add([f"{text} Ưng"])
    assert not reading.doubtful


@pytest.mark.parametrize(
    "word", ["nguyễn", "giếng", "gì", "quỳnh", "khuya", "xoong", "ưng", "đặng"]
)
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nguyôn", "v¨n", "traàn", "josé", "thuỷc", "bcd", "hòá"])
def test_what_is_no_syllable_is_known(word: str) -> None:
    assert not is_syllable(word)


# --- in a file ------------------------------------------------------------------------------------


def file_of(*names: str) -> Spreadsheet:
    table = importer_of("persons").table
    return read_table(
        "a.xlsx", sheets.xlsx(sheets.PERSONS, [sheets.person(n) for n in names]), table
    )


def names_of(sheet: Spreadsheet) -> list[str]:
    return [row.text(sheet.columns["name"]) for row in sheet.rows]


@pytest.mark.parametrize("legacy", LegacyEncoding)
def test_a_column_is_converted_and_the_preview_gets_a_sample(legacy: LegacyEncoding) -> None:
    sheet = file_of(*(back(name, legacy) for name in NAMES))
    assert names_of(sheet) == list(NAMES)
    (conversion,) = sheet.conversions
    assert (conversion.legacy, conversion.cells) == (legacy, 5)
    assert conversion.samples[0] == (back(NAMES[0], legacy), NAMES[0])


@pytest.mark.parametrize("legacy", LegacyEncoding)
def test_headings_in_an_old_encoding_are_recognised(legacy: LegacyEncoding) -> None:
    headings = [back(heading, legacy) for heading in sheets.PERSONS]
    rows = [[back(str(cell), legacy) for cell in sheets.person(name)] for name in NAMES]
    sheet = read_table("a.xlsx", sheets.xlsx(headings, rows), importer_of("persons").table)
    assert names_of(sheet) == list(NAMES)
    assert sheet.rows[0].text(sheet.columns["unit"]) == "Phòng Ngân sách"


def test_a_csv_file_of_an_old_program_is_read() -> None:
    rows = [sheets.PERSONS, *(sheets.person(name) for name in NAMES)]
    text = "\r\n".join(",".join(back(str(c), LegacyEncoding.TCVN3) for c in row) for row in rows)
    sheet = read_table("a.csv", text.encode("latin-1"), importer_of("persons").table)
    assert names_of(sheet) == list(NAMES)


@pytest.mark.parametrize("names", [("Tr§n V¨x Bñp", "H¸q Kµw"), ("Bj®r", "Kl¨f", "W·z")])
def test_an_encoding_that_cannot_be_told_is_refused_in_one_sentence(names: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        file_of(*names)
    assert caught.value.code == "unknown_encoding"
    assert "Họ và tên" in caught.value.messages[0]


def test_a_text_with_two_meanings_in_a_mixed_column_is_refused_with_its_line() -> None:
    with pytest.raises(ValidationError) as caught:
        file_of("Nguyễn Văn Hưng", "Nguyeãn Vaên A", "Traàn Thò Taâm", "Hoà")
    assert caught.value.code == "mixed_encoding"
    assert "dòng 5" in caught.value.messages[0]


def test_a_text_that_the_old_encoding_cannot_write_stays_as_it_is_in_a_mixed_column() -> None:
    sheet = file_of("Bùi Hoàng Anh", "Vũ Thị Hạnh", "Bïi §×nh Khoa", "NguyÔn ThÞ H»ng")
    assert names_of(sheet) == ["Bùi Hoàng Anh", "Vũ Thị Hạnh", "Bùi Đình Khoa", "Nguyễn Thị Hằng"]


@pytest.mark.parametrize(
    "text", ["½ ngày", "phòng 20 m²", "§ 5", "0°C", "cà phê ± 5", "José", "Lê Thuý Hà"]
)
def test_signs_and_measures_are_not_taken_for_an_old_encoding(text: str) -> None:
    reading = EncodingReading().add([text])
    assert reading.legacy is None
    assert not reading.is_spoilt


def test_one_old_name_among_many_in_unicode_is_still_converted() -> None:
    sheet = file_of("Bùi Hoàng Anh", "Lê Hoà", "Lý Hoàng", "Vũ Thị Hạnh", "Bïi §×nh Khoa")
    assert names_of(sheet)[-1] == "Bùi Đình Khoa"
    assert names_of(sheet)[:3] == ["Bùi Hoàng Anh", "Lê Hoà", "Lý Hoàng"]


def test_every_sign_of_vni_has_one_meaning() -> None:
    assert len({VNI[key] for key in VNI}) == 67 * 2
