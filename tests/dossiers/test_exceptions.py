"""A request for an exception: from the page that says what will fail to the secretary's answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.dossiers.exception_workflow import EXCEPTIONS
from nominations.dossiers.inbox import items
from nominations.dossiers.models import EligibilityOverride, ExceptionRequest, Nomination
from nominations.dossiers.services import ask_for_exception
from nominations.states import State
from notifications.models import OutboxMessage
from tests.cast import Cast
from tests.dossiers.situations import DONE_WELL, graded, set_rules
from tests.dossiers.test_standards import registered
from tests.golden import Golden, put_in
from tests.page import Element, page_of
from workflow import clock
from workflow.engine import SYSTEM
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent

REASON = "Đã có kết luận số 5 ngày 02/11/2026 của Ban Giám đốc."
ROLES = [
    "clerk", "unit_head", "deputy", "nominee", "secretary", "director", "delegate", "auditor",
    "administrator", "superior_officer", "outsider",
]  # fmt: skip


@pytest.fixture
def barred(cast: Cast) -> Nomination:
    """A complete dossier of the nominee, who was graded too low."""
    set_rules(cast, standards={"LDTT": [DONE_WELL]})
    assert cast.nominee.person
    graded(cast, [cast.nominee.person], "HT")
    return registered(cast)


def links(page: Element) -> dict[str, str]:
    """The words of each button of the main part, with where it leads."""
    main = page.one("main")
    return {one.text: one.get("href") for one in main.all("a") if "btn" in one.classes}


def test_what_will_fail_is_said_before_and_leads_to_the_secretary(
    cast: Cast, barred: Nomination
) -> None:
    client = cast.client(cast.nominee)
    ask = reverse("dossiers:exception_ask", args=[barred.public_id])

    page = page_of(client.get(barred.get_absolute_url()))
    assert "Nộp báo cáo" not in links(page)
    assert "Hoàn thành tốt nhiệm vụ trở lên" in page.one("ul", "offers-closed").text
    assert links(page)["Gửi yêu cầu ngoại lệ"] == ask
    confirm = page_of(client.get(reverse("dossiers:transition", args=[barred.public_id, "submit"])))
    assert not confirm.one("main").all("form")
    assert links(confirm)["Gửi yêu cầu ngoại lệ"] == ask
    secretary = cast.secretary.get_full_name()
    assert secretary in confirm.one("main").text
    assert secretary in page_of(client.get(ask)).one("main").text

    sent = client.post(ask, {"reason": REASON}, follow=True)
    request = ExceptionRequest.objects.get()
    assert sent.redirect_chain[-1][0] == request.get_absolute_url()
    assert OutboxMessage.objects.filter(topic="exception.asked", recipient=cast.secretary).exists()
    [item] = [one for one in items(cast.secretary) if one.path == request.get_absolute_url()]
    assert str(item.action_label) == "Trả lời"
    assert "Chờ Thư ký" in page_of(client.get(request.get_absolute_url())).one("main").text
    after = page_of(client.get(barred.get_absolute_url()))
    assert "Gửi yêu cầu ngoại lệ" not in links(after)
    assert "Thư ký Hội đồng chưa trả lời" in after.one("main").text


@pytest.mark.parametrize("name", ["grant", "refuse"])
def test_the_secretary_answers_with_a_reason_that_everybody_reads(
    cast: Cast, barred: Nomination, name: str
) -> None:
    request = ask_for_exception(actor=cast.clerk, nomination=barred, reason=REASON)
    client = cast.client(cast.secretary)
    page = page_of(client.get(request.get_absolute_url()))
    address = reverse("dossiers:exception_answer", args=[request.public_id, name])
    assert address in links(page).values()
    assert page_of(client.post(address, {"comment": "", "seen_version": request.version})).all(
        "div", "error-summary"
    )

    client.post(address, {"comment": "Căn cứ kết luận số 5.", "seen_version": request.version})

    request.refresh_from_db()
    barred.refresh_from_db()
    assert (request.state, request.answer) == (
        "granted" if name == "grant" else "refused",
        "Căn cứ kết luận số 5.",
    )
    assert EligibilityOverride.objects.filter(nomination=barred).exists() is (name == "grant")
    chain = AuditEvent.objects.filter(stream=barred.stream).values_list("action", flat=True)
    assert {
        "exception.asked",
        "standard.overridden" if name == "grant" else "exception.answered",
    } <= {*chain}
    recipients = OutboxMessage.objects.filter(topic=f"exception.{name}").values_list(
        "recipient", flat=True
    )
    assert {cast.clerk.pk, cast.nominee.pk} == set(recipients)
    mine = page_of(cast.client(cast.nominee).get(barred.get_absolute_url()))
    assert "Căn cứ kết luận số 5." in mine.one("main").text
    assert ("Nộp báo cáo" in links(mine)) is (name == "grant")
    assert ("Gửi yêu cầu ngoại lệ" in links(mine)) is (name == "refuse")


def test_nobody_asks_twice_for_nothing_or_for_others(cast: Cast, barred: Nomination) -> None:
    def key(actor: Any, nomination: Nomination, reason: str = REASON) -> str:
        with pytest.raises((ValidationError, NotAllowed)) as caught:
            ask_for_exception(actor=actor, nomination=nomination, reason=reason)
        return str(getattr(caught.value, "code", "") or getattr(caught.value, "key", ""))

    fine = cast.nomination(State.REGISTERED, award="GK", person=cast.person())
    assert key(cast.outsider, barred) == "not_registrant"
    assert key(cast.nominee, barred, "Xin phép.") == "no_reason"
    assert key(cast.clerk, fine) == "not_barred"
    assert key(cast.clerk, cast.nomination(person=cast.person())) == "not_registered"
    assert key(cast.clerk, cast.nomination(State.SUBMITTED)) == "dossier_locked"
    ask_for_exception(actor=cast.nominee, nomination=barred, reason=REASON)
    assert key(cast.clerk, barred) == "asked_already"
    request = ExceptionRequest.objects.get()
    for who, status in {"outsider": 404, "unit_head": 200, "auditor": 200}.items():
        client = cast.client(cast.users[who])
        assert client.get(request.get_absolute_url()).status_code == status
        address = reverse("dossiers:exception_answer", args=[request.public_id, "grant"])
        client.post(address, {"comment": "Đồng ý.", "seen_version": request.version})
    request.refresh_from_db()
    assert request.state == "asked"


@pytest.mark.django_db
def test_requests_move_as_written_by_hand() -> None:
    cast = Cast.build()
    somebody = cast.person("Đỗ Thị Khác", account=True)

    def put(state: str, situation: str, actor: Any, relation: str) -> ExceptionRequest | None:
        if actor is SYSTEM and relation == "o":
            return None
        nomination = Nomination.objects.create(
            person=actor.person if relation == "o" else somebody, unit=cast.unit,
            organization=cast.agency, campaign=cast.campaign, award_type=cast.awards["GK"],
            kind="individual", created_at=clock.now(),
        )  # fmt: skip
        gone = situation == "submitted since"
        put_in(nomination, State.SUBMITTED if gone else State.REGISTERED)
        request = ExceptionRequest.objects.create(
            nomination=nomination, title="Đề nghị", rules={"grade": "Hoàn thành tốt"},
            reason=REASON, asked_by=cast.clerk, asked_at=clock.now(),
        )  # fmt: skip
        put_in(request, state)
        return request

    golden = Golden(
        workflow=EXCEPTIONS,
        file=Path(__file__).parent / "golden_exceptions.csv",
        relations=("s", "o"),
        actors={
            "colleague": cast.member,
            **{name: cast.users[name] for name in ROLES},
            "system": SYSTEM,
        },
        put=put,
        given=lambda _name, situation: {
            "comment": "" if situation == "no reason" else "Có căn cứ."
        },
    )
    assert golden.differences() == []
