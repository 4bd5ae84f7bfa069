"""The share of votes as the minutes print it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nominations.fractions import share_text


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
