"""A movement from its launch to what it led to: who registers, what is reviewed, what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.awards.models import Award
from nominations.documents.blocks import Paragraph, Table
from nominations.movements import queries, services
from nominations.movements.inbox import items
from nominations.movements.models import Movement, MovementRegistration, MovementReport
from nominations.movements.movement_workflow import MOVEMENTS
from nominations.movements.papers import review_paper
from nominations.movements.services import IndicatorEntry
from nominations.movements.services.movements import IndicatorInput
from nominations.movements.wording import decimal_words
from nominations.people.authorization import forget_roles
from nominations.people.models import RoleAssignment
from nominations.people.roles import Role
from nominations.states import State
from notifications.models import OutboxMessage
from tests.cast import Cast
from tests.workflow.placing import place
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import ConditionUnmet, NotAllowed


def today(days: int = 0) -> date:
    """Today, or so many days from today."""
    return clock.today() + timedelta(days=days)


def start() -> date:
    return today(-60)


def end() -> date:
    return today(30)


def given(**changes: Any) -> dict[str, Any]:
    usual = {
        "name": "Cải cách hành chính",
        "launched_by": "TINH",
        "launcher": "Ủy ban nhân dân tỉnh",
        "launch_number": "9/KH-UBND",
        "launch_date": start(),
        "starts_on": start(),
        "ends_on": end(),
        "registration_until": end(),
        "for_units": True,
        "for_persons": True,
    }
    return usual | changes


def drafted(cast: Cast, **changes: Any) -> Movement:
    return services.draft_movement(
        actor=cast.secretary, organization=cast.agency, **given(**changes)
    )


def launched(cast: Cast, **changes: Any) -> Movement:
    movement = drafted(cast, **changes)
    perform(MOVEMENTS, movement.pk, "launch", actor=cast.secretary)
    movement.refresh_from_db()
    return movement


def refusal(call: Any, **arguments: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        call(**arguments)
    assert len(refused.value.messages) == 1
    return str(refused.value.code)


def test_days_papers_and_names_that_contradict_each_other_are_refused(cast: Cast) -> None:
    drafted(cast)
    before = today(-61)
    for changes, code in (
        ({"name": "Khác", "ends_on": before, "registration_until": None}, "ends_before_start"),
        ({"name": "Khác", "registration_until": before}, "registration_outside"),
        ({"name": "CẢI CÁCH hành chính", "starts_on": end()}, "overlaps"),
        ({"name": "Khác", "launch_date": None}, "half_a_paper"),
        ({"name": "Khác", "for_units": False, "for_persons": False}, "nobody_registers"),
        ({"name": " "}, "no_name"),
        ({"name": "Khác", "launched_by": "AI"}, "no_launcher"),
    ):
        assert refusal(drafted, cast=cast, **changes) == code
    later = today(31)
    drafted(cast, starts_on=later, ends_on=None, registration_until=None)  # the next one
    nameless = drafted(cast, name="Khác", launch_number="", launch_date=None)
    with pytest.raises(ConditionUnmet):
        perform(MOVEMENTS, nameless.pk, "launch", actor=cast.secretary)


def test_a_movement_under_way_is_corrected_with_a_reason_only(cast: Cast) -> None:
    movement = launched(cast)
    outbox = OutboxMessage.objects.filter(topic="movement.launch")
    staff = set(outbox.values_list("recipient_id", flat=True))
    assert {cast.nominee.pk, cast.unit_head.pk} <= staff
    assert cast.stranger.pk not in staff
    revised = {"actor": cast.secretary, "movement": movement, **given(content="Thêm tiêu chí.")}
    assert refusal(services.revise_movement, **revised) == "no_reason"
    services.revise_movement(**revised, reason="Tỉnh sửa kế hoạch.")
    assert Movement.objects.get().content == "Thêm tiêu chí."
    response = {"actor": cast.secretary, "movement": movement, "response_number": "8/KH-STC"}
    early = today(-61)
    assert refusal(services.save_response, **response, response_date=early) == (
        "response_before_launch"
    )
    services.save_response(**response, response_date=today())
    services.save_response(**response, response_date=today())  # its own number is not another's
    with pytest.raises(NotAllowed):
        services.save_response(actor=cast.unit_head, movement=movement, response_content="x")


def test_heads_register_their_unit_everybody_himself_once_until_the_end(cast: Cast) -> None:
    movement = launched(cast)
    own = {"actor": cast.nominee, "movement": movement, "content": "Giảm hồ sơ trễ."}
    unit = {"actor": cast.unit_head, "movement": movement, "content": "Số hóa.", "unit": cast.unit}
    first = services.register(**own)
    services.register(**unit)
    assert refusal(services.register, **own) == "registered_already"
    assert refusal(services.register, **unit) == "registered_already"
    assert refusal(services.register, **own | {"content": " "}) == "no_content"
    for actor, where in ((cast.nominee, cast.unit), (cast.unit_head, cast.other_unit)):
        with pytest.raises(NotAllowed):
            services.register(actor=actor, movement=movement, content="x", unit=where)
    with pytest.raises(NotAllowed):
        services.register(actor=cast.stranger, movement=movement, content="x")
    with pytest.raises(NotAllowed):
        services.withdraw(actor=cast.deputy, registration=first)
    services.withdraw(actor=cast.nominee, registration=first)
    services.register(**own)
    assert MovementRegistration.objects.filter(withdrawn_at=None).count() == 2
    with clock.at(clock.now() + timedelta(days=31)):
        late = own | {"actor": cast.clerk}
        assert refusal(services.register, **late) == "registration_over"
    Movement.objects.filter(pk=movement.pk).update(for_persons=False)
    assert refusal(services.register, **own | {"actor": cast.clerk}) == "not_asked"

    # What the pages say of it: the refusal as a sentence, the text as it was typed.
    address = reverse("movements:register", args=[movement.pk])
    with clock.at(clock.now() + timedelta(days=31)):
        page = cast.client(cast.clerk).post(
            address, {"who": "ca-nhan", "content": "Nội dung tôi đã gõ"}
        )
    assert "Nội dung tôi đã gõ" in page.content.decode()
    assert "chỉ nhận đăng ký của đơn vị" in page.content.decode()


def test_a_review_has_one_result_for_an_indicator_and_a_movement_one_final_one(cast: Cast) -> None:
    movement = launched(cast)
    rows = [
        IndicatorInput(name="Hồ sơ đúng hạn", measure="%", target=Decimal("98")),
        IndicatorInput(name="Phản ánh", measure="lượt", target=Decimal("5"), at_most=True),
    ]
    about = {"actor": cast.secretary, "movement": movement}
    assert refusal(services.save_indicators, **about, rows=[*rows, rows[0]]) == "twice"
    services.save_indicators(**about, rows=rows)
    first, second = movement.indicators.all()
    swapped = [
        IndicatorInput(pk=first.pk, name=second.name),
        IndicatorInput(pk=second.pk, name=first.name),
    ]
    services.save_indicators(**about, rows=swapped)
    services.save_indicators(
        **about,
        rows=[replace(one, pk=pk.pk) for one, pk in zip(rows, (first, second), strict=True)],
    )
    review = about | {"review": "SO_KET", "held_on": today(), "results": "Khá."}
    entry = IndicatorEntry(indicator=first.pk, reached=Decimal("98.5"))
    for changes, code in (
        ({"results_of": [entry, entry]}, "result_twice"),
        ({"results_of": [IndicatorEntry(indicator=0)]}, "other_indicator"),
        ({"held_on": today(1)}, "future"),
        ({"held_on": today(-61)}, "before_start"),
        ({"results": ""}, "no_results"),
        ({"number": "9/BC-STC"}, "half_a_paper"),
    ):
        assert refusal(services.save_review, **review | changes) == code
    over = IndicatorEntry(indicator=second.pk, reached=Decimal("6"), remark="Do phần mềm.")
    interim = services.save_review(**review, results_of=[entry, over])
    assert [one.is_reached for one in interim.indicator_results.all()] == [True, False]
    assert refusal(services.save_review, **review) == "second_of_a_day"
    assert refusal(services.save_indicators, **about, rows=[]) == "has_results"
    with pytest.raises(ConditionUnmet):
        perform(MOVEMENTS, movement.pk, "conclude", actor=cast.secretary)
    final = review | {"review": "TONG_KET"}
    services.save_review(**final)
    assert refusal(services.save_review, **final | {"held_on": start()}) == "second_final"
    perform(MOVEMENTS, movement.pk, "conclude", actor=cast.secretary)
    assert refusal(services.save_review, **final) == "movement_over"
    assert MovementReport.objects.count() == 2


def test_what_is_over_waits_in_the_inbox_until_it_is_concluded(cast: Cast) -> None:
    movement = launched(cast, ends_on=today(-1), registration_until=None)
    (item,) = items(cast.secretary)
    assert item.action_path == reverse("movements:review_new", args=[movement.pk])
    assert list(items(cast.unit_head)) == []
    services.save_review(
        actor=cast.secretary, movement=movement, review="TONG_KET", held_on=today(), results="Đạt."
    )
    (item,) = items(cast.secretary)
    assert item.action_path == reverse("movements:step", args=[movement.pk, "conclude"])
    perform(MOVEMENTS, movement.pk, "conclude", actor=cast.secretary)
    assert list(items(cast.secretary)) == []


def test_a_unit_that_has_not_registered_waits_in_the_inbox_of_its_head(cast: Cast) -> None:
    movement = launched(cast)
    (item,) = items(cast.unit_head)
    assert item.action_path == reverse("movements:register", args=[movement.pk])
    assert (item.subject, item.deadline) == (cast.unit.name, movement.registers_until)
    assert movement.name in cast.client(cast.unit_head).get(reverse("home")).content.decode()
    for nobody in (cast.secretary, cast.nominee, cast.stranger):
        assert list(items(nobody)) == []
    registration = services.register(
        actor=cast.unit_head, movement=movement, content="Số hóa.", unit=cast.unit
    )
    assert list(items(cast.unit_head)) == []
    services.withdraw(actor=cast.unit_head, registration=registration)
    assert len(list(items(cast.unit_head))) == 1
    services.register(actor=cast.unit_head, movement=movement, content="Giảm hồ sơ trễ.")
    assert len(list(items(cast.unit_head))) == 1  # the own person is not the unit


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({}, True),
        ({"for_units": False}, False),
        ({"registration_until": -1}, False),
        ({"registration_until": 0}, True),
        ({"registration_until": None, "ends_on": -1}, False),
        ({"registration_until": None, "ends_on": None}, True),
        ({"state": "draft"}, False),
        ({"state": "concluded"}, False),
    ],
)
def test_only_a_movement_that_is_open_for_units_waits_for_their_heads(
    cast: Cast, changes: dict[str, Any], waits: bool
) -> None:
    """A day is written as how many days from today it is."""
    columns: dict[str, Any] = {"state": "running"} | changes
    for name in {"registration_until", "ends_on"} & set(changes):
        columns[name] = None if changes[name] is None else today(changes[name])
    place(launched(cast), columns.pop("state"), **columns)
    assert bool(list(items(cast.unit_head))) == waits


def test_who_is_head_no_longer_registers_nobody(cast: Cast) -> None:
    launched(cast)
    RoleAssignment.objects.filter(person=cast.unit_head.person, role=Role.UNIT_HEAD).update(
        valid_to=today(-1)
    )
    forget_roles()
    assert list(items(cast.unit_head)) == []


def test_awards_are_counted_once_and_the_page_and_the_paper_tell_them(cast: Cast) -> None:
    movement = launched(cast)
    services.register(actor=cast.nominee, movement=movement, content="Giảm hồ sơ trễ.")
    services.register(actor=cast.unit_head, movement=movement, content="Số hóa.", unit=cast.unit)
    cast.nominations([(None, None), (None, cast.unit)], State.REPORTED, award="GK")
    conferred = Award.objects.filter(decision_line__isnull=False)
    assert len(conferred) == 2
    services.name_awards(
        actor=cast.secretary, movement=movement, campaigns=[cast.campaign],
        awards=[conferred[0]],  # named by hand as well: still one award
    )  # fmt: skip
    review = services.save_review(
        actor=cast.secretary, movement=movement, review="SO_KET", held_on=today(), results="Khá."
    )
    assert {one.pk for one in queries.awards_of(movement)} == {one.pk for one in conferred}
    (summary,) = queries.movements_of_period(cast.agency, date(today().year, 1, 1), end())
    assert (summary.units, summary.persons) == (1, 1)
    assert (summary.awarded_collectives, summary.awarded_persons) == (1, 1)
    assert summary.reviews == [review]

    paper = review_paper(MovementReport.objects.select_related("movement__organization").get())
    texts = [one.text for one in paper.blocks if isinstance(one, Paragraph)]
    assert "Có 01 tập thể và 01 cá nhân đăng ký thi đua." in texts
    assert any("01 tập thể và 01 cá nhân (Quyết định số" in one for one in texts)
    assert not any(isinstance(one, Table) for one in paper.blocks)
    client = cast.client(cast.secretary)
    client.get(movement.get_absolute_url())
    for path in (movement.get_absolute_url(), reverse("movements:list")):
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        assert len(found) <= 20, path


def test_numbers_are_written_as_papers_write_them() -> None:
    written = {"98.50": "98,5", "1200.00": "1.200", "-0.50": "-0,5", "12": "12"}
    assert {key: decimal_words(Decimal(key)) for key in written} == written
    assert decimal_words(None) == ""
