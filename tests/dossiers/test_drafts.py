"""Starting nominations: what is kept, what is refused, and how many statements hundreds take."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.forms import model_to_dict
from django.test.utils import CaptureQueriesContext

from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.services import (
    NewNomination,
    save_goals,
    start_many,
    start_nomination,
    start_once,
    write_reports_many,
)
from nominations.people.models import UnitMembership
from nominations.states import State
from tests.cast import SINCE, Cast
from tests.workflow.placing import place
from workflow import clock
from workflow.engine import SYSTEM
from workflow.exceptions import NotAllowed


def start(cast: Cast, actor: Any = None, **changes: Any) -> Nomination:
    given = {
        "campaign": cast.campaign,
        "award_type": cast.awards["CSTDCS"],
        "unit": cast.unit,
        "person": cast.nominee.person,
    } | changes
    return start_nomination(actor=actor or cast.nominee, **given)


def test_names_posts_and_units_are_kept_as_they_are(cast: Cast) -> None:
    nomination = start(cast, goals="Hoàn thành tốt.")
    cast.nominee.person.memberships.update(valid_to=clock.today() - timedelta(days=1))

    nomination.refresh_from_db()
    assert nomination.title == (f"Nguyễn Văn An, Chiến sĩ thi đua cơ sở năm {cast.campaign.year}")
    assert (nomination.position_name, nomination.unit_name) == ("Chuyên viên", "Phòng Ngân sách")
    assert (nomination.state, nomination.registered_by) == (State.DRAFT, cast.nominee)


def test_text_from_a_mac_is_kept_in_normal_form(cast: Cast) -> None:
    typed = unicodedata.normalize("NFD", "Tiết kiệm chi thường xuyên 5%")

    assert start(cast, goals=typed).goals == unicodedata.normalize("NFC", typed)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (lambda c: {"person": None}, "one_subject"),
        (lambda c: {"collective": c.unit}, "one_subject"),
        (lambda c: {"award_type": c.awards["TTLDTT"]}, "wrong_kind"),
        (lambda c: {"person": None, "collective": c.unit}, "wrong_kind"),
        (lambda c: {"unit": c.foreign_unit}, "unit_elsewhere"),
    ],
)
def test_an_impossible_nomination_is_refused(cast: Cast, changes: Any, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        start(cast, cast.clerk, **changes(cast))

    assert caught.value.code == code
    assert not Nomination.objects.exists()


def test_an_award_that_is_not_open_is_refused(cast: Cast) -> None:
    cast.campaign.titles.filter(award_type=cast.awards["CSTDCS"]).delete()

    with pytest.raises(ValidationError) as caught:
        start(cast)

    assert caught.value.code == "title_not_open"


def test_a_person_of_another_agency_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        start(cast, cast.clerk, person=cast.stranger.person)

    assert caught.value.messages == ["Trương Văn Tám không công tác tại cơ quan mở đợt thi đua."]


def test_a_person_of_another_unit_is_reviewed_there(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        start(cast, cast.clerk, person=cast.outsider.person)

    assert caught.value.code == "person_in_other_unit"


def test_a_person_in_two_units_is_nominated_in_either(cast: Cast) -> None:
    UnitMembership.objects.create(
        person=cast.nominee.person,
        unit=cast.other_unit,
        position=cast.nominee.person.memberships.get().position,
        valid_from=SINCE,
        is_primary=False,
    )

    assert start(cast).unit_name == "Phòng Ngân sách"
    second = start(cast, unit=cast.other_unit, award_type=cast.awards["LDTT"])
    assert second.unit_name == "Phòng Tài chính doanh nghiệp"


def test_a_unit_that_was_dissolved_is_refused(cast: Cast) -> None:
    cast.unit.valid_to = clock.today() - timedelta(days=1)
    cast.unit.save()

    with pytest.raises(ValidationError) as caught:
        start(cast)

    assert caught.value.code == "unit_closed"


@pytest.mark.parametrize("who", ["outsider", "unit_head", "secretary", "director", "stranger"])
def test_others_do_not_register_for_the_nominee(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        start(cast, cast.users[who])

    assert not Nomination.objects.exists()


def test_the_second_press_finds_the_first_ones_nomination(cast: Cast) -> None:
    row = NewNomination(
        award_type=cast.awards["CSTDCS"], unit=cast.unit, person=cast.nominee.person
    )

    first, made = start_once(actor=cast.nominee, campaign=cast.campaign, row=row)
    second, made_again = start_once(actor=cast.nominee, campaign=cast.campaign, row=row)

    assert (first, made, made_again) == (second, True, False)
    assert Nomination.objects.count() == 1


def test_goals_change_until_they_are_registered(cast: Cast) -> None:
    nomination = cast.nomination()
    save_goals(actor=cast.clerk, nomination=nomination, goals="Mục tiêu mới.")
    cast.walk([nomination], State.REGISTERED)

    with pytest.raises(ValidationError) as caught:
        save_goals(actor=cast.clerk, nomination=nomination, goals="Khác.")

    nomination.refresh_from_db()
    assert (caught.value.code, nomination.goals) == ("registered", "Mục tiêu mới.")


def test_hundreds_start_and_are_written_with_a_handful_of_statements(cast: Cast) -> None:
    people = [cast.person() for _ in range(60)]
    rows = [
        NewNomination(award_type=cast.awards["LDTT"], unit=cast.unit, person=person)
        for person in people
    ]

    with CaptureQueriesContext(connection) as started:
        made = start_many(actor=cast.clerk, campaign=cast.campaign, rows=rows)
    with CaptureQueriesContext(connection) as written:
        count = write_reports_many(
            actor=SYSTEM, texts={row.pk: {"achievements": "Đạt."} for row in made}
        )

    assert len(made) == count == 60
    assert len(started) <= 8
    assert len(written) <= 8


def test_one_bad_row_starts_nothing(cast: Cast) -> None:
    award = cast.awards["LDTT"]
    rows = [
        NewNomination(award_type=award, unit=cast.unit, person=cast.nominee.person),
        NewNomination(award_type=award, unit=cast.unit, person=cast.stranger.person),
    ]

    with pytest.raises(ValidationError):
        start_many(actor=cast.clerk, campaign=cast.campaign, rows=rows)

    assert not Nomination.objects.exists()


def test_a_dossier_from_below_arrives_with_its_own_person(cast: Cast) -> None:
    below = cast.nomination(State.REGISTERED, award="BK_TINH")
    bureau = cast.province.units.get()
    copied = model_to_dict(
        cast.campaign,
        fields=[
            "name",
            "year",
            "achievement_from",
            "achievement_to",
            "registration_opens_at",
            "registration_closes_at",
            "submission_opens_at",
            "submission_closes_at",
            "review_due_on",
        ],
    )
    campaign = Campaign.objects.create(organization=cast.province, code="TINH", **copied)
    place(campaign, CampaignState.OPEN)
    campaign.titles.create(award_type=cast.awards["BK_TINH"])
    row = NewNomination(
        award_type=cast.awards["BK_TINH"],
        unit=bureau,
        person=cast.nominee.person,
        arrived_from=below,
    )

    arrived = start_many(actor=SYSTEM, campaign=campaign, rows=[row])[0]

    assert arrived.organization == cast.province
    assert (arrived.arrived_from, arrived.unit_name) == (below, "Phòng Ngân sách")
