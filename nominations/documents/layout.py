"""Layout shared by Word and PDF: rules below lines, columns of tables, keeping blocks together.

Lengths are millimetres, sizes points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nominations.documents.blocks import (
    Article,
    Block,
    Closing,
    Letterhead,
    Paragraph,
    Row,
    RowKind,
    Table,
    Title,
)
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


def leads_on(block: Block, follows: Block | None) -> bool:
    """Whether a block stands on one page with the beginning of what follows: the last sentence with
    the signatures, these with each other, what introduces a table or a list with its beginning."""
    if isinstance(block, Closing):
        return isinstance(follows, Closing)
    if not isinstance(block, Paragraph | Article) or follows is None:
        return False
    return isinstance(follows, Closing | Table) or block.text.rstrip().endswith(":")


_LONGEST = 8
"""How many of the words of a column with the most letters are measured."""
_LINE = 0.2
"""The rule beside a cell."""
_SPACING = 1.149
"""Of the font: a line of single spacing as a share of its size."""
_FULL = 0.7
"""How full of letters the lines of a narrow column are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMeasures:
    """The size of the letters of a table and the width of each column, as wide as the text."""

    size: float
    widths: tuple[float, ...]


def table_layout(table: Table, width: float, style: StyleSheet) -> TableMeasures:
    """Columns by their shares, but none narrower than its longest word.

    Where not all fit, the letters become smaller, down to the smallest size of the style sheet.
    """
    shares = [column.width for column in table.columns]
    size, smallest = style.layout["table_size"], style.layout["table_smallest"]
    needed = _needed(table, size, style)
    while sum(needed) > width and size > smallest:
        size -= style.layout["table_step"]
        needed = _needed(table, size, style)
    return TableMeasures(size=size, widths=tuple(_divided(width, shares, needed)))


def _needed(table: Table, size: float, style: StyleSheet) -> list[float]:
    """The width of the longest word of each column with the room beside it."""
    room = 2 * style.layout["table_padding"] + _LINE
    plain: list[set[str]] = [set() for _column in table.columns]
    bold = [set(column.heading.split()) for column in table.columns]
    for row in table.rows:
        if row.kind != RowKind.GROUP:
            for words, cell in zip(
                bold if row.kind == RowKind.TOTAL else plain, row.cells, strict=True
            ):
                words.update(cell.split())
    return [
        room + max(_longest(usual, size, "Regular"), _longest(strong, size, "Bold"))
        for usual, strong in zip(plain, bold, strict=True)
    ]


def _longest(words: set[str], size: float, cut: str) -> float:
    measured = sorted(words, key=len)[-_LONGEST:]
    return max((width_of(word, size=size, cut=cut) for word in measured), default=0)


def is_tall(row: Row, layout: TableMeasures, style: StyleSheet) -> bool:
    """Whether a row takes more than half a page, so that it may go on on the next one."""
    room = (style.width - style.margins["top"] - style.margins["bottom"]) / 2  # of a wide page
    line = layout.size * _SPACING * 25.4 / 72
    widths = layout.widths if row.kind != RowKind.GROUP else (sum(layout.widths),)
    return any(
        _lines(cell, width - 2 * style.layout["table_padding"], layout.size) * line > room
        for cell, width in zip(row.cells, widths, strict=True)
    )


def _lines(cell: str, width: float, size: float) -> int:
    """How many lines a text takes at most, some of them not full since words are not broken."""
    return sum(
        1 + int(width_of(text, size=size, cut="Bold") / (width * _FULL))
        for text in cell.split("\n")
    )


def _divided(width: float, shares: Sequence[float], needed: Sequence[float]) -> list[float]:
    """The width by shares, where a column that needs more gets that, if there is so much."""
    whole = sum(needed)
    if whole > width:
        return [width * one / whole for one in needed]
    fixed: set[int] = set()
    while True:
        rest = width - sum(needed[at] for at in fixed)
        free = sum(share for at, share in enumerate(shares) if at not in fixed)
        found = [
            needed[at] if at in fixed else rest * share / free for at, share in enumerate(shares)
        ]
        narrow = {at for at, one in enumerate(found) if one < needed[at] - 1e-9}
        if not narrow:
            return found
        fixed |= narrow
