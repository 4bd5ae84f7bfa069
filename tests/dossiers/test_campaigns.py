"""Opening campaigns with the rules of the day, extending windows, steps of an award."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.dossiers import services
from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.law import catalogue, rulesets
from nominations.law.models import AwardType
from tests.cast import Cast
from workflow import audit, clock
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent


def arguments(cast: Cast, **changes: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "organization": cast.agency,
        "code": "2026-CD",
        "name": "Thi đua chuyên đề",
        "year": clock.today().year,
        "award_codes": ["LDTT", "CSTDCS", "BK_TINH"],
        "achievement_from": date(2026, 1, 1),
        "achievement_to": date(2026, 12, 31),
        "registration": (now, now + timedelta(days=30)),
        "submission": (now, now + timedelta(days=60)),
    } | changes


@pytest.fixture
def awards(cast: Cast) -> Cast:
    """The real catalogue instead of the cast's own."""
    Campaign.objects.all().delete()
    AwardType.objects.all().delete()
    catalogue.load()
    return cast


def test_titles_take_the_parameters_of_the_rule_set_of_the_day(awards: Cast) -> None:
    campaign = services.open_campaign(actor=awards.secretary, **arguments(awards))

    title = campaign.titles.get(award_type__code="CSTDCS")
    rules = rulesets.title_defaults("CSTDCS", on=clock.today())
    assert title.threshold_numerator == rules.threshold_numerator
    assert title.threshold_denominator == rules.threshold_denominator
    assert title.required_papers == rules.required_papers
    assert title.citation == rules.citation
    assert not campaign.titles.get(award_type__code="BK_TINH").own_authority
    assert campaign.rules["rule_set"] == rulesets.frozen(clock.today())["rule_set"]


def test_a_campaign_of_2015_has_the_rules_of_2015(awards: Cast) -> None:
    with clock.at(datetime(2015, 3, 2, 2, tzinfo=UTC)):
        campaign = services.open_campaign(
            actor=awards.secretary, **arguments(awards, award_codes=["LDTT"])
        )

    assert campaign.rules["rule_set"] == "R1A"


def test_for_a_province_its_own_awards_are_of_own_authority(awards: Cast) -> None:
    awards.give(awards.superior_officer, "secretary", awards.province)
    given = arguments(awards, organization=awards.province, award_codes=["BK_TINH"])

    campaign = services.open_campaign(actor=awards.superior_officer, **given)

    assert campaign.titles.get().own_authority


def test_an_agency_without_a_parent_and_without_children_opens_campaigns_too(awards: Cast) -> None:
    alone = awards.agency
    alone.parent = None
    alone.save()

    campaign = services.open_campaign(
        actor=awards.secretary, **arguments(awards, award_codes=["LDTT"])
    )

    assert campaign.titles.get().own_authority


@pytest.mark.parametrize("who", ["nominee", "unit_head", "director", "administrator", "stranger"])
def test_only_the_secretary_opens_a_campaign(awards: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.open_campaign(actor=awards.users[who], **arguments(awards))

    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"award_codes": ["LDTT", "XYZ"]}, "unknown_award"),
        ({"award_codes": []}, "no_award"),
        ({"achievement_to": date(2025, 1, 1)}, "period_in_reverse"),
        (
            {"registration": (clock.now(), clock.now() - timedelta(days=1))},
            "window_in_reverse",
        ),
    ],
)
def test_an_impossible_campaign_is_refused(
    awards: Cast, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        services.open_campaign(actor=awards.secretary, **arguments(awards, **changes))

    assert caught.value.code == code
    assert not Campaign.objects.exists()
    assert not CampaignTitle.objects.exists()


def test_a_code_is_used_once_in_an_agency(awards: Cast) -> None:
    services.open_campaign(actor=awards.secretary, **arguments(awards))

    with pytest.raises(ValidationError) as caught:
        services.open_campaign(actor=awards.secretary, **arguments(awards))

    assert caught.value.code == "code_taken"


def test_extending_a_window_is_recorded_with_its_reason(cast: Cast) -> None:
    later = cast.campaign.submission_closes_at + timedelta(days=5)

    services.extend_window(
        actor=cast.secretary,
        campaign=cast.campaign,
        window="submission",
        closes_at=later,
        reason="Các đơn vị đang quyết toán.",
    )

    cast.campaign.refresh_from_db()
    event = audit.history(f"campaign:{cast.campaign.pk}")[-1]
    assert cast.campaign.submission_closes_at == later
    assert event.action == "campaign.window_extended"
    assert event.content["reason"] == "Các đơn vị đang quyết toán."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"window": "voting"}, "unknown_window"),
        ({"reason": "  "}, "no_reason"),
        ({"closes_at": clock.now() - timedelta(minutes=1)}, "not_later"),
    ],
)
def test_an_impossible_extension_is_refused(cast: Cast, changes: dict[str, Any], code: str) -> None:
    given = {
        "window": "registration",
        "closes_at": clock.now() + timedelta(days=90),
        "reason": "Gia hạn.",
    } | changes
    before = cast.campaign.registration_closes_at

    with pytest.raises(ValidationError) as caught:
        services.extend_window(actor=cast.secretary, campaign=cast.campaign, **given)

    cast.campaign.refresh_from_db()
    assert caught.value.code == code
    assert cast.campaign.registration_closes_at == before
    assert not AuditEvent.objects.exists()


def test_only_the_secretary_extends(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.extend_window(
            actor=cast.director,
            campaign=cast.campaign,
            window="registration",
            closes_at=clock.now() + timedelta(days=90),
            reason="Gia hạn.",
        )


def test_the_steps_of_an_award_change_with_a_reason_and_thresholds_do_not(cast: Cast) -> None:
    title = cast.campaign.titles.get(award_type=cast.awards["GK"])

    services.change_title(
        actor=cast.secretary, title=title, reason="Khen đột xuất.", needs_vote=False
    )
    with pytest.raises(ValidationError):
        services.change_title(
            actor=cast.secretary, title=title, reason="x", threshold_numerator=True
        )

    title.refresh_from_db()
    assert (title.needs_vote, title.threshold_numerator) == (False, 2)
    assert audit.history(f"campaign:{cast.campaign.pk}")[-1].content["changes"] == {
        "needs_vote": False
    }
