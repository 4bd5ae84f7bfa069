"""Deleting a draft with its text and its files."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.dossiers.models import Nomination
from nominations.dossiers.permissions import may_delete
from nominations.people.models import User
from nominations.states import State
from nominations.web.refusals import not_allowed
from workflow import audit


def delete_draft(*, actor: User, nomination: Nomination) -> None:
    """Delete a draft with its text and its files, with an entry in the history of the campaign.

    Refuses whoever did not start it (NotAllowed), and what has been registered (ValidationError). A
    draft that no longer exists is ignored.
    """
    with transaction.atomic():
        rows = Nomination.objects.select_for_update().select_related("campaign")
        locked = rows.filter(pk=nomination.pk).first()
        if locked is None:
            return
        if locked.state != State.DRAFT:
            raise ValidationError(
                _("The goals have been registered. Withdraw the nomination instead."),
                code="registered",
            )
        if not may_delete(actor, locked):
            raise not_allowed("not_starter", _("Only whoever started the draft deletes it."))
        audit.record_on(
            locked.campaign,
            "nomination.draft_deleted",
            actor=actor,
            payload={"name": locked.title, "stream": locked.stream},
        )
        audit.keep_head(locked)
        files = [
            (row.file.storage, row.file.name) for row in locked.evidence.all() if row.file.name
        ]
        locked.delete()
        transaction.on_commit(partial(_delete_files, files))


def _delete_files(files: Iterable[tuple[Storage, str]]) -> None:
    for storage, path in files:
        storage.delete(path)
