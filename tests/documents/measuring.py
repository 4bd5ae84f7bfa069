"""A paper measured against the style sheet: what lies elsewhere or is of another size, in words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from nominations.documents.blocks import (
    Article,
    Block,
    Closing,
    LegalBases,
    Letterhead,
    Paper,
    Paragraph,
    Recipients,
    Signature,
    Table,
    Title,
)
from nominations.documents.font_letters import width_of
from nominations.documents.layout import table_layout
from nominations.documents.paper_words import paper_words
from nominations.documents.style_sheet import style_sheet
from nominations.documents.text_lines import base_lines, recipient_lines
from tests.documents.reading_papers import Fragment, fragments, reader

STYLE = style_sheet()
CUTS = {
    "LiberationSerif": "Regular",
    "LiberationSerif-Bold": "Bold",
    "LiberationSerif-Italic": "Italic",
    "LiberationSerif-BoldItalic": "BoldItalic",
}
NEAR = 0.4
"""Millimetres by which a place may differ: the measured widths are rounded."""
# Elements in the order of the schema (ECMA-376 part 1, 17): Word repairs a file that differs.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs"
    " spacing ind contextualSpacing jc textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps strike color spacing kern position sz szCs highlight u"
    " lang",
    "tblPr": "tblStyle tblpPr bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout"
    " tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader jc",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols titlePg"
    " docGrid",
}


def middle(one: Fragment) -> float:
    return one.left + width_of(one.text, size=one.size, cut=CUTS[one.font]) / 2


def parts_of(paper: Paper) -> list[tuple[tuple[Block, ...], bool]]:
    """The blocks of the paper and of each annex, and whether their pages are wide."""
    annexes = [(part.blocks, part.landscape) for part in paper.appendices]
    return [(paper.blocks, paper.landscape), *annexes]


def wrong_in_pdf(paper: Paper, pdf: bytes) -> Iterator[str]:
    """Pages, margins, numbers of pages, head, texts and feet."""
    pages = _pages(pdf)
    firsts = [at for at, (number, _found) in enumerate(pages) if not number]
    if len(firsts) != 1 + len(paper.appendices) or firsts[0]:
        yield f"pages without a number: {firsts}"
        return
    for start, end, (blocks, is_wide) in zip(
        firsts, [*firsts[1:], len(pages)], parts_of(paper), strict=True
    ):
        numbers = [number for number, _found in pages[start:end]]
        if numbers != ["", *(str(at) for at in range(2, end - start + 1))]:
            yield f"numbers of pages: {numbers}"
        for at in range(start, end):
            yield from _outside(pdf, at, is_wide=is_wide)
        yield from _blocks(blocks, [found for _number, found in pages[start:end]], is_wide)
    yield from _head(paper.letterhead, pages[0][1], paper.landscape)


def _pages(pdf: bytes) -> list[tuple[str, list[Fragment]]]:
    """The number in the top margin of each page, and its other pieces of text."""
    found = []
    for at in range(len(reader(pdf).pages)):
        pieces = fragments(pdf, at)
        number = "".join(one.text for one in pieces if one.top < STYLE.margins["top"])
        found.append((number, [one for one in pieces if one.top >= STYLE.margins["top"]]))
    return found


def _outside(pdf: bytes, at: int, *, is_wide: bool) -> Iterator[str]:
    """What lies in a margin; a page that is turned otherwise, or has nothing on it."""
    wide, high = (STYLE.height, STYLE.width) if is_wide else (STYLE.width, STYLE.height)
    box = reader(pdf).pages[at].mediabox
    size = [round(float(side) * 25.4 / 72) for side in (box.width, box.height)]
    if size != [wide, high]:
        yield f"page {at + 1} is {size}"
    pieces = fragments(pdf, at)
    if len(pieces) < 2:
        yield f"page {at + 1} is empty"
    for one in pieces:
        # A justified line is set with blanks that are narrower by a third at most.
        blank = width_of(" ", size=one.size) / 3 * one.text.count(" ")
        width = width_of(one.text, size=one.size, cut=CUTS[one.font]) - blank
        if one.top < STYLE.margins["top"]:
            number = (wide + STYLE.margins["left"] - STYLE.margins["right"]) / 2
            if one.size != STYLE.sizes["page_number"] or abs(middle(one) - number) > NEAR:
                yield f"number of page {at + 1}: {one}"
        elif (
            one.left < STYLE.margins["left"] - NEAR
            or one.left + width > wide - STYLE.margins["right"] + NEAR
            or one.top > high - STYLE.margins["bottom"]
        ):
            yield f"in a margin of page {at + 1}: {one}"


def _line(pieces: list[Fragment], text: str) -> Fragment | None:
    """The piece with which a text begins."""
    text = " ".join(text.split())
    starts = [one for one in pieces if text.startswith(" ".join(one.text.split()))]
    return max(starts, key=lambda one: len(one.text), default=None)


def _look(
    pieces: list[Fragment], text: str, name: str, cut: str, *, centre: float = 0, left: float = 0
) -> Iterator[str]:
    """Whether the text is there, in its size and cut, in the middle of or at a place."""
    first = text.split("\n")[0].strip()
    if not first:
        return
    found = _line(pieces, first)
    if found is None:
        yield f"{name} is not found: {first}"
    elif (found.size, CUTS[found.font]) != (STYLE.sizes[name], cut):
        yield f"{name}: {found}"
    elif centre and abs(middle(found) - centre) > NEAR:
        yield f"{name} is not in the middle of {centre}: {found}"
    elif left and abs(found.left - left) > NEAR:
        yield f"{name} does not begin at {left}: {found}"


def _head(head: Letterhead, pieces: list[Fragment], is_wide: bool) -> Iterator[str]:
    left, right = STYLE.column_widths(STYLE.width_of_text(landscape=is_wide))
    agency, state = STYLE.margins["left"] + left / 2, STYLE.margins["left"] + left + right / 2
    words = paper_words()
    yield from _look(pieces, head.parent, "parent", "Regular", centre=agency)
    yield from _look(pieces, head.issuer, "issuer", "Bold", centre=agency)
    yield from _look(pieces, head.number, "number", "Regular", centre=0)
    yield from _look(pieces, words.say("state_name"), "state_name", "Bold", centre=state)
    yield from _look(pieces, words.say("motto"), "motto", "Bold", centre=state)
    yield from _look(pieces, head.place_and_date, "place_and_date", "Italic", centre=0)
    tops = [_line(pieces, text) for text in (head.parent or head.issuer, words.say("state_name"))]
    if len({one.top for one in tops if one}) != 1:
        yield f"the head does not stand on one line: {tops}"


def _blocks(blocks: tuple[Block, ...], pages: list[list[Fragment]], is_wide: bool) -> Iterator[str]:
    width = STYLE.width_of_text(landscape=is_wide)
    pieces = [one for page in pages for one in page]
    indent = STYLE.margins["left"] + STYLE.text["first_line"]
    centre = STYLE.margins["left"] + width / 2
    sizes = {*STYLE.sizes.values(), STYLE.layout["code_caption"]}
    for block in blocks:
        match block:
            case Title():
                yield from _look(pieces, block.name, "title", "Bold", centre=centre)
                if block.subject:
                    yield from _look(pieces, block.subject, "subject", "Bold")
            case LegalBases():
                for text in base_lines(block.lines):
                    yield from _look(pieces, text, "legal_bases", "Italic", left=indent)
            case Article():
                yield from _look(pieces, block.label, "body", "Bold", left=indent)
            case Paragraph() if not block.lead:
                yield from _look(pieces, block.text, "body", "Regular", left=indent)
            case Closing():
                yield from _foot(block, pages, width)
            case Table():
                sizes.add(table_layout(block, width, STYLE).size)
    others = {one.size for one in pieces} - sizes
    if others:
        yield f"sizes of letters that nothing has: {others}"


def _foot(block: Closing, pages: list[list[Fragment]], width: float) -> Iterator[str]:
    """Two halves; the signature does not begin a page."""
    half = (width - 4) / 2
    places = {"left": STYLE.margins["left"], "right": STYLE.margins["left"] + half + 4}
    for name, side in (("left", block.left), ("right", block.right)):
        centre = places[name] + half / 2
        if isinstance(side, Recipients):
            for page in pages:
                label = _line(page, side.label)
                if label is None:
                    continue
                yield from _look(page, side.label, "recipients_label", "BoldItalic")
                below = [one for one in page if one.top > label.top]
                for text in recipient_lines(side.lines):
                    yield from _look(
                        below, text, "recipients", "Regular", left=STYLE.margins["left"]
                    )
        elif isinstance(side, Signature):
            page = next((one for one in pages[::-1] if _line(one, side.positions[0])), pages[-1])
            for text in side.positions:
                yield from _look(page, text, "position", "Bold", centre=centre)
            for text in side.names:
                yield from _look(page, text, "signer", "Bold", centre=centre)
            first = page[0]
            if any(first.text == text for text in side.positions):
                yield f"the signature stands alone on its page: {first}"


def wrong_in_word(paper: Paper, word: bytes) -> Iterator[str]:
    """Sections with their margins and numbers, sizes, indents, elements out of order."""
    made = Document(io.BytesIO(word))
    parts = parts_of(paper)
    if len(made.sections) != len(parts):
        yield f"{len(made.sections)} sections"
        return
    sizes = {*STYLE.sizes.values(), STYLE.layout["code_caption"], 2, 4, 6}  # of empty lines too
    for section, (blocks, is_wide) in zip(made.sections, parts, strict=True):
        for side in ("left", "right", "top", "bottom"):
            margin = getattr(section, f"{side}_margin").mm
            if abs(margin - STYLE.margins[side]) > 0.1:
                yield f"margin {side}: {margin}"
        size = (round(section.page_width.mm), round(section.page_height.mm))
        if size != ((297, 210) if is_wide else (210, 297)):
            yield f"page: {size}"
        if not section.different_first_page_header_footer:
            yield "a number on the first page"
        if "PAGE" not in section.header.paragraphs[0]._p.xml:
            yield "no numbers of pages"
        tables = [one for one in blocks if isinstance(one, Table)]
        width = STYLE.width_of_text(landscape=is_wide)
        sizes |= {table_layout(one, width, STYLE).size for one in tables}
    for run in made.element.body.iter(qn("w:r")):
        found = run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
        if found is not None and float(found.get(qn("w:val"))) / 2 not in sizes and _text(run):
            yield f"size {found.get(qn('w:val'))}: {_text(run)}"
    yield from _indents(paper, made)
    yield from out_of_order(made.element.body)


def _text(run: Any) -> str:
    return "".join(one.text or "" for one in run.iter(qn("w:t")))


def _indents(paper: Paper, made: Any) -> Iterator[str]:
    """Every paragraph of the text is indented, justified and spaced as the style sheet says."""
    texts = {
        block.text.split("\n")[0]
        for blocks, _is_wide in parts_of(paper)
        for block in blocks
        if isinstance(block, Paragraph) and not block.lead
    }
    for one in made.paragraphs:
        if one.text not in texts or not one.text:
            continue
        shape = one.paragraph_format
        found = (shape.first_line_indent, shape.space_after, shape.line_spacing)
        if found[0] is None or abs(found[0].mm - STYLE.text["first_line"]) > 0.1:
            yield f"indent {found[0]}: {one.text}"
        elif (found[1].pt, found[2]) != (STYLE.text["paragraph_gap"], STYLE.text["line_spacing"]):
            yield f"spacing {found[1:]}: {one.text}"
        sizes = {run.font.size.pt for run in one.runs if run.font.size is not None}
        if sizes != {STYLE.sizes["body"]}:
            yield f"size {sizes}: {one.text}"


def out_of_order(body: Any) -> Iterator[str]:
    """Properties whose elements do not stand in the order of the schema, or are unknown to it."""
    for name, order in ORDER.items():
        places = {f"{qn(f'w:{one}')}": at for at, one in enumerate(order.split())}
        for properties in body.iter(qn(f"w:{name}")):
            found = [places.get(child.tag, -1) for child in properties]
            if found != sorted(found) or -1 in found:
                tags = [re.sub("{.*}", "", child.tag) for child in properties]
                yield f"{name}: {tags}"
                break
