"""One number in every way offices write it, and what is no number."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.number_patterns import number_patterns, pattern_of
from nominations.paper_numbers.services import read_number
from nominations.paper_numbers.spelling import canonical_number, parse_number
from nominations.web.refusals import key_of
from tests.rows import check_rows

SAME = [
    "99/QĐ-STC", "099/QĐ-STC", "0099 / QĐ - STC", "99/qđ-stc", "99/QD-STC", "Số 99/QĐ-STC",
    "Số: 99/QĐ-STC", "QĐ số 99/QĐ-STC", "Quyết định số: 99/QĐ-STC", "99/QĐ-STC.", "99/QĐ-STC;",
    "99/QÐ-STC", "99/QƉ-STC", "99/QĐ–STC", "99/QĐ—STC", "99/QĐ‑STC", "99/QĐ−STC", "99/QĐ－STC",
    "99/QĐ-STC\u200b", "99/QĐ-\u00adSTC", "\ufeff99/QĐ-STC\u200e", "９９／QĐ-STC",
    "99\u00a0/QĐ-STC",
    "99/QĐ.STC", "99/QĐ/STC", "99\\QĐ-STC", "99/QĐ-STC \t\n",
]  # fmt: skip
SHOWN = [
    ("7/qđ-stc", "07/QĐ-STC"), ("012/ttr-stc", "12/TTr-STC"), ("1234/qđ-ttg", "1234/QĐ-TTg"),
    ("45A/QĐ-STC", "45a/QĐ-STC"), ("5/2004/qđ-ub", "05/2004/QĐ-UB"),
    ("88/snv-tđkt", "88/SNV-TĐKT"), ("12/bb-hdtdkt", "12/BB-HĐTĐKT"), ("99-QĐ/TU", "99-QĐ/TU"),
]  # fmt: skip
NO_NUMBER = [
    "", "con số gì đó", "xyz", "99", "QĐ-STC", "0/QĐ-STC", "15/12/2019", "99/", "99/-", "/QĐ-STC",
    "99/QĐ-STC và 100/QĐ-STC", "99/QĐ-<b>", "theo 99/QĐ-STC", "1234567/QĐ-STC", "99/12-STC",
]  # fmt: skip
OF_ANOTHER_TYPE = [
    (PaperType.DECISION, "99/TTr-STC"), (PaperType.DECISION, "99/QĐ"),
    (PaperType.MINUTES, "5/QĐ-A"),
    (PaperType.SUBMISSION, "99/QĐ-STC"), (PaperType.REPORT, "99/TTr-STC"),
]  # fmt: skip


def test_all_spellings_of_a_number_are_one() -> None:
    def one_number(text: str) -> None:
        assert canonical_number(text) == "99/QĐ-STC"
        assert read_number(text, PaperType.DECISION).number == 99

    check_rows(SAME, one_number, name=ascii)
    assert len({canonical_number(text) for text in ("99/QĐ-STC", "100/QĐ-STC", "99/QĐ-STP")}) == 3


def test_a_number_is_shown_as_papers_print_it() -> None:
    def as_printed(row: tuple[str, str]) -> None:
        found = parse_number(row[0])
        assert found is not None
        assert found.shown == row[1]
        again = parse_number(found.shown)
        assert again is not None
        assert (again.shown, again.canonical) == (found.shown, found.canonical)

    check_rows(SHOWN, as_printed)


def test_what_is_no_number_is_refused_with_an_example() -> None:
    def refused(row: tuple[str, str]) -> None:
        with pytest.raises(ValidationError) as refusal:
            read_number(row[1], row[0])
        assert key_of(refusal.value) == "number_form"
        assert pattern_of(row[0]).example.format(symbol="STC") in refusal.value.messages[0]

    rows = [(paper, text) for text in NO_NUMBER for paper in (PaperType.LETTER, PaperType.DECISION)]
    check_rows([*rows, *OF_ANOTHER_TYPE], refused)


def test_the_examples_of_the_data_file_have_their_own_form() -> None:
    for form in number_patterns():
        assert read_number(form.example.format(symbol="STC"), form.paper).shown
