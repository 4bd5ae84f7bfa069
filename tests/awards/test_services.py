"""Conferring and revoking: what an award is, and that figures cannot drift."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from nominations.awards import queries
from nominations.awards.models import Award
from nominations.awards.services import NewAward, record_awards, revoke
from nominations.law import catalogue
from nominations.law.models import AwardType, RecipientKind
from nominations.people.models import Organization, Person, Unit
from workflow import audit
from workflow.actors import SYSTEM
from workflow.models import AuditEvent

DAY = date(2019, 12, 20)


@pytest.fixture
def agency(db: None) -> Organization:
    catalogue.load_award_types()
    return Organization.objects.create(
        code="STC", name="Sở Tài chính", head_title="Giám đốc", valid_from=date(2014, 1, 1)
    )


@pytest.fixture
def row(agency: Organization) -> NewAward:
    person = Person.objects.create(full_name="Nguyễn Văn An")
    return NewAward(
        organization_id=agency.pk,
        award_type_id=AwardType.objects.get(code="LDTT").pk,
        kind=RecipientKind.INDIVIDUAL,
        commendation_type="CONG_TRANG",
        year=2019,
        recipient_name=person.full_name,
        person_id=person.pk,
        decision_number="45/QĐ-STC",
        decision_date=DAY,
    )


def test_awards_are_recorded_with_one_entry_in_the_agencys_history(
    agency: Organization, row: NewAward
) -> None:
    other = Person.objects.create(full_name="Trần Thị Mai")
    second = replace(row, person_id=other.pk, recipient_name=other.full_name)

    awards = record_awards(rows=[row, second], actor=SYSTEM)

    assert [award.recipient_name for award in awards] == ["Nguyễn Văn An", "Trần Thị Mai"]
    (entry,) = audit.history(f"organization:{agency.pk}")
    assert entry.action == "awards.conferred"
    assert entry.content["awards"] == [award.pk for award in awards]
    assert list(queries.history_of(other)) == [awards[1]]


def test_the_same_award_is_recorded_once(row: NewAward) -> None:
    record_awards(rows=[row], actor=SYSTEM)
    entries = AuditEvent.objects.count()

    with pytest.raises(ValidationError) as refusal:
        record_awards(rows=[row], actor=SYSTEM)

    assert refusal.value.code == "duplicate"
    assert Award.objects.count() == 1
    assert AuditEvent.objects.count() == entries


def test_a_title_for_individuals_is_not_given_to_a_collective(
    agency: Organization, row: NewAward
) -> None:
    unit = Unit.objects.create(organization=agency, code="P", name="Phòng", valid_from=DAY)
    wrong = replace(row, kind=RecipientKind.COLLECTIVE, person_id=None, collective_id=unit.pk)

    for one in (wrong, replace(row, person_id=None)):
        with pytest.raises(ValidationError) as refusal:
            record_awards(rows=[row, one], actor=SYSTEM)
        assert refusal.value.code == "wrong_kind"

    assert not Award.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_revoked_award_stays_but_does_not_count(agency: Organization, row: NewAward) -> None:
    (award,) = record_awards(rows=[row], actor=SYSTEM)

    revoke(awards=[award], on=date(2020, 3, 1), ground="Kê khai sai.", actor=SYSTEM)

    assert not Award.objects.valid().exists()
    assert Award.objects.known_on(date(2020, 2, 29)).exists()
    assert not Award.objects.known_on(date(2020, 3, 1)).exists()
    assert not Award.objects.known_on(date(2019, 12, 19)).exists()
    last = audit.history(f"organization:{agency.pk}")[-1]
    assert (last.action, last.content["ground"]) == ("awards.revoked", "Kê khai sai.")
    record_awards(rows=[row], actor=SYSTEM)


@pytest.mark.parametrize(
    ("on", "ground", "code"),
    [
        (date(2020, 3, 1), "  ", "no_ground"),
        (date(2019, 12, 19), "Kê khai sai.", "revoked_too_early"),
    ],
)
def test_a_revocation_needs_a_ground_and_comes_after_the_award(
    row: NewAward, on: date, ground: str, code: str
) -> None:
    (award,) = record_awards(rows=[row], actor=SYSTEM)
    entries = AuditEvent.objects.count()

    with pytest.raises(ValidationError) as refusal:
        revoke(awards=[award], on=on, ground=ground, actor=SYSTEM)

    assert refusal.value.code == code
    assert Award.objects.valid().count() == 1
    assert AuditEvent.objects.count() == entries


def test_an_award_is_revoked_once(row: NewAward) -> None:
    (award,) = record_awards(rows=[row], actor=SYSTEM)
    revoke(awards=[award], on=date(2020, 3, 1), ground="Kê khai sai.", actor=SYSTEM)

    with pytest.raises(ValidationError) as refusal:
        revoke(awards=[award], on=date(2020, 4, 1), ground="Lần nữa.", actor=SYSTEM)

    assert refusal.value.code == "already_revoked"
    assert Award.objects.get().revoked_on == date(2020, 3, 1)


def test_recording_hundreds_of_awards_takes_few_statements(
    agency: Organization, row: NewAward, django_assert_max_num_queries: object
) -> None:
    people = Person.objects.bulk_create(Person(full_name=f"Người {i}") for i in range(300))
    rows = [replace(row, person_id=one.pk, recipient_name=one.full_name) for one in people]

    with django_assert_max_num_queries(20):
        record_awards(rows=rows, actor=SYSTEM)
