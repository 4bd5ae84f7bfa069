"""The yearly paragraphs against the wording of the department's own report of 2015-2020."""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nominations.awards import shipped_history
from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services.award_counts import count_all
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.models import Organization, Person
from nominations.statistics.givers import giver_of
from nominations.statistics.period_report import period_report
from nominations.statistics.queries import tally

REPORT = {
    2015: "- Năm 2015: Giám đốc Sở tặng danh hiệu Lao động tiên tiến cho 48 cá nhân và 07 tập thể;"
    " danh hiệu Chiến sĩ thi đua cơ sở cho 04 cá nhân; Giấy khen cho 43 cá nhân và 07 tập thể."
    " Có 04 cá nhân đạt Chiến sĩ thi đua cấp tỉnh; 03 cá nhân và 01 tập thể đạt Bằng khen tỉnh,"
    " 01 tập thể đạt Lao động xuất sắc; 02 cá nhân đạt Bằng khen Thủ tướng Chính phủ."
    " Tặng giấy khen theo chuyên đề đối với 17 cá nhân và 04 tập thể; khen thưởng đột xuất"
    " 02 cá nhân.",
    2016: "- Năm 2016: Tặng danh hiệu Lao động tiên tiến cho 48 cá nhân và 07 tập thể;"
    " danh hiệu Chiến sĩ thi đua cơ sở cho 08 cá nhân; Giấy khen cho 46 cá nhân và 06 tập thể."
    " Có 01 cá nhân đạt Chiến sĩ thi đua cấp tỉnh; 01 cá nhân và 01 tập thể đạt Bằng khen tỉnh,"
    " 04 tập thể đạt Lao động xuất sắc; 01 cá nhân đạt Bằng khen Thủ tướng Chính phủ;"
    " 01 cá nhân đạt Huân chương lao động hạng II; 01 cá nhân đạt Huân chương lao động hạng III.",
    2017: "- Năm 2017: Tặng danh hiệu Lao động tiên tiến cho 48 cá nhân và 07 tập thể;"
    " danh hiệu Chiến sĩ thi đua cơ sở cho 07 cá nhân; Giấy khen cho 42 cá nhân và 04 tập thể."
    " Có 03 cá nhân và 02 tập thể đạt Bằng khen tỉnh; 03 tập thể đạt Lao động xuất sắc;"
    " 03 cá nhân và 02 tập thể đạt Bằng khen Bộ Tài chính.",
    2018: "- Năm 2018: Tặng danh hiệu Lao động tiên tiến cho 45 cá nhân và 06 tập thể;"
    " danh hiệu Chiến sĩ thi đua cơ sở cho 07 cá nhân; Giấy khen cho 44 cá nhân và 06 tập thể."
    " Có 01 cá nhân đạt Bằng khen tỉnh, 03 tập thể đạt Lao động xuất sắc.",
    2019: "- Năm 2019: Tặng danh hiệu Lao động tiên tiến cho 46 cá nhân và 06 tập thể;"
    " danh hiệu Chiến sĩ thi đua cơ sở cho 07 cá nhân; Giấy khen cho 40 cá nhân và 03 tập thể."
    " Có 01 cá nhân đạt Chiến sĩ thi đua cấp tỉnh; 03 cá nhân và 01 tập thể đạt Bằng khen tỉnh;"
    " 03 tập thể đạt Lao động xuất sắc.",
}
"""The paragraphs as printed by the department, lines joined."""
COMMA_YEARS = (2015, 2016, 2018)
"""Where the report has a comma before "Lao động xuất sắc"; the system writes a semicolon."""


