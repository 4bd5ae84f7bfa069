"""Evidence files: checked, stored under a random name, never changed afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.dossiers.models import Correction, Evidence, Nomination, PaperKind, ProgressNote
from nominations.dossiers.models.papers import evidence_path
from nominations.dossiers.models.reviews import EVIDENCE_ITEM
from nominations.dossiers.permissions import may_attach, require_writer
from nominations.files.upload_check import AcceptedFile, accept_upload
from nominations.people.authorization import account_of
from nominations.vietnamese import clean_text
from workflow import audit, clock
from workflow.actors import Actor

KINDS = tuple(kind for kind in PaperKind.values if kind != PaperKind.REPORT)
MAX_FILES = 40


def _lock(actor: Actor, nomination: Nomination) -> Nomination:
    """The nomination's row, locked; refuses when the files of the dossier may not change."""
    locked = Nomination.objects.select_for_update(no_key=True).get(pk=nomination.pk)
    if not may_attach(actor, locked):
        require_writer(actor, locked)
    correction = Correction.objects.filter(nomination=locked, resolved_at__isnull=True).first()
    if correction is not None and EVIDENCE_ITEM not in correction.items:
        raise ValidationError(
            _("The evidence was not marked for correction, so it can not be changed now."),
            code="locked",
        )
    return locked


def attach_evidence(
    *,
    actor: Actor,
    nomination: Nomination,
    paper: str,
    upload: UploadedFile[Any] | AcceptedFile,
    note: str = "",
    progress: ProgressNote | None = None,
) -> Evidence:
    """Add a file to the dossier (or to one of its progress notes); a duplicate file is stored once.

    Refuses an actor who may not write the dossier (NotAllowed); with a ValidationError an unknown
    kind of paper, a file `accept_upload` refuses, too many files, and evidence that was
    not flagged while a correction is open. On any failure no file remains on disk. The file is read
    before the row is locked: a large one would keep everybody else waiting.
    """
    if paper not in KINDS:
        raise ValidationError(_("Choose what kind of paper this is."), code="unknown_paper")
    accepted = upload if isinstance(upload, AcceptedFile) else accept_upload(upload)
    evidence = Evidence(
        paper=paper,
        name=accepted.name,
        size=accepted.size,
        sha256=accepted.sha256,
        note=clean_text(note)[:300],
        progress=progress,
        added_at=clock.now(),
        added_by=account_of(actor),
    )
    path, storage = "", evidence.file.storage
    try:
        with transaction.atomic():
            evidence.nomination = _lock(actor, nomination)
            if twin := _twin_of(evidence):
                return twin
            path = evidence_path(evidence, f"file.{accepted.kind}")
            evidence.file.name = storage.save(path, ContentFile(accepted.content))
            evidence.save()
            _record(evidence, "evidence.attached", actor=actor)
    except BaseException:
        if path:  # also after a partial write
            storage.delete(path)
        raise
    return evidence


def _twin_of(evidence: Evidence) -> Evidence | None:
    """The same file under the same paper and note; refuses one file more than a dossier holds."""
    present = Evidence.objects.filter(nomination=evidence.nomination, removed_at__isnull=True)
    twin = present.filter(
        sha256=evidence.sha256, paper=evidence.paper, progress=evidence.progress
    ).first()
    if twin is None and present.count() >= MAX_FILES:
        raise ValidationError(
            _("A dossier holds at most %(limit)s files; combine some of them.")
            % {"limit": MAX_FILES},
            code="too_many_files",
        )
    return twin


def _record(evidence: Evidence, action: str, *, actor: Actor) -> None:
    payload = {"paper": evidence.paper, "name": evidence.name, "sha256": evidence.sha256}
    audit.record_on(evidence.nomination, action, actor=actor, payload=payload)


def remove_evidence(*, actor: Actor, evidence: Evidence) -> Evidence:
    """Remove a file from the dossier; row and file are retained. Idempotent.

    Refuses as `attach_evidence` does.
    """
    with transaction.atomic():
        _lock(actor, evidence.nomination)
        row = Evidence.objects.select_related("nomination").get(pk=evidence.pk)
        if row.removed_at is None:
            row.removed_at = clock.now()
            row.save(update_fields=["removed_at"])
            _record(row, "evidence.removed", actor=actor)
    return row
