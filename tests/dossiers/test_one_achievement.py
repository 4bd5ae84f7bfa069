"""One achievement is rewarded once: Law 06/2022/QH15 article 5 clause 2 c."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nominations.awards.models import AwardOrigin
from nominations.awards.services import NewAward, record_awards
from nominations.decisions.effects import new_award
from nominations.dossiers.duplicates.findings import (
    DuplicateKind,
    blocking_sentences,
    findings_for,
)
from nominations.dossiers.models import Nomination
from nominations.dossiers.services import NewNomination, allow_double, save_goals, start_many
from nominations.law import catalogue, datafile, rulesets
from nominations.law.duplicates import (
    AchievementUse,
    AwardClaim,
    duplicates_between,
    kind_of_rule,
    rules_of_doubles,
)
from nominations.law.models import RecipientKind
from nominations.people.employment import StaffKind
from tests.cast import Cast
from tests.law.regimes import regimes
from workflow.actors import SYSTEM

BRIDGE, FLOOD = "Cầu Mỹ Thuận 2", "Cứu hộ lũ tháng 10"


def claim(
    code: str, achievement: str, how: str = "DOT_XUAT", months: tuple[int, int] = (1, 12)
) -> AwardClaim:
    award = catalogue.entries()[code]
    return AwardClaim(
        code=code,
        name=award.name,
        form=award.form,
        year=2024,
        commendation_type=how,
        period=(date(2024, months[0], 1), date(2024, months[1], 28)),
        trace=AchievementUse(code),
        achievement=achievement,
    )


def found(me: AwardClaim, other: AwardClaim, regime: str = "R2") -> list[str]:
    rules = regimes()[regime].duplicates
    return [
        sentence
        for key, _use, sentence, _pair in duplicates_between(me, [other], rules)
        if key == "same_achievement"
    ]


@pytest.mark.parametrize(
    ("me", "other", "is_double"),
    [
        (claim("GK", BRIDGE), claim("BK_TINH", BRIDGE), True),
        (claim("GK", BRIDGE), claim("BK_TINH", "cau my thuan 2"), True),
        (claim("BK_TTG", FLOOD), claim("BK_TINH", FLOOD), True),  # another level
        (claim("HCLD3", FLOOD), claim("GK", FLOOD), True),
        (claim("GK", BRIDGE), claim("GK", BRIDGE), True),  # the same form twice
        (claim("GK", BRIDGE), claim("BK_TINH", BRIDGE, "PHONG_TRAO"), True),  # another type
        (claim("GK", BRIDGE), claim("BK_TINH", FLOOD), False),
        (claim("GK", BRIDGE, months=(1, 3)), claim("BK_TINH", BRIDGE, months=(2, 6)), True),
        (claim("GK", BRIDGE, months=(1, 3)), claim("BK_TINH", BRIDGE, months=(4, 6)), False),
        (claim("GK", BRIDGE), claim("BK_TINH", ""), True),  # to be checked by people
        (claim("GK", ""), claim("HCLD3", FLOOD), False),
        (claim("LDTT", BRIDGE, "CONG_TRANG"), claim("GK", BRIDGE), False),  # a title beside it
    ],
)
def test_one_achievement_is_found_across_awards_levels_and_types(
    me: AwardClaim, other: AwardClaim, is_double: bool
) -> None:
    for regime in ("R2", "R3A", "R3B", "R4"):
        assert bool(found(me, other, regime)) is is_double


REGULATION = """schema = 2
layer = "agency"
code = "QC-2024"
name = "Quy chế (ví dụ)"
valid_from = 2024-01-01
source = "Quyết định 9/QĐ-STC"

