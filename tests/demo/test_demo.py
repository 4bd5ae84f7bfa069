"""The demonstration: five real years through the real engine, and a live year with every state."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nominations.awards.models import Award, Origin
from nominations.dossiers.models import Nomination
from nominations.people.demo import demo_logins
from nominations.people.models import Person, Unit, User
from nominations.states import State
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration loaded once for this module, taken away afterwards."""
    with django_db_blocker.unblock():
        call_command("seed_demo", today=TODAY, stdout=StringIO())
        yield
        call_command("flush", interactive=False, verbosity=0)


def _figures() -> dict[tuple[int, str, str, str], int]:
    path = Path(__file__).parents[2] / "nominations/awards/data/history/awards_2015_2019.csv"
    with path.open(encoding="utf-8") as file:
        return {
            (int(row["year"]), row["award"], row["commendation_type"], row["kind"]): int(
                row["count"]
            )
            for row in csv.DictReader(file)
        }


def _report() -> dict[str, Any]:
    out = StringIO()
    call_command(
        "period_report",
        "--from",
        "2015",
        "--to",
        "2019",
        "--format",
        "json",
        "--organization",
        "STC",
        stdout=out,
    )
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def test_all_51_figures_of_the_report_come_out_cell_by_cell() -> None:
    figures = {
        (cell["year"], cell["award"], cell["commendation_type"], cell["kind"]): cell["count"]
        for cell in _report()["figures"]
    }

    assert len(_figures()) == 51
    assert figures == _figures()
    assert sum(figures.values()) == 611


def test_the_paragraph_of_2015_reads_like_the_reports() -> None:
    assert _report()["paragraphs"]["2015"] == (
        "- Năm 2015: Giám đốc Sở tặng danh hiệu Lao động tiên tiến cho 48 cá nhân và 07 tập thể; "
        "danh hiệu Chiến sĩ thi đua cơ sở cho 04 cá nhân; Giấy khen cho 43 cá nhân và 07 tập thể. "
        "Có 04 cá nhân đạt Chiến sĩ thi đua cấp tỉnh; 03 cá nhân và 01 tập thể đạt Bằng khen tỉnh; "
        "01 tập thể đạt Lao động xuất sắc; 02 cá nhân đạt Bằng khen Thủ tướng Chính phủ. "
        "Tặng giấy khen theo chuyên đề đối với 17 cá nhân và 04 tập thể; "
        "khen thưởng đột xuất 02 cá nhân."
    )


def test_every_award_of_history_walked_the_pipeline_in_its_own_year() -> None:
    awards = Award.objects.filter(year__lte=2019)

    assert set(awards.values_list("origin", flat=True)) == {Origin.DECISION, Origin.OUTCOME}
    for award in awards.select_related("decision_line__nomination", "outcome__nomination"):
        source = award.decision_line if award.origin == Origin.DECISION else award.outcome
        events = AuditEvent.objects.filter(stream=source.nomination.stream).order_by("seq")
        steps = [event.action for event in events if event.action.startswith("nomination.")]
        assert steps[0] == "nomination.register"
        assert {"nomination.endorse", "nomination.decide", "nomination.report_upward"} <= set(steps)
        assert events[0].at.year == award.year


def test_the_live_year_has_nominations_in_every_state() -> None:
    live = Nomination.objects.filter(campaign__year=2026)

    assert set(live.values_list("state", flat=True)) == set(State.values)


def test_the_chain_of_every_history_is_whole() -> None:
    call_command("audit_verify", stdout=StringIO())


def test_the_department_has_fifty_people_in_seven_units_and_its_board() -> None:
    assert (
        Person.objects.filter(memberships__unit__organization__code="STC").distinct().count() == 50
    )
    assert Unit.objects.filter(organization__code="STC", rank__gt=0).count() == 7
    assert Person.objects.filter(user__isnull=True).exists()


def test_every_login_that_is_shown_opens_an_account() -> None:
    logins = demo_logins()

    assert len(logins) >= 12
    for _role, username, password in logins:
        assert User.objects.get(username=username).check_password(password)


def test_loading_over_existing_data_is_refused_and_changes_nothing() -> None:
    before = AuditEvent.objects.count()

    with pytest.raises(CommandError, match="còn trống"):
        call_command("seed_demo", stdout=StringIO())

    assert AuditEvent.objects.count() == before


def test_the_same_seed_gives_the_same_data() -> None:
    def fingerprint() -> list[tuple[Any, ...]]:
        return list(
            Nomination.objects.order_by(
                "campaign__code", "title", "kind", "unit__code"
            ).values_list(
                "campaign__code", "title", "state", "unit__code", "award_type__code", "goals"
            )
        )

    first = fingerprint()
    call_command("flush", interactive=False, verbosity=0)
    call_command("seed_demo", today=TODAY, stdout=StringIO())

    assert fingerprint() == first
