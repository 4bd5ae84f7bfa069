"""Days that the acts give for some awards apart, and a posting without a number of days."""

from __future__ import annotations

from datetime import date

import pytest

from nominations.law import rulesets
from nominations.law.award_summary import summarize_award
from nominations.law.campaign_values import campaign_values
from nominations.law.datafile import DataFileError
from nominations.law.left_to_province import values_left_to_province
from tests.law.regimes import regimes

D91, D98 = "Nghị định 91/2017/NĐ-CP", "Nghị định 98/2023/NĐ-CP"
D152 = "Nghị định 152/2025/NĐ-CP"
HIGH = {"HCDL1", "HCDL2", "HCDL3", "HCHCM", "HCSV", "AHLD", "AHLLVT", "TINH_AH", "BMVNAH"}
ORDERS = ("HCLD1", "HCLD2", "HCLD3", "HCDL1", "HCDL2", "HCDL3", "HCHCM", "HCSV")
LAYER = """schema = 2
layer = "province"
code = "T-1"
name = "Quy định thi đua, khen thưởng của tỉnh"
valid_from = {begins}
source = "Quyết định 1/QĐ-UBND"

{table}
"""


@pytest.mark.parametrize(
    ("regime", "general", "longer", "awards", "source"),
    [
        ("R1B", 20, 30, HIGH | {"CSTDTQ"}, f"{D91} Đ48 k2 b"),
        ("R1C", 20, 30, HIGH | {"CSTDTQ"}, f"{D91} Đ48 k2 b"),
        ("R2", 30, 40, HIGH, f"{D98} Đ32 k3"),
        ("R3A", 30, 40, HIGH, f"{D152} Đ35 k3"),
        ("R3B", 30, 40, HIGH, f"{D152} Đ35 k3"),
        ("R4", 30, 40, HIGH, f"{D152} Đ35 k3"),
    ],
)
def test_the_province_has_longer_for_the_high_awards(
    regime: str, general: int, longer: int, awards: set[str], source: str
) -> None:
    settings = regimes()[regime].settings
    found = settings["province_submits_days_longer"]

    assert (settings["province_submits_days"].value, found.value) == (general, longer)
    assert awards <= set(found.awards)
    assert ("CSTDTQ" in found.awards) == ("CSTDTQ" in awards)
    assert (found.source.split(" (")[0], found.types) == (source, ("CONG_TRANG",))
    assert found.verified
    # of these the central council's own regulation speaks
    assert not set(settings["appraisal_days"].awards) & {"CSTDTQ", "AHLD", "AHLLVT", "TINH_AH"}


@pytest.mark.parametrize(
    ("award", "shown"),
    [("CSTDTQ", ["30"]), ("HCLD3", ["20", "20", "30"]), ("HCDL1", ["30", "20", "30"])],
)
def test_the_summary_of_an_award_shows_the_days_of_this_award(award: str, shown: list[str]) -> None:
    rules, on = regimes()["R1B"], date(2018, 6, 1)
    lines = [one for part in summarize_award(rules, award, on=on).parts for one in part.lines]
    about = ("Số ngày làm việc để tỉnh xem xét", "Số ngày làm việc Bộ Nội vụ thẩm định")

    assert [one.text for one in lines if one.label.startswith(about)] == shown


def test_a_campaign_uses_the_days_of_its_awards() -> None:
    def used(award: str) -> set[str]:
        found = campaign_values(regimes()["R1C"], level="province", awards=[award])
        return {one.path[1] for one in found if one.path[0] == "settings"}

    longer, opinion = "province_submits_days_longer", "appraisal_days_with_opinion"
    assert {longer, opinion} & used("CSTDTQ") == {longer}
    assert {longer, opinion} & used("BK_TTG") == {opinion}


@pytest.mark.parametrize("award", ["CSTDTQ", *ORDERS])
@pytest.mark.parametrize(
    ("regime", "source", "before"),
    [
        ("R1B", f"{D91} Đ45 k10", ""),
        ("R1C", f"{D91} Đ45 k10; Thông tư 12/2019/TT-BNV Đ2 k2", "province_council"),
    ],
)
def test_the_decree_of_2017_asks_for_a_posting_and_no_number_of_days(
    regime: str, source: str, before: str, award: str
) -> None:
    rule = regimes()[regime].rules["level", "province", award, "consultation"]

    assert (rule.needed, rule.days_unsaid, rule.verified) == (True, True, True)
    assert (rule.source, rule.before) == (source, before)


@pytest.mark.parametrize("regime", ["R2", "R3A", "R3B", "R4"])
def test_every_order_is_posted_ten_working_days(regime: str) -> None:
    """Law 06/2022 article 84 clause 5, and each decree."""
    for award in ORDERS:
        rule = regimes()[regime].rules["level", "province", award, "consultation"]
        assert (rule.days, rule.days_unsaid, rule.verified) == (10, False, True), award


def test_the_proposed_days_are_listed_before_a_campaign_opens() -> None:
    rules = regimes()["R1C"]
    (listed,) = values_left_to_province(
        rules,
        {"HCLD1": (), "HCLD2": (), "BK_TTG": ()},
        level="province",
        commendation_type="CONG_TRANG",
        regulator="",
        on=rules.valid_from,
    )
    assert "số đề xuất: điều khoản không quy định số ngày" in listed
    assert "Huân chương Lao động hạng Nhì" in listed
    assert "Bằng khen" not in listed


POSTED = "[level.province.award.{}.consultation]\nneeded = true\ndays = {}\n{}"
LONGER = "[settings.province_submits_days_longer]\nvalue = 35\n{}"
NARROWER = 'types = ["CONG_TRANG"]\nawards = ["HCDL1"]'


@pytest.mark.parametrize(
    ("begins", "table", "refused"),
    [
        ("2018-01-01", POSTED.format("HCLD1", 3, 'where = "{where}"'), ""),
        ("2018-01-01", "[level.province.award.HCLD1.consultation]\nneeded = false", "bỏ"),
        ("2026-01-01", POSTED.format("HCDL1", 9, 'before = "province_council"'), "10"),
        ("2026-01-01", LONGER.format(NARROWER), "cùng các danh hiệu"),
        ("2026-01-01", LONGER.format(""), "awards"),
    ],
)
def test_a_province_may_say_the_days_that_the_act_leaves_out(
    begins: str, table: str, refused: str
) -> None:
    base = rulesets.regime_on(date.fromisoformat(begins))
    where = regimes()["R1B"].rules["level", "province", "HCLD1", "consultation"].where
    text = LAYER.format(begins=begins, table=table.format(where=where) if "{" in table else table)
    if not refused:
        layer = rulesets.read_layer_text(text, "x")
        rule = rulesets.with_layers(base, [layer]).rules[
            "level", "province", "HCLD1", "consultation"
        ]
        assert (rule.days, rule.days_unsaid) == (3, False)
        return
    with pytest.raises(DataFileError, match=refused):
        rulesets.with_layers(base, [rulesets.read_layer_text(text, "x")])
