"""A prepared query answers as the query set it was composed from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from nominations.people.models import RoleAssignment
from nominations.people.roles import Role
from nominations.prepared_query import PreparedQuery
from workflow import clock

from .conftest import House

FIELDS = {
    "person": RoleAssignment._meta.get_field("person"),
    "day": RoleAssignment._meta.get_field("valid_from"),
}


def query(*columns: str) -> PreparedQuery[tuple[Any, ...]]:
    def compose(person: Any, day: Any) -> QuerySet[Any, Any]:
        rows = RoleAssignment.objects.on(day).filter(person_id=person, role__startswith="unit")
        return rows.order_by("pk").values_list(*columns)

    return PreparedQuery(lambda *columns: columns, compose, **FIELDS)


def test_it_answers_like_its_query_set_for_other_values_each_time(house: House) -> None:
    today = clock.today()
    first, second = house.employ("Trần Thị Mai"), house.employ("Lê Văn Bốn")
    for person in (first, second):
        house.give(person, Role.UNIT_HEAD)
        house.give(person, Role.UNIT_CLERK, house.foreign, valid_to=today)
        house.give(person, Role.SECRETARY)
    prepared = query("role", "unit__name", "organization__name", "unit__predecessors__id")

    for person in (first, second):
        for day, roles in ((today, 2), (today + timedelta(days=1), 1)):
            found = prepared.rows(person=person.pk, day=day)
            assert found == list(prepared.compose(person=person.pk, day=day))
            assert len(found) == roles


def test_it_is_composed_once(house: House, django_assert_num_queries: Any) -> None:
    composed = []
    prepared = query("role")
    plain = prepared.compose
    prepared.compose = lambda **given: composed.append(1) or plain(**given)
    with django_assert_num_queries(2):
        prepared.rows(person=1, day=clock.today())
        prepared.rows(person=2, day=clock.today())
    assert composed == [1]


def test_values_come_as_django_gives_them(house: House) -> None:
    person, today = house.employ("Trần Thị Mai"), clock.today()
    house.give(person, Role.UNIT_HEAD, valid_to=today)
    prepared = query(
        "valid_from", "role", "valid_to", "paper_date", "unit__organization__on_system"
    )
    expected = list(prepared.compose(person=person.pk, day=today))
    found = prepared.rows(person=person.pk, day=today)
    assert found == expected
    assert [type(value) for value in found[0]] == [type(value) for value in expected[0]]
    assert found[0][2] == today
