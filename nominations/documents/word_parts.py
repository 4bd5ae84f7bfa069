"""Paragraphs, cells and tables of a Word file, written as the style sheet says.

Lengths are millimetres, sizes points. Rows of tables are written as elements, because an annex has
thousands of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from nominations.documents.blocks import Alignment, Row, RowKind, Table
from nominations.documents.layout import table_layout
from nominations.documents.style_sheet import StyleSheet

ALIGNMENTS = {
    Alignment.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Alignment.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Alignment.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Alignment.JUSTIFIED: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_JC = {
    Alignment.LEFT: "left",
    Alignment.CENTRE: "center",
    Alignment.RIGHT: "right",
    Alignment.JUSTIFIED: "both",
}
TWIPS = 1440 / 25.4  # a millimetre


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStyle:
    """How a line looks; gaps in points, indent in millimetres."""

    size: float
    bold: bool = False
    italic: bool = False
    alignment: Alignment = Alignment.CENTRE
    before: float = 0
    after: float = 0
    first_line: float = 0
    spacing: float = 1
    with_next: bool = False


def set_properties(document: Any, *, title: str, author: str, made_at: datetime) -> None:
    """What the file says of itself; the library's own words are taken out."""
    about = document.core_properties
    about.title, about.author, about.comments = title, author, ""
    about.last_modified_by, about.language = "", "vi-VN"
    about.created = about.modified = made_at.replace(tzinfo=None)


def set_font(document: Any, font: str, *, size: float) -> None:
    """The font of every text of the file, its usual size in points, Vietnamese as its language."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(size)
    properties = normal.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), font)
    properties.append(element("w:lang", val="vi-VN"))


def add_run(paragraph: WordParagraph, text: str, look: LineStyle) -> None:
    """Put a text at the end of a paragraph; a line break in it stays one."""
    run = paragraph.add_run(text)
    run.font.size = Pt(look.size)
    run.bold, run.italic = look.bold or None, look.italic or None


def write_text(paragraph: WordParagraph, text: str, look: LineStyle) -> WordParagraph:
    """Shape a paragraph and put a text into it."""
    shape = paragraph.paragraph_format
    shape.alignment = ALIGNMENTS[look.alignment]
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = look.spacing
    if look.first_line:
        shape.first_line_indent = Mm(look.first_line)
    if look.with_next:
        shape.keep_with_next = True
    if text:
        add_run(paragraph, text, look)
    return paragraph


def make_rule(paragraph: WordParagraph, length: float, width: float) -> None:
    """Make the paragraph a rule of that length in the middle of a column of that width."""
    side = Mm((width - length) / 2)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = side
    shape.space_after = Pt(0)
    shape.space_before, shape.line_spacing = Pt(2), Pt(4)
    border = OxmlElement("w:pBdr")
    top = element("w:top", val="single", sz="6", space="1", color="000000")
    border.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    run = paragraph.add_run("")
    run.font.size = Pt(2)


def element(tag: str, **attributes: str) -> Any:
    """A new element of a Word file with these attributes, without the prefix `w:`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def side_by_side(parent: Any, widths: Sequence[float], rows: int = 1) -> list[list[_Cell]]:
    """The cells of each row of a table without rules and padding."""
    table = parent.add_table(rows=rows, cols=len(widths))
    _fix(table, widths)
    _pad(table, 0)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return [list(row.cells) for row in table.rows]


def _fix(table: WordTable, widths: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _pad(table: WordTable, padding: float) -> None:
    """The room beside the text of every cell; the table is as wide as the text all the same."""
    width, properties = str(round(padding * TWIPS)), table._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(element("w:tblInd", w=width, type="dxa"))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=width, type="dxa"))
    layout.addnext(margins)


# --- ruled tables --------------------------------------------------------------------------------


def _cell(
    text: str, *, width: float, size: float, alignment: Alignment, bold: bool, span: int = 1
) -> Any:
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    properties.append(element("w:tcW", w=str(round(width * TWIPS)), type="dxa"))
    if span > 1:
        properties.append(element("w:gridSpan", val=str(span)))
    properties.append(element("w:vAlign", val="center"))
    cell.append(properties)
    paragraph = OxmlElement("w:p")
    shape = OxmlElement("w:pPr")
    shape.append(element("w:spacing", before="40", after="40", line="240", lineRule="auto"))
    shape.append(element("w:jc", val=_JC[alignment]))
    paragraph.append(shape)
    run = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    if bold:
        look.append(OxmlElement("w:b"))
    look.append(element("w:sz", val=str(round(size * 2))))
    run.append(look)
    paragraph.append(run)
    run.text = text
    cell.append(paragraph)
    return cell


def _row(*, is_heading: bool = False) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if is_heading:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    return row


def ruled_table(document: Any, block: Table, *, width: float, style: StyleSheet) -> None:
    """A table with rules whose heading comes again on every page."""
    layout = table_layout(block, width, style)
    widths, size = layout.widths, layout.size
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    _pad(table, style.layout["table_padding"])
    for column, one in zip(table.columns, widths, strict=True):
        column.width = Mm(one)
    heading = _row(is_heading=True)
    for column, one in zip(block.columns, widths, strict=True):
        heading.append(
            _cell(column.heading, width=one, size=size, alignment=Alignment.CENTRE, bold=True)
        )
    table._tbl.append(heading)
    for row in block.rows:
        table._tbl.append(_table_row(row, block, widths, size))


def _table_row(row: Row, block: Table, widths: Sequence[float], size: float) -> Any:
    made = _row()
    if row.kind == RowKind.GROUP:
        made.append(
            _cell(
                row.cells[0],
                width=sum(widths),
                size=size,
                alignment=Alignment.LEFT,
                bold=True,
                span=len(widths),
            )
        )
        return made
    for text, column, width in zip(row.cells, block.columns, widths, strict=True):
        made.append(
            _cell(
                text,
                width=width,
                size=size,
                alignment=column.alignment,
                bold=row.kind == RowKind.TOTAL,
            )
        )
    return made
