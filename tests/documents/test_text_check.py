"""A letter that cannot be printed is refused in one sentence; dates and numbers as the decree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from nominations.documents.blocks import Column, Paragraph, Row, Table
from nominations.documents.paper_words import (
    BLANK,
    count_text,
    day_text,
    paper_words,
    roman_numeral,
)
from nominations.documents.pdf import pdf_bytes
from nominations.documents.text_check import check_printable
from nominations.documents.word import word_bytes
from tests.documents.sample_papers import MADE_AT, whole_paper


def with_text(text: str) -> object:
    return replace(whole_paper(), blocks=(Paragraph(text=text),))


CORRECT = " Hãy sửa lại nội dung rồi lập lại văn bản."
SENTENCES = {
    "Đánh dấu ☑ ở đây": (
        "Chữ “☑” (U+2611) trong “Đánh dấu ☑ ở đây” không có trong phông chữ của văn bản."
    ),
    "Nguyễn \x07Văn A": "“Nguyễn Văn A” có ký tự không in được (U+0007).",
    "Nguyễn\u200bVăn A": "“NguyễnVăn A” có ký tự không in được (U+200B).",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_what_cannot_be_printed_is_said_in_one_sentence(text: str) -> None:
    for make in (word_bytes, pdf_bytes):
        with override("vi"), pytest.raises(ValidationError) as refused:
            make(with_text(text), made_at=MADE_AT)
        assert refused.value.messages == [SENTENCES[text] + CORRECT]


def test_a_letter_deep_in_a_table_is_found_and_a_line_break_is_no_fault() -> None:
    table = Table(columns=(Column(heading="STT", width=1),), rows=(Row(cells=("😀",)),))
    with pytest.raises(ValidationError):
        check_printable(replace(whole_paper(), blocks=(table,)))

    check_printable(with_text("Dòng một\nDòng hai"))


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="2 cells where 1 are needed"):
        Table(columns=(Column(heading="STT", width=1),), rows=(Row(cells=("1", "2")),))


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_months_below_three_get_a_zero(day: date, text: str) -> None:
    assert day_text(day) == text


def test_a_draft_leaves_the_day_blank() -> None:
    gap = BLANK * 4
    assert day_text(None, blank_year=2026) == f"ngày {gap} tháng {gap} năm 2026"


def test_counts_have_two_digits_and_parts_roman_numbers() -> None:
    assert [count_text(number) for number in (0, 4, 12, 120)] == ["00", "04", "12", "120"]
    assert [roman_numeral(number) for number in (1, 4, 9, 14)] == ["I", "IV", "IX", "XIV"]


def test_a_value_put_into_a_sentence_is_not_read_as_a_sentence() -> None:
    said = paper_words().say("number", number="{date} {0} %(x)s")
    assert said == "Số: {date} {0} %(x)s"


def test_a_placeholder_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        paper_words().say("number", nummer="1")
    with pytest.raises(KeyError):
        paper_words().say("no_such_sentence")
