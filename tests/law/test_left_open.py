"""What is left to ministries, sectors and provinces is said once where rules and councils are
shown: Decree 152/2025/ND-CP article 6 clause 2."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from nominations.law import rulesets
from nominations.law.award_summary import summarize_award
from nominations.law.datafile import DataFileError
from nominations.law.services import propose_layer
from nominations.law.text_report import as_text
from nominations.people.models import Organization
from tests.built_once import built_once
from tests.cast import Cast
from tests.law.layer_steps import approve
from tests.law.regimes import regimes
from workflow import clock

SILENT = "Chưa có văn bản quy định"
LEFT = "Điều 6 khoản 2 điểm đ, điểm e Nghị định 152/2025/NĐ-CP giao cho {} quy định"
REGULATION = """schema = 2
layer = "agency"
code = "HD-2026"
name = "Quy chế hoạt động của Hội đồng"
valid_from = 2026-01-01
source = "Quyết định 10/QĐ-STC"

[settings.council_composition]
value = "Chủ tịch là Giám đốc; 02 Phó Chủ tịch; các ủy viên là trưởng phòng"
source = "Quyết định 10/QĐ-STC Đ3"
verified = true
"""


@pytest.fixture
def cast(db: None) -> Cast:
    return built_once("cast", Cast.build)


@pytest.mark.parametrize("code", ["LDTT", "CSTDCS", "BK_TINH", "CO_BO"])
def test_a_value_that_is_left_open_is_not_called_unregulated_as_well(code: str) -> None:
    lines = as_text(summarize_award(regimes()["R4"], code, on=date(2026, 11, 15))).splitlines()
    left = [number for number, line in enumerate(lines) if "; đề xuất: " in line]
    assert len(left) >= 3
    for number in left:
        assert SILENT not in lines[number + 1], lines[number]
    assert any(SILENT in line for line in lines)  # of the settings on which no act says anything


def test_a_council_is_set_up_with_who_lays_down_its_composition(cast: Cast) -> None:
    client = cast.client(cast.secretary)
    council = reverse("administration:council", args=[cast.council.pk])
    pages = [council, reverse("administration:council_new")]
    award = reverse("awards:rules_award", args=["LDTT"])
    asked = {"organization": cast.agency.pk, "on": "15/11/2026"}

    def bodies() -> list[str]:
        shown = [client.get(page) for page in pages]
        return [unescape(one.content.decode()) for one in (*shown, client.get(award, asked))]

    with clock.at(clock.now().replace(year=2026, month=11, day=15)):
        for body in bodies():
            assert f"{LEFT.format('tỉnh')}; đề xuất: người đứng đầu cơ quan" in body
        Organization.objects.filter(pk=cast.province.pk).update(authority="ministry")
        for body in bodies():
            assert LEFT.format("bộ, ban, ngành") in body
        layer = propose_layer(actor=cast.secretary, organization=cast.agency, text=REGULATION)
        approve(actor=cast.director, layer=layer)
        *of_council, of_award = bodies()
    for body in of_council:
        assert "02 Phó Chủ tịch; các ủy viên là trưởng phòng (Điều 3 Quyết định 10/QĐ-STC)" in body
        assert LEFT.format("bộ, ban, ngành") not in body
    assert "02 Phó Chủ tịch" in of_award
    with clock.at(clock.now().replace(year=2025, month=11, day=14)):
        assert "Thành phần Hội đồng" not in client.get(council).content.decode()


def test_only_a_setting_that_may_be_left_open_names_who_lays_it_down() -> None:
    with pytest.raises(DataFileError, match="left_to"):
        rulesets.read_layer_text(
            REGULATION + '\n[settings.ballots]\nvalue = 2\nleft_to = "Điều 6"\n', "qc"
        )


def test_the_common_vote_is_left_open_and_may_still_be_taken_away() -> None:
    """Of awards of the State no article leaves it; until 2025 it was a setting of the agency."""
    given = {"commendation_type": "CONG_TRANG", "level": "agency"}
    article = "Điều 6 khoản 2 điểm b, điểm c Nghị định 152/2025/NĐ-CP"
    for regime, code, left_to, is_required in (
        ("R4", "LDTT", article, False),
        ("R3B", "GK", article, False),
        ("R4", "BK_BO", article, False),
        ("R4", "HCLD3", "", False),
        ("R3A", "LDTT", "", False),
        ("R4", "CSTDCS", "Điều 6 khoản 2 Nghị định 152/2025/NĐ-CP", True),
    ):
        rules = regimes()[regime]
        found = rulesets.defaults_under(rules, code, **given)
        required = rulesets.required_steps(rules, code, **given)
        assert (found.left_to, found.needs_vote) == (left_to, True), (regime, code)
        assert ("needs_vote" in required) == is_required, (regime, code)
