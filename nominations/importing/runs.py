"""Services of an import run: start, check, answer, confirm, write; each is safe to resume."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from celery import Celery, current_app
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from nominations.importing import run_files, run_progress, unread_files
from nominations.importing.models import ImportRun
from nominations.importing.plan import ImportPlan
from nominations.importing.registry import importer_of
from nominations.importing.run_workflow import IMPORT_RUNS, WORKING, RunStatus
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.table_settings import FOR_ALL, HEADING, TableSettings
from nominations.web.refusals import refused, sentences
from workflow import audit, clock
from workflow.actors import SYSTEM, Actor
from workflow.engine import perform, perform_many
from workflow.exceptions import TransitionRefused, WrongState

log = logging.getLogger(__name__)

MAX_ROWS_IN_REQUEST = 500
"""Up to so many rows are processed within the request; more by a worker."""
STALE_AFTER = timedelta(seconds=60)
"""A run without a heartbeat for so long is taken up again."""
OFFER_RESTART_AFTER = timedelta(seconds=15)
"""After this the page offers to process the run within the request."""
KEEP_FILES_FOR = timedelta(hours=24)
"""An unconfirmed upload is deleted after this."""
MAX_ATTEMPTS = 3
TASK_NAME = "nominations.importing.tasks.work"
"""The name of the task that works on a run; by name, since the tasks call this module."""


def start(
    *,
    actor: Actor,
    kind: str,
    organization: Model,
    sheet: Spreadsheet,
    settings: TableSettings | None = None,
) -> ImportRun:
    """Store a table and start its check; none of its rows is written.

    `settings` are what people said of the table as a whole. Answers given when the very same file
    was imported before, or to the last upload of the account, are taken over. Refuses (NotAllowed)
    an actor who may not import this kind for the agency. Deletes uploads unconfirmed for a day.
    """
    importer_of(kind).require(actor, organization)
    clear_old()
    unread_files.clear_old()
    digest = sha256(sheet.content).hexdigest()
    before = ImportRun.objects.filter(kind=kind, organization_id=organization.pk)
    same = (
        before.filter(digest=digest, state=RunStatus.DONE).first()
        or before.filter(created_by_id=actor.pk, state=RunStatus.CHECKED).first()
    )
    answers = {
        key: said
        for key, said in (same.answers if same else {}).items()
        if not key.startswith((HEADING, FOR_ALL))
    }
    said_of_all = (settings or TableSettings()).as_answers()
    run = ImportRun(
        kind=kind,
        organization_id=organization.pk,
        created_by_id=actor.pk,
        created_at=clock.now(),
        handed_at=clock.now(),
        file_name=sheet.file_name[-250:],
        digest=digest,
        language=get_language() or "vi",
        total=len(sheet.rows),
        answers={**answers, **said_of_all},
    )
    run_files.store_upload(run, sheet)
    with transaction.atomic():
        run.save()
        payload = {"kind": kind, "organization": organization.pk, "rows": run.total}
        audit.record_on(run, "import.uploaded", actor=actor, payload=payload)
    wake(run)
    return run


def answer(
    *, actor: Actor, run: ImportRun, answers: Mapping[str, str], seen_version: int | None = None
) -> None:
    """Add what people said about names and check the table anew.

    Refuses an answer that was not among the choices of its question (ValidationError), and what
    the workflow refuses: a run that is not waiting for answers, somebody else's run.
    """
    importer_of(run.kind).require(actor, run.organization)
    with transaction.atomic():
        locked = _locked(run)
        if locked.state == RunStatus.CHECKED:
            _require_offered(locked, answers)
            locked.answers = {**locked.answers, **answers}
            locked.save(update_fields=["answers"])
        _move(locked, "answer", actor, seen_version)
    wake(run)


def _require_offered(run: ImportRun, answers: Mapping[str, str]) -> None:
    offered = {
        question.key: {choice["value"] for choice in question.choices}
        for question in run_files.findings_of(run)["questions"]
    }
    if any(value not in offered.get(key, ()) for key, value in answers.items()):
        raise ValidationError(
            _("Choose for each name one of the entries listed beside it."), code="not_offered"
        )


def confirm(*, actor: Actor, run: ImportRun, seen_version: int | None = None) -> None:
    """Start writing the rows, all or none.

    Refuses a run that is confirmed already (ValidationError), and what the workflow refuses: one
    that is not checked or has something wrong or open, somebody else's, who may not import this
    kind any more.
    """
    importer_of(run.kind).require(actor, run.organization)
    with transaction.atomic():
        locked = _locked(run)
        if locked.state in (RunStatus.CONFIRMED, RunStatus.DONE):
            raise refused(
                "confirmed_already",
                _("This import was confirmed already; its rows are not written twice."),
            )
        _move(locked, "confirm", actor, seen_version)
    wake(run)


def restart(*, actor: Actor, run: ImportRun) -> None:
    """Process an idle run now; does nothing while a worker processes it.

    Refuses (NotAllowed) an actor who may not import this kind.
    """
    importer_of(run.kind).require(actor, run.organization)
    work_on(run.pk)


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)


def _move(run: ImportRun, name: str, actor: Actor, seen_version: int | None = None) -> None:
    perform(IMPORT_RUNS, run.pk, name, actor=actor, seen_version=seen_version, joins=True)


def wake(run: ImportRun) -> None:
    """Process a run: a small one here, a larger one by a worker, here without a broker."""
    if run.total > MAX_ROWS_IN_REQUEST and _published(run.pk):
        return
    work_on(run.pk)


def _published(pk: int) -> bool:
    app: Celery = current_app
    try:
        app.send_task(TASK_NAME, args=(pk,), retry=False, ignore_result=True)
    except Exception as error:  # no broker: whatever its kind of failure
        log.warning("no broker for an import (%s); it is worked on at once", error)
        return False
    return True


# --- the work itself ------------------------------------------------------------------------------


def work_on(pk: int) -> None:
    """Check or write a waiting run; does nothing if another worker has it.

    Refusals are stored in the run; after any other failure the run is retried, a few times.
    """
    run = _taken(pk)
    if run is None:
        return
    with override(run.language):
        try:
            _check(run) if run.state == RunStatus.UPLOADED else _write(run)
        except (ValidationError, TransitionRefused) as refusal:
            _fail(run, " ".join(sentences(refusal)))
        except FileNotFoundError:
            _fail(run, _("The file was cleared away: choose it again."))
        except Exception:
            ImportRun.objects.filter(pk=pk, state__in=WORKING).update(seen_at=None)
            raise


def _is_free(run: ImportRun) -> bool:
    """Whether no worker has it: never taken, or no heartbeat for a while."""
    return run.seen_at is None or clock.now() - run_progress.last_sign(run) > STALE_AFTER


def _taken(pk: int) -> ImportRun | None:
    """The run, claimed by this worker; None if it is claimed, over, or failed too often."""
    run = ImportRun.objects.select_related("organization", "created_by").filter(pk=pk).first()
    if run is None or not run.is_working or not _is_free(run):
        return None
    # The first to change the heartbeat has claimed it.
    mine = ImportRun.objects.filter(pk=pk, state=run.state, seen_at=run.seen_at).update(
        seen_at=clock.now(), attempts=F("attempts") + 1
    )
    if not mine:
        return None
    run.attempts += 1
    if run.attempts > MAX_ATTEMPTS:
        with override(run.language):
            _fail(run, _("The server stopped several times at this table. Nothing was imported."))
        return None
    return run


def _fail(run: ImportRun, words: str) -> None:
    try:
        perform(IMPORT_RUNS, run.pk, "fail", actor=SYSTEM, comment=words[: run.MAX_REASON])
    except WrongState:  # somebody else has moved it on meanwhile
        return
    run_files.delete_files(run)


def _plan(run: ImportRun, teller: run_progress.ProgressReporter) -> ImportPlan:
    return importer_of(run.kind).plan(
        run_files.sheet_of(run), run.organization, run.answers, teller
    )


def _check(run: ImportRun) -> None:
    plan = _plan(run, run_progress.ProgressReporter(run, in_row=True))
    run_files.keep_findings(run, plan)
    with transaction.atomic():
        locked = _locked(run)
        if locked.state == RunStatus.UPLOADED:  # nobody has moved it on meanwhile
            locked.result, locked.done, locked.seen_at = run.result, run.total, None
            locked.save(update_fields=["result", "done", "seen_at"])
            _move(locked, "finish_check", SYSTEM)
    run_progress.drop_progress(run.pk)


def _write(run: ImportRun) -> None:
    """Plan again with the agency's row locked, and write the rows and DONE together, or neither."""
    importer, agencies = importer_of(run.kind), type(run.organization)
    with transaction.atomic():
        agencies.objects.select_for_update(of=("self",)).get(pk=run.organization_id)
        locked = _locked(run)
        if locked.state != RunStatus.CONFIRMED:
            return
        importer.require(run.created_by, run.organization)
        plan = _plan(run, run_progress.ProgressReporter(run, in_row=False))
        run_files.keep_findings(run, plan)
        if plan.ok and plan.entries:
            importer.write(plan, actor=run.created_by)
        if not plan.ok:
            run.result["changed_meanwhile"] = True
        locked.result, locked.seen_at = run.result, None
        locked.save(update_fields=["result", "seen_at"])
        _move(locked, "finish" if plan.ok else "reopen", SYSTEM)
    run_progress.drop_progress(run.pk)
    if plan.ok:
        run_files.delete_files(run)


def sweep() -> None:
    """Take up every idle run, such as one whose worker died."""
    for pk in ImportRun.objects.filter(state__in=WORKING).values_list("pk", flat=True):
        work_on(pk)


def is_stalled(run: ImportRun) -> bool:
    """Whether there is work to do without a heartbeat for some time."""
    return run.is_working and clock.now() - run_progress.last_sign(run) > OFFER_RESTART_AFTER


def clear_old() -> None:
    """Delete uploads that nobody confirmed within a day."""
    settled = (RunStatus.DONE, RunStatus.EXPIRED)
    old = ImportRun.objects.filter(created_at__lt=clock.now() - KEEP_FILES_FOR).exclude(
        state__in=settled
    )
    runs = {run.pk: run for run in old}
    if runs:
        done = perform_many(IMPORT_RUNS, runs, "expire", actor=SYSTEM, all_or_nothing=False)
        for moved in done.moved:
            run_files.delete_files(runs[moved.pk])
