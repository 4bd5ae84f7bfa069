"""Recognised initiatives, as rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from nominations.people.models import Person
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import Initiative, InitiativeAuthor, Recognition
from tests.cast import Cast
from workflow import clock


def idea(
    cast: Cast, name: str = "Mẫu đối chiếu số liệu", *, author: Person | None = None, **more: Any
) -> Initiative:
    """An initiative recognised at base level; the nominee's unless told."""
    given = {"year": clock.today().year, "unit": cast.unit}
    state = more.pop("state", InitiativeState.RECOGNISED)
    made = Initiative.objects.create(
        organization=cast.agency, name=name, created_at=clock.now(), **given | more
    )
    # Django's own query set: the way to recognition is told by other tests.
    models.QuerySet(Initiative).filter(pk=made.pk).update(state=state)
    made = Initiative.objects.get(pk=made.pk)
    InitiativeAuthor.objects.create(
        initiative=made, person=author or cast.nominee.person, share=100, is_main=True
    )
    if made.state == InitiativeState.RECOGNISED:
        Recognition.objects.create(
            initiative=made,
            organization=cast.agency,
            scope="CO_SO",
            paper_number="12/QĐ-STC",
            paper_date=date(made.year, 1, 5),
            recorded_at=clock.now(),
        )
    return made
