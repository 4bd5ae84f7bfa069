"""Regulations that reach some agencies only: which hold, which campaigns open, what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.dossiers.services.campaign_reach import require_reached
from nominations.law import rulesets, services
from nominations.law.models import RuleLayer
from nominations.people.models import Organization
from tests.cast import Cast
from tests.law import layer_steps
from workflow import clock

LAYER = """schema = 2
layer = "agency"
code = "CQ-2"
name = "Quy chế bịa về phạm vi"
valid_from = 2024-01-15
source = "Quyết định 2/QĐ-CQ"

[scope]
says = "Áp dụng đối với sở, ban, ngành"
agencies = ["department"]
rest = "refused"
source = "Quyết định 2/QĐ-CQ Đ1"
"""


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    return Cast.build()


@pytest.fixture
def regulation(cast: Cast) -> RuleLayer:
    """The invented regulation, in force for the agency of the cast."""
    row = services.propose_layer(actor=cast.secretary, organization=cast.agency, text=LAYER)
    return layer_steps.approve(actor=cast.director, layer=row)


def becomes(cast: Cast, kind: str) -> Organization:
    Organization.objects.filter(pk=cast.agency.pk).update(body_kind=kind)
    cast.agency.refresh_from_db()
    cast.campaign.refresh_from_db()
    return cast.agency


def test_a_regulation_holds_where_it_reaches_the_agency(cast: Cast, regulation: RuleLayer) -> None:
    today = clock.today()

    assert rulesets.rule_set_on(today, becomes(cast, "SO")).layers == ("CQ-2",)
    assert rulesets.rule_set_on(today, becomes(cast, "TRUONG")).layers == ()
    assert rulesets.rule_set_on(today, becomes(cast, "")).layers == ()


def test_a_campaign_opens_only_where_the_regulation_reaches(
    cast: Cast, regulation: RuleLayer
) -> None:
    becomes(cast, "SO")
    require_reached(cast.campaign)
    becomes(cast, "TRUONG")
    with pytest.raises(ValidationError, match="Điều 1 Quyết định 2/QĐ-CQ") as refused:
        require_reached(cast.campaign)
    assert refused.value.code == "agency_not_reached"
    becomes(cast, "")
    with pytest.raises(ValidationError, match="chưa được ghi") as missing:
        require_reached(cast.campaign)
    assert missing.value.code == "agency_kind_missing"


def test_the_page_says_whom_it_reaches(cast: Cast, regulation: RuleLayer) -> None:
    client = cast.client(cast.secretary)
    address = reverse("awards:layer", args=[regulation.pk])

    becomes(cast, "TRUONG")
    assert "không áp dụng cho cơ quan nào trên hệ thống" in client.get(address).content.decode()
    becomes(cast, "")
    page = client.get(address).content.decode()
    assert "Áp dụng đối với sở, ban, ngành; đối tượng khác không được xét" in page
    assert "Chưa ghi loại của các cơ quan sau" in page
