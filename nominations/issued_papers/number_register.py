"""The register of numbers of a year: every number with its paper, gaps and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from nominations.files.spreadsheet_writer import put_value, xlsx_bytes
from nominations.issued_papers.models import IssuedPaper
from nominations.issued_papers.queries import HEAVY, PaperStatus, paper_statuses
from nominations.paper_numbers.models import PaperNumber, PaperNumberUse, PaperType
from nominations.paper_numbers.series import PURPOSES
from nominations.people.models import Organization

_SUBJECT = "issued_paper:"
_SHOWN_GAPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """A number of the register, the issued paper that bears it, and what became of that."""

    number: PaperNumber
    paper: IssuedPaper | None
    status: PaperStatus | None

    @property
    def subject(self) -> str:
        """The subject of the paper; of a number not issued here its purpose, if that says more than
        the type of paper."""
        if self.paper is not None:
            return self.paper.name
        usual = PURPOSES.get(PaperType(self.number.paper))
        return "" if self.number.purpose == usual else self.number.get_purpose_display()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesGaps:
    """Running numbers of a series that nobody took: "03, 05-07" up to the last one."""

    paper: str
    symbol: str
    last: int
    missing: int
    ranges: str


def numbers_of(
    organization: Organization, year: int, *, paper: str = "", symbol: str = ""
) -> QuerySet[PaperNumber]:
    """Numbers of the agency's own papers of the year, in the order of the series."""
    rows = PaperNumber.objects.filter(organization=organization, year=year, is_named_only=False)
    if paper:
        rows = rows.filter(paper=paper)
    if symbol:
        rows = rows.filter(Q(canonical__endswith=f"-{symbol.upper()}"))
    return rows.order_by("paper", "number", "canonical")


def symbols_of(organization: Organization) -> list[str]:
    """Symbols of organs under which the agency numbers papers: its own and those of councils."""
    found = {
        canonical.partition("-")[2]: shown.partition("-")[2]
        for canonical, shown in PaperNumber.objects.filter(
            organization=organization, is_named_only=False
        ).values_list("canonical", "shown")
    }
    return sorted(one for one in found.values() if one)


def years_of(organization: Organization) -> list[int]:
    """Years with a number, the latest first."""
    rows = PaperNumber.objects.filter(organization=organization, is_named_only=False)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def rows_of(numbers: Iterable[PaperNumber]) -> list[RegisterRow]:
    """The numbers with their papers: three queries."""
    listed = list(numbers)
    uses = PaperNumberUse.objects.filter(
        paper_number__in=[one.pk for one in listed], subject__startswith=_SUBJECT
    ).order_by("-pk")
    names = {use.paper_number_id: use.subject.removeprefix(_SUBJECT) for use in uses}
    papers = {
        str(one.public_id): one
        for one in IssuedPaper.objects.filter(public_id__in=set(names.values())).defer(*HEAVY)
    }
    statuses = paper_statuses(papers.values()) if papers else {}
    found = []
    for number in listed:
        paper = papers.get(names.get(number.pk, ""))
        found.append(
            RegisterRow(
                number=number,
                paper=paper,
                status=statuses.get(paper.pk) if paper is not None else None,
            )
        )
    return found


def gaps_of(numbers: QuerySet[PaperNumber]) -> list[SeriesGaps]:
    """The gaps of every series among the numbers, of those that have any."""
    series: dict[tuple[str, str], set[int]] = {}
    for paper, shown, number in numbers.values_list("paper", "shown", "number"):
        if number is not None:
            series.setdefault((paper, shown.partition("-")[2]), set()).add(number)
    found = []
    for (paper, symbol), taken in sorted(series.items()):
        last = max(taken)
        ranges = list(_ranges(taken, last))
        if ranges:
            missing = sum(end - start + 1 for start, end in ranges)
            found.append(
                SeriesGaps(
                    paper=paper,
                    symbol=symbol,
                    last=last,
                    missing=missing,
                    ranges=_ranges_text(ranges),
                )
            )
    return found


def _ranges(taken: set[int], last: int) -> Iterator[tuple[int, int]]:
    before = 0
    for number in sorted(taken):
        if number > before + 1:
            yield before + 1, number - 1
        before = number


def _ranges_text(ranges: list[tuple[int, int]]) -> str:
    shown = [
        f"{start:02d}" if start == end else f"{start:02d}–{end:02d}"
        for start, end in ranges[:_SHOWN_GAPS]
    ]
    return ", ".join(shown) + (", …" if len(ranges) > _SHOWN_GAPS else "")


def status_text(row: RegisterRow) -> str:
    """What became of the issued paper, in words; empty where it stands unchanged."""
    status = row.status
    if status is None:
        return ""
    sentences = []
    for sentence, papers in (
        (_("revoked by %(papers)s"), status.withdrawn_by),
        (_("replaced by %(papers)s"), status.replaced_by),
        (_("revoked in part by %(papers)s"), status.revoked_by),
        (_("corrected by %(papers)s"), status.corrected_by),
        (_("supplemented by %(papers)s"), status.supplemented_by),
    ):
        if papers:
            sentences.append(sentence % {"papers": ", ".join(one.number for one in papers)})
    return "; ".join(sentences)


def register_workbook(
    organization: Organization, year: int, rows: Iterable[RegisterRow], gaps: list[SeriesGaps]
) -> bytes:
    """The register as an Excel file: the numbers, and the gaps below them."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = _("Register of papers")[:31]
    head = [
        _("No."), _("Number"), _("Date"), _("Type of paper"), _("What for"), _("Subject"),
        _("Signed by"), _("Issued"), _("Later papers"),
    ]  # fmt: skip
    title = _("Register of papers of %(agency)s, year %(year)s")
    lines: list[list[Any]] = [[title % {"agency": organization.name, "year": year}], head]
    for place, row in enumerate(rows, 1):
        paper = row.paper
        lines.append(
            [
                place,
                row.number.shown,
                row.number.dated_on,
                row.number.get_paper_display(),
                row.number.get_purpose_display(),
                paper.name if paper else "",
                paper.signer_name if paper else "",
                _("yes") if paper else _("no"),
                status_text(row),
            ]
        )
    lines.extend([gap_text(gap)] for gap in gaps)
    for at, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            cell = put_value(sheet.cell(at, column), value)
            cell.font = Font(name="Times New Roman", size=12, bold=at <= 2)
            cell.alignment = Alignment(vertical="center", wrap_text=at > 1)
    for column, width in enumerate((6, 18, 12, 16, 22, 50, 24, 12, 40), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A3"
    return xlsx_bytes(workbook)


def gap_text(gap: SeriesGaps) -> str:
    """ "QĐ-STC: chưa dùng 02 số trong dãy đến số 12: 03, 07"."""
    sentence = _("%(series)s: %(count)s numbers up to %(last)s are on no paper here: %(numbers)s.")
    return sentence % {
        "series": f"{gap.paper}-{gap.symbol}",
        "count": gap.missing,
        "last": gap.last,
        "numbers": gap.ranges,
    }
