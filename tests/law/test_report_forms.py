"""The form of an achievement report by award, kind of recipient, type of commendation and day."""

from __future__ import annotations

from datetime import date

import pytest

from nominations.law.award_summary import summarize_award
from nominations.law.left_to_province import values_left_to_province
from nominations.law.report_forms import report_form
from tests.law.regimes import regimes

OF_2017 = "Nghị định 91/2017/NĐ-CP"
OF_2023, OF_2025 = "Nghị định 98/2023/NĐ-CP", "Nghị định 152/2025/NĐ-CP"
LEFT = f"Điều 6 khoản 2 điểm c {OF_2025} giao cho tỉnh quy định; đề xuất: Mẫu số 06"


@pytest.mark.parametrize(
    ("regime", "award", "kind", "commendation_type", "text", "source"),
    [
        ("R1B", "BK_TINH", "individual", "CONG_TRANG", "Mẫu số 02, thành tích của 2 năm", OF_2017),
        ("R1C", "BK_TINH", "collective", "CONG_TRANG", "Mẫu số 01, thành tích của 1 năm", OF_2017),
        ("R1C", "BK_BO", "collective", "CONG_TRANG", "Mẫu số 01, thành tích của 1 năm", OF_2017),
        ("R1C", "HCLD1", "collective", "CONG_TRANG", "Mẫu số 01, thành tích của 5 năm", OF_2017),
        ("R1B", "TTLDTT", "collective", "CONG_TRANG", "Mẫu số 01, thành tích của 1 năm", ""),
        ("R2", "BK_TINH", "collective", "CONG_TRANG", "Mẫu số 02, thành tích của 2 năm", OF_2023),
        ("R2", "GK", "individual", "CONG_TRANG", "Mẫu số 03, thành tích của 1 năm", OF_2023),
        ("R2", "GK", "individual", "DOT_XUAT", "Mẫu số 07", OF_2023),
        ("R2", "GK", "collective", "PHONG_TRAO", "Mẫu số 08", OF_2023),
        ("R2", "HCLD3", "individual", "CONG_HIEN", "Mẫu số 04", OF_2023),
        ("R2", "HCLD3", "individual", "DOI_NGOAI", "Mẫu số 10", OF_2023),
        ("R2", "HCLD3", "individual", "NIEN_HAN", None, ""),
        ("R2", "GK", "household", "DOT_XUAT", None, ""),
        ("R4", "HCLD3", "individual", "DOT_XUAT", "Mẫu số 06", OF_2025),
        # Đ6 k2 c leaves the form of an award of the agency's own to the province, whatever its type
        ("R4", "GK", "individual", "DOT_XUAT", "Mẫu số 06", ""),
    ],
)  # fmt: skip
def test_the_form_follows_award_and_type(
    regime: str, award: str, kind: str, commendation_type: str, text: str | None, source: str
) -> None:
    on = regimes()[regime].valid_from
    found = report_form(regimes()[regime], award, kind, commendation_type=commendation_type, on=on)
    assert (found and found.text, source in (found.source if found else "")) == (text, True)
    assert bool(found and found.source) == bool(source)
    assert bool(found and found.left_to) == (found is not None and regime == "R4" and not source)


def test_a_sudden_achievement_is_reported_on_its_own_form_wherever_the_form_is_named() -> None:
    rules, on = regimes()["R4"], date(2026, 11, 1)
    asked = {
        "level": "agency",
        "commendation_type": "DOT_XUAT",
        "on": on,
        "regulator": "province",
    }
    summary = summarize_award(rules, "GK", **asked)
    lines = [line for part in summary.parts for line in part.lines]
    shown = [line.text for line in lines if line.label.startswith("Báo cáo thành tích")]
    values = values_left_to_province(rules, {"GK": ()}, **asked)
    listed = [one for one in values if "Mẫu số" in one]
    assert shown == [LEFT, LEFT]
    assert [one.endswith(f": {LEFT}.") for one in listed] == [True, True]


@pytest.mark.parametrize(
    ("regime", "award", "shown"),
    [
        # Decree 91/2017, annex: 01, 02; 03 contribution, 06 sudden, 07 movement, 08, 09 foreign
        ("R1B", "HCLD3", {"cá nhân": "02 03 06 09", "tập thể": "01 06 08"}),
        ("R1C", "BK_TTG", {"cá nhân": "02 06 07", "tập thể": "01 06 07"}),
        ("R1C", "CO_CP", {"tập thể": "01 07"}),
        ("R1C", "CSTDCS", {"cá nhân": "02"}),
        ("R1C", "GK", {"cá nhân": "02 06 07 09", "tập thể": "01 06 07 08"}),
        # Decree 98/2023, annex I: 02, 03; 04 contribution, 07 sudden, 08 movement, 09, 10 foreign
        ("R2", "HCLD1", {"cá nhân": "03 04 07 10", "tập thể": "02 07 08 09"}),
        ("R2", "LDTT", {"cá nhân": "03"}),
    ],
)
def test_the_summary_names_the_form_of_every_type_of_commendation(
    regime: str, award: str, shown: dict[str, str]
) -> None:
    rules = regimes()[regime]
    summary = summarize_award(
        rules, award, on=rules.valid_from, regulator="province", level="agency"
    )
    found: dict[str, set[str]] = {}
    for part in summary.parts:
        for line in part.lines:
            head, _colon, whom = line.label.partition(": ")
            if head == "Báo cáo thành tích":
                number = line.text.partition("Mẫu số ")[2][:2]
                found.setdefault(whom.partition(",")[0], set()).add(number)
                is_of_merit = "," not in whom
                assert is_of_merit == (line.text != f"Mẫu số {number}"), line
    assert found == {whom: set(numbers.split()) for whom, numbers in shown.items()}
