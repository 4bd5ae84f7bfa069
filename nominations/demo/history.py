"""The real department's five years: every one of the 611 awards goes through the real engine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from nominations.awards.history import HistoryFigure, figures
from nominations.demo import merits
from nominations.demo.drive import DraftRow, NominationDriver, moment
from nominations.demo.staff import DemoStaff
from nominations.demo.texts import goal
from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign, Nomination
from nominations.law.models import RecipientKind
from nominations.people.models import Person, Unit
from nominations.records.scales import Attested
from workflow import clock

_NAMES = {
    "CONG_TRANG": "Thi đua năm {year}",
    "PHONG_TRAO": "Khen thưởng theo chuyên đề năm {year}",
    "DOT_XUAT": "Khen thưởng đột xuất năm {year}",
}


def drive_history(staff: DemoStaff, random: Random) -> int:
    """Drive all years; gives the number of nominations conferred."""
    total = 0
    stars = _stars(staff, random)
    by_campaign: dict[tuple[int, str], list[HistoryFigure]] = defaultdict(list)
    for figure in figures():
        by_campaign[figure.year, figure.commendation_type].append(figure)
    issuers = {figure.award: figure.authority for figure in figures() if figure.authority}
    for (year, commendation_type), needs in by_campaign.items():
        campaign = _campaign(staff, year, commendation_type, [need.award for need in needs])
        drive = NominationDriver(staff, campaign)
        rows = _rows(staff, random, stars, needs, year)
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
        merits.record_year(staff, rows, year, at, stars=[*stars, *_star_units(staff)])
    else:
        merits.attest(staff, rows, year, at, [Attested(commendation_type)])


def _units(staff: DemoStaff) -> list[Unit]:
    """The divisions of the department, without its board."""
    agency = staff.agency.pk
    return [unit for unit in staff.units if unit.organization_id == agency and unit.rank > 0]


def _star_units(staff: DemoStaff) -> list[Unit]:
    """The two units that are graded excellent every year; they get the letters of the province."""
    return _units(staff)[2:4]


def _stars(staff: DemoStaff, random: Random) -> list[Person]:
    """Those outside the council who excel year after year; chains of years need them.

    The first of them work in different units, since a unit needs one to be outstanding itself.
    """
    scrutineer = staff.person("kiemphieu")
    free = [
        person
        for person in staff.people
        if person not in staff.members and person.pk in staff.user_of and person != scrutineer
    ]
    shuffled = random.sample(free, len(free))
    first: dict[int, Person] = {}
    for person in shuffled:
        if staff.unit_of[person.pk].rank > 0:
            first.setdefault(staff.unit_of[person.pk].pk, person)
    others = [person for person in shuffled if person not in first.values()]
    return [*first.values(), *others][:12]


# Where in the row of stars an award begins: nobody gets two awards of the State in one year, and
# whoever gets the province's title has the base titles of the years before.
_FIRST_STAR = {"BK_TINH": 4, "BK_BO": 4, "BK_TTG": 8, "HCLD3": 10, "HCLD2": 11}


def _rows(
    staff: DemoStaff,
    random: Random,
    stars: Sequence[Person],
    needs: Sequence[HistoryFigure],
    year: int,
) -> list[DraftRow]:
    """Choose distinct subjects per award; the rarer awards go to the stars."""
    rows: list[DraftRow] = []
    everybody = _everybody(staff, random, stars)
    for need in needs:
        if need.kind == RecipientKind.COLLECTIVE:
            chosen = _collectives(need, year, staff, rows)
            rows += [
                DraftRow(award=need.award, unit=unit, collective=unit, goals=goal(unit.rank))
                for unit in chosen
            ]
        else:
            base = need.award in {"LDTT", "GK"}
            people = everybody if base else stars[_FIRST_STAR.get(need.award, 0) :]
            rows += [
                DraftRow(
                    award=need.award,
                    unit=staff.unit_of[person.pk],
                    person=person,
                    goals=goal(index),
                )
                for index, person in enumerate(people[: need.count])
            ]
    return rows


def _everybody(staff: DemoStaff, random: Random, stars: Sequence[Person]) -> list[Person]:
    """The stars, then all in a random order, last two people who are free to count the votes."""
    scrutineer = staff.person("kiemphieu")
    free = [
        person
        for person in staff.people
        if person.pk in staff.user_of
        and person not in staff.members
        and person not in stars
        and person != scrutineer
    ]
    last = [free[-1], scrutineer]
    others = [p for p in staff.people if p not in last and p not in stars]
    return [*stars, *random.sample(others, len(others)), *last]


def _collectives(
    need: HistoryFigure, year: int, staff: DemoStaff, rows: Sequence[DraftRow]
) -> list[Unit]:
    """Units in turn; the outstanding ones have somebody outstanding and few who fell short."""
    if need.award in {"BK_TINH", "BK_BO"}:
        return _star_units(staff)[: need.count]
    units = _units(staff)
    turned = [*units[year % len(units) :], *units[: year % len(units)]]
    if need.award == "TTLDXS":
        with_fighter = {row.unit.pk for row in rows if row.award == "CSTDCS"}
        advanced = Counter(row.unit.pk for row in rows if row.award == "LDTT")
        size = Counter(unit.pk for unit in staff.unit_of.values())
        turned = sorted(
            (unit for unit in turned if unit.pk in with_fighter),
            key=lambda unit: -advanced[unit.pk] * 100 // size[unit.pk],
        )
    return sorted(turned[: need.count], key=lambda unit: unit.rank)


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
            moment(date(year + 1, 3, 10 + place), 14),
            number=f"{310 + place}/QĐ-{_symbol(award)}",
            issuer=names[award],
        )


def _symbol(award: str) -> str:
    return {"BK_TTG": "TTg", "BK_BO": "BTC", "HCLD2": "CTN", "HCLD3": "CTN"}.get(award, "UBND")
