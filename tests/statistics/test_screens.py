"""The pages of figures: every number leads to its lines; the public sees allowed fields only."""

from __future__ import annotations

import csv
import re
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from nominations.awards.models import Award
from nominations.awards.services import revoke
from nominations.awards.services.award_counts import recount_awards
from nominations.files.table_workbook import as_xlsx
from nominations.people.models import Organization, Person, Position, RoleAssignment, User
from nominations.people.roles import Role
from nominations.people.services import sync_permissions
from nominations.statistics import exports, honour_roll
from nominations.statistics.templatetags.period_filters import years_to
from workflow.actors import SYSTEM

HEAD = 6
"""Rows above the first line of a sheet: three filters, the day, an empty one, the headings."""
PERIOD = {"tu": "2015", "den": "2019"}


def reader(organization: Organization, role: str, name: str = "Lê Thị Đọc") -> Client:
    person = Person.objects.create(full_name=name)
    user = User.objects.create(username=f"u{person.pk}", person=person)
    RoleAssignment.objects.create(
        person=person, role=role, organization=organization, valid_from=date(2014, 1, 1)
    )
    sync_permissions(person=person)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def auditor(department: Organization) -> Client:
    return reader(department, Role.AUDITOR)


def test_the_table_shows_the_figures_of_the_report(
    auditor: Client, five_years: list[Award]
) -> None:
    page = auditor.get(reverse("statistics:index"), PERIOD)

    layout = page.context["layout"]
    assert layout.years == [2015, 2016, 2017, 2018, 2019]
    assert [one.count for one in layout.totals] == [143, 125, 121, 112, 110, 611]
    assert [one.count for one in layout.individuals][-1] == 527
    assert [one.count for one in layout.collectives][-1] == 84
    assert layout.chart["series"][0]["data"] == [one.count for one in layout.individuals][:-1]
    html = page.content.decode()
    assert "Giám đốc Sở tặng danh hiệu Lao động tiên tiến cho 48 cá nhân" in html
    assert "Số liệu tính đến ngày" in html


def test_every_figure_of_the_table_leads_to_as_many_lines(
    auditor: Client, five_years: list[Award]
) -> None:
    html = auditor.get(reverse("statistics:index"), PERIOD).content.decode()
    figures = re.findall(r'<a href="(/thong-ke/dong/[^"]+)">([\d.]+)</a>', html)

    assert len(figures) > 51
    for path, shown in figures:
        page = auditor.get(unescape(path))
        assert page.context["page"].paginator.count == int(shown.replace(".", "")), path


def test_lines_show_their_decision(auditor: Client, five_years: list[Award]) -> None:
    narrow = {**PERIOD, "nam": "2016", "ma": "HCLD2", "loai": "CONG_TRANG", "kieu": "individual"}
    html = auditor.get(reverse("statistics:lines"), narrow).content.decode()

    award = Award.objects.get(award_type__code="HCLD2")
    assert award.decision_number in html
    assert "20/12/2016" in html
    assert award.recipient_name in html


def test_the_heading_of_lines_writes_names_as_they_are_written(
    auditor: Client, five_years: list[Award]
) -> None:
    for narrow, words in (
        ({"ma": "TTLDTT", "n_don_vi": "Phòng 0"}, ", Phòng 0, 2015–2019."),
        ({"ma": "BK_TTG", "n_cap": "prime_minister"}, ", Thủ tướng Chính phủ, 2015–2019."),
    ):
        html = auditor.get(reverse("statistics:lines"), {**PERIOD, **narrow}).content.decode()
        assert words in html, narrow


def test_without_years_the_page_shows_all_that_have_awards(
    auditor: Client, five_years: list[Award]
) -> None:
    page = auditor.get(reverse("statistics:index"))

    assert page.context["period"]["year_from"] == 2015
    assert page.context["period"]["year_to"] == 2019


def test_a_revocation_restates_the_page_and_the_day_brings_it_back(
    auditor: Client, five_years: list[Award]
) -> None:
    revoke(awards=five_years[:1], on=date(2020, 5, 1), ground="Kê khai sai", actor=SYSTEM)

    now = auditor.get(reverse("statistics:index"), PERIOD)
    then = auditor.get(reverse("statistics:index"), {**PERIOD, "tinh_den": "30/04/2020"})

    assert now.context["layout"].totals[-1].count == 610
    assert then.context["layout"].totals[-1].count == 611


