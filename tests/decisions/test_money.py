"""The commendation fund and the accountant's list: who sees it, what it sums, as known when."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.awards.amounts import amount_in_words
from nominations.awards.models import Award, AwardOrigin, CommendationFund
from nominations.awards.prize_facts import prize_lines
from nominations.awards.prizes import PrizeStatus, prize_totals
from nominations.awards.services import NewAward, record_awards, revoke
from nominations.decisions import prizes, services
from nominations.decisions.menu import entries
from nominations.decisions.models import Decision, Revocation
from nominations.decisions.prize_workbook import Heading, prize_workbook
from nominations.law.models import AwardType, RecipientKind
from nominations.states import State
from tests.awards.money import fact, rule_set_of
from tests.cast import Cast, days_ago
from tests.decisions import decision_steps
from tests.press_button import press_button
from workflow import clock
from workflow.actors import SYSTEM
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent

READERS = ("secretary", "director", "auditor")
OTHERS = ("nominee", "unit_head", "clerk", "member", "delegate", "administrator", "outsider")
D24 = date(2024, 12, 27)
Picture = Callable[[], dict[str, object]]


def give(cast: Cast, code: str, day: date | None = D24, **more: Any) -> Award:
    """An award of the cast's agency: of the nominee, or of `person` or `collective`."""
    person = more.pop("person", cast.nominee.person)
    collective = more.pop("collective", None)
    subject = collective or person
    row = {
        "organization_id": cast.agency.pk,
        "award_type_id": cast.awards[code].pk,
        "kind": RecipientKind.COLLECTIVE if collective else RecipientKind.INDIVIDUAL,
        "commendation_type": "CONG_TRANG",
        "year": day.year if day else 2024,
        "recipient_name": getattr(subject, "full_name", "") or subject.name,
        "person_id": None if collective else person.pk,
        "collective_id": collective.pk if collective else None,
        "decision_number": "45/QĐ-STC",
        "decision_date": day,
        "origin": AwardOrigin.IMPORT,
    }
    return record_awards(rows=[NewAward(**row | more)], actor=SYSTEM)[0]


@pytest.fixture
def year(cast: Cast) -> list[Award]:
    """The awards of 2024: two titles of one person, a commendation, a unit, one from above."""
    return [
        give(cast, "LDTT"),
        give(cast, "CSTDCS"),
        give(cast, "GK", commendation_type="DOT_XUAT"),
        give(cast, "LDTT", person=cast.colleague),
        give(cast, "TTLDTT", collective=cast.unit),
        give(cast, "BK_TINH", issuer="Chủ tịch Ủy ban nhân dân tỉnh"),
    ]


# LDTT yields, CSTDCS 2.340.000, GK 710.000, LDTT 710.000, TTLDTT 1.880.000
SPENT_2024 = 2_340_000 + 710_000 + 710_000 + 1_880_000


# --- the figures ---------------------------------------------------------------------------------


def test_the_fund_of_a_year_sums_what_the_agency_pays(cast: Cast, year: list[Award]) -> None:
    CommendationFund.objects.create(organization=cast.agency, year=2024, amount=10_000_000)

    found = prizes.fund_year(cast.agency, 2024, on=clock.today())

    assert (found.spent, found.left) == (SPENT_2024, 10_000_000 - SPENT_2024)
    assert {(row.code, row.kind): (row.count, row.paid, row.payable) for row in found.rows} == {
        ("LDTT", "individual"): (2, 1, 710_000),
        ("CSTDCS", "individual"): (1, 1, 2_340_000),
        ("GK", "individual"): (1, 1, 710_000),
        ("TTLDTT", "collective"): (1, 1, 1_880_000),
    }
    assert [line.payable for line in found.elsewhere] == [3_510_000]
    assert found.elsewhere[0].payer.name == cast.province.name
    assert sum(row.payable for row in found.rows) == found.spent


