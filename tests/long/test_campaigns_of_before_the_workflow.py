"""Campaigns of before the workflow are open or finished by their dates and keep their history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from nominations.dossiers.models import Campaign
from tests.cast import Cast
from tests.migrating import migrate, migrate_all, newest
from workflow import audit, clock
from workflow.models import AuditStream

pytestmark = pytest.mark.long

BEFORE = ("dossiers", "0005_exceptions_and_answers")


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    yield Cast.build()
    migrate_all()  # whatever failed, the next test finds the tables of today


def _row(apps: Any, cast: Cast, code: str, closes: datetime, years: int, **dates: Any) -> int:
    opens = closes - timedelta(days=60)
    row = apps.get_model("dossiers", "Campaign").objects.create(
        organization_id=cast.agency.pk, code=code, name=code, year=clock.today().year - years,
        achievement_from=opens.date(), achievement_to=closes.date(), registration_opens_at=opens,
        registration_closes_at=closes, submission_opens_at=opens, submission_closes_at=closes,
        **dates,
    )  # fmt: skip
    audit.record(f"campaign:{row.pk}", "campaign.opened", actor=cast.secretary, payload={})
    return int(row.pk)


def test_the_dates_of_a_campaign_become_its_state_and_its_history_goes_on(cast: Cast) -> None:
    apps, now, day = migrate(BEFORE), clock.now(), timedelta(days=1)
    opened = {"opened_at": now - 500 * day}
    rows = {
        "draft": _row(apps, cast, "A", now + day, 0),
        "open": _row(apps, cast, "B", now + day, 0, **opened),
        "open too": _row(apps, cast, "C", now - day, 0, **opened),
        "closed": _row(apps, cast, "D", now - 400 * day, 1, **opened),
        "closed too": _row(apps, cast, "E", now + day, 0, closed_at=now - day, **opened),
    }

    migrate(newest("dossiers"))

    for state, pk in rows.items():
        row = Campaign.objects.get(pk=pk)
        assert row.state == state.partition(" ")[0], state
        assert (row.closed_at is not None) == state.startswith("closed")
        assert [one.action for one in audit.history(row.stream)] == [
            "campaign.opened", "campaign.adopted",
        ]  # fmt: skip
        assert row.audit_seq == 2
    assert not AuditStream.objects.filter(stream__startswith="campaign:").exists()
