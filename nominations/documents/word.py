"""Papers as Word files, written by python-docx; who signs them writes on in Word or LibreOffice."""

from __future__ import annotations

import io
from datetime import datetime
from itertools import zip_longest
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from PIL import Image

from nominations.documents.blocks import (
    Addressees,
    Alignment,
    Appendix,
    Article,
    Block,
    CentredLine,
    Closing,
    LegalBases,
    Letterhead,
    Paper,
    Paragraph,
    PartHeading,
    QrCode,
    Recipients,
    Signature,
    Table,
    Title,
)
from nominations.documents.layout import issuer_rule, leads_on, motto_rule, subject_rule
from nominations.documents.paper_words import paper_words
from nominations.documents.qr_modules import qr_modules
from nominations.documents.style_sheet import StyleSheet, style_sheet
from nominations.documents.text_check import check_printable
from nominations.documents.text_lines import addressee_lines, base_lines, recipient_lines
from nominations.documents.word_parts import (
    LineStyle,
    add_run,
    make_rule,
    ruled_table,
    set_font,
    set_properties,
    side_by_side,
    write_text,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_POINT = 25.4 / 72
_QR_PIXELS = 8  # of a square


def word_bytes(paper: Paper, *, made_at: datetime) -> bytes:
    """The paper as a file; refuses (ValidationError) a letter that cannot be printed."""
    check_printable(paper)
    writer = _Writer(style_sheet(), landscape=paper.landscape)
    issuer = paper.letterhead.issuer
    set_properties(writer.document, title=paper.title, author=issuer, made_at=made_at)
    writer.letterhead(paper.letterhead)
    writer.blocks(paper.blocks)
    for part in paper.appendices:
        writer.appendix(part)
    out = io.BytesIO()
    writer.document.save(out)
    return out.getvalue()


class _Writer:
    """A Word file while it is written; `width` is that of the text on the present pages."""

    def __init__(self, style: StyleSheet, *, landscape: bool) -> None:
        self.style, self.width = style, style.text_width
        self.document = Document()
        set_font(self.document, style.font, size=style.sizes["body"])
        self._page(self.document.sections[0], landscape=landscape)
        self._page_number(self.document.sections[0])

    # --- pages -------------------------------------------------------------------------------

    def _page(self, section: Section, *, landscape: bool) -> None:
        style, margins = self.style, self.style.margins
        wide, high = style.width, style.height
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (
            (Mm(high), Mm(wide)) if landscape else (Mm(wide), Mm(high))
        )
        section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
        section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])
        section.header_distance = Mm(style.layout["header_distance"])
        self.width = style.width_of_text(landscape=landscape)

    def _page_number(self, section: Section) -> None:
        """In the middle of the top margin, not on the first page."""
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        write_text(paragraph, "", LineStyle(size=self.style.sizes["page_number"]))
        run = paragraph.add_run()
        run.font.size = Pt(self.style.sizes["page_number"])
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)

    def appendix(self, part: Appendix) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._page(section, landscape=part.landscape)
        section.different_first_page_header_footer = True
        numbering = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.find(qn("w:cols")).addprevious(numbering)
        sizes = self.style.sizes
        self._line(part.name, LineStyle(size=sizes["appendix_name"], bold=True))
        self._line(
            part.title,
            LineStyle(size=sizes["appendix_title"], bold=True, after=0 if part.note else 10),
        )
        if part.note:
            self._line(part.note, LineStyle(size=sizes["appendix_note"], italic=True, after=10))
        self.blocks(part.blocks)

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """The last sentence goes with the signature, which never stands alone on a page."""
        for block, follows in zip_longest(blocks, blocks[1:]):
            self._draw(block)
            if not leads_on(block, follows):
                continue
            if isinstance(block, Closing):
                cells = self.document.tables[-1].rows[0].cells
                drawn = [one for cell in cells for one in cell.paragraphs]
            else:
                drawn = self.document.paragraphs[-1:]
            for one in drawn:
                one.paragraph_format.keep_with_next = True
                one.paragraph_format.keep_together = isinstance(follows, Closing) or None

    def _draw(self, block: Block) -> None:
        match block:
            case Title():
                self._title(block)
            case Addressees():
                self._addressees(block)
            case LegalBases():
                for line in base_lines(block.lines):
                    self._text(line, size=self.style.sizes["legal_bases"], italic=True)
            case CentredLine():
                self._line(
                    block.text,
                    LineStyle(size=self.style.sizes["body"], bold=True, before=6, after=10),
                )
            case PartHeading():
                self._heading(block)
            case Paragraph():
                self._led(block.lead, block.text)
            case Article():
                self._led(block.label, block.text)
            case Table():
                ruled_table(self.document, block, width=self.width, style=self.style)
                self._line("", LineStyle(size=4))
            case Closing():
                self._closing(block)
            case QrCode():
                self._qr(self.document, block)

    def _line(self, text: str, look: LineStyle) -> Any:
        return write_text(self.document.add_paragraph(), text, look)

    def _text(self, text: str, *, size: float, italic: bool = False, bold: bool = False) -> Any:
        style = self.style.text
        look = LineStyle(
            size=size,
            bold=bold,
            italic=italic,
            alignment=Alignment.JUSTIFIED,
            after=style["paragraph_gap"],
            first_line=style["first_line"],
            spacing=style["line_spacing"],
            with_next=bold,
        )
        return self._line(text, look)

    def _led(self, lead: str, text: str) -> None:
        """A text of several lines is as many paragraphs; what leads stands before the first."""
        size = self.style.sizes["body"]
        for at, line in enumerate(text.split("\n")):
            paragraph = self._text("", size=size)
            if lead and not at:
                add_run(paragraph, lead, LineStyle(size=size, bold=True))
                add_run(paragraph, " ", LineStyle(size=size))
            add_run(paragraph, line, LineStyle(size=size))

    def _heading(self, block: PartHeading) -> None:
        size = self.style.sizes["body"]
        if block.centred:
            self._line(
                block.text, LineStyle(size=size, bold=True, before=6, after=6, with_next=True)
            )
        else:
            self._text(block.text, size=size, bold=True)

    def letterhead(self, head: Letterhead) -> None:
        style, sizes, words = self.style, self.style.sizes, paper_words()
        widths = style.column_widths(self.width)
        (left, right), (number, day) = side_by_side(self.document, widths, rows=2)
        if head.parent:
            write_text(left.paragraphs[0], head.parent, LineStyle(size=sizes["parent"]))
            issuer = left.add_paragraph()
        else:
            issuer = left.paragraphs[0]
        write_text(issuer, head.issuer, LineStyle(size=sizes["issuer"], bold=True))
        make_rule(left.add_paragraph(), issuer_rule(head, style), widths[0])
        write_text(
            right.paragraphs[0],
            words.say("state_name"),
            LineStyle(size=sizes["state_name"], bold=True),
        )
        write_text(
            right.add_paragraph(), words.say("motto"), LineStyle(size=sizes["motto"], bold=True)
        )
        make_rule(right.add_paragraph(), motto_rule(style), widths[1])
        write_text(number.paragraphs[0], head.number, LineStyle(size=sizes["number"], before=4))
        write_text(
            day.paragraphs[0],
            head.place_and_date,
            LineStyle(size=sizes["place_and_date"], italic=True, before=4),
        )

    def _title(self, block: Title) -> None:
        sizes = self.style.sizes
        self._line(block.name, LineStyle(size=sizes["title"], bold=True, before=16))
        if block.subject:
            self._line(block.subject, LineStyle(size=sizes["subject"], bold=True))
        ruled = self.document.add_paragraph()
        make_rule(ruled, subject_rule(block, self.style), self.width)
        ruled.paragraph_format.space_after = Pt(8)

    def _addressees(self, block: Addressees) -> None:
        size = self.style.sizes["addressees"]
        [(left, right)] = side_by_side(self.document, (self.width * 0.34, self.width * 0.66))
        write_text(
            left.paragraphs[0],
            block.label,
            LineStyle(size=size, alignment=Alignment.RIGHT, before=2),
        )
        for at, line in enumerate(addressee_lines(block.names)):
            paragraph = right.add_paragraph() if at else right.paragraphs[0]
            write_text(paragraph, line, LineStyle(size=size, alignment=Alignment.LEFT, before=2))
            paragraph.paragraph_format.left_indent = Mm(2)
        self._line("", LineStyle(size=6))

    def _closing(self, block: Closing) -> None:
        self._line("", LineStyle(size=6, with_next=True))
        gap = 4
        half = (self.width - gap) / 2
        [(left, _gap, right)] = side_by_side(self.document, (half, gap, half))
        for cell, side in ((left, block.left), (right, block.right)):
            if isinstance(side, Recipients):
                self._recipients(cell, side)
            elif isinstance(side, Signature):
                self._signature(cell, side)
        if block.code is not None:
            self._qr(left, block.code)

    def _recipients(self, cell: Any, block: Recipients) -> None:
        sizes = self.style.sizes
        look = LineStyle(
            size=sizes["recipients_label"], bold=True, italic=True, alignment=Alignment.LEFT
        )
        write_text(cell.paragraphs[0], block.label, look)
        for line in recipient_lines(block.lines):
            look = LineStyle(size=sizes["recipients"], alignment=Alignment.LEFT)
            write_text(cell.add_paragraph(), line, look)

    def _signature(self, cell: Any, block: Signature) -> None:
        sizes = self.style.sizes
        room = self.style.layout["signing_room"] / _POINT
        for at, line in enumerate(block.positions):
            paragraph = cell.add_paragraph() if at else cell.paragraphs[0]
            write_text(
                paragraph, line, LineStyle(size=sizes["position"], bold=True, with_next=True)
            )
        for name in block.names:
            look = LineStyle(size=sizes["signer"], bold=True, before=room)
            write_text(cell.add_paragraph(), name, look)

    def _qr(self, place: Any, block: QrCode) -> None:
        """The code in the paper or in a cell of it, with its caption."""
        modules = qr_modules(block.text)
        picture = Image.new("1", (len(modules), len(modules)), 1)
        picture.putdata([0 if dark else 1 for row in modules for dark in row])
        side = len(modules) * _QR_PIXELS
        out = io.BytesIO()
        picture.resize((side, side)).save(out, "PNG")
        out.seek(0)
        look = LineStyle(size=11, alignment=Alignment.LEFT, before=6, with_next=True)
        picture_line = write_text(place.add_paragraph(), "", look)
        picture_line.add_run().add_picture(out, width=Mm(self.style.layout["code_side"]))
        look = LineStyle(size=self.style.layout["code_caption"], alignment=Alignment.LEFT)
        write_text(place.add_paragraph(), block.caption, look)