def test_a_prize_belongs_to_the_year_of_its_decision(cast: Cast) -> None:
    give(cast, "LDTT", date(2025, 1, 10), year=2024)
    give(cast, "GK", None)

    in_2025 = prizes.fund_year(cast.agency, 2025, on=clock.today())
    in_2024 = prizes.fund_year(cast.agency, 2024, on=clock.today())

    assert [line.payable for line in in_2025.lines] == [710_000]
    assert [line.status for line in in_2024.lines] == [PrizeStatus.UNKNOWN]
    assert in_2024.spent == 0


def test_the_fund_is_told_as_known_on_a_day(cast: Cast, year: list[Award]) -> None:
    revoke(awards=[year[1]], on=date(2025, 3, 3), ground="Kê khai sai", actor=SYSTEM)

    before = prizes.fund_year(cast.agency, 2024, on=date(2025, 3, 2))
    after = prizes.fund_year(cast.agency, 2024, on=date(2025, 3, 3))
    early = prizes.fund_year(cast.agency, 2024, on=date(2024, 12, 26))

    assert (before.spent, before.outstanding) == (SPENT_2024, 0)
    assert early.lines == []
    # The lower title of the same person is paid instead; the higher prize has to come back.
    assert after.spent == SPENT_2024 - 2_340_000 + 710_000
    assert after.outstanding == 2_340_000


def test_money_that_came_back_no_longer_weighs_on_the_fund(cast: Cast) -> None:
    nomination = cast.nomination(State.REVOKED)
    row = Revocation.objects.get(nomination=nomination)
    year_of = row.award.decision_date.year
    CommendationFund.objects.create(organization=cast.agency, year=year_of, amount=10_000_000)
    open_ = prizes.fund_year(cast.agency, year_of, on=clock.today())
    assert open_.outstanding == open_.lines[0].to_return > 0

    Revocation.objects.filter(pk=row.pk).update(money_returned_on=clock.today())

    settled = prizes.fund_year(cast.agency, year_of, on=clock.today())
    assert (settled.outstanding, settled.left) == (0, 10_000_000)


@pytest.mark.parametrize(
    ("amount", "pay_fund", "over"),
    [
        (20_000_000, 100_000_000, False),
        (20_000_001, 100_000_000, True),
        (20_000_001, None, False),
        (0, 0, False),
    ],
)
def test_a_fund_above_its_share_of_the_pay_fund_is_warned_of_with_the_article(
    cast: Cast, amount: int, pay_fund: int | None, over: bool
) -> None:
    CommendationFund.objects.create(
        organization=cast.agency, year=2024, amount=amount, pay_fund=pay_fund
    )
    client = cast.client(cast.secretary)

    page = client.get(reverse("decisions:fund"), {"nam": 2024, "den": "31/12/2024"})

    text = page.content.decode()
    assert ("vượt 20% quỹ tiền lương" in text) is over
    if over:
        assert "Điều 50, khoản 3, điểm a Nghị định 98/2023/NĐ-CP" in text


def test_the_article_of_the_share_is_that_of_the_year(cast: Cast) -> None:
    sources = {
        year: prizes.fund_year(cast.agency, year, on=clock.today()).share.source
        for year in (2019, 2024)
    }

    assert sources == {
        2019: "Nghị định 91/2017/NĐ-CP Đ65 k2 a",
        2024: "Nghị định 98/2023/NĐ-CP Đ50 k3 a",
    }


# --- entering ------------------------------------------------------------------------------------


def test_the_secretary_enters_the_fund_and_its_history_stays(cast: Cast) -> None:
    client = cast.client(cast.secretary)
    path = reverse("decisions:fund_enter") + "?nam=" + str(clock.today().year)

    answer = press_button(
        client, path, {"amount": "120.000.000", "pay_fund": "", "note": "Dự toán"}
    )
    services.set_fund(
        actor=cast.director, organization=cast.agency, year=clock.today().year, amount=1
    )

    assert answer.status_code == 302
    assert CommendationFund.objects.get().amount == 1
    first, second = AuditEvent.objects.filter(action="fund.set").order_by("pk")
    assert first.content["amount"] == 120_000_000
    assert second.content["before"] == {"amount": 120_000_000, "pay_fund": None}


