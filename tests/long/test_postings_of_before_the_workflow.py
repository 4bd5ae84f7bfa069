"""Postings and cases of before the workflows keep their dates, their history and its proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from nominations.consultation import services
from nominations.consultation.models import Comment, Objection, Posting
from nominations.states import State
from tests.cast import Cast
from tests.migrating import migrate, migrate_all, newest
from workflow import audit, clock, verification
from workflow.models import AuditStream

pytestmark = pytest.mark.long

BEFORE = ("consultation", "0002_initial")


@pytest.fixture
def cast(transactional_db: None, settings: Any, tmp_path: Any) -> Iterator[Cast]:
    settings.MEDIA_ROOT = tmp_path
    yield Cast.build()
    migrate_all()  # whatever failed, the next test finds the tables of today


def _posted(apps: Any, cast: Cast, nomination_id: int, closed_at: datetime | None) -> Any:
    """A posting of before the workflow, with its history and three opinions."""
    model = {name: apps.get_model("consultation", name).objects for name in (
        "Posting", "PostedItem", "Comment", "Objection")}  # fmt: skip
    at = clock.now() - timedelta(days=20)
    posting = model["Posting"].create(
        organization_id=cast.agency.pk, name="Lấy ý kiến", working_days=5, posted_at=at,
        posted_on=at.date(), due_on=at.date() + timedelta(days=8), closed_at=closed_at,
    )  # fmt: skip
    item = model["PostedItem"].create(
        posting=posting, nomination_id=nomination_id, ended_at=closed_at
    )
    audit.record(f"posting:{posting.pk}", "consultation.posted", actor=cast.secretary, payload={})
    opinions = [
        model["Comment"].create(
            item=item, text="Ý kiến", sent_at=at, state=state,
            handled_at=None if state == "received" else at,
        )
        for state in ("received", "noted", "case")
    ]  # fmt: skip
    model["Objection"].create(
        item=item, comment=opinions[2], subject_matter="Số liệu", opened_at=at,
        closed_at=closed_at, finding="Đúng." if closed_at else "",
        effect="none" if closed_at else "",
    )  # fmt: skip
    return posting


def test_what_was_open_or_closed_by_dates_is_so_by_its_state_and_back(cast: Cast) -> None:
    first, second = (cast.nomination(State.DRAFT, award=code) for code in ("LDTT", "CSTDCS"))
    closed_at = clock.now() - timedelta(days=3)
    apps = migrate(BEFORE)
    closed = _posted(apps, cast, first.pk, closed_at)
    running = _posted(apps, cast, second.pk, None)
    migrate(newest("consultation"))

    for rows, beginning in ((Posting.objects, "posted_at"), (Objection.objects, "opened_at")):
        was_closed, was_open = rows.order_by("pk")
        assert (was_closed.state, was_closed.closed_at) == ("closed", closed_at)
        assert (was_open.state, was_open.closed_at) == ("open", None)
        assert was_open.state_entered_at == getattr(was_open, beginning)
    states = [one.state for one in Comment.objects.filter(item__posting=closed.pk).order_by("pk")]
    assert states == [Comment.State.RECEIVED, Comment.State.NOTED, Comment.State.CASE]
    assert not AuditStream.objects.filter(stream__startswith="posting:").exists()

    posting = Posting.objects.get(pk=running.pk)
    services.write_minutes_note(actor=cast.secretary, posting=posting, note="Ghi chú.")
    actions = [event.action for event in audit.history(posting.stream)]
    assert actions == ["consultation.posted", "posting.adopted", "consultation.minutes_noted"]
    assert list(verification.chain_breaks()) == []

    # The dates come back when the migration is unapplied.
    apps = migrate(BEFORE)
    dates = {
        name: list(apps.get_model("consultation", name).objects.order_by("pk").values_list(
            "closed_at", flat=True))
        for name in ("Posting", "Objection")
    }  # fmt: skip
    assert dates == {"Posting": [closed_at, None], "Objection": [closed_at, None]}
    opinions = apps.get_model("consultation", "Comment").objects.filter(item__posting=closed.pk)
    before = list(opinions.order_by("pk").values_list("state", flat=True))
    assert before == ["received", "noted", "case"]
