"""The department's own years 2015-2019 against the 15% cap of their law.

The decree does not say how a fraction is rounded; the years show that only rounding up holds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nominations.awards import history
from nominations.law import rulesets
from nominations.law.rulesets import Quota

YEARS = range(2015, 2020)


def given(award: str, year: int) -> int:
    """How many persons were given the award of merit in the year."""
    return sum(
        one.count
        for one in history.figures()
        if (one.award, one.year, one.kind) == (award, year, "individual")
        and one.commendation_type == "CONG_TRANG"
    )


def cap(year: int) -> Quota:
    """The share of LDTT that may be CSTDCS, as shipped for the law of the year."""
    rules = rulesets.rule_set_on(date(year, 12, 31))
    (quota,) = [one for one in rules.quotas_for("CSTDCS", "individual") if one.type == "percent"]
    return quota


def test_the_history_is_the_department_s_own() -> None:
    assert [(given("CSTDCS", year), given("LDTT", year)) for year in YEARS] == [
        (4, 48),
        (8, 48),
        (7, 48),
        (7, 45),
        (7, 46),
    ]


@pytest.mark.parametrize("year", YEARS)
def test_the_cap_of_the_law_is_fifteen_percent_of_the_advanced_workers(year: int) -> None:
    quota = cap(year)
    assert (quota.of, quota.percent, quota.scope) == ("LDTT", 15, "agency")
    assert quota.effect == "advisory"  # the history warns, it never blocks


@pytest.mark.parametrize(
    ("rounding", "exceeding"),
    [("floor", [2016, 2018, 2019]), ("nearest", [2016]), ("ceil", [])],
)
def test_which_years_exceed_the_cap_depends_on_rounding(
    rounding: str, exceeding: list[int]
) -> None:
    over = [
        year
        for year in YEARS
        if given("CSTDCS", year) > replace(cap(year), rounding=rounding).limit(given("LDTT", year))
    ]
    assert over == exceeding


def test_the_shipped_rounding_holds_for_all_five_years() -> None:
    for year in YEARS:
        assert given("CSTDCS", year) <= cap(year).limit(given("LDTT", year)), year
