"""Dossiers that arrive where no campaign takes them: opened from there, decided, and told below."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.awards.models import Award
from nominations.decisions import services
from nominations.decisions.arrival_campaign import proposal_of
from nominations.decisions.models import UpwardReport
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.services import open_for_arrivals
from nominations.people.roles import Role
from nominations.states import State
from tests.built_once import built_once
from tests.cast import Cast
from tests.decisions.province import decided_above, people_of_the_province
from workflow import clock
from workflow.exceptions import NotAllowed

PAGE = 20


@pytest.fixture
def cast(db: None) -> Cast:
    def build() -> Cast:
        found = Cast.build()
        found.nomination(State.REPORTED, award="BK_TINH")
        return found

    return built_once("a submission and no campaign above", build)


def test_a_campaign_is_opened_from_the_arrival_and_its_decision_flows_back(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    unit, chairman = people_of_the_province(cast)
    report, below = UpwardReport.objects.get(), Nomination.objects.get()
    client = cast.client(cast.superior_officer)
    arrival = reverse("decisions:arrival", args=[report.public_id])
    path = reverse("decisions:arrival_campaign", args=[report.public_id])
    with django_assert_max_num_queries(PAGE):
        assert path in client.get(arrival).content.decode()
    for stranger in (cast.secretary, cast.nominee):
        assert cast.client(stranger).get(path).status_code == 404

    with django_assert_max_num_queries(PAGE):
        form = client.get(path).context["form"]
    given = {name: form[name].value() for name in form.fields}
    given |= {name: f"{given[name]:%d/%m/%Y}" for name in ("achievement_from", "achievement_to")}
    closes = given["closes_on"]
    given |= {"closes_on": f"{closes:%d/%m/%Y}", "unit": unit.pk}
    if "choice_reason" in form.fields:
        page = client.post(path, {**given, "choice_reason": ""}).content.decode()
        assert "Xin ghi lý do" in page
        given["choice_reason"] = "Theo quy chế của tỉnh."
    past = client.post(path, {**given, "closes_on": "01/01/2020"}).content.decode()
    assert "Ngày này đã qua" in past
    assert Campaign.objects.filter(organization=cast.province).count() == 0

    assert client.post(path, given).url == arrival

    campaign = Campaign.objects.get(organization=cast.province)
    assert (campaign.state, campaign.year) == ("open", cast.campaign.year)
    assert campaign.achievement_to == cast.campaign.achievement_to
    title = campaign.titles.get()
    assert (title.award_type.code, title.own_authority) == ("BK_TINH", True)
    arrived = Nomination.objects.get(arrived_from=below)
    assert (arrived.state, arrived.campaign, arrived.unit) == (State.SUBMITTED, campaign, unit)
    report.refresh_from_db()
    assert report.received_at is not None
    for again in (client.get(path, follow=True), client.post(path, given, follow=True)):
        assert again.redirect_chain == [(arrival, 302)]
        assert "đã được tiếp nhận ngày" in again.content.decode()
    assert Campaign.objects.filter(organization=cast.province).count() == 1

    campaign.titles.update(needs_consultation=False, threshold_numerator=1, threshold_denominator=2)
    decided_above(cast, campaign, chairman, arrived)
    below.refresh_from_db()
    assert below.state == State.CONFERRED
    assert Award.objects.get().organization == cast.agency


def test_an_arrival_opens_nothing_for_others_and_only_where_nothing_fits(cast: Cast) -> None:
    unit, chairman = people_of_the_province(cast)
    report = UpwardReport.objects.get()
    proposal = proposal_of(report, cast.province)
    assert [one.code for one in proposal.awards] == ["BK_TINH"]
    assert proposal.closes_on >= clock.today()
    assert str(cast.campaign.year) in proposal.name
    given = {
        "closes_at": clock.now(), "name": "x", "code": "X", "year": proposal.year,
        "achievement_from": proposal.achievement_from, "achievement_to": proposal.achievement_to,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        services.receive_into_new_campaign(actor=cast.secretary, report=report, unit=unit, **given)
    secretary_alone = cast.person("Lý Văn Thư", unit, account=True)
    cast.give(secretary_alone, Role.SECRETARY, cast.province)
    for actor in (chairman, secretary_alone.user):
        with pytest.raises(NotAllowed):
            open_for_arrivals(
                actor=actor, organization=cast.province, award_codes=["BK_TINH"], **given
            )
    with pytest.raises(ValidationError):  # closes before it opens
        services.receive_into_new_campaign(
            actor=cast.superior_officer, report=report, unit=unit, **given
        )
    assert not Campaign.objects.filter(organization=cast.province).exists()
    report.lines.update(returned_at=clock.now())
    with pytest.raises(ValidationError):
        proposal_of(report, cast.province)
