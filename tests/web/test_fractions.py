"""Fractions of a body against the standard library's exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from nominations.fractions import BodyFraction


def test_every_percentage_and_every_council_up_to_thirty_agrees_with_fractions() -> None:
    for members in range(1, 31):
        for percent in range(1, 101):
            exact = Fraction(percent, 100)
            least, more = BodyFraction(percent, 100), BodyFraction(percent, 100, strict=True)
            needed = least.needed(members)
            for yes in range(members + 1):
                share = Fraction(yes, members)
                assert least.reached(yes, members) == (share >= exact)
                assert more.reached(yes, members) == (share > exact)
                assert (yes >= needed) == least.reached(yes, members)


@settings(max_examples=500, deadline=None)
@given(
    members=st.integers(1, 3000),
    count=st.integers(0, 3000),
    denominator=st.integers(1, 1000),
    strict=st.booleans(),
    data=st.data(),
)
def test_any_fraction_agrees_with_the_exact_one(
    members: int, count: int, denominator: int, strict: bool, data: st.DataObject
) -> None:
    numerator = data.draw(st.integers(1, denominator))
    fraction, exact = (
        BodyFraction(numerator, denominator, strict=strict),
        Fraction(numerator, denominator),
    )
    share = Fraction(count, members)
    assert fraction.reached(count, members) == (share > exact if strict else share >= exact)
    assert fraction.reached(count, members) == (count >= fraction.needed(members))


@pytest.mark.parametrize(
    ("members", "percent", "needed"),
    [(9, 80, 8), (10, 80, 8), (11, 80, 9), (15, 80, 12), (9, 90, 9), (10, 90, 9), (15, 90, 14)],
)
def test_the_table_of_the_law_notes(members: int, percent: int, needed: int) -> None:
    assert BodyFraction(percent, 100).needed(members) == needed


@pytest.mark.parametrize("strict", [False, True])
def test_of_an_empty_body_nothing_is_reached(strict: bool) -> None:
    assert not BodyFraction(2, 3, strict=strict).reached(0, 0)


def test_a_fraction_is_written_as_people_write_it() -> None:
    fractions = [BodyFraction(4, 5), BodyFraction(2, 3), BodyFraction(90, 100)]
    assert [one.percent_text() for one in fractions] == ["80%", "2/3", "90%"]
    assert [one.text() for one in fractions] == ["4/5", "2/3", "90/100"]


def test_a_strict_fraction_says_more_than() -> None:
    half = BodyFraction(1, 2, strict=True)
    with translation.override("vi"):
        assert (half.text(), half.percent_text()) == ("trên 1/2", "trên 50%")
