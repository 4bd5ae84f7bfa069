"""Figures without lists in the statistics: beside award lines, never together with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from nominations.administration.history.entry_wording import entries_of
from nominations.awards import services
from nominations.awards.models import Award, AwardFigure
from nominations.awards.services import NewAward, record_awards
from nominations.awards.services.award_counts import count_all
from nominations.law.models import AwardType
from nominations.people.models import Organization, Unit
from nominations.statistics.breakdown import Chosen
from nominations.statistics.period_report import period_report
from nominations.statistics.queries import chosen_cells, tally
from tests.awards.figure_tables import REPORT
from tests.awards.office import SINCE, Office
from tests.built_once import built_once
from tests.rows import check_rows
from workflow.actors import SYSTEM
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent

NOTE = "số liệu tổng hợp, không có danh sách kèm theo"


@pytest.fixture
def office(db: None) -> Office:
    return built_once("office", Office.build)


def figure(office: Office, years: int | tuple[int, int], count: int, **more: Any) -> AwardFigure:
    """A figure of the title of progressive workers."""
    first, last = years if isinstance(years, tuple) else (years, years)
    values = {
        "organization": office.agency, "kind": "individual", "commendation_type": "CONG_TRANG",
        "award_type": AwardType.objects.filter(code="LDTT").earliest("valid_from"),
        "year_from": first, "year_to": last, "count": count, "source": REPORT,
        "recorded_at": "2026-01-01T00:00:00Z", **more,
    }  # fmt: skip
    return AwardFigure.objects.create(**values)


def lines(office: Office, year: int, count: int, **more: Any) -> list[Award]:
    award = AwardType.objects.filter(code="LDTT").earliest("valid_from")
    people = [*office.people.values(), office.older_an, office.younger_an]
    values = {"organization_id": office.agency.pk, "decision_date": date(year, 12, 20), **more}
    rows = [
        NewAward(
            award_type_id=award.pk, kind="individual", commendation_type="CONG_TRANG", year=year,
            recipient_name=person.full_name, person_id=person.pk,
            decision_number=f"{place + 1:02d}/QĐ", **values,
        )
        for place, person in enumerate(people[:count])
    ]  # fmt: skip
    return record_awards(rows=rows, actor=SYSTEM)


def cells(office: Office, first: int = 2015, last: int = 2019, **more: Any) -> str:
    """Every number as "years: count", with * where some of it is without a list."""
    found = tally(office.agency, year_from=first, year_to=last, **more)
    return ", ".join(f"{one.years}: {one.count}{'*' * bool(one.summed)}" for one in found)


Known = tuple[str, int | tuple[int, int], int]


def test_what_counts_where_lines_years_and_periods_meet(office: Office) -> None:
    """("line" or "figure" or "instead", years, count) -> what statistics show of 2015-2019."""

    def check_row(row: tuple[str, Sequence[Known], str]) -> None:
        _about, known, expected = row
        AwardFigure.objects.all().delete()
        Award.objects.all().delete()
        count_all()
        for what, years, count in known:
            if what == "line":
                assert isinstance(years, int)
                lines(office, years, count)
            else:
                figure(office, years, count, instead_of_lines=what == "instead")
        assert cells(office) == expected

    whole = (2015, 2019)
    check_rows(
        [
            ("figures alone", [("figure", 2015, 48), ("figure", 2016, 0)], "2015: 48*"),
            ("lines and figure of other years", [("line", 2015, 3), ("figure", 2016, 48)],
             "2015: 3, 2016: 48*"),
            ("lines and figure of one year", [("line", 2015, 3), ("figure", 2015, 48)], "2015: 3"),
            ("chosen instead", [("line", 2015, 3), ("instead", 2015, 48)], "2015: 48*"),
            ("a period alone", [("figure", whole, 240)], "2015-2019: 240*"),
            ("a period and one of its years", [("figure", whole, 240), ("figure", 2016, 48)],
             "2015-2019: 240*"),
            ("a period and all of its years",
             [("figure", (2015, 2016), 90), ("figure", 2015, 48), ("figure", 2016, 48)],
             "2015: 48*, 2016: 48*"),
            ("a period and lines in it", [("figure", whole, 240), ("line", 2016, 3)], "2016: 3"),
            ("a period instead of lines", [("instead", whole, 240), ("line", 2016, 3)],
             "2015-2019: 240*"),
            ("a period in a period", [("figure", whole, 240), ("figure", (2015, 2016), 96)],
             "2015-2019: 240*"),
            ("two periods", [("figure", (2015, 2016), 96), ("figure", (2017, 2019), 140)],
             "2015-2016: 96*, 2017-2019: 140*"),
            ("overlapping periods", [("figure", (2015, 2017), 140), ("figure", (2017, 2019), 141)],
             "2015-2017: 140*"),
            ("a period that begins earlier", [("figure", (2014, 2018), 240)], ""),
        ],
        check_row,
        name=lambda row: row[0],
    )  # fmt: skip


def test_a_period_shows_for_itself_and_for_wider_ranges_only(office: Office) -> None:
    figure(office, (2015, 2017), 140)
    assert cells(office, 2015, 2017) == cells(office, 2010, 2020) == "2015-2017: 140*"
    assert cells(office, 2015, 2016) == cells(office, 2016, 2020) == cells(office, 2016, 2016) == ""


def test_a_figure_is_known_when_its_last_year_is_over_and_never_once_withdrawn(
    office: Office,
) -> None:
    row = figure(office, 2015, 48)
    assert cells(office, known_on=date(2015, 12, 30)) == ""
    assert cells(office, known_on=date(2015, 12, 31)) == "2015: 48*"
    services.withdraw_figure(actor=office.secretary, figure=row, reason="Ghi nhầm")
    assert cells(office) == cells(office, known_on=date(2016, 6, 1)) == ""


def test_figures_of_units_add_up_and_give_way_to_their_lines_and_to_the_whole(
    office: Office,
) -> None:
    def unit(name: str) -> Unit:
        return Unit.objects.create(
            organization=office.agency, code=name[-3:], name=name, valid_from=SINCE
        )

    one, two = unit("Phòng Một"), unit("Phòng Hai")
    figure(office, 2015, 10, unit=one)
    figure(office, 2015, 20, unit=two)
    assert cells(office) == "2015: 30*"
    lines(office, 2015, 3, unit_name="Phòng Ngân sách")
    assert cells(office) == "2015: 33*"
    Award.objects.all().delete()
    lines(office, 2015, 2, unit_name="phòng  hai")
    assert cells(office) == "2015: 12*"
    Award.objects.all().delete()
    lines(office, 2015, 2)  # nobody wrote of which unit
    assert cells(office) == "2015: 2"
    Award.objects.all().delete()
    figure(office, 2015, 31)
    assert cells(office) == "2015: 31*"


def test_a_figure_of_an_agency_stands_for_the_lines_of_its_predecessor_too(office: Office) -> None:
    successor = Organization.objects.create(
        code="STC2", name="Sở Tài chính mới", head_title="Giám đốc", valid_from=date(2025, 7, 1)
    )
    office.agency.successor = successor
    office.agency.save()
    lines(office, 2015, 3)
    figure(office, 2016, 40)
    own = {"organization": successor}
    figure(office, 2015, 48, **own)
    office.agency = successor
    assert cells(office) == "2015: 3, 2016: 40*"
    figure(office, 2017, 50, **own)
    assert cells(office) == "2015: 3, 2016: 40*, 2017: 50*"


@pytest.mark.parametrize(
    "chosen",
    [
        (("ma", "LDTT"),),
        (("ma", "GK"),),
        (("kieu", "collective"),),
        (("loai", "DOT_XUAT"),),
        (("ma", "GK"), ("kieu", "individual"), ("loai", "CONG_TRANG")),
        (("cap", "agency"),),
        (("cap", "province"), ("kieu", "individual")),
        (("ma", "KHONG"),),
    ],
)
def test_a_narrowed_tally_is_the_chosen_part_of_the_whole(
    office: Office, chosen: tuple[Chosen, ...]
) -> None:
    """Lines and figures of several awards, kinds and types, some against each other."""
    praise = AwardType.objects.filter(code="GK").earliest("valid_from")
    certificate = AwardType.objects.filter(code="BK_TINH").earliest("valid_from")
    lines(office, 2015, 3)
    lines(office, 2016, 2, unit_name="Phòng Hai")
    figure(office, 2015, 48)
    figure(office, (2016, 2018), 140)
    figure(office, 2015, 7, award_type=praise, kind="collective")
    figure(office, 2016, 9, award_type=praise, commendation_type="DOT_XUAT")
    figure(office, 2016, 4, award_type=praise)
    figure(office, 2017, 5, award_type=certificate)
    period: dict[str, Any] = {"year_from": 2015, "year_to": 2019}
    whole = tally(office.agency, **period)
    assert len(whole) >= 6
    narrowed = chosen_cells(tally(office.agency, **period, chosen=chosen), chosen)
    assert narrowed == chosen_cells(whole, chosen)
    assert bool(narrowed) is (chosen != (("ma", "KHONG"),))


def test_the_period_report_tells_years_and_periods_and_what_has_no_list(office: Office) -> None:
    lines(office, 2015, 3, issuer="Giám đốc Sở Tài chính")
    figure(office, 2016, 48, issuer="Giám đốc Sở Tài chính")
    figure(office, (2017, 2019), 140, issuer="Giám đốc Sở Tài chính")
    report = period_report(office.agency, year_from=2015, year_to=2019)
    assert report.texts == [
        "- Năm 2015: Giám đốc Sở tặng danh hiệu Lao động tiên tiến cho 03 cá nhân.",
        "- Năm 2016: Tặng danh hiệu Lao động tiên tiến cho 48 cá nhân.",
        "- Giai đoạn 2017-2019: Tặng danh hiệu Lao động tiên tiến cho 140 cá nhân.",
        "Số liệu tổng hợp, không có danh sách kèm theo: 2016, 2017-2019.",
    ]
    assert report.table[0] == [
        "Danh hiệu, hình thức", "2015", "2016", "2017", "2018", "2019", "2017-2019", "Cộng",
    ]  # fmt: skip
    assert report.table[-1][1:] == ["3", "48", "0", "0", "0", "140", "191"]
    assert report.as_data()["figures"][1]["summed"] == 48
    assert "summed" not in report.as_data()["figures"][0]
    assert report.as_text().endswith("2016, 2017-2019.")


# --- acts -----------------------------------------------------------------------------------------


def test_a_figure_is_corrected_withdrawn_and_chosen_with_a_reason(office: Office) -> None:
    row = figure(office, 2015, 48)
    act = {"actor": office.secretary, "figure": row}
    with pytest.raises(ValidationError, match="lý do sửa"):
        services.correct_figure(**act, reason=" ", count=47)
    with pytest.raises(ValidationError, match="Chưa thay đổi gì"):
        services.correct_figure(**act, reason="Nhầm", count=48)
    with pytest.raises(NotAllowed, match="Chỉ thư ký Hội đồng"):
        services.withdraw_figure(actor=office.clerk, figure=row, reason="Nhầm")
    services.correct_figure(**act, reason="Đếm lại", count=47, source="Báo cáo số 13")
    (entry,) = entries_of([AuditEvent.objects.get(action="figures.corrected")])
    assert [str(line) for line in entry.lines] == [
        "Số lượng: 48 → 47",
        f"Nguồn số liệu: {REPORT} → Báo cáo số 13",
        "Tên: Lao động tiên tiến, 2015",
        "Lý do: Đếm lại",
    ]
    lines(office, 2015, 3)
    services.choose_figure(**act, instead_of_lines=True, reason="Danh sách thiếu")
    assert cells(office) == "2015: 47*"
    services.withdraw_figure(**act, reason="Sai nguồn")
    with pytest.raises(ValidationError, match="đã được rút ngày"):
        services.withdraw_figure(**act, reason="Lần nữa")
    row.refresh_from_db()
    assert (cells(office), row.withdrawal_reason, row.count) == ("2015: 3", "Sai nguồn", 47)


# --- screens --------------------------------------------------------------------------------------


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    return body(client.get(reverse(f"statistics:{name}", args=args), asked))


def body(response: Any) -> str:
    return unescape(response.content.decode().split("<main")[-1])


def test_screens_and_files_say_what_is_a_figure_without_a_list(
    office: Office, client: Client
) -> None:
    client.force_login(office.secretary)
    lines(office, 2015, 3)
    figure(office, 2016, 48)
    figure(office, (2017, 2019), 140)
    shown = page(client, "index")
    assert "48<sup" in shown
    assert "2017–2019" in shown
    assert "3</a>" in shown
    assert f"* {NOTE[:1].upper()}{NOTE[1:]}: số lấy từ bảng hoặc báo cáo" in shown
    behind = page(client, "lines", nam=2016, ma="LDTT", tu=2015, den=2019)
    assert "Số liệu tổng hợp, không có danh sách kèm theo" in behind
    assert REPORT in behind
    period = page(client, "lines", nam=2017, het=2019, ma="LDTT", tu=2015, den=2019)
    assert "140" in period
    assert "<strong>48" not in period
    assert NOTE[20:] not in page(client, "lines", nam=2015, ma="LDTT", tu=2015, den=2019)
    wrong = {"nam": 2017, "het": "abc", "ma": "LDTT"}
    assert client.get(reverse("statistics:lines"), wrong).status_code == 404
    file = client.get(reverse("statistics:download"), {"dang": "csv"}).content.decode("utf-8-sig")
    assert "Trong đó số liệu tổng hợp, không có danh sách kèm theo" in file.splitlines()[0]
    assert file.splitlines()[2].endswith(",48,48")
    assert client.get(reverse("statistics:download")).status_code == 200


def test_a_secretary_corrects_and_withdraws_on_the_list_of_figures(
    office: Office, client: Client
) -> None:
    client.force_login(office.secretary)
    row, other = figure(office, 2015, 48), figure(office, 2016, 40)
    lines(office, 2016, 3)
    shown = page(client, "figures")
    assert "Được tính" in shown
    assert "Không tính: đã có danh sách theo quyết định" in shown
    path = reverse("statistics:correct_figure", args=[row.pk])
    form = client.get(path)
    values = {"count": "47", "source": REPORT, "reason": "Đếm lại"}
    stale = client.post(path, values)
    assert "đã thay đổi" in body(stale)
    given = {**values, "seen_version": form.context["seen_version"]}
    assert "error-summary" in body(client.post(path, {**given, "reason": ""}))
    assert client.post(path, given, follow=True).status_code == 200
    for name, expected in (("choose", "2015: 47*, 2016: 40*"), ("withdraw", "2015: 47*, 2016: 3")):
        path = reverse(f"statistics:{name}_figure", args=[other.pk])
        seen = {"seen_version": client.get(path).context["seen_version"], "reason": "Lý do"}
        assert client.post(path, seen).status_code == 302
        assert cells(office) == expected
    assert "Đã rút ngày" in page(client, "figures")
    client.force_login(office.clerk)
    assert client.get(path).status_code in (403, 404)
