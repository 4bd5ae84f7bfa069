"""Wrong periods, totals and names in a text, and what is no mistake beside each."""

from __future__ import annotations

import pytest

from nominations.period_reports.report_period import Period
from nominations.period_reports.text_checks import (
    ReferenceAward,
    ReferenceCounts,
    Severity,
    period_findings,
    persons_named,
    sentences,
    total_findings,
    units_named,
)

FIVE_YEARS, YEAR = Period(2015, 2020), Period(2026, 2026)


def finding_kinds(text: str, period: Period, *, is_ahead: bool = False) -> list[str]:
    return [str(one.severity) for one in period_findings(text, period, is_ahead=is_ahead)]


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2020, cơ quan tổng kết công tác thi đua, khen thưởng 05 năm (2010-2015).",
        "Trong giai đoạn 2010-2015, công tác khen thưởng đi vào nền nếp.",
        "Trong giai đoạn 2010 – 2015, phong trào phát triển.",
        "Kết quả phong trào thi đua giai đoạn 2010-2015 được ghi nhận.",
    ],
)
def test_a_period_of_another_report_is_an_error(text: str) -> None:
    assert finding_kinds(text, FIVE_YEARS) == ["error"]


@pytest.mark.parametrize(
    "text",
    [
        "Trong giai đoạn 2015-2020, công tác khen thưởng đi vào nền nếp.",
        "Giai đoạn từ năm 2015-2018, cơ quan có hai tổ chức đoàn thể.",
        "So với giai đoạn 2010-2015, số Bằng khen tăng 12%.",
        "Phong trào “Cải cách hành chính giai đoạn 2011-2020” được hưởng ứng.",
        "Phong trào “Thi đua thực hiện văn hóa công sở” giai đoạn 2019 – 2025 được triển khai.",
        "Chào mừng Đại hội Đảng các cấp nhiệm kỳ 2020 – 2025.",
        "Thực hiện Kế hoạch số 128/KH-UBND ngày 12/9/2011 và Chỉ thị ngày 07 tháng 4 năm 2014.",
    ],
)
def test_what_names_its_own_period_or_compares_is_no_mistake(text: str) -> None:
    assert finding_kinds(text, FIVE_YEARS) == []


def test_a_period_that_ends_later_is_a_warning_and_none_in_directions() -> None:
    text = "Giai đoạn 2020-2025 tiếp tục đổi mới công tác khen thưởng."

    assert finding_kinds(text, FIVE_YEARS) == ["warning"]
    assert finding_kinds(text, FIVE_YEARS, is_ahead=True) == []


def test_the_year_of_the_last_report_left_in_a_copied_text_is_an_error() -> None:
    assert finding_kinds("Trong năm 2025, cơ quan hoàn thành nhiệm vụ.", YEAR) == ["error"]
    assert finding_kinds("Cơ quan được thành lập năm 1992.", YEAR) == ["warning"]
    assert finding_kinds("Trong năm 2026, tăng so với năm 2025.", YEAR) == []
    assert finding_kinds("Trong năm 2027, tiếp tục đổi mới.", YEAR, is_ahead=True) == []


def test_a_sentence_ends_where_the_next_begins() -> None:
    assert list(sentences("Sở có 04 phòng. Năm 2026 tốt.\n- Một, v.v. và hai")) == [
        "Sở có 04 phòng.",
        "Năm 2026 tốt.",
        "- Một, v.v. và hai",
    ]


KNOWN = ReferenceCounts(
    awards=[
        ReferenceAward("tap the lao dong tien tien", "LDTT"),
        ReferenceAward("lao dong tien tien", "LDTT"),
        ReferenceAward("giay khen", "GK"),
    ],
    counts={
        ("LDTT", "individual", None): frozenset({235}),
        ("LDTT", "individual", 2016): frozenset({48}),
        ("LDTT", "collective", 2016): frozenset({7}),
        ("GK", "individual", 2016): frozenset({46, 17, 63}),
    },
    labels={"LDTT": "LĐTT", "GK": "Giấy khen"},
)


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        ("Năm 2016, có 48 cá nhân đạt Lao động tiên tiến.", []),
        ("Năm 2016, có 49 cá nhân đạt Lao động tiên tiến.", ["error"]),
        ("Năm 2016, có 40 cá nhân đạt Lao động tiên tiến.", ["warning"]),
        ("Danh hiệu “Lao động tiên tiến” được tặng cho 235 cá nhân trong kỳ.", []),
        ("Có 236 cá nhân đạt danh hiệu Lao động tiên tiến.", ["error"]),
        ("Năm 2016, tặng Giấy khen cho 17 cá nhân theo chuyên đề.", []),
        ("Năm 2016, tặng 48 cá nhân Lao động tiên tiến, 46 cá nhân Giấy khen.", []),
        ("Có 999 cá nhân đạt Lao động tiên tiến và Giấy khen.", []),  # two awards: not sure
        ("So với năm 2010 có 99 cá nhân đạt Lao động tiên tiến.", []),
        ("Năm 2016, có 999 cá nhân tham gia.", []),
    ],
)
def test_a_total_is_compared_where_one_award_is_named(text: str, severities: list[str]) -> None:
    found = list(total_findings(text, FIVE_YEARS, KNOWN))

    assert [str(one.severity) for one in found] == severities


def test_a_finding_says_what_the_text_and_the_data_say() -> None:
    (found,) = total_findings("Năm 2016, có 09 tập thể lao động tiên tiến.", FIVE_YEARS, KNOWN)

    assert found.severity == Severity.ERROR
    assert "09 tập thể" in found.message
    assert "7 tập thể" in found.message


def test_names_are_read_behind_a_form_of_address_only() -> None:
    text = "Ông Nguyễn Văn An, Trưởng phòng, và bà Lê Thị Ê được giới thiệu; Ban Giám đốc đồng ý."

    assert list(persons_named(text)) == ["Nguyễn Văn An", "Lê Thị Ê"]
    assert list(units_named("Phòng Ngân sách và phòng, chống dịch. Phòng chống cháy.")) == [
        "Phòng Ngân sách và phòng"
    ]
