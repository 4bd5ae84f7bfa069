"""Tables: no word is broken, no row is torn, and what introduces a table stands above it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document

from nominations.documents.blocks import (
    Closing,
    Column,
    Paper,
    Paragraph,
    PartHeading,
    Row,
    Signature,
    Table,
)
from nominations.documents.font_letters import width_of
from nominations.documents.layout import table_layout
from nominations.documents.pdf import pdf_bytes
from nominations.documents.style_sheet import style_sheet
from nominations.documents.word import word_bytes
from tests.documents.reading_papers import bare, both, fragments, reader
from tests.documents.sample_papers import MADE_AT, whole_paper

STYLE = style_sheet()


def paper_with(*blocks: object, landscape: bool = False) -> Paper:
    return replace(whole_paper(), blocks=blocks, appendices=(), landscape=landscape)


def columns(headings: tuple[str, ...], **widths: float) -> tuple[Column, ...]:
    return tuple(Column(heading=one, width=widths.get(one, 1)) for one in headings)


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    table = Table(
        columns=columns(("STT", "Họ và tên"), **{"Họ và tên": 40}),
        rows=(Row(cells=("1000", "Nguyễn Thị Ước")),),
    )
    found = table_layout(table, 165, STYLE)

    assert found.size == STYLE.layout["table_size"]
    assert sum(found.widths) == pytest.approx(165)
    padding = 2 * STYLE.layout["table_padding"]
    assert found.widths[0] >= width_of("1000", size=found.size) + padding
    assert found.widths[0] >= width_of("STT", size=found.size, cut="Bold") + padding
    shares = table_layout(replace(table, columns=columns(("A", "B"))), 165, STYLE)
    assert shares.widths == pytest.approx((82.5, 82.5))


def test_a_table_of_many_columns_gets_smaller_letters_before_it_breaks_a_word() -> None:
    headings = tuple(f"Huân chương, nhóm {at}" for at in range(17))
    table = Table(columns=columns(headings), rows=(Row(cells=("0",) * 17),))
    paper = paper_with(table, landscape=True)
    found = table_layout(table, STYLE.width_of_text(landscape=True), STYLE)

    assert STYLE.layout["table_smallest"] < found.size < STYLE.layout["table_size"]
    word, pdf = both(paper)
    (made,) = [one for one in Document(io.BytesIO(word)).tables if len(one.columns) == 17]
    widths = [column.width.mm for column in made.columns]
    assert widths == pytest.approx(list(found.widths), abs=0.1)
    assert {run.font.size.pt for run in made.cell(0, 0).paragraphs[0].runs} == {found.size}
    edges = [STYLE.margins["left"] + sum(found.widths[:at]) for at in range(18)]
    words = [one for one in fragments(pdf) if one.text == "chương,"]
    assert len(words) == 17
    for at, one in enumerate(sorted(words, key=lambda one: one.left)):
        end = one.left + width_of(one.text, size=one.size, cut="Bold")
        assert edges[at] < one.left, at
        assert end < edges[at + 1], at


def test_a_word_longer_than_the_page_stays_on_it() -> None:
    table = Table(columns=columns(("A", "B")), rows=(Row(cells=("x" * 300, "y")),))
    found = table_layout(table, 165, STYLE)

    assert found.size == STYLE.layout["table_smallest"]
    assert sum(found.widths) == pytest.approx(165)


def test_no_row_is_torn_between_two_pages() -> None:
    rows = tuple(
        Row(cells=(f"{at}", "\n".join(f"dòng{at}/{line}" for line in range(9)))) for at in range(20)
    )
    pdf = pdf_bytes(
        paper_with(Table(columns=columns(("TT", "Nội dung")), rows=rows)), made_at=MADE_AT
    )
    pages = [bare(page.extract_text()) for page in reader(pdf).pages]

    assert len(pages) > 3
    for at in range(20):
        on = [page for page, text in enumerate(pages) if f"dòng{at}/" in text]
        assert len(on) == 1, (at, on)


def test_a_row_higher_than_a_page_goes_on_and_loses_nothing() -> None:
    lines = [f"ý_{at};" for at in range(120)]
    table = Table(columns=columns(("TT", "Nội dung")), rows=(Row(cells=("1", "\n".join(lines))),))
    text = bare("".join(page.extract_text() for page in reader(both(paper_with(table))[1]).pages))

    assert all(line in text for line in lines)


@pytest.mark.parametrize("above", range(22, 28))
def test_what_introduces_a_table_or_a_list_stands_on_its_page(above: int) -> None:
    table = Table(columns=columns(("TT", "Nội dung")), rows=(Row(cells=("1", "đầu bảng")),))
    filling = tuple(Paragraph(text=f"Dòng {at}.") for at in range(above))
    shown = (*filling, PartHeading(text="1. Mục"), Paragraph(text="Kết quả:"), table)
    pages = reader(pdf_bytes(paper_with(*shown), made_at=MADE_AT)).pages

    (last,) = [bare(page.extract_text()) for page in pages if "đầu bảng" in page.extract_text()]
    assert "1.MụcKếtquả:" in last


@pytest.mark.parametrize("above", range(16, 22))
def test_two_rows_of_signatures_stand_on_one_page(above: int) -> None:
    first, second = (
        Closing(left=Signature(positions=(name,)), right=None) for name in ("ĐƠN VỊ", "CẤP TRÌNH")
    )
    filling = tuple(Paragraph(text=f"Dòng {at}.") for at in range(above))
    paper = paper_with(*filling, Paragraph(text="Cam đoan."), first, second)
    pages = reader(pdf_bytes(paper, made_at=MADE_AT)).pages

    last = bare(pages[-1].extract_text())
    assert all(text in last for text in ("Camđoan.", "ĐƠNVỊ", "CẤPTRÌNH")), last


def test_in_word_what_introduces_a_table_or_a_list_keeps_with_it() -> None:
    table = Table(columns=columns(("TT", "Nội dung")), rows=(Row(cells=("1", "x")),))
    texts = ("Điều kiện đạt.", "Gồm:", "- Một.", "Hết.")
    shown = (Paragraph(text=texts[0]), table, *(Paragraph(text=one) for one in texts[1:]))
    found = Document(io.BytesIO(word_bytes(paper_with(*shown), made_at=MADE_AT))).paragraphs
    keeps = {one.text: one.paragraph_format.keep_with_next for one in found if one.text in texts}

    assert keeps == {texts[0]: True, texts[1]: True, texts[2]: None, texts[3]: None}
