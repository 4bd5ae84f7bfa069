"""Progress on the registered goals during the year, and the result."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from nominations.dossiers.models import Nomination, PaperKind, ProgressKind, ProgressNote
from nominations.dossiers.permissions import is_registrant
from nominations.dossiers.services.evidence import attach_evidence
from nominations.files.upload_check import accept_upload
from nominations.people.authorization import account_of
from nominations.states import State
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed
from workflow import audit, clock
from workflow.actors import Actor, is_system

MAX_TEXT_LENGTH = 10_000
COMPLETE_PERCENT = 100


def write_progress(
    *,
    actor: Actor,
    nomination: Nomination,
    kind: str,
    text: str,
    percent: int | None = None,
    evidence: UploadedFile[Any] | None = None,
    paper: str = PaperKind.OTHER,
) -> ProgressNote:
    """Add a note of progress, or the result of the year, optionally with a file as evidence.

    All notes are retained; of several results the newest counts. The same text sent twice in the
    same state is stored once. Refuses others than the writers of the dossier, and everybody unless
    the nomination is registered (NotAllowed); with a ValidationError an empty or too long text, a
    percentage outside 0 to 100, a year that has not begun, and whatever `attach_evidence` refuses.
    Then nothing is written.
    """
    text = _checked(kind, text, percent)
    accepted = accept_upload(evidence) if evidence else None
    with transaction.atomic():
        # Serialises concurrent requests.
        locked = Nomination.objects.select_for_update(no_key=True).get(pk=nomination.pk)
        _require_open(actor, locked)
        note = ProgressNote(
            nomination=locked,
            kind=kind,
            text=text,
            percent=percent,
            written_at=clock.now(),
            written_by=account_of(actor),
        )
        note = _same_as(note) or _saved(note)
        if accepted:
            attach_evidence(
                actor=actor, nomination=locked, paper=paper, upload=accepted, progress=note
            )
    return note


def result_of(nomination: Nomination) -> ProgressNote | None:
    """The result of the year that counts: the newest."""
    results = ProgressNote.objects.filter(nomination=nomination, kind=ProgressKind.RESULT)
    return results.order_by("-written_at", "-pk").first()


def _checked(kind: str, text: str, percent: int | None) -> str:
    if kind not in ProgressKind.values:
        raise ValidationError(
            _("Choose whether this is progress or the result of the year."), code="unknown_kind"
        )
    text = clean_text(text).strip()
    if not text:
        raise ValidationError(_("Write what has been done."), code="no_text")
    if len(text) > MAX_TEXT_LENGTH:
        raise ValidationError(
            _("The text is too long; write at most %(count)s characters.")
            % {"count": number_format(MAX_TEXT_LENGTH, force_grouping=True)},
            code="too_long",
        )
    if percent is not None and not 0 <= percent <= COMPLETE_PERCENT:
        raise ValidationError(_("The percentage lies between 0 and 100."), code="not_a_percentage")
    return text


def _require_open(actor: Actor, nomination: Nomination) -> None:
    """Refuse an actor who may not write, a nomination that is not registered, a year to come."""
    if is_system(actor) or not is_registrant(
        actor,
        unit_id=nomination.unit_id,
        person_id=nomination.person_id,
        collective_id=nomination.collective_id,
    ):
        raise not_allowed(
            "not_registrant",
            _("Only the nominee, the unit clerk or the head of the collective may write here."),
        )
    if nomination.state == State.DRAFT:
        raise not_allowed(
            "not_registered", _("Register the goals first; then write what came of them.")
        )
    if nomination.state != State.REGISTERED:
        raise not_allowed(
            "dossier_locked",
            _(
                "The dossier has been submitted and can no longer be changed. "
                "Ask the unit head to return it if something must be corrected."
            ),
        )
    begins = nomination.campaign.achievement_from
    if clock.today() < begins:
        raise ValidationError(
            _("The year that is reviewed begins on %(day)s; there is nothing to write before.")
            % {"day": date_format(begins, "d/m/Y")},
            code="in_the_future",
        )


def _same_as(note: ProgressNote) -> ProgressNote | None:
    """The last note of its kind, if it has the same content and author and no transition came after
    it."""
    last = (
        ProgressNote.objects.filter(nomination=note.nomination, kind=note.kind)
        .order_by("-written_at", "-pk")
        .first()
    )
    same = (
        last is not None
        and last.written_at >= note.nomination.state_entered_at
        and (last.written_by_id, last.text, last.percent)
        == (note.written_by_id, note.text, note.percent)
    )
    return last if same else None


def _saved(note: ProgressNote) -> ProgressNote:
    note.save()
    audit.record_on(
        note.nomination,
        "progress.written",
        actor=note.written_by,
        payload={
            "name": str(ProgressKind(note.kind).label),
            "kind": note.kind,
            "percent": note.percent,
            "note": note.pk,
        },
    )
    return note
