"""A real worker is killed while it prints; another one goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.notifications.installation import Installation, eventually

pytestmark = pytest.mark.services

RUNS = {"certificates": 400, "reports": 60}
START = """
from datetime import date
from django.contrib.auth import get_user_model
from nominations.people.models import Organization
from nominations.print_runs import run_execution
from tests.print_runs.rows import print_run
agency = Organization.objects.create(
    code="STC", name="Sở Tài chính", symbol="STC", valid_from=date(2010, 1, 1)
)
user = get_user_model().objects.create(username="thuky")
names = [f"Ông Nguyễn Văn {number:03}" for number in range(1, PAPERS + 1)]
run_execution.wake(print_run(agency, user, names, as_reports=AS_REPORTS))
"""
STATE = """
import json
from nominations.print_runs.models import PrintItem, PrintRun
run = PrintRun.objects.get()
made = PrintItem.objects.exclude(made_at=None).order_by("position")
print(json.dumps({
    "state": run.state, "done": run.done, "folder": run.public_id.hex,
    "made": [
        [item.number, item.made_at.isoformat(), item.sha256, item.word_sha256] for item in made
    ],
}))
"""
# What beat does every half minute, once the sign of life of the dead worker is old.
SWEEP = """
from datetime import timedelta
from celery import current_app
from nominations.print_runs.models import PrintRun
for run in PrintRun.objects.exclude(seen_at=None):
    PrintRun.objects.filter(pk=run.pk).update(seen_at=run.seen_at - timedelta(hours=1))
current_app.send_task("nominations.print_runs.tasks.sweep", ignore_result=True)
"""


@pytest.fixture
def installation(root: Path, tmp_path: Path, migrated_folder: Path) -> Iterator[Installation]:
    with Installation.with_redis(root, tmp_path, migrated_folder) as made:
        yield made


def state(installation: Installation) -> dict[str, Any]:
    done = installation.python(STATE)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("kind", list(RUNS))
def test_a_killed_worker_loses_nothing_and_prints_nothing_twice(
    installation: Installation, kind: str
) -> None:
    papers = RUNS[kind]
    worker = installation.start_worker()
    try:
        begun = installation.python(START, PAPERS=papers, AS_REPORTS=kind == "reports")
        assert begun.returncode == 0, begun.stderr
        assert eventually(lambda: state(installation)["done"] > 0)
        worker.kill()
        worker.wait()
        half = state(installation)
        assert 0 < half["done"] < papers
        assert half["done"] == len(half["made"])

        worker = installation.start_worker()
        assert installation.python(SWEEP).returncode == 0
        assert eventually(lambda: state(installation)["state"] == "done")
    finally:
        worker.kill()
        worker.wait()
    whole = state(installation)
    assert [line[0] for line in whole["made"]] == [str(number) for number in range(1, papers + 1)]
    assert whole["made"][: half["done"]] == half["made"]
    assert len({line[2] for line in whole["made"]}) == papers
    words = {line[3] for line in whole["made"]}
    assert len(words) == papers if kind == "reports" else words == {""}
