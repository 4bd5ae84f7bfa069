"""What the regimes say, against figures typed by hand from the acts."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from nominations.law import catalogue
from nominations.law.rulesets.loader import read_salaries
from tests.law.regimes import CODES, NEW, OLD, REGIMES, regimes, standard
from tests.rows import check_rows

# --- standards, typed by hand ---------------------------------------------------------------------

BK, FLAG, FIGHTER = "BK_TINH|BK_BO", "CO_TINH|CO_BO", "CSTD_TINH|CSTD_BO"
# What opens or fills a window: no results of movements (Nghị định 91/2017/NĐ-CP Đ3 k2), from 2024
# on none of sudden achievements (Nghị định 98/2023/NĐ-CP Đ4 k3); an order may be one of devotion.
OLD_BASIS, NEW_BASIS = "CONG_TRANG|DOT_XUAT", "CONG_TRANG"
OLD_ORDER, NEW_ORDER = f"{OLD_BASIS}|CONG_HIEN", f"{NEW_BASIS}|CONG_HIEN"
LAW_2003, LAW_2022 = "Luật 15/2003/QH11", "Luật 06/2022/QH15"
D65 = "Nghị định 65/2014/NĐ-CP"
BOTH_PARAGRAPHS = "not under_examination and discipline_served and whole_year_counts"
D91, D98, D152 = "Nghị định 91/2017/NĐ-CP", "Nghị định 98/2023/NĐ-CP", "Nghị định 152/2025/NĐ-CP"


STANDARDS: list[tuple[str, str, str, str, str, str | None]] = [
    # LDTT: 3.1, 3.4
    ("R1A", "LDTT", "", "grade", "grade >= HTT", f"{LAW_2003} Đ24 k1 a (Luật 39/2013/QH13 Đ1 k6)"),
    ("R2", "LDTT", "", "grade", "grade >= HTT", f"{LAW_2022} Đ24 k1"),
    ("R1A", "LDTT", "", "service", "recruit_months >= 10", f"{D65} Đ5 k4, k6"),
    ("R1A", "LDTT", "", "discipline", "discipline < KHIEN_TRACH", f"{D65} Đ5 k6"),
    ("R1A", "LDTT", "", "training", "not training_below", f"{D65} Đ5 k3"),
    ("R1A", "LDTT", "", "absence", "absence_months < 2", f"{D65} Đ5 k2, k3, k4, k6"),
    ("R1B", "LDTT", "", "service", "recruit_months >= 10", f"{D91} Đ10 k6"),
    ("R1C", "LDTT", "", "service", "recruit_months >= 10", f"{D91} Đ10 k6"),
    ("R2", "LDTT", "", "service", "recruit_months >= 6", "Thông tư 01/2024/TT-BNV Đ1 k5 d"),
    (
        *("R3B", "LDTT", "", "service", "recruit_months >= 6"),
        f"{LAW_2022} Đ24 k1; Nghị định 335/2025/NĐ-CP Đ11 k1; Nghị định 233/2026/NĐ-CP Đ14 k1",
    ),
    ("R1B", "LDTT", "", "discipline", "discipline < KHIEN_TRACH", f"{D91} Đ10 k6"),
    ("R3A", "LDTT", "", "discipline", "discipline == NONE", None),
    ("R2", "LDTT", "", "absence", "absence_months < 3", None),
    ("R1C", "LDTT", "", "training", "not training_below", f"{D91} Đ10 k3"),
    ("R1A", "LDTT", "", "registration", "registered", f"{LAW_2003} Đ10 k1"),
    (
        "R1C",
        "LDTT",
        "",
        "examination",
        "not under_examination",
        "Thông tư 12/2019/TT-BNV Đ2 k5",
    ),
    ("R2", "LDTT", "", "examination", BOTH_PARAGRAPHS, f"{D98} Đ4 k4"),
    ("R3B", "LDTT", "", "examination", BOTH_PARAGRAPHS, f"{D152} Đ4 k4"),
    # CSTDCS
    ("R1B", "CSTDCS", "", "ldtt", "holds(LDTT)", f"{LAW_2003} Đ23; {D91} Đ9 k3"),
    (
        *("R1A", "CSTDCS", "", "merit", "initiatives(CO_SO) >= 1"),
        f"{LAW_2003} Đ23 (Luật 39/2013/QH13 Đ1 k5); {D65} Đ4 k1 b",
    ),
    ("R1C", "CSTDCS", "", "merit", "initiatives(CO_SO) >= 1", f"{LAW_2003} Đ23; {D91} Đ9 k3"),
    (
        "R2",
        "CSTDCS",
        "",
        "merit",
        "grade >= HTXS or initiatives(CO_SO) >= 1",
        f"{LAW_2022} Đ23",
    ),
    (
        "R3B",
        "CSTDCS",
        "",
        "merit",
        "grade >= HTXS or initiatives(CO_SO) >= 1",
        f"{LAW_2022} Đ23",
    ),
    # TTLDTT and TTLDXS: 3.2
    ("R1A", "TTLDTT", "", "members", "member_share(LDTT) > 50", f"{LAW_2003} Đ28 k1"),
    ("R1C", "TTLDTT", "", "members", "member_share(LDTT) > 50", f"{LAW_2003} Đ28 k1"),
    ("R2", "TTLDTT", "", "members", "member_share(LDTT) >= 70", f"{LAW_2022} Đ28 k1"),
    ("R1B", "TTLDTT", "", "discipline", "member_discipline < CANH_CAO", f"{LAW_2003} Đ28 k1"),
    ("R3B", "TTLDTT", "", "discipline", "member_discipline < CANH_CAO", f"{LAW_2022} Đ28 k1"),
    ("R1B", "TTLDTT", "", "grade", "grade >= HTT", f"{LAW_2003} Đ28 k1"),
    ("R1B", "TTLDXS", "", "grade", "grade >= HTXS", f"{LAW_2003} Đ27 k1"),
    ("R2", "TTLDXS", "", "all_members", "member_grade_share(HT) >= 100", f"{LAW_2022} Đ27 k1"),
    ("R1A", "TTLDXS", "", "members", "member_share(LDTT) >= 70", f"{LAW_2003} Đ27 k1"),
    ("R3B", "TTLDXS", "", "fighter", "members_with(CSTDCS) >= 1", f"{LAW_2022} Đ27 k1"),
    ("R1C", "TTLDXS", "", "discipline", "member_discipline < CANH_CAO", f"{LAW_2003} Đ27 k1"),
    # fighters
    ("R1B", "CSTD_TINH", "", "chain", "chain(CSTDCS) >= 3", f"{D91} Đ9 k2"),
    ("R2", "CSTD_TINH", "", "chain", "chain(CSTDCS) >= 3", f"{LAW_2022} Đ22"),
    ("R2", "CSTD_TINH", "", "initiative", "initiatives(TINH, last=3) >= 1", f"{LAW_2022} Đ22"),
    ("R1A", "CSTDTQ", "", "chain", f"awards({FIGHTER}, last=6) >= 2", f"{D65} Đ3 k1"),
    ("R2", "CSTDTQ", "", "base_chain", "chain(CSTDCS) >= 6", f"{D98} Phụ lục I Mẫu số 03"),
    ("R1B", "CSTDTQ", "", "chain", f"awards({FIGHTER}, last=6) >= 2", f"{D91} Đ9 k1"),
    ("R3B", "CSTDTQ", "", "chain", f"awards({FIGHTER}, last=6) >= 2", f"{LAW_2022} Đ21"),
    # flags
    (
        "R1C",
        "CO_TINH",
        "",
        "no_government_flag",
        "not holds(CO_CP)",
        "Thông tư 12/2019/TT-BNV Đ8 k3",
    ),
    (
        "R2",
        "CO_TINH",
        "",
        "no_government_flag",
        "not holds(CO_CP)",
        "Thông tư 01/2024/TT-BNV Đ5 k2",
    ),
    ("R2", "CO_TINH", "", "leads", "attested(DAN_DAU)", f"{LAW_2022} Đ26"),
    ("R1B", "CO_TINH", "", "targets", "attested(VUOT_CHI_TIEU)", f"{LAW_2003} Đ26; {D91} Đ12"),
    # GK, BK_TINH: 3.3
    (
        *("R1B", "GK", "individual", "merit"),
        "attested(PHONG_TRAO) or attested(DOT_XUAT) or grade >= HTT",
        f"{LAW_2003} Đ75 k1 (Luật 39/2013/QH13 Đ1 k42)",
    ),
    (
        *("R1A", "BK_TINH", "individual", "merit"),
        (
            "attested(PHONG_TRAO) or attested(NHIEU_THANH_TICH)"
            " or (grade_chain(HTXS) >= 2 and initiatives(CO_SO, last=2) >= 2)"
        ),
        f"{D65} Đ24 k1",
    ),
    (
        *("R1A", "BK_TINH", "collective", "merit"),
        "attested(PHONG_TRAO) or attested(DOT_XUAT) or grade_chain(HTXS) >= 2",
        f"{D65} Đ24 k2; Luật 39/2013/QH13 Đ1 k39",
    ),
    (
        *("R1C", "BK_TINH", "individual", "merit"),
        (
            "attested(PHONG_TRAO) or attested(NHIEU_THANH_TICH)"
            " or (grade_chain(HTXS) >= 2 and initiatives(CO_SO, last=2) >= 2)"
        ),
        f"{D91} Đ39 k1",
    ),
    (
        *("R2", "BK_TINH", "individual", "merit"),
        (
            "attested(PHONG_TRAO) or attested(NHIEU_THANH_TICH) or attested(DOT_XUAT)"
            " or attested(DONG_GOP) or chain(CSTDCS) >= 2"
            " or (grade_chain(HTXS) >= 2 and initiatives(CO_SO, last=2) >= 2)"
        ),
        f"{LAW_2022} Đ74 k1",
    ),
    # BK_TTG
    ("R1B", "BK_TTG", "individual", "prerequisite", f"awards({BK}) >= 1", f"{D91} Đ38 k1 c"),
    (
        *("R1A", "BK_TTG", "individual", "initiatives"),
        (f"initiatives(CO_SO, after={BK}, from=DECISION) >= 5 or initiatives(CO_SO, last=5) >= 5"),
        f"{D65} Đ23 k1 c, Đ2 k4",
    ),
    ("R2", "BK_TTG", "individual", "years", "grade_chain(HTT) >= 5", f"{LAW_2022} Đ73 k1 b"),
    (
        "R2",
        "BK_TTG",
        "individual",
        "fighter",
        "awards(CSTDCS, last=5) >= 3",
        f"{LAW_2022} Đ73 k1 b",
    ),
    (
        *("R1C", "BK_TTG", "collective", "honours"),
        (
            f"awards({FLAG}, last=5, type={OLD_BASIS}) >= 1"
            f" or awards({BK}, last=5, type={OLD_BASIS}) >= 2"
        ),
        f"{D91} Đ38 k3 c",
    ),
    # orders
    (
        "R1B",
        "HCLD3",
        "individual",
        "years",
        f"grade_chain(HTXS, after=BK_TTG, type={OLD_BASIS}) >= 5",
        f"{D91} Đ24 k1 a",
    ),
    (
        *("R1B", "HCLD3", "individual", "initiatives"),
        f"initiatives(TINH, after=BK_TTG, type={OLD_BASIS}) >= 2",
        f"{D91} Đ24 k1 a",
    ),
    (
        *("R1B", "HCLD2", "individual", "initiatives"),
        f"initiatives(TINH, after=HCLD3, type={OLD_ORDER}) >= 3",
        f"{D91} Đ23 k1 a",
    ),
    (
        *("R1A", "BK_TTG", "collective", "honours"),
        f"awards({FLAG}, last=5) >= 1",
        f"{D65} Đ23 k3 c",
    ),
    (
        *("R1A", "HCLD3", "collective", "honours"),
        (
            f"awards({FLAG}, after=BK_TTG, from=DECISION) >= 2"
            f" or (awards({FLAG}, after=BK_TTG, from=DECISION) >= 1"
            f" and awards({BK}, after=BK_TTG, from=DECISION) >= 2)"
        ),
        f"{D65} Đ17 k4 b, Đ2 k4",
    ),
    (
        *("R1A", "HCLD2", "collective", "honours"),
        (
            "(awards(CO_CP, after=HCLD3, from=DECISION) >= 1"
            f" and awards({FLAG}, after=HCLD3, from=DECISION) >= 1)"
            f" or awards({FLAG}, after=HCLD3, from=DECISION) >= 3"
        ),
        f"{D65} Đ16 k4 b, Đ2 k4",
    ),
    (
        *("R1A", "HCLD1", "collective", "honours"),
        (
            "(awards(CO_CP, after=HCLD2, from=DECISION) >= 1"
            f" and awards({FLAG}, after=HCLD2, from=DECISION) >= 2)"
            f" or awards({FLAG}, after=HCLD2, from=DECISION) >= 4"
        ),
        f"{D65} Đ15 k4 b, Đ2 k4",
    ),
    (
        *("R1A", "HCLD1", "individual", "initiatives"),
        "initiatives(TINH, after=HCLD2, from=DECISION) >= 4",
        f"{D65} Đ15 k1 b, Đ2 k4",
    ),
    (
        *("R1B", "HCLD1", "individual", "initiatives"),
        f"initiatives(TOAN_QUOC, after=HCLD2, type={OLD_ORDER}) >= 4",
        f"{D91} Đ22 k1 a",
    ),
    (
        "R2",
        "HCLD3",
        "individual",
        "years",
        f"grade_chain(HTT, after=BK_TTG, type={NEW_BASIS}) >= 5",
        f"{LAW_2022} Đ44 k1 e",
    ),
    (
        "R2",
        "HCLD3",
        "individual",
        "excellent",
        f"graded(HTXS, after=BK_TTG, type={NEW_BASIS}) >= 1",
        f"{LAW_2022} Đ44 k1 e",
    ),
    (
        "R2",
        "HCLD3",
        "individual",
        "fighter",
        f"awards(CSTDCS, after=BK_TTG, type={NEW_BASIS}) >= 3",
        f"{LAW_2022} Đ44 k1 e",
    ),
    (
        "R2",
        "HCLD2",
        "individual",
        "excellent",
        f"graded(HTXS, after=HCLD3, type={NEW_ORDER}) >= 2",
        f"{LAW_2022} Đ43 k1 đ",
    ),
    (
        "R2",
        "HCLD2",
        "individual",
        "fighter",
        f"awards({FIGHTER}, after=HCLD3, type={NEW_ORDER}) >= 1",
        f"{LAW_2022} Đ43 k1 đ",
    ),
    (
        "R2",
        "HCLD1",
        "individual",
        "excellent",
        f"graded(HTXS, after=HCLD2, type={NEW_ORDER}) >= 3",
        f"{LAW_2022} Đ42 k1 đ",
    ),
    (
        "R2",
        "HCLD1",
        "individual",
        "fighter",
        f"awards({FIGHTER}, after=HCLD2, type={NEW_ORDER}) >= 2",
        f"{LAW_2022} Đ42 k1 đ",
    ),
    ("R1B", "HCLD3", "collective", "age", "unit_age >= 10", f"{D91} Đ24 k4 b"),
    ("R3B", "HCLD3", "collective", "age", "unit_age >= 10", f"{LAW_2022} Đ44 k4 đ"),
    (
        *("R1C", "HCLD1", "collective", "honours"),
        (
            f"(awards(CO_CP, after=HCLD2, type={OLD_ORDER}) >= 1"
            f" and awards({FLAG}, after=HCLD2, type={OLD_ORDER}) >= 2)"
            f""
            f" or awards({FLAG}, after=HCLD2, type={OLD_ORDER}) >= 4"
            f" or awards({BK}, after=HCLD2, type={OLD_ORDER}) >= 3"
        ),
        f"{D91} Đ22 k4 b",
    ),
    (
        *("R2", "HCLD1", "collective", "honours"),
        (
            f"awards(CO_CP, after=HCLD2, type={NEW_ORDER}) >= 2"
            f""
            f" or (awards(CO_CP, after=HCLD2, type={NEW_ORDER}) >= 1"
            f" and awards({FLAG}, after=HCLD2, type={NEW_ORDER}) >= 2)"
            f""
            f" or awards({FLAG}, after=HCLD2, type={NEW_ORDER}) >= 4"
            f" or awards({BK}, after=HCLD2, type={NEW_ORDER}) >= 4"
        ),
        f"{LAW_2022} Đ42 k4 d",
    ),
    (
        *("R2", "HCLD3", "collective", "honours"),
        (
            f"awards(CO_CP, after=BK_TTG, type={NEW_BASIS}) >= 1"
            f" or awards({FLAG}, after=BK_TTG, type={NEW_BASIS}) >= 2"
            f""
            f" or (awards({FLAG}, after=BK_TTG, type={NEW_BASIS}) >= 1"
            f" and awards({BK}, after=BK_TTG, type={NEW_BASIS}) >= 1)"
            f" or awards({BK}, after=BK_TTG, type={NEW_BASIS}) >= 2"
        ),
        f"{LAW_2022} Đ44 k4 đ",
    ),
]


def test_every_standard_is_that_of_the_act() -> None:
    def check(row: tuple[str, str, str, str, str, str | None]) -> None:
        regime, award, kind, key, rule, source = row
        found = standard(regime, award, key, kind)
        assert found.rule == rule
        assert found.effect == "blocking"
        if source is not None:
            assert found.source == source
            assert found.verified == (not source.startswith("suy theo"))

    check_rows(STANDARDS, check)


@pytest.mark.parametrize(
    ("award", "regimes_without", "key"),
    [
        ("TTLDXS", NEW, "discipline"),  # no longer written since 2024
        ("LDTT", NEW, "registration"),  # no longer a ground
        ("CSTDCS", NEW, "registration"),
        ("GK", REGIMES, "registration"),  # never one for commendations
        ("BK_TINH", REGIMES, "registration"),
        ("LDTT", ("R1B", "R1C"), "absence"),
        ("BK_TINH", ("R1A",), "party"),  # a rule of 2020
    ],
)
def test_what_the_act_does_not_ask_is_not_asked(
    award: str, regimes_without: tuple[str, ...], key: str
) -> None:
    for regime in regimes_without:
        keys = {one.key for one in regimes()[regime].standards if one.award == award}
        assert key not in keys, regime


@pytest.mark.parametrize("regime", OLD)
def test_registration_blocks_every_title_under_the_law_of_2003(regime: str) -> None:
    entries = catalogue.entries()
    asked = {one.award for one in regimes()[regime].standards if one.key == "registration"}

    assert asked == {code for code in CODES if entries[code].form == "title"}


@pytest.mark.parametrize("kind", ["individual", "collective"])
@pytest.mark.parametrize("regime", NEW)
def test_the_letter_of_praise_waits_for_the_standard_of_the_province(
    regime: str, kind: str
) -> None:
    found = standard(regime, "GK", "merit", kind)

    assert (found.source, found.verified, found.effect) == ("", False, "advisory")


def test_the_years_after_a_letter_do_not_start_anew_with_the_next_one() -> None:
    rule = standard("R1B", "BK_TTG", "years", "individual").rule

    assert rule == f"grade_chain(HTXS, since={BK}, type=CONG_TRANG|DOT_XUAT) >= 5"


# --- votes, quotas, papers, postings --------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "level", "award", "share", "verified"),
    [
        ("R1B", "province", "CSTD_TINH", (9, 10), True),
        ("R1C", "province", "CSTDTQ", (9, 10), True),
        # no act of that time which was read says anything
        ("R1A", "province", "CSTD_TINH", (1, 2), False),
        ("R1C", "agency", "CSTDCS", (1, 2), False),
        ("R2", "agency", "CSTDCS", (4, 5), True),
        ("R2", "agency", "CO_TINH", (4, 5), True),
        ("R2", "agency", "CO_BO", (4, 5), True),
        ("R2", "agency", "CO_CP", (4, 5), True),
        ("R2", "agency", "CSTD_TINH", (9, 10), True),
        ("R2", "agency", "CSTD_BO", (9, 10), True),
        ("R2", "agency", "CSTDTQ", (9, 10), True),
        ("R3A", "agency", "CSTDCS", (4, 5), True),
        ("R3A", "agency", "CSTD_TINH", (9, 10), True),
        ("R3A", "agency", "CSTDTQ", (9, 10), True),
        ("R3A", "agency", "CO_CP", (4, 5), True),
        ("R3B", "agency", "CSTDTQ", (9, 10), True),
        ("R3B", "province", "CSTDTQ", (9, 10), True),
        ("R3B", "agency", "CO_CP", (4, 5), True),
        ("R3B", "province", "CO_CP", (4, 5), True),
        ("R3B", "agency", "CSTDCS", (4, 5), False),
        ("R2", "agency", "LDTT", (1, 2), False),
        ("R2", "agency", "BK_TTG", (1, 2), False),
    ],
)
def test_the_threshold_of_the_vote(
    regime: str, level: str, award: str, share: tuple[int, int], verified: bool
) -> None:
    form = catalogue.entries()[award].form
    rule = regimes()[regime].rule(
        "vote", code=award, form=form, level=level, commendation_type="CONG_TRANG"
    )

    assert (rule.numerator, rule.denominator) == share
    assert rule.verified == verified
    assert rule.strict == (share == (1, 2))


@pytest.mark.parametrize("regime", REGIMES)
def test_the_cap_on_base_level_fighters_ends_with_the_law_of_2003(regime: str) -> None:
    found = regimes()[regime].quotas_for("CSTDCS")

    if regime in NEW:
        assert not found
        return
    (quota,) = found
    assert (quota.type, quota.of, quota.percent) == ("percent", "LDTT", 15)
    assert (quota.rounding, quota.effect) == ("unsaid", "blocking")
    assert quota.verified == (regime != "R1A")  # the circular of 2014 was not read


@pytest.mark.parametrize(("holders", "given"), [(48, 4), (48, 8), (45, 7), (46, 7)])
def test_what_a_department_gave_is_not_too_many(holders: int, given: int) -> None:
    """The figures of 2015-2019 (8 of 48 twice): fighters out of those with LDTT."""
    (quota,) = regimes()["R1B"].quotas_for("CSTDCS")

    assert given <= quota.limit_rounded_up(holders)


@pytest.mark.parametrize(
    ("base", "warns_above", "most"), [(40, 6, 6), (46, 6, 7), (47, 7, 8), (48, 7, 8), (6, 0, 1)]
)
def test_a_share_without_a_rule_of_rounding_warns_first(
    base: int, warns_above: int, most: int
) -> None:
    """15 % of 46 is 6,9: the seventh warns, the eighth is more than any rounding gives."""
    (quota,) = regimes()["R1B"].quotas_for("CSTDCS")

    assert (quota.limit(base), quota.limit_rounded_up(base)) == (warns_above, most)


def test_no_cap_on_the_flag_of_the_government_is_invented_for_the_oldest_regime() -> None:
    """Nghị định 65/2014/NĐ-CP Đ6, read as a whole, has none."""
    assert not regimes()["R1A"].quotas_for("CO_CP")


@pytest.mark.parametrize("regime", [one for one in REGIMES if one != "R1A"])
def test_a_fifth_may_be_proposed_for_the_flag_of_the_government(regime: str) -> None:
    (quota,) = regimes()[regime].quotas_for("CO_CP")

    assert (quota.percent, quota.of) == (20, "CO_TINH")
    assert {one.award for one in regimes()[regime].quotas} <= {"CO_CP", "CSTDCS"}


@pytest.mark.parametrize("award", ["HCLD1", "HCLD2", "HCLD3"])
@pytest.mark.parametrize(
    ("regime", "article"),
    [("R2", f"{D98} Đ46 k2"), ("R3A", f"{D152} Đ44 k2"), ("R3B", f"{D152} Đ44 k2")],
)
def test_orders_are_posted_ten_working_days(regime: str, article: str, award: str) -> None:
    rule = regimes()[regime].rules["level", "province", award, "consultation"]

    assert (rule.days, rule.verified) == (10, True)
    assert rule.source == f"{LAW_2022} Đ84 k5; {article}"


# --- prizes ---------------------------------------------------------------------------------------

TITLES_SINCE_2017 = {
    "CSTDTQ": "4.5",
    "CSTD_TINH": "3.0",
    "CSTD_BO": "3.0",
    "CSTDCS": "1.0",
    "LDTT": "0.3",
    "TTLDXS": "1.5",
    "TTLDTT": "0.8",
    "CO_TINH": "8.0",
    "CO_BO": "8.0",
    "CO_CP": "12.0",
}


def test_the_prize_of_every_title() -> None:
    def check(row: tuple[str, str]) -> None:
        regime, award = row
        (multiple,) = regimes()[regime].prizes[award].multiples.values()
        assert multiple == Decimal(TITLES_SINCE_2017[award])

    check_rows(product(["R1B", "R1C", *NEW], TITLES_SINCE_2017), check)


@pytest.mark.parametrize(
    ("regime", "award", "individual", "collective", "household", "source", "verified"),
    [
        ("R1A", "BK_TTG", "1.5", "3.0", None, "Nghị định 42/2010/NĐ-CP", False),
        ("R1A", "BK_TINH", "1.0", "2.0", None, "Nghị định 42/2010/NĐ-CP", False),
        ("R1B", "BK_TTG", "3.5", "7.0", None, f"{D91} Đ73", True),
        ("R1B", "BK_TINH", "1.0", "2.0", None, f"{D91} Đ73", True),
        ("R1C", "BK_BO", "1.0", "2.0", None, f"{D91} Đ73", True),
        ("R1C", "GK", "0.3", "0.6", None, f"{D91} Đ73", True),
        ("R1C", "HCLD1", "9.0", "18.0", None, f"{D91} Đ70", True),
        ("R1C", "HCLD2", "7.5", "15.0", None, f"{D91} Đ70", True),
        ("R1C", "HCLD3", "4.5", "9.0", None, f"{D91} Đ70", True),
        ("R2", "BK_TTG", "3.5", "7.0", "5.25", f"{D98} Đ58", True),
        ("R2", "BK_TINH", "1.5", "3.0", "2.25", f"{D98} Đ58", True),
        ("R2", "BK_BO", "1.5", "3.0", "2.25", f"{D98} Đ58", True),
        ("R2", "GK", "0.3", "0.6", "0.45", f"{D98} Đ58", True),
        ("R2", "HCLD2", "7.5", "15.0", None, f"{D98} Đ55", True),
        ("R3A", "BK_TTG", "3.5", "7.0", "5.25", f"{D152} Đ54 k1 a, k2 a, k3", True),
        ("R3B", "BK_TINH", "1.5", "3.0", "2.25", f"{D152} Đ54 k1 b, k2 a, k3", True),
        ("R3B", "GK", "0.3", "0.6", "0.45", f"{D152} Đ54 k1 e, k2 c, k3", True),
        ("R3A", "HCLD1", "9.0", "18.0", None, f"{D152} Đ51 k1 e, k2", True),
        ("R3B", "HCLD2", "7.5", "15.0", None, f"{D152} Đ51 k1 g, k2", True),
        ("R3B", "HCLD3", "4.5", "9.0", None, f"{D152} Đ51 k1 h, k2", True),
    ],
)
def test_the_prize_of_a_commendation(
    regime: str,
    award: str,
    individual: str,
    collective: str,
    household: str | None,
    source: str | None,
    verified: bool,
) -> None:
    prize = regimes()[regime].prizes[award]
    expected = {"individual": Decimal(individual), "collective": Decimal(collective)}
    if household:
        expected["household"] = Decimal(household)

    assert prize.multiples == expected
    assert prize.verified == verified
    if source is not None:
        assert prize.source == source


def test_the_scale_of_an_act_that_was_not_read_is_one_value() -> None:
    prizes = regimes()["R1A"].prizes

    assert len(prizes) == 17
    assert {(one.source, one.verified) for one in prizes.values()} == {
        ("Nghị định 42/2010/NĐ-CP", False)
    }
    assert "prize" not in str(regimes()["R1A"].content["award"])


@pytest.mark.parametrize(
    ("award", "multiple", "article"),
    [
        ("CSTDTQ", "4.5", "Đ50 k1 a"),
        ("CSTD_TINH", "3.0", "Đ50 k1 b"),
        ("CSTDCS", "1.0", "Đ50 k1 c"),
        ("LDTT", "0.3", "Đ50 k1 d"),
        ("TTLDXS", "1.5", "Đ50 k2 a"),
        ("TTLDTT", "0.8", "Đ50 k2 b"),
        ("CO_CP", "12.0", "Đ50 k2 đ"),
        ("CO_TINH", "8.0", "Đ50 k2 e"),
    ],
)
def test_decree_152_names_each_title_in_a_point_of_its_own(
    award: str, multiple: str, article: str
) -> None:
    prize = regimes()["R3B"].prizes[award]

    assert [*prize.multiples.values()] == [Decimal(multiple)]
    assert (prize.source, prize.verified) == (f"{D152} {article}", True)


@pytest.mark.parametrize(("award", "multiple"), [("CO_TINH", "15.5"), ("CO_CP", "24.5")])
def test_the_flags_of_2010_are_known_only_from_hearsay(award: str, multiple: str) -> None:
    prize = regimes()["R1A"].prizes[award]

    assert [*prize.multiples.values()] == [Decimal(multiple)]
    assert not prize.verified


def test_prizes_are_rounded_up_to_ten_thousand() -> None:
    assert {rule_set.prize_rounding for rule_set in regimes().values()} == {10_000}


# --- reports and filing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "award", "forms", "verified"),
    [
        ("R1B", "BK_TINH", ("Mẫu số 02", "Mẫu số 01"), True),
        ("R1C", "GK", ("Mẫu số 02", "Mẫu số 01"), True),
        ("R1B", "LDTT", ("Mẫu số 02",), False),
        ("R2", "BK_TINH", ("Mẫu số 03", "Mẫu số 02"), True),
        ("R2", "HCLD3", ("Mẫu số 03", "Mẫu số 02"), True),
        ("R2", "LDTT", ("Mẫu số 03",), True),
        ("R2", "TTLDTT", ("Mẫu số 02",), True),
        ("R3B", "BK_TTG", ("Mẫu số 05", "Mẫu số 04"), False),
        ("R3B", "CSTDCS", ("Mẫu số 05",), True),
        ("R3B", "CSTDTQ", ("Mẫu số 03",), False),
        ("R3B", "CO_CP", ("Mẫu số 02",), False),
    ],
)
def test_the_form_of_the_report(
    regime: str, award: str, forms: tuple[str, ...], verified: bool
) -> None:
    report = regimes()[regime].reports[award]

    assert tuple(report.forms.values()) == forms
    assert report.verified == verified


ORDERS = "BK_TTG HCLD1 HCLD2 HCLD3"


@pytest.mark.parametrize("regime", [one for one in REGIMES if one != "R1A"])
@pytest.mark.parametrize(
    ("kind", "years", "codes"),
    [
        ("individual", 1, "LDTT CSTDCS GK"),
        ("individual", 2, "BK_TINH BK_BO"),
        ("individual", 3, "CSTD_TINH CSTD_BO"),
        ("individual", 5, ORDERS),
        ("individual", 6, "CSTDTQ"),
        ("collective", 1, "TTLDTT TTLDXS GK CO_TINH CO_BO CO_CP"),
        ("collective", 2, "BK_TINH BK_BO"),
        ("collective", 5, ORDERS),
    ],
)
def test_the_years_a_report_covers(regime: str, kind: str, years: int, codes: str) -> None:
    """Notes of the forms: Decree 91/2017 annex 01 note 1 and 02 note 1 (one year of a collective
    for a Bằng khen), Decree 98/2023 annex I 02 and 03."""
    reports = regimes()[regime].reports
    found = {
        code for code, one in reports.items() if kind in one.forms and one.years_of(kind) == years
    }
    wanted = set(codes.split())
    if regime in OLD and kind == "collective":
        of_a_bang_khen = {"BK_TINH", "BK_BO"}
        wanted = wanted | of_a_bang_khen if years == 1 else wanted - of_a_bang_khen
    assert found == wanted


@pytest.mark.parametrize(
    ("regime", "award", "day", "next_year", "sets", "verified"),
    [
        ("R1B", "CSTDTQ", (31, 10), True, 2, True),
        ("R1C", "CO_CP", (30, 3), True, 2, True),
        ("R1C", "BK_TTG", (30, 6), True, 2, True),
        ("R1B", "HCLD2", (30, 6), True, 3, True),
        ("R1B", "LDTT", None, False, 1, True),
        ("R2", "CSTDTQ", (31, 12), True, 1, True),
        ("R2", "CO_CP", (30, 6), True, 1, True),
        ("R2", "BK_TTG", None, False, 1, True),
        ("R2", "HCLD1", None, False, 1, True),
        ("R3A", "CO_CP", (30, 6), True, 1, True),
        ("R3B", "CSTDTQ", (31, 12), True, 1, True),
        ("R3B", "BK_TTG", None, False, 1, True),
        ("R3B", "HCLD3", None, False, 1, True),
    ],
)
def test_when_and_in_how_many_sets_a_dossier_goes_up(
    regime: str,
    award: str,
    day: tuple[int, int] | None,
    next_year: bool,
    sets: int,
    verified: bool,
) -> None:
    rule_set = regimes()[regime]
    filing, number = rule_set.filings.get(award), rule_set.sets[award]

    assert (filing and (filing.day, filing.month)) == day
    assert filing is None or (filing.next_year, filing.verified) == (next_year, verified)
    assert (number.count, number.verified) == (sets, verified)


@pytest.mark.parametrize("regime", NEW)
def test_the_province_sets_the_number_of_sets_since_2024(regime: str) -> None:
    assert not set(regimes()[regime].sets) & {"LDTT", "CSTDCS", "TTLDTT", "GK", "BK_TINH"}


@pytest.mark.parametrize(
    ("day", "amount", "verified"),
    [
        ("2013-07-01", 1_150_000, False),
        ("2016-05-01", 1_210_000, False),
        ("2017-07-01", 1_300_000, False),
        ("2018-07-01", 1_390_000, False),
        ("2019-07-01", 1_490_000, False),
        ("2023-07-01", 1_800_000, True),
        ("2024-07-01", 2_340_000, True),
        ("2026-07-01", 2_530_000, True),
    ],
)
def test_the_history_of_the_base_salary(day: str, amount: int, verified: bool) -> None:
    found = {one.valid_from.isoformat(): one for one in read_salaries()}

    assert (found[day].amount, found[day].verified) == (amount, verified)
    assert len(found) == 8


@pytest.mark.parametrize("regime", ["R3A", "R3B"])
def test_the_fighters_of_the_whole_country_are_posted_too_since_2025(regime: str) -> None:
    """Nghị định 152/2025/NĐ-CP Đ44 k2: ten working days before the province's council meets."""
    rule = regimes()[regime].rules["level", "province", "CSTDTQ", "consultation"]

    assert (rule.days, rule.before, rule.verified) == (10, "province_council", True)
    assert rule.source == f"{D152} Đ44 k2"
    assert ("level", "province", "CSTDTQ", "consultation") not in regimes()["R2"].rules


