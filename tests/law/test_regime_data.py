"""The regimes leave nothing out, and the examples of layers can be laid over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from nominations.law import catalogue, datafile, rulesets
from nominations.law.rulesets.parts import RuleSet
from tests.law.regimes import CODES, NEW, OLD, REGIMES, awards_of, regimes

LAYERS = datafile.DATA / "layers"


# --- nothing is left out --------------------------------------------------------------------------


@pytest.mark.parametrize("regime", REGIMES)
def test_every_award_has_authority_standards_and_prize(regime: str) -> None:
    rule_set = regimes()[regime]

    assert sorted(rule_set.catalogue) == sorted(awards_of(regime))
    assert sorted(rule_set.prizes) == sorted(awards_of(regime))
    # Nobody read the act with the forms of the oldest regime, so it names none.
    forms = set() if regime == "R1A" else set(awards_of(regime)) - {"KNC"}
    assert sorted(rule_set.reports) == sorted(forms)
    for code in awards_of(regime):
        for kind in rule_set.catalogue[code].targets:
            assert rule_set.standards_for(code, kind), (code, kind)


@pytest.mark.parametrize("regime", REGIMES)
def test_the_regimes_agree_with_the_catalogue(regime: str) -> None:
    entries = catalogue.entries()

    for code, here in regimes()[regime].catalogue.items():
        assert here.authority == entries[code].authority, code
        assert {*here.targets} == {*entries[code].targets}, code
        # The law of before 01/01/2024 gives households commendations and names no prize for them.
        without_prize = {"household"} if regime.startswith("R1") else set()
        assert {*regimes()[regime].prizes[code].multiples} == {*here.targets} - without_prize
        if code in regimes()[regime].reports:
            forms = {*regimes()[regime].reports[code].forms}
            assert forms == {*here.targets} - {"household"}, code


def tables(content: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every table of a file that says whether it was checked."""
    if "verified" in content:
        yield place, content
    for key, value in content.items():
        if isinstance(value, dict):
            yield from tables(value, f"{place}.{key}")
        for index, row in enumerate(value if isinstance(value, list) else ()):
            if isinstance(row, dict):
                yield from tables(row, f"{place}.{key}[{index}]")


@pytest.mark.parametrize("regime", REGIMES)
def test_every_value_has_a_source_or_is_not_verified(regime: str) -> None:
    found = list(tables(regimes()[regime].content))

    assert len(found) > 150
    for place, table in found:
        assert table["source"] or not table["verified"], place
        assert not table["verified"] or "suy theo" not in table["source"], place
        assert not table["verified"] or "chưa đối chiếu" not in table["source"], place


def test_no_value_says_at_its_source_what_the_rows_of_unread_acts_say() -> None:
    for place, table in tables(regimes()["R4"].content):
        assert "Luật 06/2026/QH16" not in table["source"] or not place, place


def test_r4_says_what_the_regime_before_it_says_with_the_same_marks() -> None:
    """The amendment is one row of `[[unread]]`, not a mark at every value."""

    def bare(rule_set: RuleSet) -> Any:
        own = ("code", "valid_from", "valid_to", "source", "verified", "unread")
        return {
            key: value
            for key, value in rule_set.content.items()
            if key not in own and not key.startswith(("ends", "may_have_ended"))
        }

    assert bare(regimes()["R4"]) == bare(regimes()["R3B"])


def test_the_law_of_2003_says_the_same_in_its_three_regimes() -> None:
    """What cites the law itself is equal to the letter in R1A, R1B and R1C."""
    of_law = ("LDTT", "TTLDTT", "TTLDXS", "GK")
    for code in of_law:
        said = [
            [
                (one.key, one.kind, one.says, one.rule, one.effect)
                for one in regimes()[regime].standards
                if one.award == code and one.source.startswith("Luật")
            ]
            for regime in OLD
        ]
        assert said[0] == said[1] == said[2], code
        for one in regimes()["R1A"].standards:
            if one.award == code and one.source.startswith("Luật"):
                assert one.verified, (code, one.key)


@pytest.mark.parametrize("regime", REGIMES)
def test_the_sentence_of_a_standard_is_its_own(regime: str) -> None:
    """A key names one rule of an award and kind, or one for each kind of person, and no two rules
    say the same words."""
    for code in awards_of(regime):
        for kind in regimes()[regime].catalogue[code].targets:
            found = regimes()[regime].standards_for(code, kind)
            assert len({(one.key, one.whom) for one in found}) == len(found), (code, kind)
            assert len({one.says for one in found}) == len(found), (code, kind)
            assert all(len(one.says) <= 340 for one in found), (code, kind)


def test_what_only_people_can_say_warns_and_does_not_stop() -> None:
    """A matter attested by people stops only where it is a fact of its own: targets, the lead of
    a block, the way to an award by another type of commendation than merit, or what the law asks
    of workers and farmers in the place of a grade."""
    facts = {"attested(VUOT_CHI_TIEU)", "attested(DAN_DAU)"}
    for regime in REGIMES:
        for one in regimes()[regime].standards:
            other_way = one.types and "CONG_TRANG" not in one.types
            if (
                re.fullmatch(r"attested\(\w+\)", one.rule)
                and one.rule not in facts
                and not other_way
                and one.key != "labour"
            ):
                assert one.effect == "advisory", (regime, one.award, one.key)


# --- the examples of layers -----------------------------------------------------------------------


def layered(regime: str, name: str) -> RuleSet:
    return rulesets.with_layers(regimes()[regime], [rulesets.read_layer_file(LAYERS / name)])