@pytest.mark.parametrize("typed", ["", "abc", "-5", "1,5"])
def test_a_wrong_amount_is_told_and_nothing_is_written(
    cast: Cast, everything: Picture, typed: str
) -> None:
    before = everything()
    page = cast.client(cast.secretary).post(
        reverse("decisions:fund_enter"), {"amount": typed, "note": "giữ lại"}
    )

    assert page.status_code == 200
    assert "giữ lại" in page.content.decode()
    assert not CommendationFund.objects.exists()
    assert everything() == before


@pytest.mark.parametrize("part", ["auditor", "delegate", "unit_head", "stranger"])
def test_nobody_else_enters_a_fund(cast: Cast, everything: Picture, part: str) -> None:
    before = everything()
    with pytest.raises(NotAllowed):
        services.set_fund(actor=cast.users[part], organization=cast.agency, year=2024, amount=5)
    assert not CommendationFund.objects.exists()
    assert everything() == before


@pytest.mark.parametrize("amount", [-1, 10**16])
def test_an_impossible_amount_is_refused_by_the_service(cast: Cast, amount: int) -> None:
    with pytest.raises(ValidationError):
        services.set_fund(actor=cast.secretary, organization=cast.agency, year=2024, amount=amount)
    assert not CommendationFund.objects.exists()


# --- who sees it ---------------------------------------------------------------------------------


def _money_pages(cast: Cast) -> list[str]:
    return [reverse(f"decisions:{name}") for name in ("fund", "fund_lines", "fund_workbook")]


def test_the_fund_is_open_to_secretary_director_and_inspector_only(
    cast: Cast, year: list[Award]
) -> None:
    for path in _money_pages(cast):
        for part in READERS:
            assert cast.client(cast.users[part]).get(path).status_code == 200, (path, part)
        for part in (*OTHERS, "superior_officer"):
            assert cast.client(cast.users[part]).get(path).status_code == 404, (path, part)
    labels = {
        part: [str(entry.url_name) for entry in entries(cast.users[part])]
        for part in (*READERS, *OTHERS)
    }
    assert all(("decisions:fund" in labels[part]) == (part in READERS) for part in labels)


def test_another_agency_is_never_shown_even_when_asked_for(cast: Cast, year: list[Award]) -> None:
    cast.give(cast.stranger, "secretary", cast.other_agency)
    client = cast.client(cast.stranger)

    for path in _money_pages(cast):
        page = client.get(path, {"co_quan": cast.agency.pk, "nam": 2024})
        assert page.status_code == 200
        assert cast.nominee.person.full_name.encode() not in page.content
    assert cast.agency.name not in client.get(_money_pages(cast)[0]).content.decode()


def test_prizes_name_by_name_are_refused_to_the_delegate_with_the_reason(cast: Cast) -> None:
    cast.nomination(State.DECIDED)
    paper = Decision.objects.get()
    for name in ("prizes", "prize_workbook"):
        path = reverse(f"decisions:{name}", args=[paper.public_id])
        answers = {part: cast.client(cast.users[part]).get(path) for part in ("delegate", *READERS)}
        assert answers["delegate"].status_code == 403
        assert all(answers[part].status_code == 200 for part in READERS)
        assert cast.client(cast.stranger).get(path).status_code == 404


# --- a decision ----------------------------------------------------------------------------------


