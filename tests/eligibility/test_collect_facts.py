"""From the records to facts: what is read, for whom, as known on which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.awards.models import Award
from nominations.eligibility.collect_facts import DossierFacts, collect_persons, collect_units
from nominations.eligibility.facts import Facts
from nominations.law.models import AwardType
from nominations.people.models import Organization, Person, Position, Unit, UnitMembership
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import (
    Absence,
    AnnualGrade,
    Attestation,
    Discipline,
    Examination,
    Headcount,
    Initiative,
    InitiativeAuthor,
    Recognition,
    Service,
)
from tests.awards.office import SINCE, Office
from tests.built_once import built_once
from workflow import clock, engine

pytestmark = pytest.mark.django_db
ON = date(2024, 12, 20)


@pytest.fixture
def office() -> Office:
    return built_once("office", Office.build)


def record(model: Any, office: Office, **values: Any) -> Any:
    return model.objects.create(organization=office.agency, recorded_at=clock.now(), **values)


def award(office: Office, code: str, year: int, **values: Any) -> Award:
    return Award.objects.create(
        organization=office.agency,
        award_type=AwardType.objects.get(code=code),
        kind="collective" if "collective" in values else "individual",
        commendation_type="CONG_TRANG",
        year=year,
        recipient_name="x",
        origin="import",
        recorded_at=clock.now(),
        **{"decision_number": f"{year}/QĐ", "decision_date": date(year, 12, 15), **values},
    )


def person_facts(person: Person, year: int = 2024, on: date = ON, **more: Any) -> Facts:
    return next(collect_persons([person.pk], year=year, on=on, **more))


def unit_facts(unit: Unit, year: int = 2024, on: date = ON, **more: Any) -> Facts:
    return next(collect_units([unit.pk], year=year, on=on, **more))


def test_grades_awards_and_papers_of_a_person(office: Office) -> None:
    mai = office.people["Trần Thị Mai"]
    paper = {"paper_number": "5/QĐ-STC", "paper_date": date(2024, 1, 5), "issuer": "Giám đốc Sở"}
    record(AnnualGrade, office, person=mai, year=2023, grade="HTXS", **paper)
    record(AnnualGrade, office, person=mai, year=2025, grade="KHT")
    award(office, "CSTDCS", 2023, person=mai, achievement_to=date(2023, 11, 30))

    facts = person_facts(mai)

    assert {year: (g.rank, g.paper) for year, g in facts.grades.items()} == {
        2023: (4, "5/QĐ-STC ngày 05/01/2024, Giám đốc Sở")
    }
    assert [(a.code, a.year, a.since) for a in facts.awards] == [
        ("CSTDCS", 2023, date(2023, 11, 30))
    ]
    assert person_facts(mai, papers=False).grades[2023].paper == ""


def test_nothing_on_record_is_unknown_for_grades_and_empty_for_the_rest(office: Office) -> None:
    facts = person_facts(office.people["Lê Hoà Thuý"])

    assert facts.grades == {}
    assert list(facts.awards) == list(facts.disciplines) == list(facts.examinations) == []
    assert facts.registered is None
    assert facts.attested == {}


def test_records_count_as_they_were_known_on_the_day(office: Office) -> None:
    mai = office.people["Trần Thị Mai"]
    record(AnnualGrade, office, person=mai, year=2023, grade="HTT", cancelled_on=date(2024, 6, 1))
    record(AnnualGrade, office, person=mai, year=2023, grade="HT")
    award(office, "LDTT", 2024, person=mai, revoked_on=date(2025, 3, 1))
    record(
        Examination, office, person=mai, kind="complaint", opened_on=date(2024, 3, 1),
        closed_on=date(2024, 9, 1), fault_found=False,
    )  # fmt: skip

    assert person_facts(mai).grades[2023].rank == 2
    assert [a.code for a in person_facts(mai).awards] == ["LDTT"]
    assert list(person_facts(mai, on=date(2025, 3, 1)).awards) == []
    assert list(person_facts(mai, on=date(2024, 12, 1)).awards) == []  # not decided yet
    assert len(person_facts(mai, on=date(2024, 5, 1)).examinations) == 1
    assert len(person_facts(mai, on=date(2024, 9, 1)).examinations) == 0


def test_service_absence_and_training(office: Office) -> None:
    mai, thuy = office.people["Trần Thị Mai"], office.people["Lê Hoà Thuý"]
    record(Service, office, person=mai, valid_from=date(2024, 3, 2))
    other = {"kind": "other", "valid_from": date(2024, 5, 1), "valid_to": date(2024, 7, 31)}
    record(Absence, office, person=mai, **other)
    record(Absence, office, person=mai, **{**other, "kind": "maternity"})
    long = {"kind": "training", "valid_from": date(2023, 1, 1), "valid_to": date(2024, 6, 30)}
    record(Absence, office, person=thuy, **long, result="below")

    assert (person_facts(mai).service_months, person_facts(mai).absence_months) == (9, 3)
    assert person_facts(mai).training_below is False
    assert person_facts(thuy).service_months == 12  # by the time in the unit
    assert person_facts(thuy).training_below is True


def test_how_a_service_began_and_which_kind_of_staff_somebody_is(office: Office) -> None:
    mai, thuy = office.people["Trần Thị Mai"], office.people["Lê Hoà Thuý"]
    assert person_facts(mai).newly_recruited is False  # in the unit since long
    first = {"person": mai, "valid_from": date(2024, 3, 2)}
    service = record(Service, office, **first)
    assert person_facts(mai).newly_recruited is None
    for begins_by, answer in (("TUYEN_DUNG", True), ("CHUYEN_DEN", False)):
        Service.objects.filter(pk=service.pk).update(begins_by=begins_by)
        assert person_facts(mai).newly_recruited is answer
    mai.memberships.update(staff_kind="VIEN_CHUC")
    assert person_facts(mai).staff_kinds == ("VIEN_CHUC",)
    assert person_facts(thuy).staff_kinds == ("",)
    sick = {"kind": "sick", "valid_from": date(2024, 5, 1), "valid_to": date(2024, 7, 31)}
    record(Absence, office, person=thuy, **sick)
    assert person_facts(thuy).absence_months == 3
    assert person_facts(thuy).absence_kinds == {"sick"}
    record(
        Discipline, office, person=mai, form="KHIEN_TRACH", decided_on=date(2024, 2, 1),
        concerns="CONG_VU", counted_year=2023,
    )  # fmt: skip
    (found,) = person_facts(mai).disciplines
    assert (found.concerns, found.counted_year) == ("CONG_VU", 2023)


def test_the_regulation_of_a_unit_is_read_in_the_year_that_asks_for_it(office: Office) -> None:
    mai = office.people["Trần Thị Mai"]
    unit = mai.memberships.get().unit
    for year in (2025, 2026):
        record(Attestation, office, unit=unit, year=year, what="QUY_CHE_DANH_GIA", holds=True)
    facts = {
        year: next(iter(collect_persons([mai.pk], year=year, on=date(year, 12, 20))))
        for year in (2025, 2026)
    }
    assert {year: one.own_regulation for year, one in facts.items()} == {2025: None, 2026: True}


def test_recruits_too_new_to_be_graded_are_counted_apart(office: Office) -> None:
    mai = office.people["Trần Thị Mai"]
    unit = mai.memberships.get().unit

    def recruits() -> int:
        (facts,) = collect_units([unit.pk], year=2024, on=date(2024, 12, 20))
        assert facts.members is not None
        return facts.members.recruits

    assert recruits() == 0
    service = record(
        Service, office, person=mai, valid_from=date(2024, 8, 1), begins_by="TUYEN_DUNG"
    )
    assert recruits() == 1
    Service.objects.filter(pk=service.pk).update(valid_from=date(2024, 7, 1))
    assert recruits() == 0  # six months are enough
    Service.objects.filter(pk=service.pk).update(
        valid_from=date(2024, 8, 1), begins_by="CHUYEN_DEN"
    )
    assert recruits() == 0
    Service.objects.filter(pk=service.pk).update(begins_by="TUYEN_DUNG")
    record(AnnualGrade, office, person=mai, year=2024, grade="HT")
    assert recruits() == 0


def test_history_is_known_from_the_agencys_first_award_on_record(office: Office) -> None:
    mai, thuy = office.people["Trần Thị Mai"], office.people["Lê Hoà Thuý"]
    assert person_facts(thuy).records_since == unit_facts(office.budget).records_since == 2024
    award(office, "LDTT", 2016, person=mai)

    assert person_facts(thuy).records_since == unit_facts(office.budget).records_since == 2016


def test_discipline_and_attestation(office: Office) -> None:
    mai = office.people["Trần Thị Mai"]
    record(Discipline, office, person=mai, form="CANH_CAO", decided_on=date(2019, 2, 1))
    record(Attestation, office, person=mai, year=2024, what="DAO_DUC", holds=True)
    record(Attestation, office, person=mai, year=2023, what="DOT_XUAT", holds=True)

    facts = person_facts(mai)

    assert [(d.rank, d.decided_on) for d in facts.disciplines] == [(2, date(2019, 2, 1))]
    assert facts.attested == {"DAO_DUC": True}


def test_an_initiative_counts_at_its_widest_scope_of_the_day(office: Office) -> None:
    mai = office.people["Trần Thị Mai"]
    idea = Initiative.objects.create(
        organization=office.agency, unit=office.budget, name="Đối chiếu", year=2023,
        created_at=clock.now(),
    )  # fmt: skip
    InitiativeAuthor.objects.create(initiative=idea, person=mai, share=100)
    assert list(person_facts(mai).initiatives) == []
    for name, data in (
        ("register", {}),
        ("assess", {"members": 5, "present": 5, "agreed": 5, "held_on": date(2023, 10, 1)}),
        ("recognise", {"scope": "CO_SO", "paper_number": "9/QĐ", "paper_date": "2023-10-09"}),
    ):
        engine.perform(INITIATIVES, idea.pk, name, actor=engine.SYSTEM, data=data, joins=True)
    Recognition.objects.filter(initiative=idea).delete()
    for scope, day in (("CO_SO", date(2023, 10, 9)), ("TINH", date(2025, 1, 9))):
        record(Recognition, office, initiative=idea, scope=scope, paper_date=day)

    assert [(i.rank, i.scope) for i in person_facts(mai).initiatives] == [(1, "CO_SO")]
    later = person_facts(mai, on=date(2025, 2, 1)).initiatives
    assert [(i.rank, i.scope, i.year) for i in later] == [(2, "TINH", 2023)]


def test_what_dossiers_know_is_taken_over(office: Office) -> None:
    mai = office.people["Trần Thị Mai"]
    known = DossierFacts(
        nominated={mai.pk: frozenset({"LDTT"})},
        registered={mai.pk: True},
        nominated_units={office.budget.pk: frozenset({"TTLDTT"})},
        registered_units={office.budget.pk: False},
    )

    assert person_facts(mai, known=known).nominated == {"LDTT"}
    assert person_facts(mai, known=known).registered is True
    unit = unit_facts(office.budget, known=known)
    assert (unit.nominated, unit.registered) == ({"TTLDTT"}, False)
    assert unit.members.holders == {"LDTT": 1}


def test_members_of_a_unit(office: Office) -> None:
    mai, thuy = office.people["Trần Thị Mai"], office.people["Lê Hoà Thuý"]
    Person.objects.filter(pk=mai.pk).update(gender="female")
    for person, grade in ((mai, "HTXS"), (thuy, "HT")):
        record(AnnualGrade, office, person=person, year=2024, grade=grade)
    award(office, "LDTT", 2024, person=mai)
    record(Discipline, office, person=thuy, form="KHIEN_TRACH", decided_on=date(2024, 2, 1))

    members = unit_facts(office.budget).members

    assert members.total == UnitMembership.objects.filter(unit=office.budget).count() == 6
    assert (members.grades, members.ungraded) == ({4: 1, 2: 1}, 4)
    assert (members.holders, members.discipline, members.women) == ({"LDTT": 1}, 1, None)
    record(Headcount, office, unit=office.budget, counted_on=date(2024, 12, 1), total=9)
    assert unit_facts(office.budget).members.total == 9


def test_a_chain_survives_mergers_and_renamed_units(office: Office) -> None:
    old = Unit.objects.create(
        organization=office.agency, code="CU", name="Phòng Cũ", valid_from=date(2001, 1, 1),
        valid_to=date(2022, 12, 31), successor=office.budget,
    )  # fmt: skip
    oldest = Unit.objects.create(
        organization=office.agency, code="CN", name="Phòng Cũ Nhất", valid_from=date(1999, 1, 1),
        valid_to=date(2018, 12, 31), successor=old,
    )  # fmt: skip
    for unit, year, grade in (
        (oldest, 2017, "HT"),
        (old, 2022, "HTXS"),
        (office.budget, 2023, "HTT"),
    ):
        record(AnnualGrade, office, unit=unit, year=year, grade=grade)
    award(office, "TTLDXS", 2022, collective=old)

    facts = unit_facts(office.budget)

    assert {year: grade.rank for year, grade in facts.grades.items()} == {2017: 2, 2022: 4, 2023: 3}
    assert [(a.code, a.year, a.inherited_from) for a in facts.awards] == [
        ("TTLDXS", 2022, "Phòng Cũ")
    ]
    assert facts.founded_on == date(1999, 1, 1)


def test_the_number_of_queries_does_not_grow_with_the_generations(office: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            unit_facts(office.budget)
        return len(captured)

    alone, successor, founded_on = queries(), office.budget, date(2001, 1, 1)
    for number in range(4):
        founded_on = date(2000 - number, 1, 1)
        successor = Unit.objects.create(
            organization=office.agency, code=f"CU{number}", name="Phòng Cũ",
            valid_from=founded_on, valid_to=date(2010 - number, 1, 1), successor=successor,
        )  # fmt: skip

    assert queries() == alone
    assert unit_facts(office.budget).founded_on == founded_on


def test_a_person_keeps_the_record_through_a_transfer(office: Office) -> None:
    mai = office.people["Trần Thị Mai"]
    award(office, "CSTDCS", 2022, person=mai)
    other = Unit.objects.create(
        organization=office.agency, code="TTR", name="Thanh tra", valid_from=SINCE
    )
    mai.memberships.update(valid_to=date(2023, 5, 31))
    UnitMembership.objects.create(
        person=mai, unit=other, position=Position.objects.first(), valid_from=date(2023, 6, 1)
    )

    assert [a.year for a in person_facts(mai).awards] == [2022]
    assert person_facts(mai).service_months == 12
    assert unit_facts(other).members.total == 1


def test_the_number_of_queries_does_not_grow_with_the_people(office: Office) -> None:
    def queries(persons: list[int]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            list(collect_persons(persons, year=2024, on=ON))
        return len(captured)

    keys = list(Person.objects.values_list("pk", flat=True))

    assert queries(keys) == queries(keys[:1]) <= 12


def test_the_agency_as_a_whole_has_the_members_of_all_its_units(office: Office) -> None:
    whole = Unit.objects.create(
        organization=office.agency, code="TOANSO", name="Sở Tài chính", body_kind="CO_QUAN",
        valid_from=date(2010, 1, 1),
    )  # fmt: skip
    mai = office.people["Trần Thị Mai"]
    award(office, "LDTT", 2024, person=mai, decision_date=date(2024, 12, 1))
    everybody = UnitMembership.objects.filter(
        unit__organization=office.agency, is_primary=True, valid_to__isnull=True
    ).count()

    members = unit_facts(whole).members

    assert members is not None
    assert (members.total, members.holders) == (everybody, {"LDTT": 1})
    assert unit_facts(whole).body_kinds == {"CO_QUAN", ""}
    Organization.objects.filter(pk=office.agency.pk).update(body_kind="SO")
    assert unit_facts(whole).body_kinds == {"CO_QUAN", "SO"}
    assert unit_facts(office.budget).body_kinds is None


def test_the_whole_agency_is_counted_by_its_units_where_each_was_counted(office: Office) -> None:
    whole = Unit.objects.create(
        organization=office.agency, code="TOANSO", name="Sở Tài chính", body_kind="CO_QUAN",
        valid_from=date(2010, 1, 1),
    )  # fmt: skip
    working = Unit.objects.filter(
        organization=office.agency, memberships__valid_to__isnull=True, memberships__is_primary=True
    ).distinct()
    for unit in working:
        record(Headcount, office, unit=unit, counted_on=date(2024, 11, 30), total=9)

    assert unit_facts(whole).members.total == 9 * working.count()
    record(Headcount, office, unit=whole, counted_on=date(2024, 11, 30), total=48)
    assert unit_facts(whole).members.total == 48
