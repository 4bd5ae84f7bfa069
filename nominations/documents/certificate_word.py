"""Certificates as one Word file, a section of one page each, every line in a frame at its place.

The lines stand where the PDF has them and are made smaller where they would not fit. Blanks are
printed from the PDF only, whose places do not move with the program that opens it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from nominations.documents.blocks import Alignment
from nominations.documents.certificate import Certificate, certificate_layout
from nominations.documents.emblems import emblem_pictures
from nominations.documents.font_letters import width_of
from nominations.documents.paper_words import paper_words
from nominations.documents.style_sheet import style_sheet
from nominations.documents.text_check import check_printable
from nominations.documents.word_parts import (
    TWIPS,
    LineStyle,
    element,
    make_rule,
    set_font,
    set_properties,
    write_text,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SMALLEST = 0.5
"""The share of its size to which a long line is made smaller at most."""
_FRAME_STEP = 31
"""The points from the edge of the page beyond which Word draws no border."""


def certificates_docx(
    certificates: Sequence[Certificate], *, title: str, made_at: datetime
) -> bytes:
    """The full pages as one file; refuses (ValidationError) a letter that cannot be printed."""
    for one in certificates:
        check_printable(one)
    writer = _Writer(emblem_pictures(one.emblem for one in certificates))
    set_properties(writer.document, title=title, author=certificates[0].giver, made_at=made_at)
    for place, one in enumerate(certificates):
        writer.page(one, is_first=place == 0)
    out = io.BytesIO()
    writer.document.save(out)
    return out.getvalue()


class _Writer:
    """Certificates while they are written; lengths are millimetres, sizes points."""

    def __init__(self, emblems: Mapping[str, bytes]) -> None:
        self.layout, self.emblems, self.words = certificate_layout(), emblems, paper_words()
        self.width, self.margin = self.layout["width"], self.layout["side_margin"]
        self.red = RGBColor.from_string(self.layout["red"].lstrip("#").upper())
        self.document = Document()
        set_font(self.document, style_sheet().font, size=self.layout["line"]["post"]["size"])

    def page(self, one: Certificate, *, is_first: bool) -> None:
        document = self.document
        section = document.sections[0] if is_first else document.add_section(WD_SECTION.NEW_PAGE)
        self._sheet(section)
        lower = one.emblem in self.emblems
        if lower:
            self._emblem(self.emblems[one.emblem])
        self._line("state_name", self.words.say("state_name"), lower=lower, bold=True)
        self._line("motto", self.words.say("motto"), lower=lower, bold=True)
        self._motto_rule(lower=lower)
        self._line("giver", one.giver, lower=lower, bold=True, red=True)
        self._line("verb", one.verb, lower=lower, bold=True)
        self._line("award", one.award, lower=lower, bold=True, red=True)
        self._line("recipient", one.recipient, bold=True)
        if one.post:
            self._line("post", one.post)
        self._line("achievement", one.achievement)
        for name in ("decision", "book_number"):
            self._line(name, getattr(one, name), half="left", bold=True, italic=True)
        self._line("place_and_date", one.place_and_date, half="right", italic=True)
        self._line("position", one.position, half="right", bold=True)
        self._line("signer", one.signer, half="right", bold=True)
        write_text(self._paragraph(), "", LineStyle(size=2))  # to which the frames are tied

    def _sheet(self, section: Section) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(self.width), Mm(self.layout["height"])
        for side in ("left", "right", "top", "bottom"):
            setattr(section, f"{side}_margin", Mm(self.margin))
        space = min(_FRAME_STEP, round(self.layout["frame"]["outer"] * 72 / 25.4))
        borders = element("w:pgBorders", offsetFrom="page")
        for side in ("top", "left", "bottom", "right"):
            borders.append(
                element(
                    f"w:{side}",
                    val="thickThinMediumGap",
                    sz="18",
                    space=str(space),
                    color=str(self.red),
                )
            )
        for old in section._sectPr.findall(qn("w:pgBorders")):
            section._sectPr.remove(old)
        section._sectPr.find(qn("w:pgMar")).addnext(borders)

    def _paragraph(self) -> WordParagraph:
        """A new paragraph at the end; `add_paragraph` searches the whole file for its place."""
        body = self.document.element.body
        made = element("w:p")
        body[-1].addprevious(made)
        return WordParagraph(made, self.document._body)

    def _framed(self, top: float, *, left: float, width: float) -> Any:
        """A new paragraph in a frame of its own."""
        paragraph = self._paragraph()
        frame = element(
            "w:framePr",
            w=str(round(width * TWIPS)),
            wrap="around",
            vAnchor="page",
            hAnchor="page",
            x=str(round(left * TWIPS)),
            y=str(round(top * TWIPS)),
        )
        paragraph._p.get_or_add_pPr().insert_element_before(
            frame,
            *("w:widowControl", "w:numPr", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens"),
            *("w:spacing", "w:ind", "w:jc", "w:rPr"),
        )
        return paragraph

    def _line(
        self,
        name: str,
        text: str,
        *,
        half: str = "",
        lower: bool = False,
        bold: bool = False,
        italic: bool = False,
        red: bool = False,
    ) -> None:
        line = self.layout["line"][name]
        top = self.layout["with_emblem"][name] if lower else line["top"]
        middle = self.width / 2
        room = middle - self.margin if half else self.width - 2 * self.margin
        paragraph = self._framed(top, left=middle if half == "right" else self.margin, width=room)
        cut = ("Bold" if bold else "") + ("Italic" if italic else "") or "Regular"
        widest = max(width_of(part, size=line["size"], cut=cut) for part in text.split("\n"))
        size = line["size"] * max(_SMALLEST, min(1, room / widest if widest else 1))
        # Word counts in half points, rounded down so that the line still fits.
        look = LineStyle(
            size=int(size * 2) / 2,
            bold=bold,
            italic=italic,
            alignment=Alignment.LEFT if half == "left" else Alignment.CENTRE,
        )
        write_text(paragraph, text, look)
        if red:
            for run in paragraph.runs:
                run.font.color.rgb = self.red

    def _motto_rule(self, *, lower: bool) -> None:
        place = self.layout["motto_rule"]
        top = self.layout["with_emblem"]["motto_rule"] if lower else place["top"]
        length = place["length"]
        paragraph = self._framed(top, left=(self.width - length) / 2, width=length)
        make_rule(paragraph, length, length)

    def _emblem(self, content: bytes) -> None:
        """The picture in the middle, as large as its room lets it be."""
        room = self.layout["emblem"]
        paragraph = self._framed(
            room["top"], left=(self.width - room["width"]) / 2, width=room["width"]
        )
        write_text(paragraph, "", LineStyle(size=1))
        picture = paragraph.add_run().add_picture(io.BytesIO(content), height=Mm(room["height"]))
        if picture.width > Mm(room["width"]):
            picture.height = round(picture.height * Mm(room["width"]) / picture.width)
            picture.width = Mm(room["width"])
