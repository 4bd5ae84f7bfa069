"""One achievement is rewarded once: Law 06/2022/QH15 article 5 clause 2 c."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nominations.awards.models import AwardOrigin
from nominations.awards.services import NewAward, confer
from nominations.decisions.effects import new_award
from nominations.dossiers.duplicates.findings import DuplicateKind, findings_for
from nominations.dossiers.duplicates.rules import (
    AchievementUse,
    AwardClaim,
    duplicates_between,
)
from nominations.dossiers.models import Nomination
from nominations.dossiers.services import NewNomination, save_goals, start_many
from nominations.law import catalogue, rulesets
from nominations.law.models import RecipientKind
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
    campaign.rules = rulesets.frozen(date(2024, 5, 1))
    campaign.save(update_fields=["rules"])
    confer(
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
