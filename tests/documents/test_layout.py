"""Pages measured against the style sheet."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from nominations.documents.font_letters import width_of
from nominations.documents.style_sheet import style_sheet
from tests.documents.reading_papers import Fragment, both, fragments, reader
from tests.documents.sample_papers import whole_paper

STYLE = style_sheet()
CUTS = {
    "LiberationSerif": "Regular",
    "LiberationSerif-Bold": "Bold",
    "LiberationSerif-Italic": "Italic",
    "LiberationSerif-BoldItalic": "BoldItalic",
}
# (what, size in the style sheet, cut)
LOOKS = {
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": ("state_name", "Bold"),
    "Độc lập - Tự do - Hạnh phúc": ("motto", "Bold"),
    "UBND TỈNH SÓC TRĂNG": ("parent", "Regular"),
    "SỞ TÀI CHÍNH": ("issuer", "Bold"),
    "Sóc Trăng, ngày 05 tháng 01 năm 2026": ("place_and_date", "Italic"),
    "QUYẾT ĐỊNH": ("title", "Bold"),
    "Về việc tặng Giấy khen năm 2026": ("subject", "Bold"),
    "Điều 1.": ("body", "Bold"),
    "Tặng Giấy khen cho 04 cá nhân.": ("body", "Regular"),
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;": ("legal_bases", "Italic"),
}
AT_THE_FOOT = {
    "Nơi nhận:": ("recipients_label", "BoldItalic"),
    "- Lưu: VT.": ("recipients", "Regular"),
    "PHÓ GIÁM ĐỐC": ("position", "Bold"),
    "Trần Thị Bưởi": ("signer", "Bold"),
}


def on_page(page: int) -> dict[str, Fragment]:
    return {one.text: one for one in fragments(both(whole_paper())[1], page)}


def middle(one: Fragment) -> float:
    return one.left + width_of(one.text, size=one.size, cut=CUTS[one.font]) / 2


def test_every_value_lies_in_the_range_of_the_decree() -> None:
    assert STYLE.allowed["margins.left"] == (30, 35)
    assert STYLE.allowed["sizes.page_number"] == (13, 14)
    for name, (least, most) in STYLE.allowed.items():
        table, _dot, key = name.partition(".")
        assert least <= getattr(STYLE, table)[key] <= most


@pytest.mark.parametrize("text", LOOKS)
def test_a_line_of_the_first_page_has_its_size_and_cut(text: str) -> None:
    name, cut = LOOKS[text]
    found = on_page(0)[text]

    assert found.size == STYLE.sizes[name]
    assert CUTS[found.font] == cut


@pytest.mark.parametrize("text", AT_THE_FOOT)
def test_a_line_of_the_foot_has_its_size_and_cut(text: str) -> None:
    name, cut = AT_THE_FOOT[text]
    found = (on_page(0) | on_page(1))[text]

    assert found.size == STYLE.sizes[name]
    assert CUTS[found.font] == cut


@pytest.mark.parametrize("page", [0, 1, 2])
def test_no_letter_stands_in_a_margin(page: int) -> None:
    high, wide = STYLE.height, STYLE.width
    sheet = reader(both(whole_paper())[1]).pages[page]
    if sheet.mediabox.width > sheet.mediabox.height:
        high, wide = wide, high
    margins = STYLE.margins
    for one in fragments(both(whole_paper())[1], page):
        if re.fullmatch(r"\d", one.text) and one.top < margins["top"]:
            continue
        width = width_of(one.text, size=one.size, cut=CUTS[one.font])
        assert one.left >= margins["left"] - 0.1, one
        assert one.left + width <= wide - margins["right"] + 0.3, one
        assert margins["top"] <= one.top <= high - margins["bottom"], one


def test_the_letterhead_stands_in_two_columns_on_common_lines() -> None:
    found = on_page(0)
    left, right = STYLE.column_widths(STYLE.text_width)
    parent, state = found["UBND TỈNH SÓC TRĂNG"], found["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    number = next(one for text, one in found.items() if text.startswith("Số:"))
    day = found["Sóc Trăng, ngày 05 tháng 01 năm 2026"]

    assert parent.top == state.top
    assert abs(number.top - day.top) < 1  # the letters of the day are a point larger
    for one in (parent, found["SỞ TÀI CHÍNH"], number):
        assert middle(one) == pytest.approx(STYLE.margins["left"] + left / 2, abs=0.3)
    for one in (state, found["Độc lập - Tự do - Hạnh phúc"], day):
        assert middle(one) == pytest.approx(STYLE.margins["left"] + left + right / 2, abs=0.3)


def test_the_first_line_of_a_paragraph_is_indented() -> None:
    found = on_page(0)["Điều 1."]
    assert found.left == pytest.approx(STYLE.margins["left"] + STYLE.text["first_line"], abs=0.1)


def test_pages_are_numbered_from_the_second_and_an_annex_anew() -> None:
    pdf = both(whole_paper(rows=40))[1]
    numbers = []
    for at, page in enumerate(reader(pdf).pages):
        in_margin = [one for one in fragments(pdf, at) if one.top < STYLE.margins["top"]]
        numbers.append("".join(one.text for one in in_margin))
        for one in in_margin:
            wide = float(page.mediabox.width) * 25.4 / 72
            centre = STYLE.margins["left"] + (
                (wide - STYLE.margins["left"] - STYLE.margins["right"]) / 2
            )
            assert one.size == STYLE.sizes["page_number"]
            assert middle(one) == pytest.approx(centre, abs=0.3)

    assert numbers == ["", "2", "3", "", "2"]


def test_the_file_is_pdf_a_2b_with_its_fonts_inside() -> None:
    with pikepdf.open(io.BytesIO(both(whole_paper())[1])) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
            assert metadata["dc:title"] == "Văn bản mẫu"
        fonts = {
            str(font.DescendantFonts[0].FontDescriptor.FontName)
            for page in pdf.pages
            for font in page.Resources.Font.values()
            if "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        }
    assert {name.partition("+")[2] for name in fonts} == set(CUTS)


def test_the_word_file_has_the_margins_and_sizes_of_the_style_sheet() -> None:
    made = Document(io.BytesIO(both(whole_paper())[0]))
    upright, wide = made.sections

    for section in (upright, wide):
        assert section.left_margin.mm == pytest.approx(STYLE.margins["left"], abs=0.1)
        assert section.right_margin.mm == pytest.approx(STYLE.margins["right"], abs=0.1)
        assert section.top_margin.mm == pytest.approx(STYLE.margins["top"], abs=0.1)
        assert section.bottom_margin.mm == pytest.approx(STYLE.margins["bottom"], abs=0.1)
        assert section.different_first_page_header_footer
        assert not section.first_page_header.paragraphs[0].text
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert (round(wide.page_width.mm), round(wide.page_height.mm)) == (297, 210)
    assert wide._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    number = upright.header.paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in number._p.xml
    body = next(one for one in made.paragraphs if one.text.startswith("Điều 1."))
    assert body.runs[0].bold
    assert {run.font.size.pt for run in body.runs} == {STYLE.sizes["body"]}
    assert body.paragraph_format.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    assert body.paragraph_format.space_after.pt == STYLE.text["paragraph_gap"]
    assert body.paragraph_format.line_spacing == STYLE.text["line_spacing"]
    assert made.styles["Normal"].font.name == STYLE.font


def test_a_long_agency_name_goes_on_below_and_stays_in_its_column() -> None:
    paper = whole_paper()
    name = "BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG CÁC CÔNG TRÌNH DÂN DỤNG VÀ CÔNG NGHIỆP"
    long = replace(paper, letterhead=replace(paper.letterhead, issuer=name))
    found = [one for one in fragments(both(long)[1]) if one.text in name]
    left, _right = STYLE.column_widths(STYLE.text_width)

    assert len(found) >= 2
    for one in found:
        end = one.left + width_of(one.text, size=one.size, cut="Bold")
        assert end <= STYLE.margins["left"] + left + 0.3
