"""A household from the proposal of a unit to the decision, its papers, its prize and the figures.

Law 06/2022/QH15 and Decree 152/2025/NĐ-CP article 54 clause 3: a household is given forms of
commendation, with 1,5 times the prize of an individual.
"""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from nominations.awards.models import Award, AwardCount
from nominations.consultation.models import Posting
from nominations.consultation.papers import notice_paper
from nominations.council.models import VotingSession
from nominations.council.papers import count_minutes, meeting_minutes
from nominations.council.session_papers import ballot, ballot_groups
from nominations.decisions import services
from nominations.decisions.certificates import certificates_of
from nominations.decisions.models import Decision, Revocation
from nominations.decisions.papers import decision_paper
from nominations.decisions.prize_workbook import Heading, prize_workbook
from nominations.decisions.prizes import lines_of_decision
from nominations.decisions.revocation_paper import revocation_paper
from nominations.documents.blocks import Table
from nominations.documents.recipient_words import naming_households
from nominations.documents.rendering import PaperFormat, render
from nominations.dossiers.achievement_paper import achievement_paper
from nominations.dossiers.boards.board import board_of_agency
from nominations.dossiers.forms.campaigns import award_groups
from nominations.dossiers.list_tables import TABLES, filter_form, list_file
from nominations.dossiers.models import Nomination, Report
from nominations.dossiers.nomination_list_paper import nomination_list
from nominations.dossiers.registration import subjects_for
from nominations.dossiers.registration_papers import registration_list, registration_sheet
from nominations.dossiers.services import start_nomination
from nominations.dossiers.services.standards import assess_nominations
from nominations.dossiers.subject_records import subject_records
from nominations.dossiers.unit_minutes_paper import meetings_of_unit, unit_minutes
from nominations.issued_papers.correction_paper import correction_lines
from nominations.issued_papers.paper_facts import line_of
from nominations.issued_papers.record_differences import Difference
from nominations.law import rulesets
from nominations.law.models import RecipientKind
from nominations.law.rulesets import base_salary
from nominations.people.models import Unit
from nominations.states import State
from nominations.statistics.breakdown import Division, divided_rows
from nominations.statistics.exports import lines_table
from nominations.statistics.figures_page import figure_table
from nominations.statistics.period_report import period_report
from nominations.statistics.queries import tally
from tests.cast import Cast
from tests.documents.reading_papers import bare, body_text, both, pdf_text, word_text
from tests.households import ADDRESS, household
from workflow import clock

NAME = "Hộ gia đình ông Nguyễn Văn Hòa"


@pytest.fixture
def home(cast: Cast, settings: Any, tmp_path: Any) -> Unit:
    settings.MEDIA_ROOT = tmp_path
    return household(cast)


def decided(cast: Cast, home: Unit) -> Nomination:
    """The household, the unit and a person with a Giấy khen by one decision."""
    subjects = [(None, home), (None, cast.unit), (cast.nominee.person, None)]
    return cast.nominations(subjects, State.DECIDED, award="GK")[0]


def under_the_law_of_today(cast: Cast) -> None:
    cast.campaign.rules = rulesets.frozen_rules(clock.today())
    cast.campaign.save(update_fields=["rules"])


def start(cast: Cast, home: Unit, code: str, **changes: Any) -> Nomination:
    given = {"campaign": cast.campaign, "award_type": cast.awards[code], "unit": cast.unit}
    return start_nomination(actor=cast.clerk, collective=home, **(given | changes))


# --- nominating -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "whom", "article"),
    [
        ("LDTT", "cá nhân", "Điều 80"),
        ("CSTDCS", "cá nhân", "Điều 80"),
        ("TTLDTT", "tập thể", "Điều 80"),
    ],
)
def test_an_award_that_no_household_is_given_is_refused_with_the_article(
    cast: Cast, home: Unit, code: str, whom: str, article: str
) -> None:
    under_the_law_of_today(cast)
    with pytest.raises(ValidationError) as refused:
        start(cast, home, code)

    (sentence,) = refused.value.messages
    assert refused.value.code == "not_for_households"
    assert f"không tặng cho hộ gia đình, chỉ tặng cho: {whom} (" in sentence
    assert article in sentence
    assert "Luật 06/2022/QH15" in sentence
    assert start_nomination(
        actor=cast.clerk, campaign=cast.campaign, award_type=cast.awards["TTLDTT"],
        unit=cast.unit, collective=cast.unit,
    ).kind == RecipientKind.COLLECTIVE  # fmt: skip


