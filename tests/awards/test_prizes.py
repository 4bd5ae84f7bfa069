"""Prize money by hand from the articles: multiples, base salary, rounding, who is paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nominations.awards.amounts import amount_in_words, number_in_words
from nominations.awards.prizes import PrizeStatus, compute_prize_lines, price_of, prize_totals
from nominations.law import rulesets
from nominations.law.rulesets import Prize
from tests.awards.money import AGENCY, PROVINCE, fact, rule_set, rule_set_of
from tests.rows import check_rows

PAID, YIELDS, REVOKED, UNKNOWN = PrizeStatus

N42, N91 = "NĐ 42/2010", "NĐ 91/2017 Đ69-73, Đ68"
N98, N152 = "NĐ 98/2023 Đ54-58, Đ53", "NĐ 152/2025 Đ50-54, Đ49"

# award, kind, day of the decision, đồng by hand, the articles. The base salary of the day is in
# brackets: 1.150 (2013), 1.210 (1/5/2016), 1.300 (1/7/2017), 1.390 (1/7/2018), 1.490 (1/7/2019),
# 1.800 (1/7/2023), 2.340 (1/7/2024), 2.530 (1/7/2026) thousand.
AMOUNTS = [
    # R1A, base 1.150
    ("LDTT", "individual", date(2014, 12, 31), 350_000, N42),  # 345.000
    ("CSTDCS", "individual", date(2015, 12, 30), 1_150_000, N42),  # exact: nothing is added
    ("TTLDTT", "collective", date(2016, 4, 30), 920_000, N42),  # exact
    # R1A, base 1.210
    ("TTLDTT", "collective", date(2016, 5, 1), 970_000, N42),  # 968.000
    ("LDTT", "individual", date(2016, 5, 1), 370_000, N42),  # 363.000
    ("TTLDXS", "collective", date(2017, 6, 30), 1_820_000, N42),  # 1.815.000
    # R1A and R1B, base 1.300
    ("LDTT", "individual", date(2017, 7, 1), 390_000, N42),  # exact
    ("BK_TTG", "individual", date(2017, 10, 1), 4_550_000, N91),  # exact
    ("BK_TINH", "individual", date(2018, 6, 30), 1_300_000, N91),  # 1,0 before 2024
    # R1B, base 1.390
    ("TTLDXS", "collective", date(2018, 7, 1), 2_090_000, N91),  # 2.085.000
    ("LDTT", "individual", date(2018, 12, 28), 420_000, N91),  # 417.000
    ("GK", "individual", date(2018, 12, 28), 420_000, N91),
    ("GK", "collective", date(2018, 12, 28), 840_000, N91),  # 834.000
    ("CO_TINH", "collective", date(2019, 1, 15), 11_120_000, N91),  # exact
    ("TTLDTT", "collective", date(2019, 6, 30), 1_120_000, N91),  # 1.112.000
    # R1B, base 1.490
    ("TTLDXS", "collective", date(2019, 12, 31), 2_240_000, N91),  # 2.235.000
    ("CSTDCS", "individual", date(2019, 7, 1), 1_490_000, N91),
    ("CSTD_TINH", "individual", date(2019, 12, 20), 4_470_000, N91),
    # R1C, base 1.490
    ("TTLDXS", "collective", date(2020, 1, 1), 2_240_000, N91),
    ("LDTT", "individual", date(2020, 7, 1), 450_000, N91),  # 447.000; 1.600 never came
    ("BK_TINH", "individual", date(2021, 3, 1), 1_490_000, N91),
    ("BK_TINH", "collective", date(2021, 3, 1), 2_980_000, N91),  # x2
    ("BK_TTG", "individual", date(2022, 5, 4), 5_220_000, N91),  # 5.215.000
    ("BK_TTG", "collective", date(2022, 5, 4), 10_430_000, N91),
    ("HCLD3", "individual", date(2022, 5, 4), 6_710_000, N91),  # 6.705.000
    ("HCLD3", "collective", date(2022, 5, 4), 13_410_000, N91),
    ("CSTDTQ", "individual", date(2023, 6, 30), 6_710_000, N91),
    ("CO_CP", "collective", date(2023, 6, 30), 17_880_000, N91),
    # R1C, base 1.800
    ("LDTT", "individual", date(2023, 7, 1), 540_000, N91),
    ("TTLDTT", "collective", date(2023, 12, 31), 1_440_000, N91),
    ("BK_TINH", "individual", date(2023, 12, 31), 1_800_000, N91),
    ("GK", "collective", date(2023, 12, 31), 1_080_000, N91),
    # R2, base 1.800
    ("BK_TINH", "individual", date(2024, 1, 1), 2_700_000, N98),  # 1,5 from 2024
    ("BK_TINH", "collective", date(2024, 1, 1), 5_400_000, N98),
    ("BK_TINH", "household", date(2024, 1, 1), 4_050_000, N98),  # x1,5
    ("GK", "household", date(2024, 6, 30), 810_000, N98),
    ("LDTT", "individual", date(2024, 6, 30), 540_000, N98),
    # R2, base 2.340
    ("LDTT", "individual", date(2024, 7, 1), 710_000, N98),  # 702.000
    ("TTLDTT", "collective", date(2024, 12, 27), 1_880_000, N98),  # 1.872.000
    ("CSTDCS", "individual", date(2024, 12, 27), 2_340_000, N98),
    ("TTLDXS", "collective", date(2024, 12, 27), 3_510_000, N98),
    ("CSTD_TINH", "individual", date(2025, 2, 3), 7_020_000, N98),
    ("GK", "individual", date(2025, 2, 3), 710_000, N98),
    ("GK", "collective", date(2025, 2, 3), 1_410_000, N98),  # 1.404.000
    ("HCLD2", "individual", date(2025, 6, 30), 17_550_000, N98),
    ("HCLD1", "collective", date(2025, 6, 30), 42_120_000, N98),
    ("CO_CP", "collective", date(2025, 6, 30), 28_080_000, N98),
    # R3A, base 2.340
    ("LDTT", "individual", date(2025, 7, 1), 710_000, N152),
    ("TTLDTT", "collective", date(2025, 12, 26), 1_880_000, N152),
    ("TTLDXS", "collective", date(2025, 12, 26), 3_510_000, N152),
    ("BK_TINH", "individual", date(2025, 12, 26), 3_510_000, N152),
    ("BK_TINH", "collective", date(2025, 12, 26), 7_020_000, N152),
    ("BK_TTG", "collective", date(2026, 6, 30), 16_380_000, N152),
    ("GK", "collective", date(2026, 6, 30), 1_410_000, N152),
    ("CSTDTQ", "individual", date(2026, 6, 30), 10_530_000, N152),
    # Households: 1,5 times the individual's (Decree 98/2023 art. 58, Decree 152/2025 art. 54 cl. 3)
    ("GK", "household", date(2025, 12, 26), 1_060_000, N152),  # 1.053.000
    ("BK_TINH", "household", date(2025, 12, 26), 5_270_000, N152),  # 5.265.000
    ("BK_BO", "household", date(2025, 12, 26), 5_270_000, N152),
    ("BK_TTG", "household", date(2025, 12, 26), 12_290_000, N152),  # 12.285.000
    # R3B, base 2.530
    ("LDTT", "individual", date(2026, 7, 1), 760_000, N152),  # 759.000
    ("TTLDTT", "collective", date(2026, 7, 1), 2_030_000, N152),  # 2.024.000
    ("TTLDXS", "collective", date(2026, 9, 30), 3_800_000, N152),  # 3.795.000
    ("BK_TINH", "individual", date(2026, 9, 30), 3_800_000, N152),
    ("HCLD3", "individual", date(2026, 9, 30), 11_390_000, N152),  # 11.385.000
    ("GK", "household", date(2026, 9, 30), 1_140_000, N152),  # 1.138.500
    # R4, base 2.530
    ("BK_TINH", "household", date(2026, 12, 20), 5_700_000, N152),  # 5.692.500
    ("LDTT", "individual", date(2026, 10, 1), 760_000, N152),
    ("CSTDCS", "individual", date(2026, 12, 20), 2_530_000, N152),
    ("GK", "individual", date(2026, 12, 20), 760_000, N152),
    ("GK", "collective", date(2026, 12, 20), 1_520_000, N152),  # 1.518.000
    ("CO_TINH", "collective", date(2027, 1, 4), 20_240_000, N152),
]


def test_every_prize_is_the_multiple_of_the_base_salary_of_the_day_rounded_up() -> None:
    def check(row: tuple[str, str, date, int, str]) -> None:
        code, kind, day, amount, article = row
        price = price_of(rule_set(rulesets.rule_set_on(day).code), code, kind, on=day)
        assert price is not None
        assert price.amount == amount, article
        assert price.product == price.multiple * price.base.amount
        assert 0 <= price.amount - price.product < 10_000

    check_rows(AMOUNTS, check)


def test_there_are_at_least_sixty_amounts_over_every_regime_and_every_base_salary() -> None:
    assert len(AMOUNTS) >= 60
    days = {day for _code, _kind, day, _amount, _article in AMOUNTS}
    assert {rulesets.rule_set_on(day).code for day in days} == {
        "R1A", "R1B", "R1C", "R2", "R3A", "R3B", "R4",
    }  # fmt: skip
    assert len({rulesets.base_salary(day).amount for day in days}) == 8


@given(
    st.decimals(0, 40, places=2),
    st.dates(date(2014, 6, 1), date(2030, 1, 1)),
    st.sampled_from(["R1B", "R2", "R3B"]),
)
def test_rounding_never_takes_anything_away_and_never_adds_a_whole_step(
    multiple: Decimal, day: date, code: str
) -> None:
    prize = Prize(multiples={"individual": multiple}, source="", verified=False)
    price = price_of(replace(rule_set(code), prizes={"LDTT": prize}), "LDTT", "individual", on=day)

    assert price is not None
    assert price.amount % 10_000 == 0
    assert price.product <= price.amount < price.product + 10_000


# --- several awards of one recipient -------------------------------------------------------------

D24, D25, D19 = date(2024, 12, 27), date(2025, 12, 26), date(2019, 12, 20)
LATER = date(2025, 7, 15)
Y23 = {"year": 2023, "achieved_from": date(2023, 1, 1), "achieved_to": date(2023, 12, 31)}


def _statuses(*facts: object) -> list[tuple[PrizeStatus, int]]:
    return [(line.status, line.payable) for line in compute_prize_lines(facts, rules=rule_set_of)]


@pytest.mark.parametrize(
    ("day", "lower", "higher", "article", "verified"),
    [
        (D19, 0, 1_490_000, "Nghị định 91/2017/NĐ-CP Đ66 k2 c", True),
        (D24, 0, 2_340_000, "Nghị định 98/2023/NĐ-CP Đ53 k5 (suy ra)", False),
        (D25, 0, 2_340_000, "Nghị định 152/2025/NĐ-CP Đ49 k5", True),
    ],
)
def test_of_two_titles_of_one_period_only_the_higher_is_paid_and_the_other_says_why(
    day: date, lower: int, higher: int, article: str, verified: bool
) -> None:
    lines = compute_prize_lines([fact("LDTT", day), fact("CSTDCS", day)], rules=rule_set_of)

    assert [line.payable for line in lines] == [lower, higher]
    assert lines[0].status == YIELDS
    assert lines[0].yields_to == lines[1].fact
    assert not lines[0].settles
    assert (lines[0].source, lines[0].verified) == (article, verified)
    assert "cùng thời gian, cùng thành tích" in lines[0].reason
    assert "Chiến sĩ thi đua cơ sở" in lines[0].reason


def test_three_titles_of_one_period_leave_one_prize() -> None:
    found = _statuses(fact("LDTT", D24), fact("CSTD_TINH", D24), fact("CSTDCS", D24))

    assert found == [(YIELDS, 0), (PAID, 7_020_000), (YIELDS, 0)]


def test_titles_of_different_periods_are_each_paid() -> None:
    found = _statuses(fact("LDTT", D24, pk=1), fact("CSTDCS", D24, pk=2, **Y23))

    assert found == [(PAID, 710_000), (PAID, 2_340_000)]


def test_a_title_and_a_commendation_of_one_period_are_both_paid() -> None:
    found = _statuses(fact("LDTT", D24), fact("GK", D24), fact("BK_TINH", D24))

    assert found == [(PAID, 710_000), (PAID, 710_000), (PAID, 3_510_000)]


def test_several_commendations_are_each_paid_sudden_and_topical_ones_too() -> None:
    found = _statuses(
        fact("GK", D24, pk=1, commendation_type="DOT_XUAT"),
        fact("GK", D24, pk=2, commendation_type="DOT_XUAT"),
        fact("GK", D24, pk=3, commendation_type="PHONG_TRAO"),
    )

    assert found == [(PAID, 710_000)] * 3


def test_the_same_title_of_two_people_does_not_compete() -> None:
    assert _statuses(fact("LDTT", D24, who=1), fact("CSTDCS", D24, who=2)) == [
        (PAID, 710_000),
        (PAID, 2_340_000),
    ]


def test_a_person_and_a_unit_with_one_number_do_not_compete() -> None:
    assert _statuses(fact("LDTT", D24, who=7), fact("TTLDXS", D24, who=7)) == [
        (PAID, 710_000),
        (PAID, 3_510_000),
    ]


def test_collectives_too_get_the_highest_title_only() -> None:
    found = _statuses(fact("TTLDTT", D24), fact("TTLDXS", D24), fact("CO_TINH", D24))

    assert found == [(YIELDS, 0), (YIELDS, 0), (PAID, 18_720_000)]


def test_an_unknown_period_is_the_calendar_year() -> None:
    known = fact("CSTDCS", D24, achieved_from=date(2024, 1, 1), achieved_to=date(2024, 12, 31))

    assert _statuses(fact("LDTT", D24), known) == [(YIELDS, 0), (PAID, 2_340_000)]


def test_a_higher_title_decided_later_says_that_the_prize_paid_before_is_to_be_settled() -> None:
    lower = fact("CSTDCS", D24)
    higher = fact("CSTD_TINH", LATER, year=2024)

    line, above = compute_prize_lines([lower, higher], rules=rule_set_of)

    assert (line.status, line.settles, above.payable) == (YIELDS, True, 7_020_000)


def test_where_the_switch_is_off_both_titles_are_paid() -> None:
    """The control: it is the data that takes the lower prize away, not the program."""
    regime = rule_set("R2")
    off = replace(
        regime.prize_rules, highest_of_period=replace(regime.prize_rules.highest_of_period,
                                                      applies=False)
    )  # fmt: skip
    lines = compute_prize_lines(
        [fact("LDTT", D24), fact("CSTDCS", D24)],
        rules=lambda *_of: replace(regime, prize_rules=off),
    )

    assert [line.payable for line in lines] == [710_000, 2_340_000]


@pytest.mark.parametrize(
    ("switch", "paid"),
    [
        ("each_period", [0, 2_340_000, 710_000, 710_000]),
        ("title_and_commendation", [710_000, 2_340_000, 0, 0]),
        ("each_commendation", [710_000, 2_340_000, 710_000, 0]),
    ],
)
def test_each_switch_of_the_file_decides_what_it_says(switch: str, paid: list[int]) -> None:
    regime = rule_set("R2")
    rule = getattr(regime.prize_rules, switch)
    changed = replace(regime.prize_rules, **{switch: replace(rule, applies=False)})
    facts = [
        fact("LDTT", D24, pk=1),
        fact("CSTDCS", D24, pk=2, **Y23),
        fact("GK", D24, pk=3),
        fact("GK", D24, pk=4),
    ]

    lines = compute_prize_lines(facts, rules=lambda *_of: replace(regime, prize_rules=changed))

    assert [line.payable for line in lines] == paid


# --- revoked, unknown ----------------------------------------------------------------------------


def test_a_revoked_award_is_not_paid_and_what_was_paid_comes_back() -> None:
    line = compute_prize_lines(
        [fact("CSTDCS", D24, revoked_on=date(2025, 3, 3))], rules=rule_set_of
    )[0]

    assert (line.status, line.payable, line.to_return) == (REVOKED, 0, 2_340_000)


def test_when_the_higher_title_is_revoked_the_lower_one_is_paid() -> None:
    lower, higher = compute_prize_lines(
        [fact("LDTT", D24), fact("CSTDCS", D24, revoked_on=date(2025, 3, 3))], rules=rule_set_of
    )

    assert (lower.status, lower.payable) == (PAID, 710_000)
    assert (higher.status, higher.to_return) == (REVOKED, 2_340_000)


def test_a_revoked_title_that_was_never_paid_brings_nothing_back() -> None:
    lower, higher = compute_prize_lines(
        [fact("LDTT", D24, revoked_on=date(2025, 3, 3)), fact("CSTDCS", D24)], rules=rule_set_of
    )

    assert (lower.status, lower.to_return) == (REVOKED, 0)
    assert (higher.status, higher.payable) == (PAID, 2_340_000)


def test_a_title_revoked_before_the_higher_one_was_decided_had_been_paid() -> None:
    lower = compute_prize_lines(
        [
            fact("CSTDCS", D24, revoked_on=date(2025, 3, 3)),
            fact("CSTD_TINH", LATER, year=2024),
        ],
        rules=rule_set_of,
    )[0]

    assert (lower.status, lower.to_return) == (REVOKED, 2_340_000)


@pytest.mark.parametrize(
    ("award", "word"),
    [
        (fact("LDTT", None), "Chưa ghi ngày"),
        (fact("LDTT", date(2012, 5, 5)), "Không có bộ quy định"),
    ],
)
def test_what_cannot_be_computed_says_why_and_counts_nothing(award: object, word: str) -> None:
    line = compute_prize_lines([award], rules=rule_set_of)[0]

    assert (line.status, line.payable, line.amount) == (UNKNOWN, 0, None)
    assert line.reason.startswith(word)


def test_an_award_without_a_multiple_in_the_file_is_not_guessed() -> None:
    regime = replace(rule_set("R2"), prizes={})
    line = compute_prize_lines([fact("LDTT", D24)], rules=lambda *_of: regime)[0]

    assert (line.status, line.payable) == (UNKNOWN, 0)
    assert "R2" in line.reason


def test_the_most_that_the_law_allows_is_not_taken_for_the_amount() -> None:
    """Law 2022, decree 98/2023: a badge of honour at most 0.6 times; the giver says how much."""
    medal = fact("KNC", D24)
    (line,) = compute_prize_lines([medal], rules=rule_set_of)

    assert (line.status, line.payable, line.amount) == (UNKNOWN, 0, None)
    assert "tối đa là 1.410.000 đồng" in line.reason  # 0.6 x 2,340,000 = 1,404,000, rounded up

    regime = rule_set("R2")
    settled = replace(regime.prizes["KNC"], multiples={"individual": Decimal("0.5")}, at_most=False)
    said = replace(regime, prizes={**regime.prizes, "KNC": settled})
    (line,) = compute_prize_lines([medal], rules=lambda *_of: said)
    assert (line.status, line.payable) == (PAID, 1_170_000)


def test_the_sums_are_those_of_the_lines() -> None:
    found = prize_totals(
        compute_prize_lines(
            [
                fact("LDTT", D24),
                fact("CSTDCS", D24),
                fact("GK", D24, revoked_on=date(2025, 1, 2)),
                fact("GK", None, who=2),
            ],
            rules=rule_set_of,
        )
    )

    assert (found.payable, found.to_return) == (2_340_000, 710_000)
    assert (found.paid, found.yielding, found.unknown) == (1, 1, 1)


# --- who pays, and what comes with it ------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "level", "name", "own"),
    [
        ("LDTT", "agency", AGENCY.name, True),
        ("GK", "agency", AGENCY.name, True),
        ("BK_TINH", "province", PROVINCE.name, False),
        ("CSTD_TINH", "province", PROVINCE.name, False),
        ("BK_TTG", "province", PROVINCE.name, False),
        ("HCLD3", "province", PROVINCE.name, False),
        ("CO_CP", "province", PROVINCE.name, False),
        ("BK_BO", "ministry", "Bộ trưởng Bộ Tài chính", False),
    ],
)
def test_the_level_that_decided_pays_and_the_province_for_the_state(
    code: str, level: str, name: str, own: bool
) -> None:
    line = compute_prize_lines(
        [fact(code, D24, issuer="Bộ trưởng Bộ Tài chính")], rules=rule_set_of
    )[0]

    assert (line.payer.level, line.payer.name, line.payer.is_own) == (level, name, own)


def test_the_province_pays_its_own_awards_itself() -> None:
    line = compute_prize_lines([fact("BK_TINH", D24, organization=PROVINCE)], rules=rule_set_of)[0]

    assert line.payer.is_own


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [("LDTT", D19, False), ("LDTT", D24, True), ("TTLDTT", D24, False), ("TTLDTT", D25, True),
     ("CSTDCS", D25, False)],
)  # fmt: skip
def test_some_awards_come_with_money_only(code: str, day: date, expected: bool) -> None:
    assert compute_prize_lines([fact(code, day)], rules=rule_set_of)[0].money_only is expected


def test_the_rule_on_several_awards_names_its_article_in_every_regime() -> None:
    for code in ("R1A", "R1B", "R1C", "R2", "R3A", "R3B", "R4"):
        rules = rule_set(code).prize_rules
        assert rules.highest_of_period.applies
        assert rules.highest_of_period.source
        if code == "R1A":  # nobody read the act that says it
            assert rules.fund_share is None
            continue
        assert rules.fund_share is not None
        assert rules.fund_share.percent == 20
    assert rule_set("R2").prize_rules.fund_share.source == "Nghị định 98/2023/NĐ-CP Đ50 k3 a"


# --- in words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không"),
        (1, "một"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (25, "hai mươi lăm"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (1_015, "một nghìn không trăm mười lăm"),
        (710_000, "bảy trăm mười nghìn"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_880_000, "một triệu tám trăm tám mươi nghìn"),
        (2_240_000, "hai triệu hai trăm bốn mươi nghìn"),
        (21_000_000, "hai mươi mốt triệu"),
        (105_050_000, "một trăm linh năm triệu không trăm năm mươi nghìn"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (2_500_000_000, "hai tỷ năm trăm triệu"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (10_050_000_000, "mười tỷ không trăm năm mươi triệu"),
    ],
)
def test_numbers_are_said_as_on_a_paper(amount: int, words: str) -> None:
    assert number_in_words(amount) == words


def test_an_amount_begins_with_a_capital_and_ends_with_dong() -> None:
    assert amount_in_words(2_240_000) == "Hai triệu hai trăm bốn mươi nghìn đồng"


_VALUES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip


def _said(words: list[str]) -> int:
    """The number back from its words, by another way: from the largest scale down."""
    if "tỷ" in words:
        place = len(words) - 1 - words[::-1].index("tỷ")
        return _said(words[:place]) * 10**9 + _said(words[place + 1 :])
    for scale, value in (("triệu", 10**6), ("nghìn", 10**3), ("trăm", 100)):
        if scale in words:
            place = words.index(scale)
            return _said(words[:place]) * value + _said(words[place + 1 :])
    if "mươi" in words:
        place = words.index("mươi")
        return _said(words[:place]) * 10 + _said(words[place + 1 :])
    plain = [word for word in words if word != "linh"]
    if plain[:1] == ["mười"]:
        return 10 + _said(plain[1:])
    return _VALUES[plain[0]] if plain else 0


@given(st.integers(0, 10**13))
def test_the_words_say_the_number(amount: int) -> None:
    assert _said(number_in_words(amount).split()) == amount
