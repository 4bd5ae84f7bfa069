"""The years between the real report and the running year: invented awards, imported as history.

Every year is a table such as a secretary keeps, read and checked by the import of award history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from nominations.awards.importing.columns import TABLE
from nominations.awards.importing.plan_writer import import_awards
from nominations.awards.shipped_history import HistoryFigure, figures
from nominations.demo import attested_records, succession
from nominations.demo.pipeline_driver import DraftRow, local_time
from nominations.demo.recipients import recipients_of, star_units
from nominations.demo.staff import DemoStaff
from nominations.files.spreadsheet_writer import csv_bytes
from nominations.importing.file_reader import read_table
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.models import Authority, Person
from nominations.records.scales import AttestationKind
from workflow import clock

FILE = Path(__file__).resolve().parent / "data" / "awards_2020_2025.csv"
_HEADINGS = (
    "Đối tượng",
    "Họ và tên hoặc tên tập thể",
    "Danh hiệu, hình thức",
    "Loại hình khen thưởng",
    "Năm",
    "Số quyết định",
    "Ngày quyết định",
    "Cơ quan ban hành",
)
_DECIDED = {"CONG_TRANG": (12, 20), "PHONG_TRAO": (9, 25), "DOT_XUAT": (10, 30)}
"""Month and day on which the agency decides, by type of commendation."""
_PAPERS = {"CONG_TRANG": 180, "PHONG_TRAO": 128, "DOT_XUAT": 151}
"""The agency's decision of the year 2020; every later year its number is a little higher."""
_FIRST_YEAR = 2020


def enter_years_between(
    staff: DemoStaff, random: Random, stars: Sequence[Person], today: date
) -> int:
    """All years up to the one before `today`; on the way the agency passes to its successor.

    Each agency imports what was decided in its time. Gives the number of awards.
    """
    years = range(_FIRST_YEAR, today.year)
    before = [year for year in years if year < succession.DAY.year]
    imported = _import_years(staff, random, stars, before, min(today, succession.LAST_DAY))
    if today > succession.DAY:
        succession.pass_to_successors(staff)
    after = [year for year in years if year >= succession.DAY.year]
    return imported + _import_years(staff, random, stars, after, today)


def _import_years(
    staff: DemoStaff, random: Random, stars: Sequence[Person], years: Iterable[int], today: date
) -> int:
    """Enter what the awards rest on, then import them as one table on the day."""
    lines: list[tuple[str, ...]] = []
    for year in years:
        for commendation_type, needs in _figures_of(year).items():
            rows = recipients_of(staff, random, stars, needs, year)
            at = local_time(date(year, *_DECIDED[commendation_type]))
            if commendation_type == CommendationType.MERIT:
                attested_records.record_year(
                    staff, rows, year, at, stars=[*stars, *star_units(staff)]
                )
            else:
                attested_records.attest(staff, rows, year, at, [AttestationKind(commendation_type)])
            lines += _lines(staff, rows, year, commendation_type, today)
    if not lines:
        return 0
    with clock.at(local_time(today, 8)):
        sheet = read_table("khen-thuong-cac-nam.csv", csv_bytes([_HEADINGS, *lines]), TABLE)
        done = import_awards(actor=staff.roles["thuky"], sheet=sheet, organization=staff.agency)
    if not done.plan.ok:
        raise ValueError([str(problem) for problem in done.plan.problems[:5]])
    return done.added


def _figures_of(year: int) -> dict[str, list[HistoryFigure]]:
    """The figures of a year; a year after the last of the file is like the last."""
    known = figures(FILE)
    like = min(year, max(figure.year for figure in known))
    found: dict[str, list[HistoryFigure]] = defaultdict(list)
    for figure in known:
        if figure.year == like:
            found[figure.commendation_type].append(figure)
    return found


def _lines(
    staff: DemoStaff, rows: Sequence[DraftRow], year: int, commendation_type: str, until: date
) -> Iterator[tuple[str, ...]]:
    """One line of the table for each award that had been decided by the day."""
    awards = {award.code: award for award in AwardType.objects.all()}
    for row in rows:
        award = awards[row.award]
        number, day, issuer = _paper(staff, award, year, commendation_type)
        subject = row.person or row.collective
        kind = RecipientKind.INDIVIDUAL if row.person else RecipientKind.COLLECTIVE
        if day <= until:
            yield (
                str(kind.label),
                str(subject),
                award.name,
                str(CommendationType(commendation_type).label),
                str(year),
                number,
                f"{day:%d/%m/%Y}",
                issuer,
            )


def _paper(
    staff: DemoStaff, award: AwardType, year: int, commendation_type: str
) -> tuple[str, date, str]:
    """(number, day, issuer): own awards by the agency's head, the others in March after the year.

    The province gives what no ministry and no organ of the State gives.
    """
    step = year - _FIRST_YEAR
    if award.authority == Authority.AGENCY:
        day = date(year, *_DECIDED[commendation_type])
        number = f"{_PAPERS[commendation_type] + 3 * step}/QĐ-{staff.agency.symbol}"
        return number, day, f"Giám đốc {staff.agency.name}"
    day = date(year + 1, 3, 12)
    if award.authority == Authority.PROVINCE:
        return f"{640 + 7 * step + award.rank}/QĐ-UBND", day, f"Chủ tịch {staff.province.name}"
    return f"{402 + 11 * step}/QĐ-TTg", day, "Thủ tướng Chính phủ"
