from __future__ import annotations

from typing import Any

import pytest

from notifications import preferences
from notifications.models import Preference

pytestmark = pytest.mark.django_db


def test_whoever_chose_nothing_refuses_nothing(person: Any) -> None:
    an = person("an")
    assert preferences.choices_of(an) == {}
    assert preferences.declined_channels([an.pk]) == set()


def test_a_choice_replaces_the_one_before_and_leaves_the_others(person: Any) -> None:
    an, binh = person("an"), person("binh")
    preferences.store_choices(an, {("outcome", "email"): False, ("council", "email"): False})
    preferences.store_choices(binh, {("council", "email"): False})
    preferences.store_choices(an, {("outcome", "email"): True})
    assert preferences.choices_of(an) == {("outcome", "email"): True, ("council", "email"): False}
    assert preferences.declined_channels([an.pk]) == {(an.pk, "council", "email")}
    assert Preference.objects.count() == 3


def test_refusals_of_many_people_cost_one_query(
    person: Any, django_assert_num_queries: Any
) -> None:
    people = [person(f"p{n}") for n in range(30)]
    with django_assert_num_queries(1):
        preferences.declined_channels(one.pk for one in people)
