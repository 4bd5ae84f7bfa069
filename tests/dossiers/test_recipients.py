"""Awards for some kinds of person or unit in campaigns: offered, taken, refused, counted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from nominations.dossiers.boards.board import board_of_agency
from nominations.dossiers.models import Nomination
from nominations.dossiers.registration import subjects_for, titles_for
from nominations.dossiers.services import start_nomination
from nominations.dossiers.services.standards import assess_nominations
from nominations.law import rulesets
from nominations.people.employment import StaffKind
from nominations.people.models import Unit, UnitMembership
from nominations.people.roles import Role
from nominations.states import State
from tests.cast import SINCE, Cast
from tests.dossiers.situations import CAP, live, people, set_rules
from workflow import clock

LAYER = """schema = 2
layer = "agency"
code = "CQ-1"
name = "Quy chế bịa để thử"
valid_from = 2024-01-15
source = "Quyết định 1/QĐ-CQ Đ5"

[award.CSTDCS.recipients]
persons = ["civil_servant", "public_employee"]

[award.TTLDTT.recipients]
bodies = ["division"]
"""


@pytest.fixture
def campaign(cast: Cast) -> Any:
    """The campaign of the cast under the invented regulation."""
    base = rulesets.regime_on(clock.today())
    layer = rulesets.read_layer_text(LAYER, "quy-che.toml")
    cast.campaign.rules = rulesets.frozen_copy(rulesets.with_layers(base, [layer]))
    cast.campaign.save(update_fields=["rules"])
    return cast.campaign


def is_a(cast: Cast, kind: str) -> None:
    UnitMembership.objects.filter(person=cast.nominee.person).update(staff_kind=kind)


def start(cast: Cast, **changes: Any) -> Nomination:
    given = {
        "campaign": cast.campaign,
        "award_type": cast.awards["CSTDCS"],
        "unit": cast.unit,
        "person": cast.nominee.person,
    } | changes
    return start_nomination(actor=cast.nominee, **given)


def test_who_is_of_another_kind_is_refused_with_the_article(cast: Cast, campaign: Any) -> None:
    is_a(cast, StaffKind.CONTRACT)
    with pytest.raises(ValidationError) as refused:
        start(cast)

    assert refused.value.code == "not_a_recipient"
    (sentence,) = refused.value.messages
    assert "người lao động hợp đồng" in sentence
    assert "Chỉ xét tặng cho: công chức, viên chức (Điều 5 Quyết định 1/QĐ-CQ)." in sentence
    is_a(cast, StaffKind.PUBLIC_EMPLOYEE)
    assert start(cast).state == State.DRAFT


def test_a_kind_nobody_recorded_is_taken_and_said_to_be_missing(cast: Cast, campaign: Any) -> None:
    nomination = start(cast)
    (row,) = [
        one
        for one in assess_nominations([nomination])[nomination.pk].rules
        if one.standard.key == "recipients"
    ]

    assert str(row.answer) == "unknown"
    assert "Chưa ghi nhận" in row.missing[0]


def test_an_award_is_offered_for_whom_it_is_for(cast: Cast, campaign: Any) -> None:
    def offered() -> set[str]:
        return {one.award_type.code for one in titles_for(cast.nominee, campaign)}

    assert "CSTDCS" in offered()
    is_a(cast, StaffKind.FARMER)
    assert "CSTDCS" not in offered()
    assert "LDTT" in offered()


def test_a_collective_of_another_kind_is_not_offered(cast: Cast, campaign: Any) -> None:
    def offered() -> set[str]:
        award = cast.awards["TTLDTT"]
        return {one.label for one in subjects_for(cast.unit_head, campaign, award)}

    assert cast.unit.name in offered()  # nobody recorded its kind
    Unit.objects.filter(pk=cast.unit.pk).update(body_kind="PHONG")
    assert cast.unit.name in offered()
    Unit.objects.filter(pk=cast.unit.pk).update(body_kind="TRUONG")
    assert cast.unit.name not in offered()
    with pytest.raises(ValidationError, match="phòng và tương đương"):
        start_nomination(
            actor=cast.unit_head, campaign=campaign, award_type=cast.awards["TTLDTT"],
            unit=cast.unit, collective=cast.unit,
        )  # fmt: skip


def test_a_cap_for_one_kind_counts_that_kind_alone(cast: Cast) -> None:
    set_rules(cast, quotas={"CSTDCS": [{**CAP, "for": ["worker"]}]})
    staff = people(cast, 40)
    UnitMembership.objects.filter(person__in=staff[:20]).update(staff_kind=StaffKind.WORKER)
    UnitMembership.objects.filter(person__in=staff[20:]).update(staff_kind=StaffKind.CONTRACT)
    live(cast, "LDTT", staff, state=State.UNIT_REVIEWED)
    live(cast, "CSTDCS", staff[10:25], state=State.UNIT_REVIEWED)

    (line,) = board_of_agency(cast.campaign).quotas
    assert (line.base, line.limit, line.used) == (20, 3, 10)

    set_rules(cast, quotas={"CSTDCS": [{**CAP, "for": ["worker"], "of": "members"}]})
    (line,) = board_of_agency(cast.campaign).quotas
    assert (line.base, line.of_name) == (20, "công nhân")


def test_the_agency_as_a_whole_is_nominated_and_is_no_unit_of_the_board(cast: Cast) -> None:
    before = board_of_agency(cast.campaign)
    whole = Unit.objects.create(
        organization=cast.agency, code="TOANSO", name=cast.agency.name, body_kind="CO_QUAN",
        valid_from=SINCE,
    )  # fmt: skip
    cast.give(cast.director, Role.UNIT_HEAD, whole)
    award = cast.awards["TTLDTT"]

    labels = {one.label for one in subjects_for(cast.director, cast.campaign, award)}
    nomination = start_nomination(
        actor=cast.director, campaign=cast.campaign, award_type=award, unit=whole, collective=whole
    )

    assert cast.agency.name in labels
    assert (nomination.kind, nomination.subject_name) == ("collective", cast.agency.name)
    assert len(board_of_agency(cast.campaign).units) == len(before.units)
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(
            organization=cast.agency, code="HAI", name="Hai", body_kind="CO_QUAN", valid_from=SINCE
        )