def run(**options: object) -> str:
    out = StringIO()
    call_command("period_report", **options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("year", REPORT)
def test_a_paragraph_reads_like_the_departments_own_report(
    year: int, department: Organization, five_years: list[Award]
) -> None:
    paragraph = period_report(department, year_from=2015, year_to=2019).paragraphs[year]

    if year in COMMA_YEARS:
        paragraph, replaced = re.subn(r"; (\d\d tập thể đạt Lao động xuất sắc)", r", \1", paragraph)
        assert replaced == 1
    assert paragraph == REPORT[year]


def test_the_json_holds_exactly_the_51_figures_of_the_report(
    department: Organization, five_years: list[Award]
) -> None:
    data = json.loads(run(year_from=2015, year_to=2019, format="json", organization="STC"))

    figures = {
        (one["year"], one["award"], one["commendation_type"], one["kind"]): one["count"]
        for one in data["figures"]
    }
    assert len(data["figures"]) == 51
    assert figures == {
        (one.year, one.award, one.commendation_type, one.kind): one.count
        for one in shipped_history.figures()
    }
    assert sum(figures.values()) == 611
    assert sorted(data["paragraphs"]) == ["2015", "2016", "2017", "2018", "2019"]


def test_the_text_has_the_table_and_the_paragraphs(
    department: Organization, five_years: list[Award]
) -> None:
    text = run(year_from=2015, year_to=2019)

    rows = {line.split("  ")[0]: line.split() for line in text.splitlines()}
    assert rows["LĐTT (CN)"][-6:] == ["48", "48", "48", "45", "46", "235"]
    assert rows["Cộng"] == ["Cộng", "143", "125", "121", "112", "110", "611"]
    assert re.search(
        r"Giấy khen \(CN / TT\) +43 / 7 +46 / 6 +42 / 4 +44 / 6 +40 / 3 +215 / 26", text
    )
    assert re.search(r"Bằng khen tỉnh \(CN / TT\) .* 1 / - +3 / 1 +11 / 5", text)
    assert re.search(r"CSTĐ cấp tỉnh \(CN\) +4 +1 +- +- +1 +6", text)
    assert "- Năm 2019: Tặng danh hiệu" in text


def test_only_the_first_year_of_the_period_names_the_giver(
    department: Organization, five_years: list[Award]
) -> None:
    paragraphs = period_report(department, year_from=2018, year_to=2019).paragraphs

    assert paragraphs[2018].startswith("- Năm 2018: Giám đốc Sở tặng danh hiệu")
    assert paragraphs[2019].startswith("- Năm 2019: Tặng danh hiệu")


@pytest.mark.parametrize("title", ["Giám đốc", "Giám đốc Sở", "Giám đốc Sở Tài chính"])
def test_the_giver_is_called_by_the_kind_of_agency_however_the_title_was_entered(
    title: str, department: Organization
) -> None:
    department.head_title = title

    assert giver_of(department) == "Giám đốc Sở"


def test_a_year_without_awards_says_so(department: Organization) -> None:
    paragraphs = period_report(department, year_from=2020, year_to=2020).paragraphs

    assert paragraphs == {2020: "- Năm 2020: không có khen thưởng được ghi nhận."}


def test_ministries_that_differ_are_not_named(department: Organization) -> None:
    award_type = AwardType.objects.get(code="BK_BO")
    for place, issuer in enumerate(("Bộ trưởng Bộ Tài chính", "Bộ trưởng Bộ Nội vụ")):
        Award.objects.create(
            organization=department,
            award_type=award_type,
            kind=RecipientKind.INDIVIDUAL,
            person=Person.objects.create(full_name=f"Lê Văn {place}"),
            commendation_type=CommendationType.MERIT,
            year=2021,
            issuer=issuer,
            recipient_name=f"Lê Văn {place}",
            origin=AwardOrigin.IMPORT,
            recorded_at="2021-12-31T00:00:00Z",
        )
    count_all()

    paragraph = period_report(department, year_from=2021, year_to=2021).paragraphs[2021]

    assert paragraph == "- Năm 2021: Có 02 cá nhân đạt Bằng khen cấp bộ."


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"year_from": 2019, "year_to": 2015}, "không được sau"),
        ({"year_from": 2015, "year_to": 2019, "organization": "KHONG-CO"}, "KHONG-CO"),
    ],
)
def test_wrong_arguments_get_a_sentence(
    options: dict[str, object], sentence: str, department: Organization
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(**options)


def test_a_tally_is_one_grouping_over_the_awards(
    department: Organization, five_years: list[Award], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(4):  # predecessors, figures, the grouping and the catalogue
        cells = tally(department, year_from=2015, year_to=2019)

    assert len(cells) == 51
    assert cells[0].year == 2015
    assert cells[0].award_code == "LDTT"


def test_the_shipped_figures_are_611_awards() -> None:
    figures = shipped_history.figures()

    assert (len(figures), sum(one.count for one in figures)) == (51, 611)
    assert {one.year for one in figures} == {2015, 2016, 2017, 2018, 2019}


def test_figures_as_known_on_a_day_leave_out_what_was_decided_later(
    department: Organization, five_years: list[Award]
) -> None:
    early = tally(department, year_from=2015, year_to=2019, known_on=date(2017, 6, 30))

    assert sum(cell.count for cell in early) == 143 + 125
