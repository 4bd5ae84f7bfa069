"""Services of a print run: start it, go on with it. The work itself is in `run_execution`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from nominations.documents.blank_offsets import store_offsets
from nominations.people import authorization
from nominations.people.models import Organization, User
from nominations.print_runs import queries, run_execution
from nominations.print_runs.models import PrintItem, PrintRun
from nominations.print_runs.print_sources import PrintablePaper, PrintSource, source_of
from nominations.print_runs.run_workflow import PRINT_RUNS, PrintState
from nominations.vietnamese import ascii_name
from nominations.web.refusals import not_allowed, refused
from workflow import audit, canonical, clock
from workflow.engine import perform

MAX_PAPERS = 5_000
COMPOSED_AT_ONCE = 100
"""So many papers are composed before they are written: bounds the memory."""
MAX_NAME = 40
"""So many letters of a recipient stand in the name of a file."""
STARTED = "print_run.started"


def start(
    *,
    actor: User,
    source: PrintSource,
    record: Any,
    papers: Sequence[PrintablePaper],
    reason: str = "",
    layout: Mapping[str, Any] | None = None,
) -> PrintRun:
    """Start to print these papers of the record; a small run is made here, a larger by a worker.

    The offsets of a run onto blanks are kept as those agreed for the blank.

    Refuses (NotAllowed) an actor who may not print them or not read one of them, (ValidationError)
    nothing chosen, too much at once, and papers that were printed before when no reason is given.
    """
    organization = source.organization(record)
    source.require(actor, record)
    _check(actor, source, papers)
    with transaction.atomic():
        # One after the other: a second run started at the same time is a reprint as well.
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        before = queries.printed_keys(source.kind, source.record_of(record))
        again = [one for one in papers if one.key in before]
        if again and not reason:
            raise _needs_reason(again)
        run = PrintRun(
            kind=source.kind,
            record=source.record_of(record),
            organization=organization,
            title=source.title(record)[:300],
            reason=reason if again else "",
            layout=dict(layout or {}),
            created_by=authorization.account_of(actor),
            created_at=clock.now(),
            handed_at=clock.now(),
            total=len(papers),
        )
        if run.layout.get("on_blanks"):
            store_offsets(
                actor=actor,
                organization=organization,
                blank=run.layout["blank"],
                right=Decimal(run.layout["right"]),
                down=Decimal(run.layout["down"]),
            )
        run.save()
        _write_items(run, source, record, papers, before)
        _record(run, again, actor)
    run_execution.wake(run)
    return run


def _check(actor: User, source: PrintSource, papers: Sequence[PrintablePaper]) -> None:
    if not papers:
        raise refused("nothing_chosen", _("Choose at least one paper to print."))
    if len(papers) > MAX_PAPERS:
        raise ValidationError(
            _("At most %(limit)s papers are printed in one run. Choose fewer numbers."),
            "too_many",
            {"limit": number_format(MAX_PAPERS, force_grouping=True)},
        )
    if not queries.reads_all(actor, source, [one.key for one in papers]):
        raise not_allowed("not_readable", _("Papers that you may not read are not printed."))


def _record(run: PrintRun, again: Sequence[PrintablePaper], actor: User) -> None:
    payload = {
        "kind": run.kind,
        "record": run.record,
        "papers": run.total,
        "again": [one.key for one in again],
        "reason": run.reason,
    }
    audit.record_on(run, STARTED, actor=actor, payload=payload)


def _write_items(
    run: PrintRun,
    source: PrintSource,
    record: Any,
    papers: Sequence[PrintablePaper],
    before: frozenset[str],
) -> None:
    with override("vi"):
        for start in range(0, len(papers), COMPOSED_AT_ONCE):
            some = source.composed(record, papers[start : start + COMPOSED_AT_ONCE])
            PrintItem.objects.bulk_create(
                _item(run, place, one, before) for place, one in enumerate(some, start + 1)
            )


def _needs_reason(again: Sequence[PrintablePaper]) -> ValidationError:
    return ValidationError(
        ngettext(
            "%(number)s of these papers was printed before (%(names)s). Write why it is printed"
            " again.",
            "%(number)s of these papers were printed before (%(names)s). Write why they are"
            " printed again.",
            len(again),
        ),
        "reason_needed",
        {
            "number": len(again),
            "names": ", ".join(one.name for one in again[:3]) + ("…" if len(again) > 3 else ""),
        },
    )


def _item(run: PrintRun, place: int, one: PrintablePaper, before: frozenset[str]) -> PrintItem:
    name = ascii_name(one.name, MAX_NAME)
    return PrintItem(
        run=run,
        position=place,
        key=one.key,
        number=one.number,
        name=one.name[:300],
        content=canonical.encode(one.content()),
        is_again=one.key in before,
        problem=one.problem[: PrintRun.MAX_SENTENCE],
        file_name=f"{place:04}_{name}.pdf",
    )


def go_on(*, actor: User, run: PrintRun) -> None:
    """Work on a run that nobody works on, here and now, and have the rest done by a worker.

    Refuses (NotAllowed) an actor who may not print such papers; does nothing while a worker has it.
    """
    source = source_of(run.kind)
    source.require(actor, source.load(run.record))
    if run.state == PrintState.STOPPED:
        perform(PRINT_RUNS, run.pk, "go_on", actor=actor)
    run_execution.work_on(run.pk)