def test_a_campaign_under_rules_without_households_takes_none(cast: Cast, home: Unit) -> None:
    rules = deepcopy(rulesets.frozen_rules(clock.today()))
    rules["content"]["award"]["GK"]["catalogue"]["targets"] = ["individual", "collective"]
    rules["digest"] = "without households"
    cast.campaign.rules = rules
    cast.campaign.save(update_fields=["rules"])

    with pytest.raises(ValidationError, match="chỉ tặng cho: cá nhân, tập thể"):
        start(cast, home, "GK")
    offered = subjects_for(cast.clerk, cast.campaign, cast.awards["GK"])
    assert home not in [one.collective for one in offered]


def test_a_unit_proposes_a_household_and_no_household_proposes(cast: Cast, home: Unit) -> None:
    one = start(cast, home, "GK")

    assert (one.kind, one.subject_name, one.unit) == ("household", NAME, cast.unit)
    assert (one.position_name, one.unit_name) == ("", ADDRESS)
    with pytest.raises(ValidationError, match="hãy chọn đơn vị của cơ quan"):
        start(cast, home, "GK", unit=home)
    elsewhere = household(cast, "Lý Văn Sáu")
    Unit.objects.filter(pk=elsewhere.pk).update(organization=cast.other_agency)
    with pytest.raises(ValidationError, match="thuộc cơ quan khác"):
        start(cast, Unit.objects.get(pk=elsewhere.pk), "GK")


def test_the_clerk_is_offered_households_where_the_award_is_for_them(
    cast: Cast, home: Unit
) -> None:
    def offered(code: str, user: Any) -> dict[str, str]:
        found = subjects_for(user, cast.campaign, cast.awards[code])
        return {one.value: one.label for one in found if one.kind == "household"}

    label = f"{NAME}, {ADDRESS} ({cast.unit.name} đề nghị)"
    assert offered("GK", cast.clerk) == {f"ho-{home.pk}-{cast.unit.pk}": label}
    assert offered("TTLDTT", cast.clerk) == {}
    assert offered("GK", cast.nominee) == {}
    page = cast.client(cast.clerk).get(
        reverse("dossiers:new"),
        {"dot": cast.campaign.pk, "danh_hieu": cast.awards["GK"].pk,
         "cho": f"ho-{home.pk}-{cast.unit.pk}"},
    )  # fmt: skip
    assert f"{NAME}, {ADDRESS}" in page.content.decode()
    for code, is_told in (("GK", True), ("TTLDTT", False)):
        asked = {"dot": cast.campaign.pk, "danh_hieu": cast.awards[code].pk, "tiep": "subject"}
        page = cast.client(cast.clerk).get(reverse("dossiers:new"), asked)
        hint = "đề nghị thư ký Hội đồng ghi vào mục Hộ gia đình"
        assert (hint in page.content.decode()) == is_told, code


def test_the_standard_of_a_household_is_open_and_says_what_is_missing(
    cast: Cast, home: Unit
) -> None:
    under_the_law_of_today(cast)
    one = start(cast, home, "GK")
    found = assess_nominations([one])[one.pk]

    (merit,) = [row for row in found.rules if row.standard.key == "merit"]
    assert merit.standard.kind == "household"
    assert (merit.standard.verified, merit.standard.source) == (False, "")
    assert str(merit.answer) == "unknown"
    assert any("Điều 8 Thông tư 20/2025/TT-BNV" in line for line in merit.missing)
    assert not [row for row in found.rules if row.standard.kind == "collective"]


def test_a_household_counts_in_no_quota_and_is_no_unit_of_the_board(cast: Cast, home: Unit) -> None:
    under_the_law_of_today(cast)
    before = board_of_agency(cast.campaign)
    cast.nomination(State.UNIT_REVIEWED, award="GK", collective=home)
    after = board_of_agency(cast.campaign)

    assert [one.place.name for one in after.units] == [one.place.name for one in before.units]
    assert [(one.used, one.proposed, one.base) for one in after.quotas] == [
        (one.used, one.proposed, one.base) for one in before.quotas
    ]
    (line,) = [one for one in after.awards if one.kind == "household"]
    assert (line.code, line.proposed, line.kind_in_plural) == ("GK", 1, "hộ gia đình")


# --- papers ---------------------------------------------------------------------------------------


