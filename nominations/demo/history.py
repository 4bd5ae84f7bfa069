"""The real department's five years: every one of the 611 awards goes through the real engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from nominations.awards.shipped_history import HistoryFigure, figures
from nominations.demo import attested_records
from nominations.demo.pipeline_driver import DraftRow, NominationDriver, local_time
from nominations.demo.recipients import recipients_of, star_units
from nominations.demo.staff import DemoStaff
from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models import Person
from nominations.records.scales import AttestationKind
from workflow import clock

_NAMES = {
    "CONG_TRANG": "Thi đua năm {year}",
    "PHONG_TRAO": "Khen thưởng theo chuyên đề năm {year}",
    "DOT_XUAT": "Khen thưởng đột xuất năm {year}",
}


def drive_history(staff: DemoStaff, random: Random, stars: Sequence[Person]) -> int:
    """Drive all years; gives the number of nominations conferred."""
    total = 0
    by_campaign: dict[tuple[int, str], list[HistoryFigure]] = defaultdict(list)
    for figure in figures():
        by_campaign[figure.year, figure.commendation_type].append(figure)
    issuers = {figure.award: figure.authority for figure in figures() if figure.authority}
    for (year, commendation_type), needs in by_campaign.items():
        campaign = _campaign(staff, year, commendation_type, [need.award for need in needs])
        drive = NominationDriver(staff, campaign)
        rows = recipients_of(staff, random, stars, needs, year)
        start = campaign.registration_opens_at.date() + timedelta(days=5)
        name = _NAMES[commendation_type].format(year=year)
        recorded = partial(_record, staff, stars, rows, year, commendation_type)
        nominations = drive.whole_way(rows, start, name, recorded)
        _outcomes(drive, nominations, year, issuers)
        total += len(nominations)
    return total


def _campaign(
    staff: DemoStaff, year: int, commendation_type: str, codes: Sequence[str]
) -> Campaign:
    """Annual: goals in January, reports in November. The others: all within two months."""
    annual = commendation_type == "CONG_TRANG"
    opens = date(year, 1, 5) if annual else date(year, 8, 3)
    reports = date(year, 11, 9) if annual else date(year, 9, 7)
    with clock.at(local_time(opens, 8)):
        return dossiers.open_campaign(
            actor=staff.roles["thuky"],
            organization=staff.agency,
            code=f"{year}-{commendation_type.lower().replace('_', '-')}",
            name=_NAMES[commendation_type].format(year=year),
            year=year,
            commendation_type=commendation_type,
            award_codes=list(dict.fromkeys(codes)),
            achievement_from=date(year, 1, 1),
            achievement_to=date(year, 12, 31),
            registration=(local_time(opens, 8), local_time(opens + timedelta(days=60), 17)),
            submission=(local_time(reports, 8), local_time(reports + timedelta(days=30), 17)),
            plan_number=f"0{year % 10}/KH-STC",
            plan_date=opens,
        )


def _record(
    staff: DemoStaff,
    stars: Sequence[Person],
    rows: Sequence[DraftRow],
    year: int,
    commendation_type: str,
    at: datetime,
) -> None:
    """What the reports of the campaign rest on is entered on the records."""
    if commendation_type == "CONG_TRANG":
        attested_records.record_year(staff, rows, year, at, stars=[*stars, *star_units(staff)])
    else:
        attested_records.attest(staff, rows, year, at, [AttestationKind(commendation_type)])


def _outcomes(
    drive: NominationDriver, nominations: Sequence[Nomination], year: int, names: dict[str, str]
) -> None:
    """In March of the next year the higher awards arrive, one paper per award."""
    titles = drive.titles
    by_award: dict[str, list[Nomination]] = defaultdict(list)
    for nomination in nominations:
        title = titles[nomination.award_type_id]
        if not title.own_authority:
            by_award[title.award_type.code].append(nomination)
    for place, (award, group) in enumerate(sorted(by_award.items())):
        drive.outcome(
            group,
            local_time(date(year + 1, 3, 10 + place), 14),
            number=f"{310 + place}/QĐ-{_symbol(award)}",
            issuer=names[award],
        )


def _symbol(award: str) -> str:
    return {"BK_TTG": "TTg", "BK_BO": "BTC", "HCLD2": "CTN", "HCLD3": "CTN"}.get(award, "UBND")
