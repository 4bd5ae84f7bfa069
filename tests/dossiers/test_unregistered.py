"""Opening a campaign tells everybody concerned; who has not registered is listed and reminded."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from nominations.dossiers import services
from nominations.dossiers.campaign_workflow import CAMPAIGNS
from nominations.dossiers.models import Campaign, RegistrationReminder
from nominations.dossiers.unregistered import unregistered_in
from nominations.states import State
from notifications.models import OutboxMessage
from notifications.moments import moment_text
from notifications.rendering import render_message
from tests.cast import Cast
from tests.dossiers.test_campaigns import CHOICE, arguments
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import NotAllowed


def notified(topic: str) -> set[int]:
    rows = OutboxMessage.objects.filter(topic=topic).order_by()
    return set(rows.values_list("recipient_id", flat=True))


def test_opening_tells_everybody_whom_the_campaign_concerns_once(cast: Cast) -> None:
    """For persons: who works there; for collectives alone: who leads a unit or registers for it."""
    closed = cast.person(account=True).user
    closed.is_active = False
    closed.save()
    elsewhere = {cast.stranger.pk, cast.superior_officer.pk, closed.pk}
    for codes, concerned in (
        (["LDTT", "TTLDTT"], None),
        (["TTLDTT"], {cast.clerk.pk, cast.unit_head.pk, cast.deputy.pk, cast.other_head.pk}),
    ):
        OutboxMessage.objects.all().delete()
        campaign = services.draft_campaign(
            actor=cast.secretary, **arguments(cast, award_codes=codes, code="-".join(codes))
        )
        assert notified("campaign.open") == set()
        with translation.override("en"):  # the language of the secretary, not of the readers
            perform(
                CAMPAIGNS,
                campaign.pk,
                "open",
                actor=cast.secretary,
                data={"choice_reason": CHOICE},
            )
        people = {one.pk for one in cast.users.values()} - elsewhere - {cast.secretary.pk}
        assert notified("campaign.open") == (concerned or people)
        first = OutboxMessage.objects.filter(topic="campaign.open").first()
        assert first is not None
        context = json.loads(first.context)
        assert context["path"] == reverse("dossiers:campaign", args=[campaign.pk])
        closes = moment_text(campaign.registration_closes_at)
        assert f" ngày {closes[-10:]}" in closes
        assert closes in render_message(first.topic, context, "vi").body
    # A message is told once for an event, whatever is queued again.
    keys = OutboxMessage.objects.values_list("event_key", "recipient_id", "channel")
    assert len(keys) == len(set(keys))


def test_a_draft_is_no_registration_and_a_unit_without_one_is_listed(cast: Cast) -> None:
    cast.nomination(State.REGISTERED)
    cast.nomination(State.DRAFT, person=cast.clerk.person)
    cast.nomination(State.REGISTERED, collective=cast.unit)
    nobody = cast.person("Phạm Thị Không Tài Khoản")
    found = unregistered_in(cast.campaign)
    names = {one.name for one in found.rows}

    assert cast.nominee.person.full_name not in names
    assert {cast.clerk.person.full_name, nobody.full_name} <= names
    assert cast.unit.name not in {one.name for one in found.rows if not one.is_person}
    assert cast.other_unit.name in names
    assert (found.persons_asked - found.persons, found.units_asked - found.collectives) == (1, 1)
    assert found.without_account == 2  # the colleague of the cast has none either
    # An award for persons alone asks no unit.
    cast.campaign.titles.filter(award_type__for_collectives=True).delete()
    assert unregistered_in(cast.campaign).collectives == 0


def test_the_page_filters_prints_its_filters_in_excel_and_stays_cheap(cast: Cast) -> None:
    for number in range(12):
        cast.person(f"Lê Thị Chưa Đăng Ký {number}")
    client = cast.client(cast.secretary)
    address = reverse("dossiers:unregistered", args=[cast.campaign.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address, {"don_vi": cast.other_unit.pk, "loai": "collective"})
    assert len(queries) <= 20
    assert [one.name for one in page.context["page"]] == [cast.other_unit.name]
    unknown = client.get(address, {"don_vi": "99999", "loai": "x"})
    assert unknown.context["page"].paginator.count > 12

    answer = client.get(
        reverse("dossiers:unregistered_excel", args=[cast.campaign.pk]),
        {"don_vi": cast.unit.pk, "loai": "individual"},
    )
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].values)
    unit, kind, _day, number = (row[1] for row in rows[1:5])
    assert cast.campaign.name in str(rows[0][0])
    assert (unit, kind, number) == (cast.unit.name, "Cá nhân", len(rows) - 7)
    assert {row[4] for row in rows[7:]} == {cast.unit.name}


def test_a_reminder_goes_out_once_a_day_to_those_who_have_not_registered(cast: Cast) -> None:
    cast.nomination(State.REGISTERED)
    with pytest.raises(NotAllowed):
        services.remind_to_register(actor=cast.unit_head, campaign=cast.campaign)
    reminder = services.remind_to_register(actor=cast.secretary, campaign=cast.campaign)
    assert cast.nominee.pk not in notified("campaign.reminder")
    assert {cast.member.pk, cast.other_head.pk, cast.clerk.pk} <= notified("campaign.reminder")
    assert reminder.told == len(notified("campaign.reminder"))
    assert refused_again(cast) == "reminded_today"
    assert RegistrationReminder.objects.count() == 1

    with clock.at(clock.now() + timedelta(days=1)):
        again = services.remind_to_register(actor=cast.secretary, campaign=cast.campaign)
    assert again.sent_on != reminder.sent_on
    late = cast.campaign.registration_closes_at + timedelta(days=1)
    with clock.at(late):
        assert refused_again(cast) == "registration_over"
    # The button answers with the same sentence, and sends nothing.
    page = cast.client(cast.secretary).post(
        reverse("dossiers:unregistered_remind", args=[cast.campaign.pk]), follow=True
    )
    assert "Hôm nay đã gửi nhắc" in page.content.decode()


def refused_again(cast: Cast) -> Any:
    campaign = Campaign.objects.get(pk=cast.campaign.pk)
    with pytest.raises(ValidationError) as refused:
        services.remind_to_register(actor=cast.secretary, campaign=campaign)
    return refused.value.code