@pytest.mark.parametrize(
    "asked",
    [
        {"tu": "2019", "den": "2015"},
        {"tu": "abc", "den": "2019"},
        {"tu": "1950", "den": "2019"},
        {**PERIOD, "tinh_den": "31/02/2020"},
    ],
)
def test_a_wrong_period_is_a_sentence_on_the_form(
    auditor: Client, five_years: list[Award], asked: dict[str, str]
) -> None:
    page = auditor.get(reverse("statistics:index"), asked)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert auditor.get(reverse("statistics:lines"), asked).status_code == 404


@pytest.mark.parametrize(
    "narrow", [{"kieu": "alien"}, {"loai": "X"}, {"nam": "20155"}, {"nam": "x"}]
)
def test_nonsense_in_the_address_is_a_404(
    auditor: Client, five_years: list[Award], narrow: dict[str, str]
) -> None:
    assert auditor.get(reverse("statistics:lines"), {**PERIOD, **narrow}).status_code == 404


def test_figures_of_another_agency_do_not_exist_for_the_reader(
    department: Organization, five_years: list[Award]
) -> None:
    other = Organization.objects.create(
        code="SXD",
        name="Sở Xây dựng",
        head_title="Giám đốc",
        parent=department.parent,
        valid_from=date(2014, 1, 1),
    )
    stranger = reader(other, Role.SECRETARY)
    asked = {**PERIOD, "co_quan": "STC"}

    for name in ("index", "lines", "download"):
        assert stranger.get(reverse(f"statistics:{name}"), asked).status_code == 404
    assert Client().get(reverse("statistics:index")).status_code == 302


def test_the_province_sees_the_agencies_below_it(
    department: Organization, five_years: list[Award]
) -> None:
    officer = reader(department.parent, Role.SUPERIOR_OFFICER)

    alone = officer.get(reverse("statistics:index"), {**PERIOD, "co_quan": "UBND"})
    below = officer.get(reverse("statistics:index"), {**PERIOD, "co_quan": "UBND", "gom": "on"})
    agency = officer.get(reverse("statistics:index"), {**PERIOD, "co_quan": "STC"})

    assert alone.context["layout"].totals[-1].count == 0
    assert below.context["layout"].totals[-1].count == 611
    assert agency.context["layout"].totals[-1].count == 611


def test_a_division_adds_up_and_every_number_leads_to_its_lines(
    auditor: Client, five_years: list[Award]
) -> None:
    women = [one.person_id for one in five_years if one.person_id][::3]
    Person.objects.filter(pk__in=women).update(gender="female")
    Position.objects.create(name="Trưởng phòng", is_manager=True)
    Award.objects.filter(person__gender="female", year=2016).update(position_name="Trưởng phòng")
    theirs = Award.objects.filter(person__gender="female")

    by_gender = auditor.get(reverse("statistics:index"), {**PERIOD, "theo": "gioi"})
    rows = {row.label: row for row in by_gender.context["divided"]}
    assert {label: row.total for label, row in rows.items()} == {
        "Nữ": theirs.count(), "chưa ghi nhận": 527 - theirs.count(), "Tập thể": 84,
    }  # fmt: skip
    for row in rows.values():
        for count, path in [*row.linked, (row.total, row.path)]:
            assert auditor.get(path).context["page"].paginator.count == count, path

    narrow = {**PERIOD, "p_gioi": "female", "p_chuc_vu": "manages"}
    managing = auditor.get(reverse("statistics:index"), narrow)
    assert managing.context["layout"].totals[-1].count == theirs.filter(year=2016).count() > 0
    link = managing.context["layout"].totals[-1].path
    sheet = auditor.get(link.replace("/dong/", "/dong/tai-ve/"))
    values = list(openpyxl.load_workbook(BytesIO(sheet.content)).worksheets[0].values)
    assert [row[:2] for row in values[3:5]] == [
        ("Giới tính", "Nữ"), ("Chức vụ quản lý", "Giữ chức vụ quản lý"),
    ]  # fmt: skip
    assert len(values) == HEAD + 2 + theirs.filter(year=2016).count()


def test_the_table_is_narrowed_to_award_kind_and_authority(
    auditor: Client, five_years: list[Award], department: Organization
) -> None:
    for narrow, count in (
        ({"p_ma": "LDTT"}, 235),
        ({"p_kieu": "collective"}, 84),
        ({"p_loai": "DOT_XUAT"}, 2),
        ({"p_cap": "prime_minister"}, 3),
        ({"p_don_vi": "Phòng 0", "p_kieu": "collective", "p_ma": "TTLDTT"}, 5),
    ):
        page = auditor.get(reverse("statistics:index"), {**PERIOD, **narrow})
        assert page.context["layout"].totals[-1].count == count, narrow
        assert (
            auditor.get(page.context["layout"].totals[-1].path).context["page"].paginator.count
            == count
        ), narrow


