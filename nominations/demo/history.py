"""The real department's five years: every one of the 611 awards goes through the real engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from nominations.awards.history import Figure, figures
from nominations.awards.models import Kind
from nominations.demo.drive import Drive, Row, moment
from nominations.demo.staff import Staff
from nominations.demo.texts import goal
from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign, Nomination
from nominations.people.models import Person, Unit
from workflow import clock

_NAMES = {
    "CONG_TRANG": "Thi đua năm {year}",
    "PHONG_TRAO": "Khen thưởng theo chuyên đề năm {year}",
    "DOT_XUAT": "Khen thưởng đột xuất năm {year}",
}


def drive_history(staff: Staff, random: Random) -> int:
    """Drive all years; gives the number of nominations conferred."""
    total = 0
    by_campaign: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for figure in figures():
        by_campaign[figure.year, figure.commendation_type].append(figure)
    issuers = {figure.award: figure.authority for figure in figures() if figure.authority}
    for (year, commendation_type), needs in by_campaign.items():
        campaign = _campaign(staff, year, commendation_type, [need.award for need in needs])
        drive = Drive(staff, campaign)
        rows = _rows(staff, random, needs, year)
        start = campaign.registration_opens_at.date() + timedelta(days=5)
        name = _NAMES[commendation_type].format(year=year)
        nominations = drive.whole_way(rows, start, name)
        _outcomes(drive, nominations, year, issuers)
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


def _rows(staff: Staff, random: Random, needs: Sequence[Figure], year: int) -> list[Row]:
    """Choose distinct subjects per award; the rarer awards go to people outside the council."""
    rows: list[Row] = []
    agency = staff.agency.pk
    units = [unit for unit in staff.units if unit.organization_id == agency and unit.rank > 0]
    everybody = _everybody(staff, random)
    outside_council = [person for person in everybody if person not in staff.members]
    for need in needs:
        if need.kind == Kind.COLLECTIVE:
            chosen = _collectives(units, need.count, year)
            rows += [
                Row(need.award, unit=unit, collective=unit, goals=goal(unit.rank))
                for unit in chosen
            ]
        else:
            people = everybody if need.award in {"LDTT", "GK"} else outside_council
            rows += [
                Row(need.award, unit=staff.unit_of[person.pk], person=person, goals=goal(index))
                for index, person in enumerate(people[: need.count])
            ]
    return rows


def _everybody(staff: Staff, random: Random) -> list[Person]:
    """All in a random order, with two people last who are left free to count the votes."""
    scrutineer = staff.person("kiemphieu")
    free = [
        person
        for person in staff.people
        if person.pk in staff.user_of and person not in staff.members and person != scrutineer
    ]
    last = [free[-1], scrutineer]
    others = [person for person in staff.people if person not in last]
    return [*random.sample(others, len(others)), *last]


def _collectives(units: Sequence[Unit], count: int, year: int) -> list[Unit]:
    turned = [*units[year % len(units) :], *units[: year % len(units)]]
    return sorted(turned[:count], key=lambda unit: unit.rank)


def _outcomes(
    drive: Drive, nominations: Sequence[Nomination], year: int, names: dict[str, str]
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
            moment(date(year + 1, 3, 10 + place), 14),
            number=f"{310 + place}/QĐ-{_symbol(award)}",
            issuer=names[award],
        )


def _symbol(award: str) -> str:
    return {"BK_TTG": "TTg", "BK_BO": "BTC", "HCLD2": "CTN", "HCLD3": "CTN"}.get(award, "UBND")