[[exclusion]]
key = "bk_after_gk"
held = ["GK", "CSTDCS"]
asked = ["BK_TINH"]
effect = "blocking"
says = "Đã khen trong cơ quan thì không đề nghị Bằng khen của tỉnh cho cùng thành tích"
source = "Quyết định 9/QĐ-STC Đ7 k2"
verified = true
"""
STATED = rulesets.read_layer_text(REGULATION, "quy-che.toml")


def excluded(me: AwardClaim, other: AwardClaim) -> list[tuple[str, str]]:
    """The exclusions of the regulation that two awards violate, and what each does."""
    rules = rules_of_doubles(rulesets.with_layers(regimes()["R2"], [STATED]))
    return [
        (key, rules[key].effect)
        for key, *_rest in duplicates_between(me, [other], rules)
        if kind_of_rule(key) == "exclusion"
    ]


@pytest.mark.parametrize(
    ("me", "other", "effects"),
    [
        (claim("BK_TINH", BRIDGE), claim("GK", "cau my thuan 2"), ["blocking"]),
        (claim("BK_TINH", BRIDGE), claim("CSTDCS", BRIDGE, "CONG_TRANG"), ["blocking"]),  # a title
        (claim("BK_TINH", BRIDGE), claim("GK", FLOOD), []),
        (claim("BK_TINH", BRIDGE, months=(1, 3)), claim("GK", BRIDGE, months=(4, 6)), []),
        (claim("BK_TINH", BRIDGE), claim("GK", ""), ["advisory"]),  # to be checked by people
        (claim("BK_TINH", ""), claim("CSTDCS", "", "CONG_TRANG"), []),  # another type
        (claim("GK", BRIDGE), claim("BK_TINH", BRIDGE), []),  # the other way round
        (claim("BK_TTG", BRIDGE), claim("GK", BRIDGE), []),  # no award of the rule
    ],
)
def test_a_regulation_says_which_award_is_not_asked_for_beside_another(
    me: AwardClaim, other: AwardClaim, effects: list[str]
) -> None:
    assert [effect for _key, effect in excluded(me, other)] == effects


@pytest.mark.parametrize(
    ("kind", "subject_kinds", "effects"),
    [
        (RecipientKind.INDIVIDUAL, {StaffKind.CIVIL_SERVANT}, ["blocking"]),
        (RecipientKind.INDIVIDUAL, {StaffKind.WORKER}, []),
        (RecipientKind.INDIVIDUAL, None, ["advisory"]),  # nobody recorded what the person is
        (RecipientKind.COLLECTIVE, None, ["blocking"]),  # the regulation reaches every collective
    ],
)
def test_a_regulation_for_some_kinds_of_person_excludes_for_these_alone(
    kind: RecipientKind, subject_kinds: set[StaffKind] | None, effects: list[str]
) -> None:
    scope = """
