"""Writing the achievement report: autosave with optimistic locking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nominations.chunking import chunks
from nominations.dossiers.models import Correction, Nomination, Report
from nominations.dossiers.permissions import EDITABLE, is_registrant, require_writer
from nominations.people.authorization import account_of
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed
from notifications.moments import moment_text
from workflow import clock
from workflow.actors import Actor, is_system


def _stale(report: Report) -> ValidationError:
    saved_by = report.saved_by
    return ValidationError(
        _(
            "%(name)s saved this report at %(moment)s, after you opened it. What you have typed is "
            "still here: copy it, load the page again and add it."
        )
        % {
            "name": saved_by.get_full_name() if saved_by else _("Somebody"),
            "moment": moment_text(report.saved_at),
        },
        code="stale",
    )


def _texts(fields: Mapping[str, str]) -> dict[str, str]:
    unknown = set(fields) - set(Report.FIELDS)
    if unknown:
        raise ValidationError(
            _("The report has no part %(name)s.") % {"name": ", ".join(sorted(unknown))},
            code="unknown_field",
        )
    return {name: clean_text(text) for name, text in fields.items()}


def _check_flagged(nomination: Nomination, report: Report, changed: Mapping[str, str]) -> None:
    """While a correction is open only the flagged parts may change."""
    correction = Correction.objects.filter(nomination=nomination, resolved_at__isnull=True).first()
    if correction is None:
        return
    locked = [name for name in changed if name not in correction.items]
    if locked:
        words = [Report.label_of(name) for name in locked]
        raise ValidationError(
            _("Only the parts marked for correction can be changed; this one is locked: %(names)s.")
            % {"names": ", ".join(words)},
            code="locked",
        )


def save_report(
    *, actor: Actor, nomination: Nomination, fields: Mapping[str, str], revision: int
) -> Report:
    """Save parts of the open version of the report; returns it with its new revision.

    `revision` is the one the writer last saw (0 before the first save). Saving the same text twice
    is no conflict. Refuses an actor who may not write, and every writer once the dossier is
    submitted (NotAllowed); a report saved by somebody else meanwhile (ValidationError, code
    "stale"); a part not flagged while a correction is open (code "locked").
    """
    texts = _texts(fields)
    with transaction.atomic():
        # The engine takes the same lock, so a submission and a late autosave cannot cross.
        locked = Nomination.objects.select_for_update(no_key=True).get(pk=nomination.pk)
        require_writer(actor, locked)
        report = (
            Report.objects.filter(nomination=locked, frozen_at__isnull=True)
            .select_related("saved_by__person")
            .first()
        )
        if report is None:
            last = Report.objects.filter(nomination=locked).aggregate(last=Max("number"))["last"]
            report = Report(nomination=locked, number=(last or 0) + 1)
        changed = {name: text for name, text in texts.items() if getattr(report, name) != text}
        if report.pk is not None and not changed:
            return report
        if revision != report.revision:
            raise _stale(report)
        _check_flagged(locked, report, changed)
        for name, text in changed.items():
            setattr(report, name, text)
        report.revision += 1
        report.saved_at = clock.now()
        report.saved_by = account_of(actor)
        report.save()
    return report


def write_reports_many(*, actor: Actor, texts: Mapping[int, Mapping[str, str]]) -> int:
    """Write the open reports of many nominations (nomination id -> parts); returns how many.

    For imports: checks the same rights as `save_report`, but no revision. All or none.
    """
    cleaned = {pk: _texts(fields) for pk, fields in texts.items()}
    pks, now, written = sorted(cleaned), clock.now(), 0
    with transaction.atomic():
        for chunk in chunks(pks):
            written += _write_chunk(actor, chunk, cleaned, now)
    return written


def _write_chunk(
    actor: Actor, pks: Sequence[int], cleaned: Mapping[int, Mapping[str, str]], now: datetime
) -> int:
    nominations = Nomination.objects.select_for_update(no_key=True).in_bulk(pks)
    rights: dict[tuple[int, int | None, int | None], bool] = {}
    for pk in pks:
        row = nominations.get(pk)
        if row is None or row.state not in EDITABLE:
            raise not_allowed(
                "dossier_locked", _("A dossier of the list can no longer be changed.")
            )
        subject = None if is_system(actor) else row.person_id
        key = (row.unit_id, subject, row.collective_id)
        if key not in rights:
            rights[key] = is_registrant(
                actor, unit_id=key[0], person_id=row.person_id, collective_id=row.collective_id
            )
        if not rights[key]:
            raise not_allowed("not_registrant", _("A dossier of the list is not yours to write."))
    reports = Report.objects.filter(nomination_id__in=pks)
    open_ones = {r.nomination_id: r for r in reports.filter(frozen_at__isnull=True)}
    last = dict(reports.values_list("nomination_id").annotate(Max("number")))
    new: list[Report] = []
    old: list[Report] = []
    for pk in pks:
        report = open_ones.get(pk) or Report(nomination_id=pk, number=last.get(pk, 0) + 1)
        for name, text in cleaned[pk].items():
            setattr(report, name, text)
        report.revision, report.saved_at = report.revision + 1, now
        report.saved_by = account_of(actor)
        (old if report.pk else new).append(report)
    Report.objects.bulk_create(new, batch_size=500)
    Report.objects.bulk_update(
        old, [*Report.FIELDS, "revision", "saved_at", "saved_by"], batch_size=200
    )
    return len(pks)