def test_papers_of_the_dossier_name_the_household_and_its_address(cast: Cast, home: Unit) -> None:
    one = decided(cast, home)
    report = Report.objects.get(nomination=one)
    papers = {
        "report": achievement_paper(one, report, subject_records([one])[one.pk]),
        "sheet": registration_sheet(one),
    }
    for name, paper in papers.items():
        text = str(paper)
        assert NAME in text, name
        assert f"Địa chỉ: {ADDRESS}" in text, name
        assert "ĐẠI DIỆN HỘ GIA ĐÌNH" in text, name
        assert "Tên tập thể" not in text, name
        assert "Họ và tên" not in text, name
        assert render(paper, PaperFormat.WORD).content
    assert "(hộ gia đình)" in str(papers["report"])
    lists = (str(nomination_list(cast.campaign)), str(registration_list(cast.campaign)))
    for text in lists:
        assert "01 tập thể, 01 hộ gia đình và 01 cá nhân" in text
        assert ADDRESS in text
    assert "III. Hộ gia đình (01 hộ gia đình)" in lists[1]


def test_papers_of_council_consultation_and_decision_count_it_apart(cast: Cast, home: Unit) -> None:
    decided(cast, home)
    session, posting = VotingSession.objects.get(), Posting.objects.get()
    decision = Decision.objects.get()
    for paper in (count_minutes(session), notice_paper(posting), decision_paper(decision)):
        text = str(paper)
        assert NAME in text
        assert "02 tập thể" not in text
    assert "Giấy khen của Giám đốc Sở (hộ gia đình)" in str(count_minutes(session))
    text = str(decision_paper(decision))
    assert "01 tập thể, 01 hộ gia đình và 01 cá nhân" in text
    assert text.index(cast.unit.name) < text.index(NAME)
    assert "các tập thể, hộ gia đình, cá nhân có tên" in text
    assert "DANH SÁCH TẬP THỂ, HỘ GIA ĐÌNH, CÁ NHÂN" in text
    assert "tập thể, cá nhân" not in text.lower()


def headings_of(paper: Any) -> set[str]:
    """The headings of the names, posts and places in every table of a paper."""
    parts = [paper.blocks, *(part.blocks for part in paper.appendices)]
    found = [
        column.heading
        for blocks in parts
        for block in blocks
        if isinstance(block, Table)
        for column in block.columns
    ]
    beginnings = ("Tên tập thể", "Tên hộ", "Chức vụ", "Địa chỉ")
    return {heading for heading in found if heading.startswith(beginnings)}


def lists_of(cast: Cast) -> dict[str, Any]:
    """The papers whose tables hold all recipients together."""
    reviewed = meetings_of_unit(cast.campaign, cast.unit)[0]
    return {
        "decision": decision_paper(Decision.objects.get()),
        "nominees": nomination_list(cast.campaign),
        "registrations": registration_list(cast.campaign),
        "unit minutes": unit_minutes(cast.campaign, cast.unit, reviewed),
        "notice": notice_paper(Posting.objects.get()),
    }


def first_rows(content: bytes) -> list[str]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [str(cell) for row in sheet.values for cell in row if cell is not None]


NAMES = {"Tên tập thể, hộ gia đình, họ và tên", "Chức vụ, đơn vị, địa chỉ"}
PLAIN = {"Tên tập thể, họ và tên", "Chức vụ, đơn vị"}


def test_headings_of_lists_name_households_where_one_is_listed(cast: Cast, home: Unit) -> None:
    decided(cast, home)
    for name, paper in lists_of(cast).items():
        assert headings_of(paper) == NAMES & headings_of(paper) != set(), name
    minutes = str(
        unit_minutes(cast.campaign, cast.unit, meetings_of_unit(cast.campaign, cast.unit)[0])
    )
    assert ADDRESS in minutes
    session = VotingSession.objects.get()
    for paper in (count_minutes(session), meeting_minutes(session)):  # a table for each kind
        assert headings_of(paper) >= {"Tên hộ gia đình", "Tên tập thể, họ và tên"}
        assert not headings_of(paper) & NAMES
    (place,) = [
        at
        for at, (head, _items) in enumerate(ballot_groups(session), 1)
        if head.kind == "household"
    ]
    assert headings_of(ballot(session, place)) == {"Tên hộ gia đình", "Địa chỉ"}
    rows = TABLES["nominations"].rows_of(cast.campaign, None)
    form = filter_form({}, rows)
    assert form.is_valid()
    cells = first_rows(list_file(TABLES["nominations"], cast.campaign, rows, form))
    assert {"Cá nhân, tập thể, hộ gia đình", "Đơn vị, địa chỉ"} <= set(cells)
    assert "Đơn vị, địa chỉ" in lines_table(Award.objects.all())[0]
    heading = Heading(cast.agency, "Danh sách", "", "1")
    money = prize_workbook([(heading, lines_of_decision(Decision.objects.get()))])
    assert "Chức vụ, đơn vị, địa chỉ" in first_rows(money)