def test_a_decision_shows_its_prizes_and_a_draft_what_it_would_bring(cast: Cast) -> None:
    people = [cast.nominee.person, cast.colleague]
    rows = cast.nominations([(one, None) for one in people], State.CONSULTED, award="LDTT")
    paper = services.draft_decision(
        actor=cast.secretary, organization=cast.agency, campaign=cast.campaign,
        name="Về việc công nhận", nominations=rows,
    )  # fmt: skip
    expected = prize_totals(prizes.lines_of_decision(paper)).payable
    draft = cast.client(cast.director).get(reverse("decisions:decision", args=[paper.public_id]))
    assert "nếu ký hôm nay" in draft.content.decode()
    assert amount_in_words(expected) in draft.content.decode()
    assert expected == 2 * prizes.lines_of_decision(paper)[0].payable > 0

    decision_steps.sign(actor=cast.director, decision=paper)
    paper.refresh_from_db()

    assert prize_totals(prizes.lines_of_decision(paper)).payable == expected
    page = cast.client(cast.director).get(reverse("decisions:decision", args=[paper.public_id]))
    assert amount_in_words(expected) in page.content.decode()
    assert "nếu ký hôm nay" not in page.content.decode()


def test_a_draft_knows_of_the_higher_title_the_person_already_holds(cast: Cast) -> None:
    row = cast.nomination(State.CONSULTED, award="LDTT")
    today = clock.today()
    give(
        cast, "CSTDCS", today, year=cast.campaign.year,
        achievement_from=cast.campaign.achievement_from,
        achievement_to=cast.campaign.achievement_to,
    )  # fmt: skip
    paper = services.draft_decision(
        actor=cast.secretary, organization=cast.agency, campaign=cast.campaign,
        name="Về việc công nhận", nominations=[row],
    )  # fmt: skip

    (line,) = prizes.lines_of_decision(paper)

    assert (line.status, line.payable) == (PrizeStatus.YIELDS, 0)


def test_awards_that_are_only_proposed_cost_the_decision_nothing(cast: Cast) -> None:
    cast.nomination(State.DECIDED, award="BK_TINH")

    assert prizes.lines_of_decision(Decision.objects.get()) == []


# --- the file ------------------------------------------------------------------------------------


def _book(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def _numbers(sheet: Any) -> tuple[list[int], int, str]:
    """Amounts of the rows, the total, and the words below it."""
    amounts, total, words = [], 0, ""
    for row in sheet.iter_rows(min_row=8):
        first = row[0].value
        if isinstance(first, int):
            amounts.append(row[8].value)
        elif first == "Tổng cộng" or (isinstance(row[8].value, int) and not words):
            total = row[8].value
        if isinstance(first, str) and first.startswith("Bằng chữ"):
            words = first
    return amounts, total, words


def test_the_file_has_the_figures_of_the_screen(cast: Cast, year: list[Award]) -> None:
    client = cast.client(cast.secretary)
    asked = {"nam": 2024, "den": f"{clock.today():%d/%m/%Y}"}

    page = client.get(reverse("decisions:fund"), asked)
    book = _book(client.get(reverse("decisions:fund_workbook"), asked).content)

    shown = page.context["year"]
    amounts, total, words = _numbers(book.worksheets[0])
    assert amounts == [line.payable for line in shown.lines]
    assert sum(amounts) == total == shown.spent == SPENT_2024
    assert words == f"Bằng chữ: {amount_in_words(SPENT_2024)}."
    text = page.content.decode()
    assert f"{SPENT_2024:,}".replace(",", ".") in text
    assert "Có 1 khen thưởng do cấp khác chi tiền thưởng, không lấy từ quỹ này:" in text
    assert _numbers(book.worksheets[1])[1] == prize_totals(shown.elsewhere).payable == 3_510_000


def test_the_lines_behind_each_figure_add_up_to_it(cast: Cast, year: list[Award]) -> None:
    client = cast.client(cast.auditor)
    page = client.get(reverse("decisions:fund"), {"nam": 2024})

    for row, _kind, path in page.context["rows"]:
        behind = client.get(path)
        assert behind.context["totals"].payable == row.payable
        assert len(behind.context["page"].object_list) == row.count


def test_the_file_of_a_decision_has_the_figures_of_its_page(cast: Cast) -> None:
    cast.nominations([(cast.nominee.person, None), (cast.colleague, None)], State.DECIDED)
    paper = Decision.objects.get()
    client = cast.client(cast.director)

    page = client.get(reverse("decisions:prizes", args=[paper.public_id]))
    sheet = _book(
        client.get(reverse("decisions:prize_workbook", args=[paper.public_id])).content
    ).worksheets[0]

    amounts, total, words = _numbers(sheet)
    assert amounts == [line.payable for line in page.context["page"]]
    assert sum(amounts) == total == page.context["totals"].payable > 0
    assert words == f"Bằng chữ: {page.context['words']}."
    assert paper.number in sheet["A5"].value


def test_the_file_is_ready_to_print_and_to_sign(cast: Cast, year: list[Award]) -> None:
    content = (
        cast.client(cast.secretary).get(reverse("decisions:fund_workbook"), {"nam": 2024}).content
    )
    sheet = _book(content).worksheets[0]
    text = " ".join(str(cell.value) for row in sheet for cell in row if cell.value)

    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.number_format == "#,##0" for cell in sheet["I"] if isinstance(cell.value, int))
    for word in ("KẾ TOÁN TRƯỞNG", "THỦ TRƯỞNG ĐƠN VỊ", "NGƯỜI LẬP BIỂU", "Độc lập"):
        assert word in text
    assert "Không chi vì đã hưởng mức cao hơn cùng thời gian, cùng thành tích" in text


