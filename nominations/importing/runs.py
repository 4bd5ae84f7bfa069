"""An upload's way: started, checked, answered, confirmed, written; safe to take up again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from nominations.importing import progress, store
from nominations.importing.models import WORKING, ImportRun, RunStatus
from nominations.importing.plan import Plan
from nominations.importing.registry import importer_of
from nominations.importing.sheet import Sheet
from workflow import clock
from workflow.exceptions import TransitionRefused

log = logging.getLogger(__name__)

AT_ONCE = 500
"""So many rows are worked on within the request; more of them by a worker."""
STALE = timedelta(seconds=60)
"""A run without a sign of life for so long is taken up again."""
PATIENCE = timedelta(seconds=15)
"""After this the page offers to do the work at once."""
KEPT = timedelta(hours=24)
"""An upload that nobody confirmed is cleared away after this."""
MOST_ATTEMPTS = 3


def start(*, actor: Any, kind: str, organization: Any, sheet: Sheet) -> ImportRun:
    """Keep a table that could be read and have it checked; nothing of it is written.

    Answers given when the very same file was imported before are taken over. Refuses (NotAllowed)
    whoever may not import this kind for the agency. Clears away what nobody confirmed in a day.
    """
    importer_of(kind).require(actor, organization)
    clear_old()
    digest = sha256(sheet.content).hexdigest()
    same = ImportRun.objects.filter(
        kind=kind, organization=organization, digest=digest, status=RunStatus.DONE
    ).first()
    run = ImportRun(
        kind=kind,
        organization=organization,
        created_by=actor,
        created_at=clock.now(),
        handed_at=clock.now(),
        file_name=sheet.file_name[-250:],
        digest=digest,
        language=get_language() or "vi",
        total=len(sheet.rows),
        answers=same.answers if same else {},
    )
    store.keep(run, sheet)
    run.save()
    wake(run)
    return run


def answer(*, actor: Any, run: ImportRun, answers: Mapping[str, str]) -> None:
    """Add what people said about names and check the table anew.

    Refuses (ValidationError) a run that is not waiting for answers, and an answer that was not
    among the choices of its question.
    """
    importer_of(run.kind).require(actor, run.organization)
    with transaction.atomic():
        run = _locked(run, RunStatus.CHECKED)
        _require_offered(run, answers)
        run.answers = {**run.answers, **answers}
        _hand_over(run, RunStatus.UPLOADED)
    wake(run)


def _require_offered(run: ImportRun, answers: Mapping[str, str]) -> None:
    offered = {
        question.key: {choice["value"] for choice in question.choices}
        for question in store.findings_of(run)["questions"]
    }
    if any(value not in offered.get(key, ()) for key, value in answers.items()):
        raise ValidationError(
            _("Choose for each name one of the entries listed beside it."), code="not_offered"
        )


def confirm(*, actor: Any, run: ImportRun) -> None:
    """Have the rows written, all or none.

    Refuses (ValidationError) a run that is not checked or has something wrong or open, and
    (NotAllowed) whoever may not import this kind any more.
    """
    importer_of(run.kind).require(actor, run.organization)
    with transaction.atomic():
        run = _locked(run, RunStatus.CHECKED)
        if not run.result.get("ok"):
            raise ValidationError(
                _("The table has rows that are wrong or not confirmed: nothing was imported."),
                code="not_ok",
            )
        _hand_over(run, RunStatus.CONFIRMED)
    wake(run)


def restart(*, actor: Any, run: ImportRun) -> None:
    """Work on a run that nobody works on, here and now; does nothing while somebody does.

    Refuses (NotAllowed) whoever may not import this kind.
    """
    importer_of(run.kind).require(actor, run.organization)
    work_on(run.pk)


def _locked(run: ImportRun, status: RunStatus) -> ImportRun:
    found = ImportRun.objects.select_for_update().get(pk=run.pk)
    if found.status != status:
        raise ValidationError(
            _("This import has moved on meanwhile: look at the page again."), code="moved_on"
        )
    return found


def _hand_over(run: ImportRun, status: RunStatus) -> None:
    run.status, run.seen_at, run.done, run.attempts = status, None, 0, 0
    run.handed_at = clock.now()
    run.save(update_fields=["status", "seen_at", "done", "attempts", "handed_at", "answers"])
    progress.forget(run.pk)


def wake(run: ImportRun) -> None:
    """Have a run worked on: a small one here, a larger one by a worker, here without a broker."""
    if run.total > AT_ONCE and _published(run.pk):
        return
    work_on(run.pk)


def _published(pk: int) -> bool:
    from nominations.importing.tasks import work

    try:
        work.apply_async((pk,), retry=False)
    except Exception as error:  # no broker: whatever its kind of failure
        log.warning("no broker for an import (%s); it is worked on at once", error)
        return False
    return True


# --- the work itself ------------------------------------------------------------------------------


def work_on(pk: int) -> None:
    """Check or write a run that waits for it; nothing when somebody works on it already.

    What the file or the rules refuse ends in the run's own words; any other failure leaves the run
    to be taken up again, a few times.
    """
    run = _taken(pk)
    if run is None:
        return
    with override(run.language):
        try:
            _check(run) if run.status == RunStatus.UPLOADED else _write(run)
        except (ValidationError, TransitionRefused) as refusal:
            words = getattr(refusal, "messages", None) or [str(refusal.message)]
            _fail(run, " ".join(words))
        except FileNotFoundError:
            _fail(run, _("The file was cleared away: choose it again."))
        except Exception:
            ImportRun.objects.filter(pk=pk, status__in=WORKING).update(seen_at=None)
            raise


def _is_free(run: ImportRun) -> bool:
    """Whether nobody works on it: never taken, or no sign of life for a while."""
    return run.seen_at is None or clock.now() - progress.last_sign(run) > STALE


def _taken(pk: int) -> ImportRun | None:
    """The run, marked as worked on by us; None when it is at work, over, or failed too often."""
    run = ImportRun.objects.select_related("organization", "created_by").filter(pk=pk).first()
    if run is None or not run.is_working or not _is_free(run):
        return None
    # Whoever changes the sign of life first has it.
    mine = ImportRun.objects.filter(pk=pk, status=run.status, seen_at=run.seen_at).update(
        seen_at=clock.now(), attempts=F("attempts") + 1
    )
    if not mine:
        return None
    run.attempts += 1
    if run.attempts > MOST_ATTEMPTS:
        with override(run.language):
            _fail(run, _("The server stopped several times at this table. Nothing was imported."))
        return None
    return run


def _fail(run: ImportRun, words: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        status=RunStatus.FAILED, failure=words[:500], seen_at=None, finished_at=clock.now()
    )
    store.clear(run)


def _plan(run: ImportRun, teller: progress.Teller) -> Plan:
    return importer_of(run.kind).plan(store.sheet_of(run), run.organization, run.answers, teller)


def _check(run: ImportRun) -> None:
    plan = _plan(run, progress.Teller(run, in_row=True))
    store.keep_findings(run, plan)
    # Only if nobody has moved it on meanwhile.
    ImportRun.objects.filter(pk=run.pk, status=RunStatus.UPLOADED).update(
        status=RunStatus.CHECKED, result=run.result, done=run.total, seen_at=None
    )
    progress.forget(run.pk)


def _write(run: ImportRun) -> None:
    """Plan anew with the agency's row locked, and write the rows and DONE together, or neither."""
    importer, agencies = importer_of(run.kind), type(run.organization)
    with transaction.atomic():
        agencies.objects.select_for_update(of=("self",)).get(pk=run.organization_id)
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.status != RunStatus.CONFIRMED:
            return
        importer.require(run.created_by, run.organization)
        teller = progress.Teller(run, in_row=False)
        plan = _plan(run, teller)
        store.keep_findings(run, plan)
        if plan.ok:
            if plan.entries:
                importer.write(plan, actor=run.created_by, progress=teller)
            run.status, run.finished_at = RunStatus.DONE, clock.now()
        else:
            run.status = RunStatus.CHECKED
            run.result["changed_meanwhile"] = True
        run.seen_at = None
        run.save(update_fields=["status", "result", "seen_at", "finished_at"])
    progress.forget(run.pk)
    if run.status == RunStatus.DONE:
        store.clear(run)


def sweep() -> None:
    """Take up every run that nobody works on, such as one whose worker died."""
    for pk in ImportRun.objects.filter(status__in=WORKING).values_list("pk", flat=True):
        work_on(pk)


def is_stalled(run: ImportRun) -> bool:
    """Whether there is work to do and nobody has given a sign of life for some time."""
    return run.is_working and clock.now() - progress.last_sign(run) > PATIENCE


def clear_old() -> None:
    """Forget uploads that nobody confirmed within a day."""
    old = ImportRun.objects.filter(created_at__lt=clock.now() - KEPT).exclude(status=RunStatus.DONE)
    for run in old:
        store.clear(run)
        run.delete()
