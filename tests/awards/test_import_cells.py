"""Days, years and names in the spellings of clerks; never a guess between day and month."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nominations.awards.importing.award_matching import AwardNameIndex, award_words, awards_named
from nominations.awards.importing.cells import (
    CellError,
    read_birth,
    read_day,
    read_decision_day,
    read_type,
    read_year,
)
from nominations.importing.name_matching import NameIndex
from nominations.law.models import AwardType
from nominations.vietnamese import fold, spelling_key


@pytest.mark.parametrize(
    "text",
    [
        "05/01/2016",
        "5/1/2016",
        "5/01/16",
        "05-01-2016",
        "05.01.2016",
        "5 / 1 / 2016",
        "2016-01-05",
        "05/01/2016 00:00:00",
        "ngày 05 tháng 01 năm 2016",
        "Ngày 5 tháng 1, 2016",
        date(2016, 1, 5),
        datetime(2016, 1, 5, 0, 0),
    ],
)
def test_a_day_is_read_in_its_usual_spellings(text: Any) -> None:
    assert read_day(text) == date(2016, 1, 5)


@pytest.mark.parametrize(
    "text",
    ["12/25/2015", "31/02/2016", "2016/13/01", "Jan 5 2016", "42374", 42374.0, "5/2016", "hôm qua"],
)
def test_what_is_no_day_is_refused_instead_of_guessed(text: Any) -> None:
    with pytest.raises(CellError):
        read_day(text)


@given(st.dates(date(1950, 1, 1), date(2020, 12, 31)))
def test_every_day_is_read_as_day_month_year(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", f"{day:%d.%m.%Y}"):
        assert read_day(text) == day


@pytest.mark.parametrize("day", [date(2300, 1, 1), date(1900, 1, 1)])
def test_a_decision_lies_neither_in_the_future_nor_before_the_state(day: date) -> None:
    with pytest.raises(CellError):
        read_decision_day(day)


def test_a_date_of_birth_may_be_known_in_part() -> None:
    born = date(1980, 5, 17)
    for text in ("1980", 1980.0, "5/1980", "tháng 5/1980", "17/5/1980", born):
        birth = read_birth(text)
        assert birth is not None
        assert birth.fits(born)
        assert not birth.fits(date(1981, 5, 17))
    assert read_birth(None) is read_birth("") is None


@pytest.mark.parametrize("text", ["2015", 2015, 2015.0, "năm 2015", " 2015 "])
def test_a_year_is_read_as_number_or_text(text: Any) -> None:
    assert read_year(text) == 2015


@pytest.mark.parametrize("text", ["15", "2999", "1800", "2014-2015", 2015.5])
def test_what_is_no_year_is_refused(text: Any) -> None:
    with pytest.raises(CellError):
        read_year(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Công trạng và thành tích đạt được", "CONG_TRANG"),
        ("khen thưởng công trạng", "CONG_TRANG"),
        ("ĐỘT XUẤT", "DOT_XUAT"),
        ("chuyên đề", "PHONG_TRAO"),
        ("Theo phong trào thi đua", "PHONG_TRAO"),
        ("Quá trình cống hiến", "CONG_HIEN"),
        ("niên hạn", "NIEN_HAN"),
        ("CONG_TRANG", "CONG_TRANG"),
        ("đối ngoại", "DOI_NGOAI"),
    ],
)
def test_commendation_types_are_known_by_their_usual_names(text: str, code: str) -> None:
    assert read_type(text) == code


# --- names ----------------------------------------------------------------------------------------

_LETTERS = st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắấéếíóốớúứýọợặậộựỹ")
_SYLLABLES = st.lists(_LETTERS, min_size=1, max_size=4).map("".join)
_NAMES = st.lists(_SYLLABLES, min_size=1, max_size=4).map(lambda words: " ".join(words).title())


@given(name=_NAMES, form=st.sampled_from(["NFC", "NFD"]), case=st.sampled_from(["lower", "upper"]))
def test_a_name_is_found_in_any_normal_form_case_and_spacing(
    name: str, form: str, case: str
) -> None:
    names = NameIndex.of([(1, unicodedata.normalize("NFC", name))])
    varied = unicodedata.normalize(form, getattr(name, case)()).replace(" ", "  ")
    assert names.find(varied.strip()) == [1]


@given(_NAMES)
def test_a_name_typed_without_any_mark_is_offered_and_not_taken(name: str) -> None:
    names = NameIndex.of([(1, name)])
    assert names.near(fold(name)) == [1]
    assert names.find(fold(name)) == ([1] if spelling_key(fold(name)) == spelling_key(name) else [])
    assert names.close(fold(name))[0] == (1, 1.0)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Hoà", "Hòa"), ("Thuý", "Thúy"), ("Uỷ", "Ủy"), ("Khoẻ", "Khỏe"), ("Toả", "Tỏa")],
)
def test_the_place_of_the_tone_mark_does_not_matter(old: str, new: str) -> None:
    assert spelling_key(old) == spelling_key(new)
    assert NameIndex.of([(1, old)]).find(new) == [1]


def test_other_marks_are_another_name() -> None:
    names = NameIndex.of([(1, "Nguyễn Văn Hòa")])
    assert names.find("Nguyễn Văn Hoá") == []
    assert names.find("Nguyễn Văn Hoa") == []
    assert names.near("Nguyễn Văn Hoá") == [1]


def test_the_exact_spelling_wins_over_its_neighbours() -> None:
    names = NameIndex.of([(1, "Nguyễn Văn Hòa"), (2, "Nguyễn Văn Hoa")])
    assert names.find("nguyễn văn hoà") == [1]
    assert names.find("Nguyen Van Hoa") == []
    assert names.near("Nguyen Van Hoa") == [1, 2]


# --- awards ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lao động tiên tiến", "LDTT"),
        ("LĐTT", "LDTT"),
        ("danh hiệu Lao động Tiên tiến", "LDTT"),
        ("Tập thể lao động tiên tiến", "TTLDTT"),
        ("Tập thể LĐTT", "TTLDTT"),
        ("CSTĐCS", "CSTDCS"),
        ("CSTĐ cơ sở", "CSTDCS"),
        ("chien si thi dua cap co so", "CSTDCS"),
        ("CSTĐ cấp tỉnh", "CSTD_TINH"),
        ("Chiến sỹ thi đua toàn quốc", "CSTDTQ"),
        ("Chiến sĩ thi đua toàn quốc", "CSTDTQ"),
        ("Giấy khen", "GK"),
        ("Giấy khen của Giám đốc Sở Tài chính", "GK"),
        ("Bằng khen UBND tỉnh", "BK_TINH"),
        ("Bằng khen của Chủ tịch UBND tỉnh Sóc Trăng", "BK_TINH"),
        ("Bằng khen Bộ Tài chính", "BK_BO"),
        ("Bằng khen Thủ tướng Chính phủ", "BK_TTG"),
        ("BK_TTG", "BK_TTG"),
        ("Cờ thi đua của UBND tỉnh", "CO_TINH"),
        ("Cờ thi đua Chính phủ", "CO_CP"),
        ("Huân chương Lao động hạng III", "HCLD3"),
        ("Huân chương lao động hạng nhì", "HCLD2"),
        ("HCLĐ hạng 1", "HCLD1"),
        ("Tập thể lao động xuất sắc", "TTLDXS"),
        ("Bằng khen", None),
        ("Chiến sĩ thi đua", None),
        ("Danh hiệu", None),
        ("Bằng tốt nghiệp", None),
    ],
)
@pytest.mark.django_db
def test_awards_are_known_by_their_usual_names(text: str, code: str | None) -> None:
    from nominations.law import catalogue

    catalogue.load_award_types()
    if code is None:
        with pytest.raises(CellError):
            awards_named(AwardNameIndex(), text)
    else:
        givers = ("Giám đốc Sở Tài chính",)
        assert [one.code for one in awards_named(AwardNameIndex(), text, givers)] == [code]


@pytest.mark.django_db
def test_every_award_of_the_catalogue_is_found_by_its_own_names_and_code() -> None:
    from nominations.law import catalogue

    catalogue.load_award_types()
    found = AwardNameIndex()
    for award in AwardType.objects.all():
        for text in (award.name, award.short_name, award.code, award.name.upper()):
            assert [one.code for one in awards_named(found, text)] == [award.code], text


def test_the_giver_and_idle_words_do_not_tell_awards_apart() -> None:
    assert award_words("Bằng khen của Chủ tịch UBND tỉnh") == award_words("Bằng khen cấp tỉnh")
