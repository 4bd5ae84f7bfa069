"""The period report as a paper: the agency's texts and the record in the order of the structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.documents.blocks import (
    Addressees,
    Appendix,
    Block,
    Closing,
    Paper,
    Paragraph,
    PartHeading,
    Title,
)
from nominations.documents.paper_words import paper_words, roman_numeral
from nominations.documents.standard_parts import (
    letterhead_of,
    recipients,
    short_name,
    signature_of,
)
from nominations.documents.stored_blocks import paper_of
from nominations.paper_numbers.models import PaperType
from nominations.period_reports.models import AgencyReport
from nominations.period_reports.queries import texts_of
from nominations.period_reports.record_blocks import ReportRecord, report_record
from nominations.period_reports.report_period import WORDS, Period
from nominations.period_reports.report_structure import TEXT, ReportSection, structure
from workflow import clock


def paper_of_report(report: AgencyReport) -> Paper:
    """The paper as it was completed; of one that is being written, as it would be now."""
    if report.frozen is not None:
        return paper_of(report.frozen)
    record = report_record(report.organization, report.period)
    return composed_report(report, texts_of(report), record)


def default_title(variant: str, period: Period) -> str:
    return paper_words(WORDS).say(f"title.{variant}", period=period.label)


def heading_of(section: ReportSection, variant: str, period: Period) -> str:
    """The heading with the period in it."""
    text = section.heading_of(variant)
    return text.format(PERIOD=period.label.upper(), NEXT_YEAR=period.last + 1)


def lines_of(text: str) -> list[str]:
    """The paragraphs of a text: its lines that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@override("vi")
def composed_report(report: AgencyReport, texts: Mapping[str, str], record: ReportRecord) -> Paper:
    """The whole paper; number and day are left blank, since nobody issued it."""
    say, agency = paper_words(WORDS).say, report.organization
    period, name = report.period, short_name(agency)
    subject = f"{report.title[:1].lower()}{report.title[1:]}"
    copies = lines_of(texts.get("recipients", "")) or [paper_words().say("archive")]
    table = record.table
    return Paper(
        file_name="bao_cao_giai_doan",
        title=report.title,
        letterhead=letterhead_of(
            agency, number="", paper=PaperType.REPORT.value, day=None, year=clock.today().year
        ),
        blocks=(
            Title(name=say("name"), subject=report.title),
            *_addressees(report),
            *(Paragraph(text=line) for line in lines_of(texts.get("basis", ""))),
            Paragraph(text=say("opening", agency=name, period=period.label)),
            *_Numbering(report, texts, record).blocks(),
            Paragraph(text=say("ending", subject=subject)),
            Closing(left=recipients(copies), right=signature_of(head_position(agency))),
        ),
        appendices=(
            Appendix(
                name=say("annex"),
                title=say("list", period=period.label.upper()),
                note=say("note_households" if record.awards.has_households else "note"),
                blocks=(table,),
                landscape=True,
            ),
        )
        if table is not None
        else (),
    )


def _addressees(report: AgencyReport) -> Sequence[Block]:
    parent = report.organization.parent
    if parent is None:
        return ()
    return (Addressees(label=paper_words(WORDS).say("addressees"), names=(parent.name,)),)


class _Numbering:
    """The sections that have something to say, numbered through: Phần I, I., 1."""

    def __init__(
        self, report: AgencyReport, texts: Mapping[str, str], record: ReportRecord
    ) -> None:
        self._report, self._texts, self._record = report, texts, record
        self._numbers = {"part": 0, "chapter": 0, "section": 0}

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        sections = [
            one
            for one in structure(self._report.structure_version)
            if one.level not in ("opening", "recipients")
        ]
        for place, section in enumerate(sections):
            content = self._content(section)
            if content or self._leads(sections[place + 1 :], section):
                found += [*self._heading(section), *content]
        return found

    def _content(self, section: ReportSection) -> list[Block]:
        found: list[Block] = []
        for name in section.blocks:
            if name == TEXT:
                lines = lines_of(self._texts.get(section.key, ""))
                found += [Paragraph(text=line) for line in lines]
            else:
                found += self._record.paragraphs[name]
        return found

    def _leads(self, after: Sequence[ReportSection], section: ReportSection) -> bool:
        """Whether something stands below the heading before the next one of its rank."""
        ranks = ("part", "chapter", "section", "body")
        for one in after:
            if ranks.index(one.level) <= ranks.index(section.level):
                return False
            if self._content(one):
                return True
        return False

    def _heading(self, section: ReportSection) -> list[Block]:
        heading = heading_of(section, self._report.variant, self._report.period)
        say, level = paper_words(WORDS).say, section.level
        if level == "body":
            return []
        self._numbers[level] += 1
        for below in {"part": ("chapter", "section"), "chapter": ("section",)}.get(level, ()):
            self._numbers[below] = 0
        number = self._numbers[level]
        if level == "part":
            part = say("part", number=roman_numeral(number))
            return [
                PartHeading(text=part, centred=True),
                PartHeading(text=heading, centred=True),
            ]
        shown = roman_numeral(number) if level == "chapter" else str(number)
        return [PartHeading(text=say(level, number=shown, heading=heading))]
