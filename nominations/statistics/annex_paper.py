"""An annex as a paper and as a workbook: the same cells, empty where the record cannot answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.documents.blocks import (
    Alignment,
    Block,
    Closing,
    Column,
    Paper,
    Paragraph,
    Row,
    RowKind,
    Signature,
    Table,
    Title,
)
from nominations.documents.paper_words import PaperWords, day_text, paper_words
from nominations.documents.standard_parts import letterhead_of, signature_on
from nominations.files.table_workbook import as_xlsx
from nominations.paper_numbers.models import PaperType
from nominations.statistics.annex_counts import Annex, AnnexRow
from nominations.statistics.annex_templates import ANNEX_WORDS
from workflow import clock

INDENT = "\u2003"
"""Before the label of a row below another."""


def _words() -> PaperWords:
    return paper_words(ANNEX_WORDS)


def label_of(one: AnnexRow) -> str:
    """The label of a row, set in by its level."""
    return f"{INDENT * max(one.row.level - 1, 0)}{one.row.label}"


def cell_of(figure: int | None) -> str:
    """The figure; nothing where nobody knows it."""
    return "" if figure is None else str(figure)


def lines_above_table(found: Annex, known_on: date | None) -> list[str]:
    """What stands above the table: the act, and as of which day the figures are known."""
    template, say = found.template, _words().say
    lines = [say("act", act=template.act, due=template.due)]
    return [*lines, say("known_on", date=day_text(known_on or clock.today()))]


@override("vi")
def annex_paper(found: Annex, *, known_on: date | None = None) -> Paper:
    """The annex on a landscape sheet; number and day are left blank, since nobody issued it."""
    say, agency, template = _words().say, found.organization, found.template
    subject = say("subject", title=template.title, year=found.year)
    return Paper(
        file_name=f"bieu_{template.key.partition('-')[2]}_{found.year}",
        title=f"{say('name', form=template.form)}, {found.year}",
        letterhead=letterhead_of(
            agency, number="", paper=PaperType.REPORT.value, day=None, year=clock.today().year
        ),
        blocks=(
            Title(name=say("name", form=template.form), subject=subject),
            *(Paragraph(text=one) for one in lines_above_table(found, known_on)),
            _table(found),
            *_notes(found),
            Closing(
                left=Signature(positions=(say("made_by"),)),
                right=signature_on(head_position(agency), agency, None),
            ),
        ),
        landscape=True,
    )


def _table(found: Annex) -> Table:
    return Table(
        columns=(
            Column(heading=_words().say("row"), width=6),
            Column(heading=_words().say("number"), width=1, alignment=Alignment.CENTRE),
            *(
                Column(heading=one.label, width=1.6, alignment=Alignment.RIGHT)
                for one in found.columns
            ),
        ),
        rows=tuple(
            Row(
                cells=(label_of(one), one.row.number, *(cell_of(each) for each in one.figures)),
                kind=RowKind.TOTAL if one.row.counts == "all" else RowKind.PLAIN,
            )
            for one in found.rows
        ),
    )


def _notes(found: Annex) -> list[Block]:
    if not found.notes:
        return []
    say = _words().say
    lines = [say("notes"), say("note", text=say("empty"))]
    lines += [say("note", text=one) for one in found.notes]
    return [Paragraph(text=one) for one in lines]


@override("vi")
def annex_workbook(found: Annex, *, known_on: date | None = None) -> bytes:
    """The table and its notes, a sheet each, below what they are about."""
    say, template = _words().say, found.template
    head = [say("row"), say("number"), *(one.label for one in found.columns)]
    rows = [[label_of(one), one.row.number, *one.figures] for one in found.rows]
    about: list[list[Any]] = [
        [say("name", form=template.form), template.title],
        [found.organization.name, found.year],
        *([one] for one in lines_above_table(found, known_on)),
    ]
    notes = [[say("sheet_notes")], [say("empty")], *([one] for one in found.notes)]
    return as_xlsx([(say("sheet"), [head, *rows]), (say("sheet_notes"), notes)], about=about)
