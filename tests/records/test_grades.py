"""Annual grades and attestations: who enters them, what is refused, what a refusal leaves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from nominations.people.models import Person, RoleAssignment, UnitMembership, User
from nominations.records import services
from nominations.records.models import AnnualGrade, Attestation
from nominations.records.queries import dependents_of
from nominations.records.services.entry import RecordPaper, stream_of
from nominations.states import State
from workflow import audit, clock
from workflow.engine import SYSTEM
from workflow.exceptions import NotAllowed

from .conftest import Office, stored_rows

WHO_MAY_NOT = [
    "nominee", "clerk", "unit_head", "deputy", "other_head", "director", "delegate", "member",
    "superior_officer", "auditor", "administrator", "outsider", "stranger",
]  # fmt: skip


def codes(refusal: ValidationError) -> list[str]:
    return [str(one.code) for one in refusal.error_list]


def test_the_secretary_enters_a_grade_with_its_paper_and_the_history_tells_it(
    office: Office,
) -> None:
    paper = RecordPaper("5/QĐ-STC", date(office.year - 1, 12, 20), "Giám đốc Sở", "theo biên bản")
    row = services.enter_grade(
        person=office.cast.nominee.person, year=office.year - 1, grade="HTXS", paper=paper,
        **office.by_secretary,
    )  # fmt: skip

    assert AnnualGrade.objects.not_cancelled().get() == row
    kept = (row.paper_number, row.paper_date, row.issuer)
    assert kept == (paper.number, paper.date, paper.issuer)
    assert row.recorded_by_id == office.cast.secretary.pk
    event = audit.last_event(stream_of(office.cast.agency.pk))
    assert event is not None
    assert (event.action, event.actor_id) == ("record.entered", office.cast.secretary.pk)
    assert event.content["grade"] == "HTXS"
    assert event.content["person_id"] == office.cast.nominee.person_id


@pytest.mark.parametrize("who", WHO_MAY_NOT)
def test_nobody_but_the_secretary_enters_a_grade(office: Office, who: str) -> None:
    before = stored_rows()
    with pytest.raises(NotAllowed) as refusal:
        services.enter_grade(
            actor=office.cast.users[who],
            organization=office.cast.agency,
            person=office.cast.nominee.person,
            year=office.year - 1,
            grade="HTXS",
        )
    assert refusal.value.key == "not_secretary"
    assert stored_rows() == before


def test_who_was_secretary_until_yesterday_enters_nothing(office: Office) -> None:
    yesterday = clock.today().fromordinal(clock.today().toordinal() - 1)
    RoleAssignment.objects.filter(person=office.cast.secretary.person).update(valid_to=yesterday)
    with pytest.raises(NotAllowed):
        office.grade()


def test_a_technical_account_enters_nothing(office: Office) -> None:
    root = User.objects.create(username="root", is_superuser=True, password="!")
    with pytest.raises(NotAllowed):
        services.enter_grade(
            actor=root, organization=office.cast.agency, person=office.cast.nominee.person,
            year=office.year - 1, grade="HT",
        )  # fmt: skip


def test_the_system_enters_grades_too(office: Office) -> None:
    row = services.enter_grade(
        actor=SYSTEM, organization=office.cast.agency, unit=office.cast.unit,
        year=office.year - 1, grade="HTT",
    )  # fmt: skip
    assert row.recorded_by_id is None


def test_a_second_grade_of_a_year_is_refused_in_words_until_the_first_is_cancelled(
    office: Office,
) -> None:
    first = office.grade(grade="HTT")
    before = stored_rows()
    with override("vi"), pytest.raises(ValidationError) as refusal:
        office.grade(grade="HTXS")
    sentence = "Nguyễn Văn An đã có mức “Hoàn thành tốt nhiệm vụ” năm {}; hủy mức cũ trước."
    assert refusal.value.messages == [sentence.format(office.year - 1)]
    assert stored_rows() == before

    services.cancel_record(actor=office.cast.secretary, record=first, reason="Ghi nhầm người")
    second = office.grade(grade="HTXS")
    assert list(AnnualGrade.objects.not_cancelled()) == [second]
    assert AnnualGrade.objects.count() == 2


@pytest.mark.parametrize(
    ("year", "code"),
    [(1, "future_year"), (-200, "year_too_early")],
)
def test_a_year_that_cannot_be_is_refused(office: Office, year: int, code: str) -> None:
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        office.grade(year=office.year + year)
    assert codes(refusal.value) == [code]
    assert stored_rows() == before


def test_a_missing_birth_date_stops_nothing_but_a_known_one_is_looked_at(office: Office) -> None:
    person = office.cast.nominee.person
    assert person.birth_date is None
    office.grade(year=office.year - 30)
    Person.objects.filter(pk=person.pk).update(birth_date=date(office.year - 20, 3, 1))
    person.refresh_from_db()
    with pytest.raises(ValidationError) as refusal:
        office.grade(year=office.year - 25)
    assert codes(refusal.value) == ["before_birth"]


def test_somebody_of_another_agency_gets_no_grade_here(office: Office) -> None:
    before = stored_rows()
    for subject in ({"person": office.cast.stranger.person}, {"unit": office.cast.foreign_unit}):
        with pytest.raises(ValidationError) as refusal:
            services.enter_grade(year=office.year, grade="HT", **subject, **office.by_secretary)
        assert codes(refusal.value) == ["not_of_agency"]
    assert stored_rows() == before


def test_who_left_the_agency_still_gets_the_grade_of_the_year_before(office: Office) -> None:
    cast = office.cast
    person = cast.person("Đỗ Văn Đi")
    yesterday = clock.today().fromordinal(clock.today().toordinal() - 1)
    UnitMembership.objects.filter(person=person).update(valid_to=yesterday)
    assert office.grade(person).person == person


@pytest.mark.parametrize("subject", [{}, {"person": 1, "unit": 1}])
def test_a_grade_is_of_a_person_or_of_a_unit(office: Office, subject: dict[str, int]) -> None:
    known = {"person": office.cast.nominee.person, "unit": office.cast.unit}
    with pytest.raises(ValidationError) as refusal:
        services.enter_grade(
            year=office.year, grade="HT", **{key: known[key] for key in subject},
            **office.by_secretary,
        )  # fmt: skip
    assert codes(refusal.value) == ["one_subject_needed"]


def test_a_paper_of_tomorrow_and_a_grade_of_no_scale_are_refused(office: Office) -> None:
    tomorrow = clock.today().fromordinal(clock.today().toordinal() + 1)
    who = {"person": office.cast.nominee.person, "year": office.year, **office.by_secretary}
    with pytest.raises(ValidationError) as refusal:
        services.enter_grade(grade="HT", paper=RecordPaper(date=tomorrow), **who)
    assert codes(refusal.value) == ["paper_future"]
    with pytest.raises(ValidationError) as refusal:
        services.enter_grade(grade="GIOI", **who)
    assert codes(refusal.value) == ["unknown_grade"]


# --- many at once ---------------------------------------------------------------------------------


def test_grades_of_a_list_are_entered_all_or_none(office: Office) -> None:
    cast = office.cast
    people = [cast.person() for _ in range(4)]
    office.grade(people[1])
    office.grade(people[3], grade="HT")
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        services.enter_grades(
            year=office.year - 1, grades=dict.fromkeys(people, "HTXS"), **office.by_secretary
        )
    assert codes(refusal.value) == ["graded_already", "graded_already"]
    assert stored_rows() == before
    with pytest.raises(ValidationError):
        services.enter_grades(year=office.year, grades={}, **office.by_secretary)


@pytest.mark.parametrize("count", [5, 60])
def test_the_number_of_statements_does_not_grow_with_the_list(
    office: Office, count: int, django_assert_max_num_queries: Any
) -> None:
    people = [office.cast.person() for _ in range(count)]
    with django_assert_max_num_queries(14):
        rows = services.enter_grades(
            year=office.year - 1,
            grades={office.cast.unit: "HTXS", **dict.fromkeys(people, "HTT")},
            **office.by_secretary,
        )
    assert len(rows) == count + 1
    event = audit.last_event(stream_of(office.cast.agency.pk))
    assert event is not None
    assert len(event.content["rows"]) == count + 1


# --- cancelling -----------------------------------------------------------------------------------


def test_a_cancelled_grade_stays_with_the_reason_and_says_what_rests_on_it(office: Office) -> None:
    cast = office.cast
    grade = office.grade(year=office.year)
    nomination = cast.nomination(State.SUBMITTED)
    award = cast.nomination(State.DECIDED, person=cast.colleague)
    other = office.grade(cast.colleague, year=office.year)

    assert [line["what"] for line in dependents_of(grade)] == [nomination.award_type.name]
    found = dependents_of(other)
    assert [line["year"] for line in found] == [office.year] * len(found)
    assert award.award_type.name in [line["what"] for line in found if "state" not in line]

    services.cancel_record(actor=cast.secretary, record=grade, reason="  Nhập nhầm năm ")
    grade.refresh_from_db()
    assert grade.cancel_reason == "Nhập nhầm năm"
    assert grade.cancelled_on == clock.today()
    assert (grade.year, grade.grade) == (office.year, "HTXS")
    event = audit.last_event(stream_of(cast.agency.pk))
    assert event is not None
    assert (event.action, event.content["reason"]) == ("record.cancelled", "Nhập nhầm năm")


def test_a_record_is_cancelled_once_with_a_reason_by_whom_may_enter_it(office: Office) -> None:
    grade = office.grade()
    before = stored_rows()
    for who in WHO_MAY_NOT:
        with pytest.raises(NotAllowed):
            services.cancel_record(actor=office.cast.users[who], record=grade, reason="x")
    with pytest.raises(ValidationError) as refusal:
        services.cancel_record(actor=office.cast.secretary, record=grade, reason=" \u00a0 ")
    assert codes(refusal.value) == ["reason_needed"]
    assert stored_rows() == before

    services.cancel_record(actor=office.cast.secretary, record=grade, reason="Sai")
    with pytest.raises(ValidationError) as refusal:
        services.cancel_record(actor=office.cast.secretary, record=grade, reason="Sai")
    assert codes(refusal.value) == ["cancelled_already"]


# --- attestations ---------------------------------------------------------------------------------


def test_a_matter_is_attested_once_a_year_for_or_against(office: Office) -> None:
    who = {"person": office.cast.nominee.person, "year": office.year, **office.by_secretary}
    row = services.record_attestation(what="DAO_DUC", holds=False, **who)
    assert not Attestation.objects.get().holds
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        services.record_attestation(what="DAO_DUC", holds=True, **who)
    assert codes(refusal.value) == ["attested_already"]
    with pytest.raises(ValidationError) as refusal:
        services.record_attestation(what="GIOI", holds=True, **who)
    assert codes(refusal.value) == ["unknown_matter"]
    assert stored_rows() == before

    services.cancel_record(actor=office.cast.secretary, record=row, reason="Sai")
    services.record_attestation(what="DAO_DUC", holds=True, **who)
    with pytest.raises(NotAllowed):
        services.record_attestation(
            what="DOAN_KET", holds=True, **{**who, "actor": office.cast.unit_head}
        )