def test_without_a_household_the_same_lists_read_as_ever(cast: Cast, home: Unit) -> None:
    """The household is known to the agency, and is not among those who are commended."""
    cast.nominations([(None, cast.unit), (cast.nominee.person, None)], State.DECIDED, award="GK")
    session = VotingSession.objects.get()
    others = (count_minutes(session), meeting_minutes(session), ballot(session, 1))
    for paper in (*lists_of(cast).values(), *others):
        assert headings_of(paper) == PLAIN & headings_of(paper) != set()
        assert "hộ gia đình" not in str(paper).lower()


def test_word_and_pdf_of_the_decision_tell_the_household_alike(cast: Cast, home: Unit) -> None:
    cast.campaign.name = "Biểu dương tập thể, cá nhân tiêu biểu"
    cast.campaign.commendation_type = "CHUYEN_DE"
    cast.campaign.save(update_fields=["name", "commendation_type"])
    decided(cast, home)
    paper = decision_paper(Decision.objects.get())
    word, pdf = both(paper)

    assert body_text(word_text(word), paper) == body_text(pdf_text(pdf), paper)
    for text in (bare(word_text(word)), bare(pdf_text(pdf))):
        for words in (NAME, ADDRESS, *NAMES, "(01 tập thể, 01 hộ gia đình và 01 cá nhân)"):
            assert bare(words) in text, words
        # The name of the campaign is the campaign's, whoever is commended in it.
        assert bare(cast.campaign.name) in text
        assert bare("Biểu dương tập thể, hộ gia đình, cá nhân".upper()) not in text.upper()


def test_sentences_name_households_in_every_shape() -> None:
    among = {"household", "individual"}
    for plain, named in (
        ("riêng từng tập thể và cá nhân", "riêng từng tập thể, hộ gia đình và cá nhân"),
        ("Cá nhân, tập thể có tên", "Cá nhân, tập thể, hộ gia đình có tên"),
        ("DANH SÁCH TẬP THỂ, CÁ NHÂN", "DANH SÁCH TẬP THỂ, HỘ GIA ĐÌNH, CÁ NHÂN"),
    ):
        assert naming_households(plain, among) == named
        assert naming_households(plain, {"individual", "collective"}) == plain


def test_the_decision_to_revoke_names_the_household(cast: Cast, home: Unit) -> None:
    one = decided(cast, home)
    services.revoke_nomination(
        actor=cast.director, nomination=one, ground="Kê khai sai thành tích.",
        paper_number="131/QĐ-STC", paper_date=clock.today(),
    )  # fmt: skip
    text = str(revocation_paper(Revocation.objects.get()))
    assert f"{NAME}, {ADDRESS}: Giấy khen" in text
    assert "Tập thể, hộ gia đình, cá nhân có tên tại Điều 1" in text
    assert "các tập thể, hộ gia đình, cá nhân có tên tại Điều 1" in text


def test_a_correction_calls_the_place_of_a_household_its_address(cast: Cast, home: Unit) -> None:
    line = line_of(decided(cast, home))
    found = Difference(line=line, field="unit", before=ADDRESS, after="Ấp 5, xã Mỹ Tú")
    assert correction_lines([found]) == [
        f"1. {NAME}, {ADDRESS}: địa chỉ đã ghi “{ADDRESS}”, nay sửa thành “Ấp 5, xã Mỹ Tú”."
    ]


def test_the_certificate_bears_name_and_address_and_no_agency(cast: Cast, home: Unit) -> None:
    decided(cast, home)
    found = {one.recipient: one.post for one in certificates_of(Decision.objects.get())}

    assert found[NAME] == ADDRESS
    assert found[cast.unit.name] != ADDRESS


def test_a_line_of_an_issued_paper_is_of_a_household(cast: Cast, home: Unit) -> None:
    line = line_of(decided(cast, home))

    assert (line.kind, line.name, line.post, line.is_person) == ("household", NAME, ADDRESS, False)


