"""Measures that Word and PDF share: how long the rules below lines of text are."""

from __future__ import annotations

from nominations.documents.blocks import Letterhead, Title
from nominations.documents.font_letters import width_of
from nominations.documents.paper_words import paper_words
from nominations.documents.style_sheet import StyleSheet


def _rule(text: str, *, size: float, share: float, max_width: float) -> float:
    longest = max(width_of(line, size=size, cut="Bold") for line in text.split("\n"))
    return round(min(longest, max_width) * share, 2)


def issuer_rule(letterhead: Letterhead, style: StyleSheet) -> float:
    """Millimetres of the rule below the agency's name."""
    left, _right = style.column_widths(style.text_width)
    return _rule(
        letterhead.issuer, size=style.sizes["issuer"], share=style.rules["issuer"], max_width=left
    )


def motto_rule(style: StyleSheet) -> float:
    """Millimetres of the rule below the motto."""
    _left, right = style.column_widths(style.text_width)
    words = paper_words()
    return _rule(
        words.say("motto"), size=style.sizes["motto"], share=style.rules["motto"], max_width=right
    )


def subject_rule(title: Title, style: StyleSheet) -> float:
    """Millimetres of the rule below what the paper is about."""
    return _rule(
        title.subject or title.name,
        size=style.sizes["subject"],
        share=style.rules["subject"],
        max_width=style.text_width,
    )
