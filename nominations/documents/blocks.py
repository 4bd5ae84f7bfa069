"""The blocks of a paper, in reading order, drawn by every renderer.

A text in a block is only a text. No renderer looks for markup, formulas or placeholders in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Alignment(StrEnum):
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"
    JUSTIFIED = "justify"


class RowKind(StrEnum):
    PLAIN = "plain"
    GROUP = "group"  # one cell across the table, bold
    TOTAL = "total"  # as a plain one, bold


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The top of the first page: the agency and the number on the left, the state's name, its motto
    and the day on the right.

    `parent` may be empty. `place_and_date` is empty on minutes, which say their time in the text.
    """

    parent: str
    issuer: str
    number: str
    place_and_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """The type of paper in capitals and what it is about, with a rule below."""

    name: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """ "Kính gửi:" and to whom; several stand one below the other."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBases:
    """The legal bases, one per line, without final punctuation."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentredLine:
    """A line in bold in the middle: who decides, "QUYẾT ĐỊNH:"."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHeading:
    """The title of a part of the text, bold, at the indent of a paragraph or in the middle."""

    text: str
    centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; `lead` stands before it in bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """ "Điều 1." with its text. The number is counted by whoever composes the paper."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`width` is a share of the table's width; the shares need not add up to anything."""

    heading: str
    width: float
    alignment: Alignment = Alignment.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """As many cells as the table has columns; a group has one."""

    cells: tuple[str, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table whose heading comes again on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            wanted = 1 if row.kind == RowKind.GROUP else len(self.columns)
            if len(row.cells) != wanted:
                raise ValueError(f"a row of {len(row.cells)} cells where {wanted} are needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs: the position on one or more lines in capitals, room to sign, the names.

    A name is empty as long as nobody is known to sign.
    """

    positions: tuple[str, ...]
    names: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """ "Nơi nhận:" and who gets a copy, without the marks at the ends of the lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QrCode:
    """A code with the text, and a line below it that people read."""

    text: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The foot of the paper in two columns: recipients or a signature left, a signature right, a
    code below what stands left."""

    left: Recipients | Signature | None
    right: Signature | None
    code: QrCode | None = None


Block = (
    Title
    | Addressees
    | LegalBases
    | CentredLine
    | PartHeading
    | Paragraph
    | Article
    | Table
    | Closing
    | QrCode
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """An annex on pages of its own with numbers of their own.

    `name` is "Phụ lục" or "Phụ lục I"; `note` says to which paper it belongs.
    """

    name: str
    title: str
    note: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole paper. `file_name` is ASCII and has no extension; `title` names it in a program.

    `landscape` is for a paper that is a wide list and nothing else.
    """

    file_name: str
    title: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    appendices: tuple[Appendix, ...] = ()
    landscape: bool = False