def test_a_revocation_says_what_the_figure_was_before(
    auditor: Client, five_years: list[Award]
) -> None:
    revoke(awards=five_years[:2], on=date(2020, 5, 1), ground="Kê khai sai", actor=SYSTEM)

    html = auditor.get(reverse("statistics:index"), PERIOD).content.decode()
    before = auditor.get(reverse("statistics:index"), {**PERIOD, "tinh_den": "30/04/2020"})

    assert "có <strong>609</strong> lượt khen thưởng; trước đó là 611. Đã hủy: 2." in html
    assert before.context["restated"] is None


# --- files ---------------------------------------------------------------------------------------


def test_the_excel_file_has_the_figures_and_the_lines(
    auditor: Client, five_years: list[Award]
) -> None:
    answer = auditor.get(reverse("statistics:download"), PERIOD)

    book = openpyxl.load_workbook(BytesIO(answer.content))
    figures, lines = (list(sheet.values) for sheet in book.worksheets)
    assert figures[:3] == [
        ("Cơ quan", "Sở Tài chính", *[None] * 5),
        ("Từ năm", "2015", *[None] * 5),
        ("Đến năm", "2019", *[None] * 5),
    ]
    assert book.worksheets[0].print_title_rows == "$6:$6"
    assert len(figures) == HEAD + 51
    assert sum(row[-1] for row in figures[HEAD:]) == 611
    assert len(lines) == HEAD + 611
    assert answer["Content-Disposition"] == 'attachment; filename="thong-ke-2015-2019.xlsx"'


