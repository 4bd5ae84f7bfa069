"""`statistics_check`: silent while everything agrees, and it finds what was changed behind it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from nominations.decisions import services
from nominations.decisions.models import DecisionLine, Revocation
from nominations.states import State
from tests.built_once import built_once
from tests.cast import Cast
from workflow import clock


@pytest.fixture
def decided(db: None) -> Cast:
    """Two awards by one decision, one of them revoked."""
    cast = built_once("cast", Cast.build)
    gone, _stays = cast.nominations(
        [(cast.nominee.person, None), (cast.colleague, None)], State.DECIDED
    )
    services.revoke_nomination(
        actor=cast.director, nomination=gone, ground="Kê khai sai thành tích.",
        paper_number="131/QĐ-STC", paper_date=clock.today(),
    )  # fmt: skip
    return cast


def checked() -> str:
    out = StringIO()
    try:
        call_command("statistics_check", stdout=out)
    except CommandError:
        return out.getvalue()
    assert "khớp với từng dòng của các quyết định" in out.getvalue()
    return ""


def test_what_the_services_wrote_agrees(decided: Cast) -> None:
    assert checked() == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE awards_awardcount SET number = number + 1", "đang lưu 2, danh sách có 1"),
        ("DELETE FROM awards_awardcount", "đang lưu 0, danh sách có 1"),
        ("UPDATE awards_award SET issuer = 'Ai đó' WHERE revoked_on IS NULL", "Ai đó"),
        ("UPDATE awards_award SET decision_number = '9/QĐ'", "khác với dòng"),
        ("UPDATE awards_award SET revoked_on = NULL", "vẫn được tính"),
        ("UPDATE decisions_revocation SET award_id = NULL", "không có quyết định hủy"),
        ("UPDATE decisions_decisionline SET award_id = NULL", "không nằm trong quyết định nào"),
    ],
)
def test_what_was_changed_behind_the_services_is_found(
    decided: Cast, change: str, sentence: str
) -> None:
    assert DecisionLine.objects.count() == 2
    assert Revocation.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(change)

    assert sentence in checked()
