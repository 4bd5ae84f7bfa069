"""Every paper of the rooms: the same text as Word and as PDF, composed out of the record."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from pypdf import PdfReader

from nominations.awards.models import Award
from nominations.awards.prizes import prize_totals
from nominations.decisions.certificates import certificates_of
from nominations.decisions.models import Decision, DecisionLine
from nominations.decisions.papers import decision_paper
from nominations.decisions.prizes import lines_of_decision
from nominations.documents.blocks import Article, LegalBases, Paper, Table, Title
from nominations.documents.certificate import Overprint
from nominations.documents.certificate_pages import certificates_pdf
from nominations.documents.certificate_word import certificates_docx
from nominations.documents.font_letters import width_of
from nominations.documents.paper_words import BLANK, day_text
from nominations.dossiers.achievement_paper import achievement_paper, report_notes
from nominations.dossiers.models import Nomination
from nominations.dossiers.subject_records import subject_records
from nominations.law.legal_bases import form_of_paper, legal_bases
from nominations.law.rulesets import frozen_copy
from nominations.records.models import AnnualGrade
from tests.built_once import built_once
from tests.documents.campaign_papers import CampaignPapers, campaign_papers
from tests.documents.reading_papers import (
    bare,
    fragments,
    pdf_text,
    word_text,
)
from tests.documents.sample_papers import HOSTILE_NAME, MADE_AT, certificate
from tests.law.regimes import regimes


@pytest.fixture
def papers(db: None) -> CampaignPapers:
    return built_once("papers", campaign_papers)


def blocks_of(paper: Paper, kind: type) -> list[Any]:
    parts = [paper.blocks, *(part.blocks for part in paper.appendices)]
    return [block for blocks in parts for block in blocks if isinstance(block, kind)]


def texts_of(paper: Paper) -> str:
    return repr(paper)


def test_a_draft_leaves_number_day_and_signature_blank(papers: CampaignPapers) -> None:
    paper = papers.papers["draft"]
    year = blocks_of(paper, Title) and paper.letterhead.place_and_date[-4:]

    assert paper.letterhead.number == f"Số: {BLANK * 7}/QĐ-STC"
    assert paper.letterhead.place_and_date == (
        f"Sóc Trăng, ngày {BLANK * 4} tháng {BLANK * 4} năm {year}"
    )
    assert paper.blocks[-1].right.names == ("",)
    assert "đồng (bằng chữ" not in texts_of(paper)


def test_a_signed_decision_says_what_the_record_says(papers: CampaignPapers) -> None:
    decision = Decision.objects.get(pk=papers.decision_pk)
    paper = papers.papers["decision"]
    title, articles = blocks_of(paper, Title)[0], blocks_of(paper, Article)

    assert paper.letterhead.number == f"Số: {decision.number}"
    assert paper.letterhead.place_and_date == f"Sóc Trăng, {day_text(decision.signed_on)}"
    assert title.subject == (
        "Về việc công nhận danh hiệu thi đua và tặng Giấy khen của Giám đốc Sở"
        f" năm {decision.campaign.year}"
    )
    assert [one.label for one in articles] == ["Điều 1.", "Điều 2.", "Điều 3.", "Điều 4."]
    assert "cho 01 tập thể và 02 cá nhân (có danh sách kèm theo)" in articles[0].text
    assert "xét tặng Bằng khen" in articles[1].text
    assert "01 cá nhân" in articles[1].text
    assert paper.blocks[-1].left.lines[0] == "Như Điều 4"
    assert paper.blocks[-1].right.names == (decision.signer_name,)
    assert [part.name for part in paper.appendices] == ["Phụ lục I", "Phụ lục II"]
    assert decision.number in paper.appendices[0].note


def test_the_annex_is_numbered_through_and_adds_up(papers: CampaignPapers) -> None:
    own, proposed = blocks_of(papers.papers["decision"], Table)

    assert [row.cells[0] for row in own.rows if len(row.cells) > 1] == ["1", "2", "3"]
    assert own.rows[-1].cells == ("Tổng số: 01 tập thể và 02 cá nhân",)
    assert own.rows[0].cells == ("I. Danh hiệu “Chiến sĩ thi đua cơ sở” (01 cá nhân)",)
    assert [row.cells[0] for row in proposed.rows if len(row.cells) > 1] == ["1"]
    listed = sum(len(row.cells) > 1 for table in (own, proposed) for row in table.rows)
    assert listed == DecisionLine.objects.filter(decision=papers.decision_pk).count()


def test_the_decision_cites_the_acts_of_its_day_and_the_minutes(papers: CampaignPapers) -> None:
    decision = Decision.objects.get(pk=papers.decision_pk)
    lines = blocks_of(papers.papers["decision"], LegalBases)[0].lines
    acts = [one.text for one in legal_bases(decision.signed_on)]

    assert list(lines[: len(acts)]) == acts
    assert any(re.match(r"Căn cứ Biên bản họp số \d+/BB-", line) for line in lines)
    assert lines[-1].startswith("Theo đề nghị của Hội đồng")


def test_the_submission_says_the_vote_of_each(papers: CampaignPapers) -> None:
    table = blocks_of(papers.papers["submission"], Table)[0]
    votes = [row.cells[-1] for row in table.rows if len(row.cells) > 1]

    assert len(votes) == 1
    assert re.fullmatch(r"\d/\d \(\d{2,3},\d\d%\)", votes[0])


def test_minutes_bear_no_place_and_day_at_the_top(papers: CampaignPapers) -> None:
    for name in ("meeting", "count", "minutes"):
        assert papers.papers[name].letterhead.place_and_date == ""
    assert papers.papers["meeting"].letterhead.issuer == "HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG"
    assert "không có ý kiến khác" in texts_of(papers.papers["minutes"])
    assert "2/2, đạt tỷ lệ 100,00%" in texts_of(papers.papers["minutes"])


def test_a_report_of_merit_tells_the_record_and_a_collective_its_staff(
    papers: CampaignPapers,
) -> None:
    row = Nomination.objects.select_related("campaign", "award_type").get(
        pk__in=DecisionLine.objects.filter(
            decision=papers.decision_pk, nomination__person__full_name=HOSTILE_NAME
        ).values("nomination_id")
    )
    year = row.campaign.year
    award = Award.objects.get(decision_line__nomination=row)
    before = {"pk": None, "year": year - 1, "decision_number": "7/QĐ-STC"}
    Award.objects.create(**{**_values(award), **before})
    AnnualGrade.objects.create(
        organization=row.organization, person=row.person, year=year, grade="HTXS",
        paper_number="9/QĐ-STC", paper_date=date(year, 12, 1), recorded_at=row.created_at,
    )  # fmt: skip
    record = subject_records([row])[row.pk]
    paper = achievement_paper(row, row.reports.get(), record)
    grades, awards = blocks_of(paper, Table)

    assert [one.cells[1:] for one in grades.rows] == [
        ("Hoàn thành xuất sắc nhiệm vụ", f"9/QĐ-STC, 01/12/{year}")
    ]
    # Not the award that this very dossier asked for.
    assert [one.cells[0] for one in awards.rows] == [str(year - 1)]
    assert awards.rows[0].cells[2].startswith("7/QĐ-STC, ")
    row.campaign.commendation_type = "DOT_XUAT"
    sudden = achievement_paper(row, row.reports.get(), record)
    assert blocks_of(sudden, Table) == []
    assert "về thành tích đột xuất" in blocks_of(sudden, Title)[0].subject


def test_a_report_on_merit_names_the_form_of_the_rules_of_its_award(papers: CampaignPapers) -> None:
    day = date(2026, 11, 1)
    rows = Nomination.objects.select_related("campaign", "award_type")
    person, collective = rows.filter(kind="individual")[0], rows.filter(kind="collective")[0]
    forms = []
    for row, award in (
        (person, "CSTDTQ"),
        (collective, "CO_CP"),
        (person, "HCLD3"),
        (person, "GK"),
    ):
        row.campaign.rules = frozen_copy(regimes()["R4"])
        row.award_type.code = award
        notes = report_notes(row, day)
        forms.append((award, notes.form, notes.unverified))
    assert [(award, form.partition(",")[0]) for award, form, _ in forms[:3]] == [
        ("CSTDTQ", "Mẫu số 03"), ("CO_CP", "Mẫu số 02"), ("HCLD3", "Mẫu số 05"),
    ]  # fmt: skip
    assert all("Phụ lục (suy theo" in unverified[-1] for _, _, unverified in forms[:3])
    assert "giao cho tỉnh quy định" in forms[3][1]
    assert "Phụ lục" not in forms[3][1]
    person.campaign.commendation_type = "DOT_XUAT"  # the person's award is GK by now
    assert report_notes(person, day).form == (
        "Mẫu số 06, cơ quan chọn; Điều 6 khoản 2 điểm c Nghị định 152/2025/NĐ-CP giao cho tỉnh"
        " quy định."
    )


def _values(award: Award) -> dict[str, Any]:
    return {field.attname: getattr(award, field.attname) for field in Award._meta.fields}


def test_papers_of_a_unit_name_its_head_and_add_up(papers: CampaignPapers) -> None:
    listed = blocks_of(papers.papers["trich ngang"], Table)[0]
    names = [row.cells[1] for row in listed.rows if len(row.cells) > 1]
    minutes = papers.papers["unit minutes"]

    assert HOSTILE_NAME in names
    assert listed.rows[-1].cells[0] == f"Tổng số: 01 tập thể và {len(names) - 1:02d} cá nhân"
    assert papers.papers["trich ngang"].landscape
    assert len(blocks_of(minutes, Table)[0].rows) == len(names)
    assert minutes.blocks[-1].right.names != ("",)


def test_a_ballot_has_a_row_and_two_empty_boxes_for_each(papers: CampaignPapers) -> None:
    table = blocks_of(papers.papers["ballot"], Table)[0]

    assert [column.heading for column in table.columns[-2:]] == ["Đồng ý", "Không đồng ý"]
    assert all(row.cells[-2:] == ("", "") for row in table.rows)
    assert papers.papers["ballot"].letterhead.place_and_date == ""


def test_a_later_revocation_does_not_change_the_sum_of_the_paper(papers: CampaignPapers) -> None:
    decision = Decision.objects.get(pk=papers.decision_pk)
    before = [one.text for one in blocks_of(decision_paper(decision), Article)]
    payable = prize_totals(lines_of_decision(decision)).payable
    award = Award.objects.filter(decision_line__decision=decision, award_type__code="GK")[0]
    Award.objects.filter(pk=award.pk).update(revoked_on=decision.signed_on + timedelta(days=5))

    assert [one.text for one in blocks_of(decision_paper(decision), Article)] == before
    assert any("đồng (bằng chữ: " in text for text in before)
    assert prize_totals(lines_of_decision(decision)).payable < payable  # what is paid out today


def test_a_decision_without_lines_is_no_paper(papers: CampaignPapers) -> None:
    decision = Decision.objects.get(pk=papers.decision_pk)
    DecisionLine.objects.filter(decision=decision).delete()
    with override("vi"), pytest.raises(ValidationError) as refused:
        decision_paper(decision)
    assert refused.value.messages == [
        "Danh sách còn trống. Hãy đưa ít nhất một trường hợp vào danh sách rồi lập văn bản."
    ]


def test_certificates_have_the_numbers_of_the_annex(papers: CampaignPapers) -> None:
    pages = papers.certificates
    own = blocks_of(papers.papers["decision"], Table)[0]
    places = {row.cells[1]: row.cells[0] for row in own.rows if len(row.cells) > 1}

    assert len(pages) == 2
    for one in pages:
        name = next(name for name in places if one.recipient.endswith(name))
        assert one.book_number == f"Số sổ vàng: {places[name]}"
        assert one.award == "GIẤY KHEN"


def test_a_draft_has_no_certificates(papers: CampaignPapers) -> None:
    decision = Decision.objects.get(pk=papers.decision_pk)
    decision.__dict__["state"] = "draft"
    with override("vi"), pytest.raises(ValidationError) as refused:
        certificates_of(decision)
    assert refused.value.messages == ["Giấy khen được in sau khi quyết định đã ký."]


CERTIFICATE = certificate()


def test_a_certificate_fills_a_wide_page_and_a_long_line_is_made_smaller() -> None:
    made = certificates_pdf([CERTIFICATE, CERTIFICATE], title="Giấy khen", made_at=MADE_AT)
    pages = PdfReader(io.BytesIO(made)).pages
    found = {one.text: one for one in fragments(made)}

    assert len(pages) == 2
    assert [round(float(side) * 25.4 / 72) for side in pages[0].mediabox[2:]] == [297, 210]
    assert found["Ông " + HOSTILE_NAME].size == 22
    post = found[CERTIFICATE.post]
    assert post.left + width_of(post.text, size=post.size) <= 297 - 22
    assert found["KT. GIÁM ĐỐC"].top < found["PHÓ GIÁM ĐỐC"].top < found["Trần Thị Bưởi"].top


def test_certificates_in_word_carry_the_same_text_and_shrink_the_same_lines() -> None:
    long = replace(CERTIFICATE, post="Phó Trưởng phòng phụ trách " * 4, emblem="")
    pages = [CERTIFICATE, long]
    word = certificates_docx(pages, title="Giấy khen", made_at=MADE_AT)
    pdf = certificates_pdf(pages, title="Giấy khen", made_at=MADE_AT)
    document = Document(io.BytesIO(word))

    assert bare(word_text(word)) == bare(pdf_text(pdf))
    assert len(document.sections) == len(PdfReader(io.BytesIO(pdf)).pages) == 2
    sizes = {one.text: one.size for page in (0, 1) for one in fragments(pdf, page)}
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    set_in_word = {run.text.strip(): run.font.size.pt for run in runs if run.font.size}
    for line in (CERTIFICATE.post, CERTIFICATE.recipient, "GIẤY KHEN", long.post.strip()):
        assert set_in_word[line] == pytest.approx(sizes[line], abs=0.5), line
    assert set_in_word[long.post.strip()] < set_in_word[CERTIFICATE.post]


def test_the_decision_gives_its_certificates_as_word_too(
    papers: CampaignPapers, client: Client
) -> None:
    decision = Decision.objects.get(pk=papers.decision_pk)
    client.force_login(decision.created_by, "django.contrib.auth.backends.ModelBackend")
    path = reverse("decisions:certificates", args=[decision.public_id])

    page = client.get(decision.get_absolute_url()).content.decode()
    assert f"{path}?dang=docx" in page
    word, pdf = client.get(path, {"dang": "docx"}), client.get(path)
    assert word["Content-Disposition"] == 'attachment; filename="giay_khen.docx"'
    assert bare(word_text(word.content)) == bare(pdf_text(pdf.content))


def test_overprinting_leaves_out_what_is_on_the_blank_and_moves_the_rest() -> None:
    plain = certificates_pdf([CERTIFICATE], title="Giấy khen", made_at=MADE_AT)
    moved = certificates_pdf(
        [CERTIFICATE], title="Giấy khen", made_at=MADE_AT, overprint=Overprint(right=3, down=-2)
    )
    before = {one.text: one for one in fragments(plain)}
    after = {one.text: one for one in fragments(moved)}

    assert {"GIẤY KHEN", "TẶNG", "GIÁM ĐỐC SỞ TÀI CHÍNH"} <= set(before) - set(after)
    for text, one in after.items():
        assert one.left == pytest.approx(before[text].left + 3, abs=0.15)
        assert one.top == pytest.approx(before[text].top - 2, abs=0.15)


def test_the_test_sheet_has_a_ruler_and_a_mark_where_each_line_is_printed() -> None:
    at = {"right": 3.0, "down": -2.5}
    pages = [CERTIFICATE, CERTIFICATE]
    printed = certificates_pdf(pages, title="x", made_at=MADE_AT, overprint=Overprint(**at))
    tried = certificates_pdf(
        pages, title="x", made_at=MADE_AT, overprint=Overprint(**at, is_test=True)
    )
    lines = {one.text: one for one in fragments(printed)}
    found = {one.text: one for one in fragments(tried)}

    assert len(PdfReader(io.BytesIO(tried)).pages) == 1
    assert {"10", "100", "290", "Người được tặng", "Số sổ vàng", "Người ký"} <= set(found)
    assert any("sang phải 3 mm, xuống dưới -2,5 mm" in text for text in found)
    for text, one in lines.items():
        assert (found[text].left, found[text].top) == (one.left, one.top), text
    # The cross of the recipient stands at the upper edge of the line, in the middle of the sheet.
    mark, name = found["Người được tặng"], lines[CERTIFICATE.recipient]
    assert mark.left == pytest.approx(297 / 2 + 3 + 1, abs=0.3)
    assert 0 < name.top - mark.top < 12


def test_offsets_of_blanks_come_from_the_page_and_must_fit_on_the_sheet(
    papers: CampaignPapers, client: Client
) -> None:
    decision = Decision.objects.get(pk=papers.decision_pk)
    client.force_login(decision.created_by, "django.contrib.auth.backends.ModelBackend")
    path = reverse("decisions:certificates", args=[decision.public_id])
    plain, moved = (
        client.get(path, {"phoi": "1", "right": right, "down": ""}).content for right in ("", "2,5")
    )
    before, after = fragments(plain)[0], fragments(moved)[0]

    assert after.text == before.text
    assert after.left == pytest.approx(before.left + 2.5, abs=0.15)
    refused = client.get(path, {"phoi": "1", "right": "900"})
    assert (refused.status_code, refused["Location"]) == (302, decision.get_absolute_url())


@pytest.mark.parametrize(
    ("paper", "numbers"),
    [  # lists of forms: annex of decree 91/2017, annex I of decree 98/2023
        ("contribution_person", ("03", "04")),
        ("sudden", ("06", "07")),
        ("movement", ("07", "08")),
        ("foreign_collective", ("08", "09")),
        ("foreign_person", ("09", "10")),
    ],
)
def test_each_type_has_the_report_form_of_the_annex(paper: str, numbers: tuple[str, str]) -> None:
    forms = [form_of_paper(f"achievement_{paper}", date(year, 5, 1)) for year in (2020, 2024)]

    assert [(one.number, one.verified) for one in forms if one] == [(one, True) for one in numbers]


@pytest.mark.parametrize("paper", ["seniority", "contribution_collective"])
def test_no_form_is_named_where_the_annex_has_none(paper: str) -> None:
    for day in (date(2020, 5, 1), date(2024, 5, 1), date(2026, 5, 1)):
        assert form_of_paper(f"achievement_{paper}", day) is None


def test_the_form_of_a_submission_follows_its_day() -> None:
    assert form_of_paper("submission", date(2023, 12, 31)) is None
    assert form_of_paper("submission", date(2024, 5, 1)).source.startswith("Nghị định 98/2023")
    assert form_of_paper("submission", date(2025, 7, 1)).source.startswith("Nghị định 152/2025")
    assert [one.source for one in legal_bases(date(2018, 5, 1))] == [
        "Luật 15/2003/QH11; Luật 39/2013/QH13",
        "Nghị định 91/2017/NĐ-CP",
    ]
    assert [one.verified for one in legal_bases(date(2026, 11, 1))] == [False, True]
