"""Thresholds against exact fractions, for every size of council and every percentage."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nominations.council.rules import (
    fraction_text,
    passes,
    quorate,
    share_text,
    votes_needed,
)


def test_every_percentage_and_every_council_up_to_thirty_agrees_with_fractions() -> None:
    for members in range(1, 31):
        for percent in range(1, 101):
            threshold = Fraction(percent, 100)
            needed = votes_needed(members, percent, 100)
            for yes in range(members + 1):
                share = Fraction(yes, members)
                assert passes(yes, members, percent, 100) == (share >= threshold)
                assert passes(yes, members, percent, 100, strict=True) == (share > threshold)
                assert (yes >= needed) == passes(yes, members, percent, 100)


@settings(max_examples=500, deadline=None)
@given(
    members=st.integers(1, 30),
    denominator=st.integers(1, 40),
    data=st.data(),
)
def test_any_fraction_agrees_and_more_yes_never_hurts(
    members: int, denominator: int, data: st.DataObject
) -> None:
    numerator = data.draw(st.integers(1, denominator))
    strict = data.draw(st.booleans())
    results = [
        passes(yes, members, numerator, denominator, strict=strict) for yes in range(members + 1)
    ]
    assert results == sorted(results)
    first = results.index(True) if True in results else members + 1
    assert votes_needed(members, numerator, denominator, strict=strict) == first


@pytest.mark.parametrize(
    ("members", "percent", "needed"),
    [(9, 80, 8), (10, 80, 8), (11, 80, 9), (15, 80, 12), (9, 90, 9), (10, 90, 9), (15, 90, 14)],
)
def test_the_table_of_the_law_notes(members: int, percent: int, needed: int) -> None:
    assert votes_needed(members, percent, 100) == needed


@given(members=st.integers(1, 99), percent=st.integers(1, 100), data=st.data())
def test_the_printed_share_never_claims_a_threshold_that_was_missed(
    members: int, percent: int, data: st.DataObject
) -> None:
    yes = data.draw(st.integers(0, members))
    whole, _comma, part = share_text(yes, members).partition(",")
    printed = Fraction(int(whole + part), 100)
    assert (printed >= percent) == (Fraction(100 * yes, members) >= percent)
    assert abs(printed - Fraction(100 * yes, members)) <= Fraction(1, 200)


def test_shares_are_printed_with_two_decimals_and_a_comma() -> None:
    assert [share_text(8, 9), share_text(7, 9), share_text(8, 10), share_text(9, 9)] == [
        "88,89",
        "77,78",
        "80,00",
        "100,00",
    ]


def test_a_threshold_is_written_as_people_write_it() -> None:
    assert [fraction_text(4, 5), fraction_text(2, 3), fraction_text(90, 100)] == [
        "80%",
        "2/3",
        "90%",
    ]


@given(members=st.integers(1, 60), present=st.integers(0, 60))
def test_the_quorum_agrees_with_fractions(members: int, present: int) -> None:
    assert quorate(present, members, 2, 3) == (Fraction(present, members) >= Fraction(2, 3))
