"""The department's own years 2015-2019 against the 15% cap of their law.

The decree does not say how a fraction is rounded: above the figure rounded down warns, above it
rounded up is too many, and no year of the department was too many.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from nominations.awards import shipped_history
from nominations.eligibility.judged_otherwise import (
    awards_given,
    corrected_conditions,
    standard_of,
    years_of_regime,
)
from nominations.law import rulesets
from nominations.law.rulesets import Quota
from tests.law.regimes import standard

YEARS = range(2015, 2020)


def given(award: str, year: int) -> int:
    """How many persons were given the award of merit in the year."""
    return sum(
        one.count
        for one in shipped_history.figures()
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
    assert (quota.rounding, quota.effect) == ("unsaid", "blocking")


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


def test_no_year_was_too_many_and_three_would_have_warned() -> None:
    warned = [
        year for year in YEARS if given("CSTDCS", year) > cap(year).limit(given("LDTT", year))
    ]
    assert warned == [2016, 2018, 2019]
    for year in YEARS:
        assert given("CSTDCS", year) <= cap(year).limit_rounded_up(given("LDTT", year)), year


# What the texts of Decree 65/2014 and Law 39/2013 asked of the department in 2015 and 2016, and the
# rule files did not before they were read: nominations of these kinds are judged by another rule.
JUDGED_OTHERWISE = {
    # Điều 5 khoản 6: forty working days of absence bar
    ("LDTT", "individual", "absence"): {2015: 48, 2016: 48},
    # Điều 24 khoản 1 điểm c: two excellent years with two initiatives are a way of their own
    ("BK_TINH", "individual", "merit"): {2015: 3, 2016: 1},
    # Luật 39/2013/QH13 Điều 1 khoản 39: any of three, not only two excellent years
    ("BK_TINH", "collective", "merit"): {2015: 1, 2016: 1},
}
JUDGED_ALIKE = {
    ("BK_TTG", "individual"): "Nghị định 65/2014/NĐ-CP Đ23 k1 c, Đ2 k4",
    ("HCLD2", "individual"): "Nghị định 65/2014/NĐ-CP Đ16 k1 b, Đ2 k4",
    ("HCLD3", "individual"): "Nghị định 65/2014/NĐ-CP Đ17 k1 b, Đ2 k4",
}


def test_which_nominations_of_2015_and_2016_the_texts_judge_otherwise() -> None:
    rules = rulesets.rule_set_on(date(2016, 12, 31))
    figures = [one for one in shipped_history.figures() if one.year in (2015, 2016)]
    for (award, kind, key), numbers in JUDGED_OTHERWISE.items():
        found = {
            one.year: one.count
            for one in figures
            if (one.award, one.kind, one.commendation_type) == (award, kind, "CONG_TRANG")
        }
        assert found == numbers, award
        assert standard(rules.code, award, key, kind).verified, award
    for (award, kind), source in JUDGED_ALIKE.items():
        alike = standard(rules.code, award, "initiatives", kind)
        assert (alike.source, alike.verified) == (source, True)


# What only acts of 2017 and later ask, and the rule file of 2014 no longer does: by award and kind
# how many nominations of 2015 and 2016 it was asked of.
NO_LONGER_ASKED = {
    "examination": {
        ("LDTT", "individual"): 96,
        ("CSTDCS", "individual"): 12,
        ("BK_TINH", "individual"): 4,
        ("BK_TINH", "collective"): 2,
    },
}


def test_what_later_acts_ask_is_not_asked_of_the_years_before_them() -> None:
    rules = rulesets.rule_set_on(date(2016, 12, 31))
    for key, numbers in NO_LONGER_ASKED.items():
        assert key not in {one.key for one in rules.standards}
        for (award, kind), number in numbers.items():
            found = sum(
                one.count
                for one in shipped_history.figures()
                if (one.award, one.kind, one.commendation_type) == (award, kind, "CONG_TRANG")
                and one.year in (2015, 2016)
            )
            assert found == number, award


def test_the_list_of_what_is_judged_otherwise_is_the_one_of_the_files(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("rules", "history")
    kept = (root / "docs" / "judged_otherwise.md").read_text(encoding="utf-8")
    again = "python3 run.py manage rules history > docs/judged_otherwise.md"
    assert capsys.readouterr().out == kept, f"The document is old: {again}"


def test_every_condition_that_was_corrected_is_listed_once() -> None:
    rows = corrected_conditions()
    listed = {(one.award, one.kind, one.key): one for one in rows}
    asked = {key for key, one in listed.items() if standard_of(one)}

    assert years_of_regime() == [2015, 2016]
    assert len(listed) == len(rows)
    assert set(JUDGED_OTHERWISE) <= asked
    assert {key for key, one in listed.items() if one.before == "not asked"} <= asked
    for key, numbers in NO_LONGER_ASKED.items():
        gone = {(award, kind, key) for award, kind in numbers}
        assert gone <= set(listed) - asked
    for one in rows:
        assert sum(awards_given(one.award, one.kind, year) for year in years_of_regime()), one
