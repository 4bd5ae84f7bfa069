"""The cast, and rows that must not change when an act is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nominations.awards.models import Award
from nominations.decisions.models import (
    Decision,
    DecisionLine,
    Outcome,
    ReportLine,
    Revocation,
    UpwardReport,
)
from nominations.dossiers.models import Nomination
from nominations.paper_numbers.models import NumberSeries
from notifications.models import OutboxMessage
from tests.built_once import built_once
from tests.cast import Cast
from workflow.models import AuditEvent


@pytest.fixture
def cast(db: None) -> Cast:
    return built_once("cast", Cast.build)


@pytest.fixture
def everything() -> Callable[[], dict[str, object]]:
    """A picture of all that an act of this room may write; compare before and after a refusal."""

    def picture() -> dict[str, object]:
        found: dict[str, object] = {
            model.__name__: model.objects.count()
            for model in (
                Award, Decision, DecisionLine, Outcome, ReportLine, Revocation, UpwardReport,
                AuditEvent, OutboxMessage, Nomination,
            )
        }  # fmt: skip
        found["states"] = sorted(Nomination.objects.values_list("pk", "state", "version"))
        found["papers"] = sorted(Decision.objects.values_list("pk", "number", "state"))
        found["numbers"] = sorted(NumberSeries.objects.values_list("pk", "last"))
        found["revoked"] = sorted(Award.objects.valid().values_list("pk", flat=True))
        return found

    return picture
