"""The period report as a paper and as a workbook, out of the paragraphs and the table it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.documents.blocks import (
    Alignment,
    Appendix,
    Closing,
    Column,
    Paper,
    Paragraph,
    PartHeading,
    Row,
    RowKind,
    Table,
    Title,
)
from nominations.documents.paper_words import PaperWords, count_text, day_text, paper_words
from nominations.documents.recipient_words import say_of
from nominations.documents.standard_parts import (
    letterhead_of,
    recipients,
    short_name,
    signature_on,
)
from nominations.files.table_workbook import as_xlsx
from nominations.paper_numbers.models import PaperType
from nominations.people.models import Organization
from nominations.statistics.exports import figures_table
from nominations.statistics.period_report import PeriodReport
from workflow import clock

_FILE = Path(__file__).resolve().parent / "data" / "period_paper.toml"


def _words() -> PaperWords:
    return paper_words(_FILE)


def _period(report: PeriodReport) -> str:
    first, last = report.years[0], report.years[-1]
    return _words().say("year" if first == last else "years", first=first, last=last)


@override("vi")
def period_paper(
    organization: Organization, report: PeriodReport, *, known_on: date | None = None
) -> Paper:
    """The report with a paragraph for each year and the table in an annex; number and day are left
    blank, since nobody issued it."""
    say, period, agency = _words().say, _period(report), short_name(organization)
    subject = say("subject", period=period, agency=agency)
    if known_on is not None:
        subject = f"{subject}\n{say('known_on', date=day_text(known_on))}"
    return Paper(
        file_name="bao_cao_khen_thuong",
        title=subject,
        letterhead=letterhead_of(
            organization,
            number="",
            paper=PaperType.REPORT.value,
            day=None,
            year=clock.today().year,
        ),
        blocks=(
            Title(name=say("name"), subject=subject),
            _opening(report, period, agency),
            PartHeading(text=say("first")),
            *(Paragraph(text=text) for text in report.paragraphs.values()),
            PartHeading(text=say("second")),
            Paragraph(text=say("table")),
            Paragraph(text=say("ending", period=period, agency=agency)),
            Closing(
                left=recipients((paper_words().say("archive"),)),
                right=signature_on(head_position(organization), organization, None),
            ),
        ),
        appendices=(
            Appendix(
                name=say("annex"),
                title=say("list", period=period.upper()),
                note=say("note_households" if report.has_households else "note"),
                blocks=(award_table(report.table),),
                landscape=True,
            ),
        ),
    )


def _opening(report: PeriodReport, period: str, agency: str) -> Paragraph:
    """How many awards there were, and to which kinds of recipients."""
    total = count_text(sum(figure.count for figure in report.figures))
    kinds = {figure.kind for figure in report.figures}
    values = {"period": period, "agency": agency, "total": total}
    return Paragraph(text=say_of(_words(), "opening", kinds, **values))


def award_table(rows: Sequence[Sequence[str]]) -> Table:
    """The table of the report; its last row is the sum."""
    head, *lines = rows
    return Table(
        columns=(
            Column(heading=head[0], width=5),
            *(Column(heading=one, width=1.4, alignment=Alignment.CENTRE) for one in head[1:]),
        ),
        rows=tuple(
            Row(cells=tuple(line), kind=RowKind.TOTAL if line is lines[-1] else RowKind.PLAIN)
            for line in lines
        ),
    )


@override("vi")
def period_workbook(report: PeriodReport) -> bytes:
    """The table, every figure with its giver, and the paragraphs, a sheet each."""
    say = _words().say
    paragraphs = [[say("sheet.year"), say("sheet.paragraph")]]
    paragraphs += [[str(year), text] for year, text in report.paragraphs.items()]
    return as_xlsx(
        [
            (say("sheet.table"), report.table),
            (say("sheet.figures"), figures_table(report.figures)),
            (say("sheet.paragraphs"), paragraphs),
        ]
    )
