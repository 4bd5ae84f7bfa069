"""1,000 certificates or reports as one print run: seconds, peak memory, sizes of the files.

`.venv/bin/python bench/print_run.py [papers] [--reports]`; a SQLite file and a folder of its own.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
FOLDER = tempfile.TemporaryDirectory(prefix="print_run-")
os.environ["BANGVANG_DATA_DIR"] = os.environ["TESTS_DATA_DIR"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402 -- the environment is set before


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def finished(run: Any) -> Any:
    """Go on as the tasks do, slice after slice, until the files are there."""
    from nominations.print_runs import run_execution

    while run.is_working:
        run_execution.work_on(run.pk)
        run.refresh_from_db()
    assert (run.state, run.done) == ("done", run.total)
    return run


if __name__ == "__main__":
    as_reports = "--reports" in sys.argv
    numbers = [int(one) for one in sys.argv[1:] if one.isdecimal()]
    papers = numbers[0] if numbers else 1000
    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from nominations.people.models import Organization
    from nominations.print_runs import run_execution
    from tests.print_runs.rows import print_run

    call_command("migrate", verbosity=0)
    run_execution._publish = lambda _pk: None
    agency = Organization.objects.create(
        code="STC", name="Sở Tài chính", symbol="STC", valid_from=date(2010, 1, 1)
    )
    user: Any = get_user_model().objects.create(username="thuky")
    names = [f"Ông Nguyễn Văn {number:04}" for number in range(1, papers + 1)]
    print(f"before the first paper: {megabytes():.0f} MB")
    for _round in range(3):
        run = print_run(agency, user, names, as_reports=as_reports)
        clock, cpu = time.perf_counter(), time.process_time()
        finished(run)
        files = ", ".join(f"{one.format} {one.size / 1e6:.1f} MB" for one in run.files.all())
        print(
            f"{papers} papers: {time.perf_counter() - clock:.1f} s by the clock,"
            f" {time.process_time() - cpu:.1f} s of processor,"
            f" peak so far {megabytes():.0f} MB, {files}"
        )
    FOLDER.cleanup()
