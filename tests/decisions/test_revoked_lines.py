"""A revoked award is struck wherever it is listed, told of upward, asked back as it was given."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.awards.prizes import prize_totals
from nominations.decisions import prizes, services
from nominations.decisions.inbox import items
from nominations.decisions.models import Decision, Revocation, UpwardReport
from nominations.dossiers.models import Nomination
from nominations.paper_numbers.models import PaperNumber
from nominations.states import State
from nominations.web.refusals import key_of
from notifications.models import OutboxMessage
from tests.cast import Cast
from tests.press_button import press_button
from workflow import clock
from workflow.exceptions import TransitionRefused

STRUCK = "đã hủy theo Quyết định số 131/QĐ-STC ngày"


def revoked(cast: Cast, nomination: Nomination, number: str = "131/QĐ-STC") -> Revocation:
    services.revoke_nomination(
        actor=cast.director, nomination=nomination, ground="Kê khai sai thành tích.",
        paper_number=number, paper_date=clock.today(),
    )  # fmt: skip
    return Revocation.objects.get(nomination=nomination)


def text(client: Any, name: str, *key: Any, query: str = "") -> str:
    return client.get(f"{reverse(f'decisions:{name}', args=key)}{query}").content.decode()


def test_of_two_reported_awards_one_is_revoked(cast: Cast) -> None:
    gone, stays = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.REPORTED
    )
    annual, decision = UpwardReport.objects.get(), Decision.objects.get()
    OutboxMessage.objects.all().delete()

    revoked(cast, gone, "số 0131/qđ–stc.")

    assert Revocation.objects.get().paper_number == "131/QĐ-STC"
    secretary = cast.client(cast.secretary)
    for name, key in (("decision", decision), ("report", annual)):
        page = text(secretary, name, key.public_id)
        assert page.count(STRUCK) == 1, name
        assert page.count("còn hiệu lực 01") == 2, name
        assert f'<s><a href="{gone.get_absolute_url()}">' in page, name
        assert f'<s><a href="{stays.get_absolute_url()}">' not in page, name
    arrived = text(cast.client(cast.superior_officer), "arrival", annual.public_id)
    assert STRUCK in arrived
    for name in ("list", "reports"):
        assert "1 đã hủy" in text(secretary, name), name
    assert STRUCK.removeprefix("đã hủy ") in secretary.get(gone.get_absolute_url()).content.decode()
    fund = text(secretary, "fund")
    assert fund.count("trong đó 1 đã hủy") == 2
    assert prizes.fund_year(cast.agency, clock.today().year, on=clock.today()).revoked == 1
    known = f"{clock.today() - timedelta(days=1):%d/%m/%Y}"
    assert "trong đó 1 đã hủy" not in text(secretary, "fund", query=f"?den={known}")

    # Whoever received the report is told, and the secretary is to report again.
    outbox = OutboxMessage.objects.filter(topic="nomination.revoke")
    assert outbox.filter(recipient=cast.superior_officer).exists()
    (task,) = [one for one in items(cast.secretary) if "Báo cáo bổ sung việc hủy" in one.title]
    page = secretary.get(task.path)
    form = page.context["form"]
    given = {"name": "Báo cáo bổ sung", "nominations": form["nominations"].value()}
    today, before = clock.today(), clock.today() - timedelta(days=1)
    early = secretary.post(task.path, {**given, "issued_on": f"{before:%d/%m/%Y}"})
    assert "quyết định hủy số 131/QĐ-STC" in early.content.decode()
    assert f'value="{gone.pk}" id="line-{gone.pk}" checked' in early.content.decode()
    secretary.post(task.path, {**given, "issued_on": f"{today:%d/%m/%Y}"})
    supplement = UpwardReport.objects.get(kind=UpwardReport.Kind.SUPPLEMENT)
    assert (supplement.number, supplement.lines.get().nomination) == ("02/BC-STC", gone)
    assert '"number":"131/QĐ-STC"' in supplement.package.replace(" ", "")
    assert not any("Báo cáo bổ sung việc hủy" in one.title for one in items(cast.secretary))
    with pytest.raises(ValidationError, match="đã được báo cáo"):
        services.issue_report(
            actor=cast.secretary, organization=cast.agency, kind="supplement",
            nominations=[gone], name="Lần nữa",
        )  # fmt: skip
    services.receive_report(actor=cast.superior_officer, report=supplement)
    assert Nomination.objects.get(pk=gone.pk).state == State.REVOKED


def test_a_revocation_bears_a_number_of_its_own_and_a_day_in_its_order(cast: Cast) -> None:
    first, second = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.DECIDED
    )
    decision = Decision.objects.get()
    assert decision.signed_on is not None

    def refused(number: str, **days: Any) -> str:
        given = {"paper_date": clock.today(), **days}
        with pytest.raises((ValidationError, TransitionRefused)) as refusal:
            services.revoke_nomination(
                actor=cast.director, nomination=first, ground="Sai.", paper_number=number, **given
            )
        return f"{key_of(refusal.value)}: {refusal.value}"

    early = decision.signed_on - timedelta(days=1)
    assert refused("con số gì đó").startswith("number_form")
    assert "văn bản khen thưởng" in refused(decision.number, paper_date=decision.signed_on)
    reason = refused("131/QĐ-STC", paper_date=early)
    assert reason.startswith("before_step")
    assert f"{decision.number} ngày {decision.signed_on:%d/%m/%Y}" in reason
    assert refused("131/QĐ-STC", concluded_on=clock.today() + timedelta(days=1)).startswith(
        "before_step"
    )
    revoked(cast, first)
    revoked(cast, second, "131/QÐ-STC")  # one paper may revoke several awards
    assert PaperNumber.objects.get(canonical="131/QĐ-STC").uses.count() == 2


def test_only_what_was_given_is_asked_back(cast: Cast) -> None:
    with_certificate = cast.nomination(State.DECIDED, award="CSTDCS")
    money_only = cast.nomination(State.DECIDED, award="LDTT", person=cast.colleague)
    client = cast.client(cast.secretary)
    fields, pages = {}, {}
    for nomination, number in ((with_certificate, "131/QĐ-STC"), (money_only, "132/QĐ-STC")):
        award = nomination.decision_lines.get().award
        paid = prize_totals(
            prizes.lines_of_decision(nomination.decision_lines.get().decision)
        ).payable
        row = revoked(cast, nomination, number)
        page = client.get(reverse("decisions:revocation", args=[row.pk]))
        fields[award.award_type.code] = list(page.context["form"].fields)
        pages[award.award_type.code] = page.content.decode()
        assert f"{paid:,}".replace(",", ".") in page.content.decode()

    assert fields == {
        "CSTDCS": ["money_returned_on", "object_returned_on"],
        "LDTT": ["money_returned_on"],
    }
    assert "Ngày nộp lại hiện vật" not in pages["LDTT"]
    assert any(one.title.startswith("Tiền thưởng phải hoàn trả") for one in items(cast.secretary))
    path = reverse("decisions:revocation", args=[money_only.revocations.get().pk])
    press_button(client, path, {"money_returned_on": f"{clock.today():%d/%m/%Y}"})
    assert not any("Tiền thưởng phải hoàn trả" in one.title for one in items(cast.secretary))
