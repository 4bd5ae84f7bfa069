"""The narrowed figures against the award lines counted one by one, on every day that matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, cycle, islice, product
from typing import Any

import pytest

from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import NewAward, record_awards, revoke
from nominations.law.models import AwardType, RecipientKind
from nominations.people.models import Organization, Person, Unit
from nominations.statistics import queries
from nominations.statistics.breakdown import NOT_RECORDED, Chosen, Division
from tests.statistics.conftest import SINCE
from workflow.actors import SYSTEM

DECIDED = (date(2017, 12, 31), date(2018, 3, 1), date(2018, 3, 15), date(2018, 3, 31))
REVOKED = date(2018, 6, 10)
DAYS = (None, date(2018, 2, 28), *DECIDED, REVOKED - timedelta(days=1), REVOKED)
YEARS = (2017, 2018)
CHOICES: tuple[Chosen, ...] = (
    (Division.AWARD, "GK"),
    (Division.KIND, "collective"),
    (Division.TYPE, "DOT_XUAT"),
    (Division.AUTHORITY, "province"),
    (Division.AGENCY, "STC2"),
    (Division.GENDER, "female"),
    (Division.GENDER, NOT_RECORDED),
)


@pytest.fixture
def lines(department: Organization) -> list[Award]:
    """Two agencies, one award in two versions, persons of each gender and units, in every mixture,
    each third of them revoked; and the same at an agency that is not asked for."""
    second, other = (
        Organization.objects.create(
            code=code, name=f"Sở {code}", parent_id=parent, valid_from=SINCE
        )
        for code, parent in (("STC2", department.parent_id), ("KHAC", None))
    )
    early, late = (
        AwardType.objects.filter(code=code).earliest("valid_from") for code in ("GK", "BK_TINH")
    )
    again = AwardType.objects.get(pk=early.pk)
    again.pk, again.valid_from = None, early.valid_from - timedelta(days=900)
    again.valid_to = early.valid_from - timedelta(days=1)
    again.save()
    people = [
        Person.objects.create(full_name=f"Người Thứ {place}", gender=gender)
        for place, gender in enumerate(("female", "male", ""))
    ]
    rows = []
    for agency in (department, second, other):
        unit = Unit.objects.create(
            organization=agency, code="P", name=f"Phòng của {agency.code}", valid_from=SINCE
        )
        subjects = cycle([*people, unit, people[0]])
        mixture = product((early, again, late), ("CONG_TRANG", "DOT_XUAT"), YEARS, DECIDED)
        for (award, method, year, day), subject in zip(mixture, subjects, strict=False):
            number = f"{len(rows):03}/QĐ"
            rows.append(_award(agency, award, method, year, day, subject, number))
    made = record_awards(rows=rows, actor=SYSTEM)
    revoke(awards=list(islice(made, 0, None, 3)), on=REVOKED, ground="Kê khai sai", actor=SYSTEM)
    return list(Award.objects.select_related("award_type", "organization", "person"))


def _award(
    agency: Organization,
    award: AwardType,
    method: str,
    year: int,
    day: date,
    subject: Any,
    number: str,
) -> NewAward:
    new = NewAward(
        organization_id=agency.pk,
        award_type_id=award.pk,
        kind=RecipientKind.INDIVIDUAL,
        commendation_type=method,
        year=year,
        recipient_name=str(subject),
        decision_number=number,
        decision_date=day,
        issuer="Giám đốc",
        origin=AwardOrigin.IMPORT,
    )
    if isinstance(subject, Person):
        return replace(new, person_id=subject.pk)
    return replace(new, kind=RecipientKind.COLLECTIVE, collective_id=subject.pk)


def _fits(row: Award, chosen: Sequence[Chosen]) -> bool:
    person = row.person
    values = {
        Division.AWARD: row.award_type.code,
        Division.KIND: row.kind,
        Division.TYPE: row.commendation_type,
        Division.AUTHORITY: row.award_type.authority,
        Division.AGENCY: row.organization.code,
        Division.GENDER: (person.gender or NOT_RECORDED) if person else row.kind,
    }
    return all(values[Division(by)] == value for by, value in chosen)


def _is_known(row: Award, day: date | None) -> bool:
    if day is None:
        return row.revoked_on is None
    decided: Any = row.decision_date
    return bool(decided <= day) and (row.revoked_on is None or row.revoked_on > day)


def test_every_narrowing_counts_the_lines_that_fit_and_no_other(
    lines: list[Award], department: Organization
) -> None:
    province: Any = department.parent
    asked = [row for row in lines if row.organization.code != "KHAC" and row.year == 2018]
    narrowings = [*((one,) for one in CHOICES), *combinations(CHOICES, 2)]
    seen = Counter[bool]()
    for day, chosen in product(DAYS, narrowings):
        expected = Counter(
            (row.award_type.code, row.kind, row.commendation_type)
            for row in asked
            if _is_known(row, day) and _fits(row, chosen)
        )
        period: dict[str, Any] = {
            "year_from": 2018, "year_to": 2018, "known_on": day, "subtree": True
        }  # fmt: skip
        pages = queries.award_lines(province, **period, chosen=chosen)
        cells = queries.chosen_tally(province, pages, period, chosen)
        found = Counter(
            {(one.award_code, one.kind, one.commendation_type): one.count for one in cells}
        )
        assert found == expected, (day, chosen)
        assert pages.count() == sum(expected.values()), (day, chosen)
        seen[bool(expected)] += 1
    assert seen[True] > 60
