"""Detects text corrupted by programs: a wrong encoding, or conversions by Excel."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from nominations.vietnamese import clean_text

_LOST = re.compile(
    r"\ufffd"  # the sign for a letter that could not be decoded
    r"|[^\W\d_]\?+[^\W\d_]|(?<!\S)\?+[^\W\d_]{2}"  # Nguy?n, ?inh
    r"|&#x?[0-9a-fA-F]+;|&[a-z]{4,8};|\\u[0-9a-fA-F]{4}"  # letters of a web page or a program
)
_TWICE_ENCODED = re.compile("[\u00c2-\u00f0][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
_EXPONENT = re.compile(r"^[+-]?\d(?:[.,]\d+)?E[+-]?\d+$", re.IGNORECASE)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?\\d{1,2}|th\\d{1,2}"
_SHORT_DATE = re.compile(rf"^(?:\d{{1,2}}[-/ ](?:{_MONTH})|(?:{_MONTH})[-/ ]\d{{2,4}})$", re.I)


def wrong_encoding(text: str) -> str:
    """The sentence about a text whose letters are lost or were encoded twice, "" for any other."""
    repaired = _repaired(text)
    if repaired:
        return _(
            "“%(text)s” was saved in a wrong encoding; it seems to mean “%(repaired)s”. Write the"
            " cell anew in Unicode."
        ) % {"text": clean_text(text)[:80], "repaired": repaired[:80]}
    if _LOST.search(text):
        return _(
            "Letters of “%(text)s” were lost by a wrong encoding: write the cell anew in Unicode."
        ) % {"text": clean_text(text)[:80]}
    return ""


def _repaired(text: str) -> str:
    """UTF-8 that a program read as Western text, read rightly; "" when it is not that."""
    if not _TWICE_ENCODED.search(text):
        return ""
    try:
        return clean_text(b"".join(map(_western, text)).decode("utf-8"))
    except ValueError:
        return ""


def _western(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


def converted_by_excel(value: Any, shown: str) -> str:
    """The sentence about a text that Excel took for a date or a number, "" for any other.

    `value` is the cell as stored, `shown` as people see it.
    """
    if isinstance(value, date | datetime) or _SHORT_DATE.match(shown):
        return _(
            "Excel turned this cell into a date (%(shown)s): give the column the format “Text” and"
            " write the cell anew."
        ) % {"shown": shown}
    odd = isinstance(value, float) and not value.is_integer() and "/" not in shown
    if odd or _EXPONENT.match(shown):
        return _(
            "Excel turned this cell into a number (%(shown)s): give the column the format “Text”"
            " and write the cell anew."
        ) % {"shown": shown}
    return ""
