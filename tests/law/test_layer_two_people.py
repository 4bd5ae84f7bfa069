"""Concurrent acts on one regulation: the second is refused with one clear sentence, nothing
half-done."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from nominations.law import services
from nominations.law.layer_workflow import RULE_LAYERS
from nominations.law.models import RuleLayer
from nominations.people.models import User
from nominations.people.roles import Role
from tests.at_once import run_at_once
from tests.cast import Cast
from tests.law import layer_steps
from tests.law.rulebook import LAYER
from tests.press_button import press_button
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import ConditionUnmet, StaleVersion
from workflow.models import AuditEvent
from workflow.verification import chain_breaks


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    return Cast.build()


def proposed(cast: Cast) -> RuleLayer:
    return services.propose_layer(actor=cast.secretary, organization=cast.agency, text=LAYER)


def ending(cast: Cast) -> RuleLayer:
    """In force, and the secretary has proposed to end it today."""
    row = layer_steps.approve(actor=cast.director, layer=proposed(cast))
    return layer_steps.propose_end(
        actor=cast.secretary, layer=row, last_day=clock.today(), reason="Bãi bỏ"
    )


def row_counts() -> tuple[Any, ...]:
    rows = list(models.QuerySet(RuleLayer).order_by("pk").values_list())
    return rows, AuditEvent.objects.count()


def test_an_approval_of_what_was_turned_down_meanwhile_is_refused(cast: Cast) -> None:
    cast.give(cast.member, Role.SECRETARY, cast.agency)
    row = proposed(cast)
    layer_steps.reject(actor=cast.member, layer=row, reason="Chưa có quyết định")
    before = row_counts()

    with pytest.raises(StaleVersion, match=cast.member.person.full_name):
        perform(RULE_LAYERS, row.pk, "approve", actor=cast.director, seen_version=0)

    assert row_counts() == before


def test_an_end_dropped_meanwhile_is_not_approved_from_an_older_page(cast: Cast) -> None:
    cast.give(cast.member, Role.SECRETARY, cast.agency)
    row = ending(cast)
    page, client = reverse("awards:layer", args=[row.pk]), cast.client(cast.director)
    seen = client.get(page).context["seen_version"]
    layer_steps.drop_end(actor=cast.member, layer=row, reason="Vẫn cần")
    before = row_counts()

    sent = client.post(page, {"act": "approve_end", "seen_version": seen})

    assert sent.status_code == 409
    assert cast.member.person.full_name in sent.content.decode()
    assert row_counts() == before
    row.refresh_from_db()
    assert (row.state, row.valid_to) == ("approved", None)


def test_a_proposal_that_fits_the_law_no_more_is_not_approved(cast: Cast) -> None:
    row = proposed(cast)
    loose = LAYER.replace("award.LDTT.vote", "award.CSTDCS.vote")
    RuleLayer.objects.filter(pk=row.pk).update(content=loose)
    before = row_counts()

    with pytest.raises(ConditionUnmet, match="không được thấp hơn 4/5") as refusal:
        layer_steps.approve(actor=cast.director, layer=row)

    assert refusal.value.key == "does_not_fit"
    assert row_counts() == before
    page = reverse("awards:layer", args=[row.pk])
    sent = press_button(cast.client(cast.director), page, {"act": "approve"})
    assert sent.status_code == 422
    assert "error-summary" in sent.content.decode()


def test_the_history_of_a_regulation_holds_and_tells_every_step(cast: Cast) -> None:
    row = ending(cast)
    layer_steps.drop_end(actor=cast.director, layer=row, reason="Vẫn cần")
    layer_steps.propose_end(
        actor=cast.director, layer=row, last_day=clock.today(), reason="Có bản mới"
    )
    layer_steps.approve_end(actor=cast.secretary, layer=row)

    assert list(chain_breaks()) == []
    page = cast.client(cast.auditor).get(reverse("awards:layer", args=[row.pk]))
    comments = [one.comment for one in page.context["history"]]
    day = f"Ngày cuối cùng còn hiệu lực: {clock.today():%d/%m/%Y}."
    assert [comment.replace(day, "").strip() for comment in comments] == [
        "Có bản mới", "Có bản mới", "Vẫn cần", "Bãi bỏ", "", "",
    ]  # fmt: skip


def steps_at_once(layer: RuleLayer, *steps: tuple[str, User, dict[str, Any]]) -> list[str]:
    """Take the steps at once; how each ended."""
    return run_at_once(
        [
            partial(perform, RULE_LAYERS, layer.pk, name, actor=actor, **given)
            for name, actor, given in steps
        ]
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_in_several_tabs_one_does() -> None:
    cast = Cast.build()
    cast.give(cast.member, Role.SECRETARY, cast.agency)
    row = proposed(cast)
    approvers = (cast.director, cast.member) * 4

    found = steps_at_once(
        row, *(("approve", approver, {"seen_version": 0}) for approver in approvers)
    )

    assert sorted(found) == ["done", *["stale_version"] * 7]
    row.refresh_from_db()
    assert row.approved_by == approvers[found.index("done")]
    assert list(chain_breaks()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_ending_and_letting_hold_on_at_once_one_happens_whole() -> None:
    cast = Cast.build()
    cast.give(cast.member, Role.SECRETARY, cast.agency)
    row = ending(cast)
    seen = {"seen_version": row.version}

    found = steps_at_once(
        row,
        ("approve_end", cast.director, seen),
        ("drop_end", cast.member, {**seen, "comment": "Vẫn cần"}),
    )

    assert sorted(found) == ["done", "stale_version"]
    row.refresh_from_db()
    ended = found[0] == "done"
    assert (row.state, row.valid_to, row.ending_on) == (
        ("ended", clock.today(), clock.today()) if ended else ("approved", None, None)
    )
    assert list(chain_breaks()) == []
