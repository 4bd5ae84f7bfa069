"""The work on print runs: paper after paper, for a short while, then the next takes its turn.

Whoever takes a run marks it as theirs; items are written under that mark only. A worker that is
killed leaves its mark without a heartbeat, and the next one goes on with what is missing: a
paper is made at the same place of the folder under the same moment, so that it is made over and
never twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from celery import Celery, current_app
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.chunking import key_chunks
from nominations.print_runs import rendering, run_files
from nominations.print_runs.models import PrintFile, PrintItem, PrintRun
from nominations.print_runs.run_workflow import PRINT_RUNS, PrintState
from nominations.vietnamese import ascii_name
from nominations.web.refusals import sentences
from workflow import clock
from workflow.actors import SYSTEM
from workflow.engine import perform, perform_many

log = logging.getLogger(__name__)

MAX_PAPERS_IN_REQUEST = 20
"""So many papers are made within the request; more of them by a worker."""
PAPERS_PER_SAVE = 25
"""After so many papers their rows are written, with a heartbeat."""
SLICE_SECONDS = 10.0
"""So long a worker stays with one run before it lets others take their turn."""
STALE_AFTER = timedelta(seconds=60)
"""A run without a heartbeat for so long is taken up again."""
OFFER_RESTART_AFTER = timedelta(seconds=15)
"""After this the page offers to go on at once."""
KEEP_FILES_FOR = timedelta(days=30)
MAX_ATTEMPTS = 3
MAX_FILE_NAME = 46
"""With its ending a file is called at most 50 letters."""
_MADE = ("made_at", "problem", "size", "sha256", "word_sha256")
TASK_NAME = "nominations.print_runs.tasks.work_on"
"""The name of the task that works on a run; by name, since the tasks call this module."""


class RunTaken(Exception):
    """Somebody else works on the run, or it is over."""


def wake(run: PrintRun) -> None:
    """Have a run worked on after the commit: a small one here, a larger one by a worker."""
    if run.total > MAX_PAPERS_IN_REQUEST:
        transaction.on_commit(lambda: _publish(run.pk), robust=True)
    else:
        work_on(run.pk)


def _publish(pk: int) -> None:
    """Ask a worker; without a broker the sweep does, and the page offers to go on by hand."""
    app: Celery = current_app
    try:
        app.send_task(TASK_NAME, args=(pk,), retry=False, ignore_result=True)
    except Exception as error:  # no broker: whatever its kind of failure
        log.warning("no broker for a print run (%s)", error)


def sweep() -> None:
    """Take up every run that nobody works on, and remove the files of old ones."""
    for pk in PrintRun.objects.filter(state=PrintState.WORKING).values_list("pk", flat=True):
        work_on(pk)
    clear_old()


def is_stalled(run: PrintRun) -> bool:
    """Whether there is work to do and nobody has given a heartbeat for some time."""
    return run.is_working and clock.now() - (run.seen_at or run.handed_at) > OFFER_RESTART_AFTER


def work_on(pk: int) -> None:
    """Make papers of a run that waits, for a short while; nothing when somebody does already."""
    run = _taken(pk)
    if run is None:
        return
    end = time.monotonic() + SLICE_SECONDS
    try:
        with override("vi"):
            while items := _waiting(run):
                _make(run, items)
                if time.monotonic() > end:
                    _hand_on(run)
                    return
            _finish(run)
    except RunTaken:
        return
    except Exception:
        PrintRun.objects.filter(pk=pk, holder=run.holder).update(seen_at=None, holder="")
        raise


def _taken(pk: int) -> PrintRun | None:
    """The run under a mark of ours; None when it is at work, over, or was tried too often."""
    run = PrintRun.objects.filter(pk=pk, state=PrintState.WORKING).first()
    if run is None or (run.seen_at is not None and clock.now() - run.seen_at <= STALE_AFTER):
        return None
    if run.attempts >= MAX_ATTEMPTS:
        _stop(run)
        return None
    # Whoever changes the heartbeat first has it.
    mark = uuid4().hex
    mine = PrintRun.objects.filter(
        pk=pk, state=PrintState.WORKING, seen_at=run.seen_at, holder=run.holder
    ).update(seen_at=clock.now(), holder=mark, attempts=F("attempts") + 1)
    if not mine:
        return None
    run.holder = mark
    return run


def _stop(run: PrintRun) -> None:
    with override("vi"):
        words = _(
            "The server stopped several times at this run. What was made is kept; go on, or tell"
            " the administrator if it stops again."
        )
    perform(PRINT_RUNS, run.pk, "stop", actor=SYSTEM, comment=words)


def _heartbeat(run: PrintRun, *, done: int = 0, failed: int = 0) -> None:
    """Give a heartbeat with what was done; refuses (NotOurs) when the mark is not ours."""
    ours = PrintRun.objects.filter(pk=run.pk, state=PrintState.WORKING, holder=run.holder).update(
        seen_at=clock.now(), attempts=0, done=F("done") + done, failed=F("failed") + failed
    )
    if not ours:
        raise RunTaken


def _hand_on(run: PrintRun) -> None:
    PrintRun.objects.filter(pk=run.pk, holder=run.holder).update(
        seen_at=None, holder="", handed_at=clock.now()
    )
    _publish(run.pk)


def _waiting(run: PrintRun) -> list[PrintItem]:
    rows = PrintItem.objects.filter(run_id=run.pk, made_at=None, problem="")
    return list(rows.order_by("position")[:PAPERS_PER_SAVE])


def _make(run: PrintRun, items: Sequence[PrintItem]) -> None:
    """Write the files, then their rows under our mark."""
    for item in items:
        _make_one(run, item)
    made = [item for item in items if not item.problem]
    with transaction.atomic():
        _heartbeat(run, done=len(made), failed=len(items) - len(made))
        for item in made:
            item.made_at = clock.now()
        PrintItem.objects.bulk_update(items, list(_MADE))


def _make_one(run: PrintRun, item: PrintItem) -> None:
    try:
        files = rendering.item_files(
            item.content, title=run.title, layout=run.layout, made_at=run.created_at
        )
    except ValidationError as refusal:
        item.problem = " ".join(sentences(refusal))[: PrintRun.MAX_SENTENCE]
        return
    except (RuntimeError, ValueError, KeyError, TypeError):  # what no sentence foresees
        log.exception("paper %s of a print run could not be made", item.key)
        item.problem = _("The paper could not be made; tell the administrator.")
        return
    for form, content in files.items():
        run_files.write_item(run, item, form, content)
    item.size, item.sha256 = len(files["pdf"]), sha256(files["pdf"]).hexdigest()
    item.word_sha256 = sha256(files["docx"]).hexdigest() if "docx" in files else ""


def _finish(run: PrintRun) -> None:
    """The zip and the merged PDF, then DONE with their rows."""
    failed = PrintItem.objects.filter(run_id=run.pk).exclude(problem="").count()
    PrintRun.objects.filter(pk=run.pk, holder=run.holder).update(failed=failed)
    items = list(PrintItem.objects.filter(run_id=run.pk, made_at__isnull=False).defer("content"))
    files: list[PrintFile] = []
    if items:
        heartbeat = _HeartbeatEverySecond(run)
        try:
            files = [
                run_files.write_zip(run, items, heartbeat=heartbeat),
                run_files.write_merged(run, items, heartbeat=heartbeat),
            ]
        except run_files.PaperFileMissing:
            _make_lost_again(run, items)
            raise
    with transaction.atomic():
        _heartbeat(run)
        for file in files:
            file.name = f"{ascii_name(run.title, MAX_FILE_NAME)}.{file.format}"
            file.save()
        perform(PRINT_RUNS, run.pk, "finish", actor=SYSTEM, joins=True)
    run_files.clear_items(run.public_id)


def _make_lost_again(run: PrintRun, items: Sequence[PrintItem]) -> None:
    """Papers that are gone from the folder, or are not those that were made, wait anew."""
    lost = [item.pk for item in items if not run_files.is_stored(run, item)]
    with transaction.atomic():
        _heartbeat(run, done=-len(lost))
        for some in key_chunks(lost):
            PrintItem.objects.filter(pk__in=some).update(
                made_at=None, size=0, sha256="", word_sha256=""
            )


class _HeartbeatEverySecond:
    """Gives a heartbeat, not more often than once in a second."""

    def __init__(self, run: PrintRun) -> None:
        self._run, self._last = run, time.monotonic()

    def __call__(self) -> None:
        if time.monotonic() - self._last > 1:
            self._last = time.monotonic()
            _heartbeat(self._run)


def clear_old() -> None:
    """Remove the files of runs that ended a while ago; what was printed stays in the log."""
    limit = clock.now() - KEEP_FILES_FOR
    old = PrintRun.objects.filter(
        state__in=(PrintState.DONE, PrintState.STOPPED), state_entered_at__lt=limit
    )
    runs = dict(old.values_list("pk", "public_id"))
    if runs:
        done = perform_many(PRINT_RUNS, runs, "expire", actor=SYSTEM, all_or_nothing=False)
        for moved in done.moved:
            run_files.delete_files(runs[moved.pk])