@pytest.mark.parametrize("name", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"])
def test_no_name_runs_as_a_formula(name: str) -> None:
    from nominations.awards.prizes import compute_prize_lines

    line = compute_prize_lines([fact("LDTT", D24, recipient_name=name)], rules=rule_set_of)[0]
    heading = Heading(line.fact.organization, name, name, "A")

    sheet = _book(prize_workbook([(heading, [line])])).worksheets[0]

    cells = [cell for row in sheet for cell in row if cell.value == name]
    assert len(cells) >= 3
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert isinstance(sheet["F8"].value, float | int | Decimal)


# --- size ----------------------------------------------------------------------------------------


def _many(cast: Cast, count: int) -> None:
    types = {row.code: row for row in AwardType.objects.all()}
    for place in range(count):
        person = cast.person()
        day = D24 - timedelta(days=place % 40)
        for code in ("LDTT", "CSTDCS", "GK"):
            give(cast, code, day, person=person, award_type_id=types[code].pk)


def test_the_number_of_queries_does_not_grow_with_the_awards(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (2, 20):
        _many(cast, more)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = prizes.fund_year(cast.agency, 2024, on=clock.today())
        counts.append(len(asked))
    assert len(found.lines) == 66
    assert counts[0] == counts[1] <= 6
    client = cast.client(cast.secretary)
    with django_assert_max_num_queries(26):
        client.get(reverse("decisions:fund"), {"nam": 2024})


def test_lines_of_awards_are_read_in_two_queries(
    cast: Cast, year: list[Award], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):  # the third: are there layers of the agency?
        lines = prize_lines(Award.objects.order_by("pk"), on=clock.today())
    assert [line.fact.pk for line in lines] == [award.pk for award in year]


def test_a_decision_of_the_past_is_told_as_of_today(cast: Cast) -> None:
    with days_ago(3):
        cast.nomination(State.DECIDED)
    (line,) = prizes.lines_of_decision(Decision.objects.get())
    assert line.status == PrizeStatus.PAID


def test_the_article_of_a_prize_is_written_out_and_marked(cast: Cast) -> None:
    cast.nomination(State.DECIDED)
    decision = Decision.objects.get()

    for part in READERS:
        page = cast.client(cast.users[part]).get(
            reverse("decisions:prizes", args=[decision.public_id])
        )
        text = page.content.decode()
        assert re.search(r"Điều \d+(, khoản \d+)?(, điểm .)? (Nghị định|Luật)", text)
        assert not re.search(r"Đ\d+( k\d+)?<|Đ\d+ k\d", text)
