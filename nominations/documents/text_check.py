"""Refuses papers with characters that the font lacks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.documents.font_letters import letters

_SHOWN = 60


def check_printable(paper: Any) -> None:
    """Refuse (ValidationError) a character that no printed letter stands for, naming the text.

    Control characters are refused, a line break is not. Text must be in normal form C, as
    `clean_text` leaves it.
    """
    known = letters()
    for text in _texts(paper):
        for char in text:
            if char == "\n" or (ord(char) in known and unicodedata.category(char)[0] != "C"):
                continue
            raise _refusal(char, text)


def _refusal(char: str, text: str) -> ValidationError:
    shown = "".join(one for one in text if unicodedata.category(one)[0] != "C").strip()
    if len(shown) > _SHOWN:
        shown = f"{shown[:_SHOWN]}…"
    words = {"text": shown, "code": f"U+{ord(char):04X}", "letter": char}
    if unicodedata.category(char)[0] == "C":
        return ValidationError(
            _(
                "“%(text)s” contains a character that cannot be printed (%(code)s). Correct the"
                " text, then make the paper again."
            ),
            "control_character",
            words,
        )
    return ValidationError(
        _(
            "The letter “%(letter)s” (%(code)s) in “%(text)s” is not in the font of papers."
            " Correct the text, then make the paper again."
        ),
        "letter_not_in_font",
        words,
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text in the blocks of a paper."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