[scope]
persons = ["civil_servant"]
rest = "regime"
says = "Quy chế áp dụng với công chức"
source = "Quyết định 9/QĐ-STC Đ2"
"""
    text = REGULATION + scope
    rules = rules_of_doubles(
        rulesets.with_layers(regimes()["R2"], [rulesets.read_layer_text(text, "quy-che.toml")])
    )
    me = replace(
        claim("BK_TINH", BRIDGE),
        kind=kind,
        subject_kinds=frozenset(subject_kinds) if subject_kinds else None,
    )

    found = duplicates_between(me, [claim("GK", BRIDGE)], rules)
    assert [
        rules[key].effect for key, *_rest in found if kind_of_rule(key) == "exclusion"
    ] == effects


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('held = ["GK", "CSTDCS"]', 'held = ["BK_TINH"]', "exclusion[0].asked"),
        ('asked = ["BK_TINH"]', 'asked = ["BK_TINHH"]', "exclusion[0].asked"),
        ('effect = "blocking"', 'effect = "sometimes"', "exclusion[0].effect"),
        ('asked = ["BK_TINH"]\n', "", "exclusion[0].asked"),
    ],
)
def test_a_wrong_exclusion_names_its_key(before: str, after: str, key: str) -> None:
    with pytest.raises(datafile.DataFileError) as error:
        rulesets.read_layer_text(REGULATION.replace(before, after), "quy-che.toml")

    assert error.value.key == key
    assert error.value.line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('held = ["GK", "CSTDCS"]', 'held = ["GK"]'),
        ('asked = ["BK_TINH"]', 'asked = ["BK_BO"]'),
        ('effect = "blocking"', 'effect = "advisory"'),
    ],
)
def test_an_agency_does_not_loosen_an_exclusion_of_its_province(before: str, after: str) -> None:
    province = rulesets.read_layer_text(
        REGULATION.replace('"agency"', '"province"').replace("QC-2024", "TINH-2024"), "tinh.toml"
    )
    own = rulesets.read_layer_text(REGULATION.replace(before, after), "quy-che.toml")

    assert rulesets.with_layers(regimes()["R2"], [province, STATED]).exclusions
    with pytest.raises(datafile.DataFileError, match=r"Đ7|Điều 7"):
        rulesets.with_layers(regimes()["R2"], [province, own])


def test_the_sentence_names_the_achievement() -> None:
    (sentence,) = found(claim("GK", BRIDGE), claim("BK_TINH", BRIDGE))

    assert sentence.endswith(f"cùng khen một thành tích: “{BRIDGE}”.")


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Any) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    return Cast.build()


def started(cast: Cast, achievement: str) -> Nomination:
    row = NewNomination(
        award_type=cast.awards["BK_TINH"], unit=cast.unit, person=cast.nominee.person,
        achievement=achievement,
    )  # fmt: skip
    return start_many(actor=cast.nominee, campaign=cast.campaign, rows=[row])[0]


def test_what_was_conferred_earlier_counts_by_its_achievement(cast: Cast) -> None:
    campaign = cast.campaign
    campaign.rules = rulesets.frozen_rules(date(2024, 5, 1))
    campaign.save(update_fields=["rules"])
    record_awards(
        rows=[
            NewAward(
                organization_id=cast.agency.pk, award_type_id=cast.awards["GK"].pk,
                kind=RecipientKind.INDIVIDUAL, commendation_type="DOT_XUAT", year=campaign.year,
                recipient_name="x", person_id=cast.nominee.person.pk, achievement=FLOOD,
                decision_number="1/QĐ", origin=AwardOrigin.IMPORT,
            )
        ],
        actor=SYSTEM,
    )  # fmt: skip
    nomination = started(cast, FLOOD)

    def doubles() -> set[str]:
        return {str(one.kind) for one in findings_for([nomination])[nomination.pk]}

    assert DuplicateKind.SAME_ACHIEVEMENT in doubles()
    save_goals(actor=cast.nominee, nomination=nomination, goals="", achievement=BRIDGE)
    assert DuplicateKind.SAME_ACHIEVEMENT not in doubles()
    nomination.refresh_from_db()
    given = new_award(nomination, number="2/QĐ", day=date(2024, 12, 1), issuer="x", origin="import")
    assert given.achievement == BRIDGE


def test_a_campaign_under_the_regulation_stops_the_second_award(cast: Cast) -> None:
    campaign = cast.campaign
    campaign.rules = rulesets.frozen_copy(rulesets.with_layers(regimes()["R2"], [STATED]))
    campaign.save(update_fields=["rules"])
    record_awards(
        rows=[
            NewAward(
                organization_id=cast.agency.pk, award_type_id=cast.awards["GK"].pk,
                kind=RecipientKind.INDIVIDUAL, commendation_type="DOT_XUAT", year=campaign.year,
                recipient_name="x", person_id=cast.nominee.person.pk, achievement=FLOOD,
                decision_number="1/QĐ", origin=AwardOrigin.IMPORT,
            )
        ],
        actor=SYSTEM,
    )  # fmt: skip
    nomination = started(cast, FLOOD)

    def exclusions() -> list[Any]:
        found = findings_for([nomination])[nomination.pk]
        return [one for one in found if one.kind == DuplicateKind.EXCLUSION]

    (finding,) = exclusions()
    assert finding.blocks
    assert finding.rule.source == "Quyết định 9/QĐ-STC Đ7 k2"
    assert any(FLOOD in one for one in blocking_sentences([nomination])[nomination.pk])
    allow_double(
        actor=cast.secretary, nomination=nomination, rule="exclusion", reason="Cấp trên yêu cầu"
    )
    assert not blocking_sentences([nomination])[nomination.pk]
    assert [one.waived for one in exclusions()] == ["Cấp trên yêu cầu"]
    save_goals(actor=cast.nominee, nomination=nomination, goals="", achievement=BRIDGE)
    assert not exclusions()
