"""What the frame around a page and the commonest transition may cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.states import State
from tests.cast import Cast

LOGIN = 2
"""The session and the account, read before the page is."""
CEILING = 6


@pytest.mark.django_db
def test_the_frame_of_a_page_costs_at_most_six_queries() -> None:
    """Asked of the menu page, which has nothing but the frame, for everybody of the cast."""
    cast, dear = Cast.build(), {}
    for who, user in cast.users.items():
        client = cast.client(user)
        client.get(reverse("menu"))  # the first page after a while notes the visit in the session
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("menu")).status_code == 200
        if len(caught) > LOGIN + CEILING:
            dear[who] = [query["sql"][:300] for query in caught.captured_queries]
    assert not dear


@pytest.mark.django_db
def test_an_endorsement_costs_at_most_fourteen_queries(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    cast = Cast.build()
    nomination = cast.nomination(State.SUBMITTED)
    client = cast.client(cast.unit_head)
    client.get(reverse("menu"))
    address = reverse("dossiers:transition", args=[nomination.public_id, "endorse"])
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(
            address,
            {
                "present": "7",
                "agreed": "6",
                "held_on": "01/09/2026",
                "report_number": "1",
                "seen_version": nomination.version,
            },
        )
    assert answer.status_code == 302
    assert len(caught) <= 14, [query["sql"][:200] for query in caught.captured_queries]