@pytest.mark.parametrize("path", sorted(LAYERS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_layer_names_its_act_and_calls_itself_an_example(path: Any) -> None:
    content = datafile.read(path).content

    assert path.read_text(encoding="utf-8").startswith("# EXAMPLE of ")
    assert content["layer"] in ("agency", "province")
    assert content["code"]
    assert content["name"]
    assert content["source"]
    rulesets.read_layer_file(path)
    assert all(table["source"] for _place, table in tables(content))
    assert set(content.get("award", {})) <= set(CODES)


def test_the_agency_of_2020_votes_with_seventy_and_ninety_per_cent() -> None:
    rule_set = layered("R1C", "dhdn_2020.toml")
    seventy = ("LDTT", "TTLDTT", "TTLDXS", "GK", "CSTDCS", "BK_BO", "BK_TTG", "CO_CP", "HCLD3")

    for code in seventy:
        rule = rule_set.rules["award", code, "vote"]
        assert (rule.numerator, rule.denominator, rule.strict) == (7, 10, False), code
    for code in ("CSTD_BO", "CSTDTQ"):
        assert rule_set.rules["award", code, "vote"].numerator == 9, code
    assert (rule_set.quorum.numerator, rule_set.quorum.denominator) == (2, 3)
    assert rule_set.quorum_of("unit_meeting").source == "Quyết định 4768/QĐ-ĐHĐN Đ4 k7"
    assert rule_set.quorum.source == "Quyết định 4768/QĐ-ĐHĐN Đ4 k7"
    quotas = {one.key: one for one in rule_set.quotas_for("CSTDCS")}
    assert sorted(quotas) == ["managers", "share_of_ldtt", "share_of_ldtt_of_unit"]
    assert quotas["managers"].limit(7) == 2
    assert quotas["share_of_ldtt_of_unit"].scope == "unit"


def test_the_agency_of_2024_has_a_standard_and_quotas_for_its_letters_of_praise() -> None:
    rule_set = layered("R2", "dhdn_2024.toml")
    votes = {"LDTT": (7, 10), "GK": (7, 10), "CSTDCS": (4, 5), "CO_BO": (4, 5), "CSTD_BO": (9, 10)}

    for code, share in votes.items():
        rule = rule_set.rules["award", code, "vote"]
        assert (rule.numerator, rule.denominator) == share, code
    (persons,) = rule_set.quotas_for("GK", "individual")
    (groups,) = rule_set.quotas_for("GK", "collective")
    assert rule_set.settings["tie"].value == "chair"
    assert rule_set.rules["defaults", "consultation"].before == "unit_council"
    assert [persons.limit(base) for base in (9, 10, 29, 30, 49, 50)] == [0, 1, 1, 2, 2, 3]
    assert (groups.percent, groups.of) == (20, "TTLDTT")
    merit = [one for one in rule_set.standards_for("GK", "individual") if one.key == "merit"]
    assert {one.source: "HOC_SINH" in one.whom for one in merit} == {
        "Quyết định 3828/QĐ-ĐHĐN Đ24 k1": False,
        "Quyết định 3828/QĐ-ĐHĐN Đ24 k2": True,
    }
    assert rule_set.rules["defaults", "consultation"].days == 7
    assert not rule_set.rules["award", "KNC", "consultation"].needed
    assert [(one.held, one.asked) for one in rule_set.exclusions] == [
        (("CSTDCS",), ("CSTD_BO", "CSTDTQ")),
        (("GK",), ("BK_BO",)),
    ]


def test_the_thresholds_of_2020_are_refused_under_the_decree_of_2023() -> None:
    """70% is less than the four fifths that the decree asks for a base-level fighter."""
    with pytest.raises(datafile.DataFileError, match=r"award\.CSTDCS\.vote"):
        layered("R2", "dhdn_2020.toml")


def test_the_city_of_2024_caps_the_letters_of_one_campaign() -> None:
    quotas = layered("R3B", "can_tho_2024.toml").quotas_for("BK_TINH", "individual")

    assert [(one.percent, one.of, one.verified) for one in quotas] == [(5, "members", False)]


@pytest.mark.parametrize(("regime", "forms"), [("R2", False), *((one, True) for one in NEW[1:])])
def test_the_forms_of_a_departments_own_awards_are_the_provinces_since_2025(
    regime: str, forms: bool
) -> None:
    opened = set(regimes()[regime].open["province"])

    votes = {f"award.{code}.vote" for code in ("CSTDCS", "CSTD_TINH", "CO_TINH")}

    # Nghị định 152/2025/NĐ-CP Đ60 k2: the decree before stands in for a silent province
    assert opened & votes == (votes if regime == "R3A" else set())
    left = {
        f"award.{code}.report" for code, one in regimes()[regime].reports.items() if one.left_to
    }
    of_ministries = {f"award.{code}.report" for code in ("CSTD_BO", "CO_BO", "BK_BO")}
    assert not opened & left  # nobody has to open what no act lays down
    assert (opened | left) - votes - {"award.KNC.prize"} - of_ministries == (
        {
            f"award.{code}.report"
            for code in (
                *("LDTT", "TTLDTT", "CSTDCS", "GK"),  # Nghị định 152/2025/NĐ-CP Đ6 k2 c
                *("CSTD_TINH", "BK_TINH", "TTLDXS", "CO_TINH"),  # Đ6 k2 b
            )
        }
        if forms
        else set()
    )
    assert not any(regimes()[old].open for old in OLD)