@pytest.mark.parametrize("award", ["CSTDCS", "CO_TINH", "CSTD_TINH", "CO_BO", "CSTD_BO"])
@pytest.mark.parametrize("regime", ["R3B", "R4"])
def test_from_2026_the_threshold_is_the_provinces_and_cites_no_act(regime: str, award: str) -> None:
    rule = regimes()[regime].rules["award", award, "vote"]

    assert (rule.source, rule.verified) == ("", False)
    assert rule.left_to == "Điều 6 khoản 2 Nghị định 152/2025/NĐ-CP"


@pytest.mark.parametrize("regime", ["R3B", "R4"])
def test_from_2026_council_procedure_and_forms_of_own_awards_are_the_provinces(
    regime: str,
) -> None:
    """Nghị định 152/2025/NĐ-CP Đ6 k2: b and c dossiers and procedure, đ and e the councils; of what
    the State confers they say nothing, and Luật 06/2022/QH15 Đ83 k1 has titles reviewed itself."""
    rules = regimes()[regime]
    article = "Điều 6 khoản 2 {} Nghị định 152/2025/NĐ-CP"
    by_law, councils = article.format("điểm b, điểm c"), article.format("điểm đ, điểm e")
    expected = {
        ("GK", "unit_review"): by_law,
        ("BK_TINH", "consultation"): by_law,
        ("BK_BO", "consultation"): by_law,
        ("LDTT", "consultation"): by_law,
        ("LDTT", "unit_review"): "",
        ("HCLD3", "consultation"): "",
        ("BK_TTG", "unit_review"): "",
        ("CSTDTQ", "consultation"): "",
    }
    found = {
        (award, name): rules.rule(
            name,
            code=award,
            form=catalogue.entries()[award].form,
            level="agency",
            commendation_type="CONG_TRANG",
        ).left_to
        for award, name in expected
    }
    forms = {code: one.left_to for code, one in rules.reports.items()}

    assert found == expected
    assert (rules.quorum.left_to, rules.quorum.source) == (councils, "")
    assert {code for code, left in forms.items() if left == article.format("điểm c")} == {
        *("LDTT", "TTLDTT", "GK"),
    }
    assert {code for code, left in forms.items() if left == article.format("điểm b")} == {
        *("CSTD_TINH", "BK_TINH", "TTLDXS", "CO_TINH", "CSTD_BO", "CO_BO", "BK_BO"),
    }
    assert {forms[code] for code in ("HCLD1", "CSTDTQ", "CO_CP", "BK_TTG")} == {""}