def test_screens_of_the_decision_and_the_dossier(cast: Cast, home: Unit) -> None:
    one = decided(cast, home)
    browser = cast.client(cast.secretary)
    page = browser.get(Decision.objects.get().get_absolute_url()).content.decode()
    assert "01 tập thể, 01 hộ gia đình và 01 cá nhân" in page
    assert "Hộ gia đình (01)" in page
    assert ADDRESS in page
    dossier = browser.get(one.get_absolute_url()).content.decode()
    assert ADDRESS in dossier
    assert "<dt>Hộ gia đình</dt>" in dossier
    for path in (reverse("dossiers:list"), Posting.objects.get().get_absolute_url()):
        assert "Cá nhân, tập thể, hộ gia đình</th>" in browser.get(path).content.decode(), path
    session = browser.get(VotingSession.objects.get().get_absolute_url()).content.decode()
    assert '<th scope="col">Hộ gia đình</th><th scope="col">Địa chỉ</th>' in session
    assert '<th scope="col">Cá nhân, tập thể</th><th scope="col">Đơn vị</th>' in session
    groups = dict(award_groups([one.award_type]))
    assert list(groups) == ["Thủ trưởng cơ quan, dành cho cá nhân, tập thể và hộ gia đình"]
    assert cast.unit.name in dossier


# --- prize and figures ----------------------------------------------------------------------------


def test_the_prize_is_one_and_a_half_of_the_individuals_with_its_article(
    cast: Cast, home: Unit
) -> None:
    one = decided(cast, home)
    lines = {line.fact.kind: line for line in lines_of_decision(Decision.objects.get())}
    prices = {kind: line.price for kind, line in lines.items()}

    household_price, individual = prices["household"], prices["individual"]
    assert household_price is not None
    assert individual is not None
    assert household_price.multiple * 2 == individual.multiple * 3
    assert "Đ54 k1 e, k2 c, k3" in household_price.prize.source
    assert (
        household_price.base.amount
        == base_salary(one.decision_lines.get().decision.signed_on).amount
    )
    assert lines["household"].fact.place == ADDRESS


def test_figures_count_households_apart_from_collectives_and_persons(
    cast: Cast, home: Unit
) -> None:
    decided(cast, home)
    year = cast.campaign.year
    assert set(AwardCount.objects.values_list("kind", "number")) == {
        ("individual", 1), ("collective", 1), ("household", 1),
    }  # fmt: skip
    cells = tally(cast.agency, year_from=year, year_to=year)
    assert [(one.kind, one.count) for one in cells] == [
        ("individual", 1), ("collective", 1), ("household", 1),
    ]  # fmt: skip
    (row,) = figure_table(cells, year_from=year, year_to=year, filters={}).rows
    assert row.kinds_named == "cá nhân / tập thể / hộ gia đình"
    assert [one.count for one in row.shown(row.total)] == [1, 1, 1]
    report = period_report(cast.agency, year_from=year, year_to=year)
    assert "01 cá nhân, 01 tập thể và 01 hộ gia đình" in report.paragraphs[year]
    assert report.table[1][0].endswith("(CN / TT / HGĐ)")
    assert report.table[1][1] == "1 / 1 / 1"
    rows = divided_rows(Award.objects.valid(), Division.UNIT, [year], {})
    assert rows[-1].label == "Hộ gia đình"
    kinds = divided_rows(Award.objects.valid(), Division.KIND, [year], {})
    assert [one.label for one in kinds] == ["Cá nhân", "Tập thể", "Hộ gia đình"]


def test_pages_of_the_statistics_and_the_roll_name_households(cast: Cast, home: Unit) -> None:
    decided(cast, home)
    browser, year = cast.client(cast.secretary), cast.campaign.year
    asked = {"co_quan": cast.agency.code, "tu": year, "den": year}
    page = browser.get(reverse("statistics:index"), asked).content.decode()
    assert "(cá nhân / tập thể / hộ gia đình)" in page
    lines = browser.get(reverse("statistics:lines"), asked | {"kieu": "household"})
    text = lines.content.decode()
    assert NAME in text
    assert ADDRESS in text
    assert cast.nominee.person.full_name not in text.split("<main")[1]
    roll = browser.get(reverse("statistics:roll"), {"nam": year}).content.decode()
    assert f'<strong>{NAME}</strong><span class="muted">, {ADDRESS}</span>' in roll


def test_the_record_of_the_household_opens_and_holds_no_grade(cast: Cast, home: Unit) -> None:
    decided(cast, home)
    page = cast.client(cast.secretary).get(reverse("records:unit", args=[home.pk]))

    assert page.status_code == 200
    assert NAME in page.content.decode()