def test_the_csv_file_has_the_figures(auditor: Client, five_years: list[Award]) -> None:
    answer = auditor.get(reverse("statistics:download"), {**PERIOD, "dang": "csv"})

    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert rows[1] == [
        "2015", "LDTT", "Lao động tiên tiến", "Công trạng và thành tích", "Cá nhân",
        "Giám đốc Sở Tài chính", "48",
    ]  # fmt: skip
    assert len(rows) == 1 + 51


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)"])
def test_no_text_becomes_a_formula(text: str) -> None:
    row = [["Số", "Tên"], [1, text]]

    assert list(csv.reader(StringIO(exports.as_csv(row).decode("utf-8-sig"), newline="")))[1][
        1
    ] == (f"'{text}")
    cell = openpyxl.load_workbook(BytesIO(as_xlsx([("A", row)]))).worksheets[0]["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_numbers_and_dates_stay_numbers_and_dates() -> None:
    row = [["Số", "Ngày"], [-5, date(2020, 1, 2)]]

    sheet = openpyxl.load_workbook(BytesIO(as_xlsx([("A", row)]))).worksheets[0]
    assert sheet["A2"].value == -5
    assert sheet["B2"].is_date


def test_a_period_of_one_year_is_that_year() -> None:
    assert [years_to(2015, last) for last in (2015, 2019)] == ["2015", "2015–2019"]


# --- the roll of honour --------------------------------------------------------------------------


def test_anybody_reads_the_roll_of_honour(five_years: list[Award]) -> None:
    page = Client().get(reverse("statistics:roll"))
    of_year = Client().get(reverse("statistics:roll"), {"nam": "2018"})

    assert of_year.context["page"].paginator.count == 112
    html = page.content.decode()
    assert page.status_code == 200
    assert page.context["page"].paginator.count == 611
    assert "Năm 2019" in html
    assert "Lao động tiên tiến" in html


def test_the_public_sees_the_allowed_fields_only(five_years: list[Award]) -> None:
    award = five_years[0]
    Award.objects.filter(pk=award.pk).update(
        position_name="Chức Vụ Kín",
        issuer="Người Ký Kín",
        revocation_ground="Lý Do Kín",
        achievement="Sáng kiến rút ngắn thủ tục",
    )

    page = Client().get(reverse("statistics:roll"), {"nam": "2015"})

    html = page.content.decode()
    assert award.recipient_name in html
    for hidden in ("Chức Vụ Kín", "Người Ký Kín", "Lý Do Kín"):
        assert hidden not in html
    assert f"Sáng kiến rút ngắn thủ tục. Quyết định số {award.decision_number}" in html


def test_the_roll_is_searched_without_marks_and_shows_no_revoked_award(
    five_years: list[Award],
) -> None:
    person = five_years[0].person
    person.full_name = "Đặng Thị Hòa"
    person.save()
    asked = {"ten": "dang hoà"}
    found = Client().get(reverse("statistics:roll"), asked)
    assert found.context["page"].paginator.count == Award.objects.filter(person=person).count()

    theirs = Award.objects.filter(person=person)
    revoke(awards=theirs, on=date(2020, 1, 1), ground="Kê khai sai", actor=SYSTEM)
    gone = Client().get(reverse("statistics:roll"), asked)
    assert gone.context["page"].paginator.count == 0


def test_a_wrong_filter_of_the_roll_is_a_404(five_years: list[Award]) -> None:
    for wrong in ("abc", "20100", "-201", "٢٠١٠"):
        assert Client().get(reverse("statistics:roll"), {"nam": wrong}).status_code == 404
    empty = Client().get(reverse("statistics:roll"), {"nam": "2010"})
    assert empty.status_code == 200
    assert "Chưa có tên nào trong bảng vàng năm 2010." in empty.content.decode()
    for other in ({"co_quan": "X"}, {"danh_hieu": "X"}, {"don_vi": "Phòng X"}):
        assert Client().get(reverse("statistics:roll"), other).status_code == 404


def test_the_roll_goes_by_year_rank_and_name_on_every_page(five_years: list[Award]) -> None:
    names = ("Đặng Thị Hòa", "Nguyễn Văn An", "Lê Thị Ân", "Trần Văn Bình")
    for award, name in zip(five_years, names, strict=False):
        award.recipient_name = name
        award.save(update_fields=["recipient_name"])
    by_rank = Award.objects.order_by(
        "-year", "award_type__rank", "award_type__code", "-kind", "sort_key", "id"
    )
    wanted = [(one.year, one.award_type.name, one.recipient_name) for one in by_rank]
    pages = [Client().get(reverse("statistics:roll"), {"page": number}) for number in range(1, 12)]
    shown = [one for page in pages for one in page.context["page"]]

    assert [(one.year, one.award, one.recipient) for one in shown] == wanted
    assert pages[0].context["page"].paginator.num_pages == 11
    first_names = [one.recipient for one in shown if one.recipient in names]
    assert first_names == ["Nguyễn Văn An", "Lê Thị Ân", "Trần Văn Bình", "Đặng Thị Hòa"]


def test_the_roll_by_award_and_unit_has_an_address_that_tells_what_it_shows(
    five_years: list[Award],
) -> None:
    unit = five_years[0].collective or next(one.collective for one in five_years if one.collective)
    asked = {"nam": "2018", "danh_hieu": "TTLDTT", "don_vi": unit.name}
    page = Client().get(reverse("statistics:roll"), asked)
    theirs = Award.objects.filter(year=2018, award_type__code="TTLDTT", collective=unit)

    assert page.context["page"].paginator.count == theirs.count() == 1
    html = page.content.decode()
    title = f"Bảng vàng: Tập thể lao động tiên tiến, năm 2018, {unit.name}"
    assert f'<meta property="og:title" content="{title}">' in html
    assert "nam=2018&amp;danh_hieu=TTLDTT&amp;don_vi=" in html


def test_a_name_of_very_many_is_asked_to_be_longer(
    five_years: list[Award], department: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(honour_roll, "MAX_NAMESAKES", 40)
    award = five_years[0]
    award.pk, award.organization = None, department.parent
    award.decision_number = "01/QĐ-UBND"
    award.save()
    recount_awards([award])
    asked = {"ten": "người"}
    everywhere = Client().get(reverse("statistics:roll"), asked)
    in_agency = Client().get(reverse("statistics:roll"), {**asked, "co_quan": "STC"})

    assert "Có rất nhiều người mang tên này" in everywhere.content.decode()
    assert in_agency.context["page"].paginator.count == 527


def test_the_roll_of_several_agencies_is_of_all_of_them_until_one_is_chosen(
    five_years: list[Award], department: Organization
) -> None:
    award = five_years[0]
    award.pk, award.organization = None, department.parent
    award.decision_number = "01/QĐ-UBND"
    award.save()
    recount_awards([award])
    for asked, chosen in (({}, []), ({"ten": "x"}, []), ({"co_quan": "STC"}, ["STC"])):
        field = Client().get(reverse("statistics:roll"), asked).context["form"]["co_quan"]
        options = [one.data for one in field.subwidgets]
        assert (options[0]["value"], options[0]["label"]) == ("", "Tất cả cơ quan")
        assert [str(one["value"]) for one in options if one["selected"] and one["value"]] == chosen


def test_a_page_of_the_roll_asks_as_much_as_a_short_one(
    five_years: list[Award], django_assert_max_num_queries: Any
) -> None:
    for asked in ({}, {"page": "11"}, {"nam": "2016", "danh_hieu": "LDTT"}):
        with django_assert_max_num_queries(13):
            Client().get(reverse("statistics:roll"), asked)
