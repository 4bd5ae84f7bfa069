"""The department with its real figures: awards as rows, without their nominations."""

from __future__ import annotations

from datetime import date

import pytest

from nominations.awards import shipped_history
from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import NewAward, record_awards
from nominations.law import catalogue
from nominations.law.models import AwardType, RecipientKind
from nominations.people.models import Organization, Person, Unit
from workflow.actors import SYSTEM

SINCE = date(2014, 1, 1)


@pytest.fixture
def department(db: None) -> Organization:
    """Sở Tài chính with the catalogue loaded, below the province."""
    catalogue.load_award_types()
    province = Organization.objects.create(
        code="UBND",
        name="Ủy ban nhân dân tỉnh",
        authority="province",
        head_title="Chủ tịch",
        valid_from=SINCE,
    )
    return Organization.objects.create(
        code="STC",
        name="Sở Tài chính",
        symbol="STC",
        head_title="Giám đốc Sở",
        parent=province,
        valid_from=SINCE,
    )


@pytest.fixture
def five_years(department: Organization) -> list[Award]:
    """All 611 awards of 2015-2019, each with a recipient of its kind."""
    figures = shipped_history.figures()
    most = max(figure.count for figure in figures)
    people = Person.objects.bulk_create(
        Person(full_name=f"Người Thứ {i}", search_key=f"nguoi thu {i}") for i in range(most)
    )
    units = Unit.objects.bulk_create(
        Unit(organization=department, code=f"P{i}", name=f"Phòng {i}", valid_from=SINCE)
        for i in range(most)
    )
    types = {row.code: row for row in AwardType.objects.all()}
    rows = [
        NewAward(
            organization_id=department.pk,
            award_type_id=types[figure.award].pk,
            kind=figure.kind,
            commendation_type=figure.commendation_type,
            year=figure.year,
            person_id=people[i].pk if figure.kind == RecipientKind.INDIVIDUAL else None,
            collective_id=units[i].pk if figure.kind == RecipientKind.COLLECTIVE else None,
            recipient_name=people[i].full_name
            if figure.kind == RecipientKind.INDIVIDUAL
            else units[i].name,
            decision_number=f"{place:02d}/QĐ",
            decision_date=date(figure.year, 12, 20),
            issuer=figure.authority,
            origin=AwardOrigin.IMPORT,
        )
        for place, figure in enumerate(figures)
        for i in range(figure.count)
    ]
    return record_awards(rows=rows, actor=SYSTEM)
