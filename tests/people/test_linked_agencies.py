"""Agencies below and agencies succeeded, over any number of steps, by one query."""

from __future__ import annotations

from typing import Any

from nominations.people.models import Organization
from nominations.people.queries import subtree_ids, with_predecessors
from tests.people.conftest import SINCE, House


def test_generations_and_levels_are_read_by_one_query(
    house: House, django_assert_num_queries: Any
) -> None:
    parent, successor = house.agency, house.agency
    below, before = {house.agency.pk}, {house.agency.pk}
    for number in range(3):
        parent = Organization.objects.create(
            code=f"D{number}", name="Chi cục", parent=parent, valid_from=SINCE
        )
        successor = Organization.objects.create(
            code=f"C{number}", name="Sở Cũ", successor=successor, valid_from=SINCE
        )
        below.add(parent.pk)
        before.add(successor.pk)

    with django_assert_num_queries(1):
        assert subtree_ids({house.agency.pk}) == below
    with django_assert_num_queries(1):
        assert with_predecessors({house.agency.pk}) == before
    with django_assert_num_queries(0):
        assert with_predecessors(()) == subtree_ids(()) == frozenset()


def test_a_circle_of_successors_ends(house: House) -> None:
    Organization.objects.filter(pk=house.agency.pk).update(successor=house.elsewhere)
    Organization.objects.filter(pk=house.elsewhere.pk).update(successor=house.agency)

    assert with_predecessors({house.agency.pk}) == {house.agency.pk, house.elsewhere.pk}
