"""The real department's five years: every one of the 611 awards goes through the real engine."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from nominations.awards.models import Kind
from nominations.demo.drive import Drive, moment, Row
from nominations.demo.staff import Staff
from nominations.demo.texts import goal
from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models import Person, Unit
from workflow import clock

FIGURES = Path(__file__).resolve().parent.parent / "awards" / "data" / "history" / "awards_2015_2019.csv"

Need = tuple[str, str, int]
"""Award code, kind, count."""

_NAMES = {
    "CONG_TRANG": "Thi đua năm {year}",
    "PHONG_TRAO": "Khen thưởng theo chuyên đề năm {year}",
    "DOT_XUAT": "Khen thưởng đột xuất năm {year}",
}
_RANK_BY_COLUMN = ("LDTT", "CSTDCS", "GK", "CSTD_TINH", "BK_TINH", "BK_BO", "BK_TTG", "HCLD3", "HCLD2")


def figures() -> dict[int, dict[str, list[Need]]]:
    """The report's figures: year -> commendation type -> needs."""
    needs: dict[int, dict[str, list[Need]]] = defaultdict(lambda: defaultdict(list))
    with FIGURES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            needs[int(row["year"])][row["commendation_type"]].append(
                (row["award"], row["kind"], int(row["count"]))
            )
    return needs


def issuers() -> dict[str, str]:
    """Who issues each higher award, as the figures name them."""
    with FIGURES.open(encoding="utf-8") as file:
        return {row["award"]: row["authority"] for row in csv.DictReader(file) if row["authority"]}


def drive_history(staff: Staff, random: Random) -> int:
    """Drive all years; gives the number of nominations conferred."""
    total = 0
    names = issuers()
    for year, by_type in sorted(figures().items()):
        for commendation_type, needs in by_type.items():
            campaign = _campaign(staff, year, commendation_type, [need[0] for need in needs])
            drive = Drive(staff, campaign)
            rows = _rows(staff, random, needs, year)
            start = campaign.registration_opens_at.date() + timedelta(days=5)
            name = _NAMES[commendation_type].format(year=year)
            nominations = drive.whole_way(rows, start, name)
            _outcomes(drive, nominations, year, names)
            total += len(nominations)
    return total


def _campaign(staff: Staff, year: int, commendation_type: str, codes: Sequence[str]) -> Campaign:
    """Annual: goals in January, reports in November. The others: all within two months."""
    annual = commendation_type == "CONG_TRANG"
    opens = date(year, 1, 5) if annual else date(year, 8, 3)
    reports = date(year, 11, 9) if annual else date(year, 9, 7)
    with clock.at(moment(opens, 8)):
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
            registration=(moment(opens, 8), moment(opens + timedelta(days=60), 17)),
            submission=(moment(reports, 8), moment(reports + timedelta(days=30), 17)),
            plan_number=f"0{year % 10}/KH-STC",
            plan_date=opens,
        )


def _rows(staff: Staff, random: Random, needs: Sequence[Need], year: int) -> list[Row]:
    """Choose distinct subjects per award: the higher the award, the fewer of those below it."""
    rows = []
    units = [unit for unit in staff.units if unit.organization_id == staff.agency.pk and unit.rank > 0]
    pool = _pool(staff, random)
    outside_council = [person for person in pool if person not in staff.members]
    ordered = sorted(needs, key=lambda need: _RANK_BY_COLUMN.index(need[0]) if need[0] in _RANK_BY_COLUMN else 0)
    for award, kind, count in ordered:
        if kind == Kind.COLLECTIVE:
            for unit in _collectives(units, count, year):
                rows.append(Row(award, unit=unit, collective=unit, goals=goal(unit.rank)))
            continue
        people = pool if award in {"LDTT", "GK"} else outside_council
        for index, person in enumerate(people[:count]):
            rows.append(Row(award, unit=staff.unit_of[person.pk], person=person, goals=goal(index)))
    return rows


def _pool(staff: Staff, random: Random) -> list[Person]:
    """Everybody in a random order, with two people last who are left free to count the votes."""
    scrutineer = staff.roles["kiemphieu"].person
    free = [p for p in staff.people if p.pk in staff.user_of and p not in staff.members and p != scrutineer]
    last = [free[-1], scrutineer]
    others = [person for person in staff.people if person not in last]
    return [*random.sample(others, len(others)), *(person for person in last if person is not None)]


def _collectives(units: Sequence[Unit], count: int, year: int) -> list[Unit]:
    turned = [*units[year % len(units) :], *units[: year % len(units)]]
    return sorted(turned[:count], key=lambda unit: unit.rank)


def _outcomes(drive: Drive, nominations: Sequence[Nomination], year: int, names: dict[str, str]) -> None:
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
            moment(date(year + 1, 3, 10 + place), 14),
            number=f"{310 + place}/QĐ-{_symbol(award)}",
            issuer=names[award],
        )


def _symbol(award: str) -> str:
    return {"BK_TTG": "TTg", "BK_BO": "BTC", "HCLD2": "CTN", "HCLD3": "CTN"}.get(award, "UBND")
