"""Word and PDF carry the same text, whatever is in it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from html import unescape

import pytest
import typst
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from docx import Document

from nominations.documents.blocks import Article, Paragraph
from nominations.documents.pdf import pdf_bytes
from nominations.documents.preview import heading, preview_blocks
from nominations.documents.word import word_bytes
from tests.documents.reading_papers import (
    bare,
    body_text,
    both,
    headings,
    pdf_text,
    word_text,
)
from tests.documents.sample_papers import HOSTILE, MADE_AT, letterhead, whole_paper

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)


def html_text(paper: object) -> str:
    shown = preview_blocks(paper)  # type: ignore[arg-type]
    parts = [shown["blocks"], *(part["blocks"] for part in shown["appendices"])]
    return "".join(
        render_to_string("documents/block.html", {"block": block})
        for blocks in parts
        for block in blocks
    )


def test_word_and_pdf_carry_the_same_text() -> None:
    paper = whole_paper()
    word, pdf = both(paper)

    assert body_text(word_text(word), paper) == body_text(pdf_text(pdf), paper)
    assert "Số:/QĐ-STC" in bare(word_text(word))


def test_control_a_lost_word_would_be_seen() -> None:
    paper = whole_paper()
    word, pdf = both(paper)

    assert body_text(word_text(word), paper) != body_text(pdf_text(pdf), paper).replace(
        "Bưởi", "", 1
    )


def test_the_heading_of_a_long_table_comes_again_on_every_page() -> None:
    paper = whole_paper(rows=90)
    word, pdf = both(paper)

    assert bare(pdf_text(pdf)).count(headings(paper)[0]) >= 6
    assert bare(word_text(word)).count(headings(paper)[0]) == 2
    assert body_text(word_text(word), paper) == body_text(pdf_text(pdf), paper)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_read_as_anything_else(text: str) -> None:
    paper = whole_paper()
    word, pdf = both(paper)

    assert bare(text) in bare(word_text(word))
    assert bare(text) in bare(pdf_text(pdf))
    shown = html_text(paper)
    assert bare(text) in bare(unescape(strip_tags(shown)))
    assert "<w:p>" not in shown
    assert "<script" not in shown


def test_control_a_layout_written_as_a_string_would_run_the_text() -> None:
    made = typst.compile(b"#set page(width: 9cm)\nT\xc3\xaan: #(7 * 7)", format="pdf")
    assert "49" in pdf_text(made)

    with zipfile.ZipFile(io.BytesIO(both(whole_paper())[0])) as parts:
        assert b"&lt;w:p&gt;" in parts.read("word/document.xml")


def test_every_vietnamese_letter_is_read_back_in_every_cut() -> None:
    alphabet = VIETNAMESE + VIETNAMESE.upper()
    paper = replace(
        whole_paper(),
        letterhead=letterhead(place_and_date=alphabet),
        blocks=(Article(label=alphabet, text=alphabet), Paragraph(text=f"{alphabet} –…“”’%₫")),
        appendices=(),
    )
    text = bare(pdf_text(pdf_bytes(paper, made_at=MADE_AT)))

    assert text.count(alphabet) == 4
    assert text.endswith("–…“”’%₫")


def test_the_word_file_names_its_title_and_no_library() -> None:
    made = Document(io.BytesIO(word_bytes(whole_paper(), made_at=MADE_AT)))
    about = made.core_properties

    assert (about.title, about.author, about.comments) == ("Văn bản mẫu", "SỞ TÀI CHÍNH", "")


def test_the_page_of_a_paper_is_not_headed_in_capitals() -> None:
    for title, shown in {
        "BIÊN BẢN KIỂM PHIẾU": "Biên bản kiểm phiếu",
        "TRÍCH LỤC KHEN THƯỞNG: Kim Hữu An": "Trích lục khen thưởng: Kim Hữu An",
        "Quyết định về việc tặng Giấy khen": "Quyết định về việc tặng Giấy khen",
    }.items():
        assert heading(title) == shown
        assert preview_blocks(replace(whole_paper(), title=title))["title"] == shown