@pytest.mark.parametrize(
    ("setting", "before", "since", "article"),
    [
        ("dossier_return_days", 5, 10, "Đ35 k4 a"),
        ("line_ministry_days", 10, 10, "Đ34 k6"),
        ("province_submits_days", 30, 30, "Đ35 k3"),
        ("appraisal_days", 20, 20, "Đ35 k2"),
        ("objects_days", None, 10, "Đ35 k4 d"),
        ("objects_days_from_100", None, 20, "Đ35 k4 d"),
        ("achievement_months", 6, 6, "Đ33 k9"),
        ("return_days", 15, 15, "Đ58 k2 a"),
        ("submission_form", "Mẫu số 01", "Mẫu số 01", "Đ33 k11"),
        ("initiative_form", "Mẫu số 11", "Mẫu số 13", "Đ33 k6"),
    ],
)
def test_days_and_forms_of_the_decree_of_2025(
    setting: str, before: object, since: object, article: str
) -> None:
    for regime in ("R3A", "R3B"):
        found = regimes()[regime].settings[setting]
        assert (found.value, found.source, found.verified) == (since, f"{D152} {article}", True)
    old = regimes()["R2"].settings.get(setting)
    assert (old.value if old else None) == before


@pytest.mark.parametrize("regime", NEW)
def test_the_dossier_of_a_letter_of_praise_has_three_papers(regime: str) -> None:
    """Luật 06/2022/QH15 Đ84 k2; the agency makes them, so nothing is asked of the nominee."""
    rule = regimes()[regime].rules["award", "GK", "papers"]

    assert rule.says == "Tờ trình; báo cáo thành tích; biên bản xét khen thưởng"
    assert rule.papers == ()
