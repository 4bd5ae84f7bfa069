"""Drafts of regulations: begun, copied, saved part by part, read from a file, proposed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.law.datafile import DataFileError
from nominations.law.draft_check import NAME, reading_problem
from nominations.law.layer_text import (
    document_of,
    head_of,
    new_text,
    places_of,
    table_of,
    text_of,
    with_table_text,
)
from nominations.law.models import LayerDraft, RuleLayer
from nominations.law.rulesets.layer_keys import Place, table_at
from nominations.law.services.layers import MAX_LENGTH, propose_layer
from nominations.people import authorization
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from workflow import clock


class DraftOvertaken(Exception):
    """Somebody else saved the same part since it was shown; nothing was written."""


def _require_secretary(actor: User, organization: Organization) -> None:
    authorization.require(
        actor,
        Role.SECRETARY,
        organization=organization,
        key="not_secretary",
        sentence=_("Only the council secretary of the agency may do this."),
    )


def part_digest(table: Mapping[str, Any] | None) -> str:
    """What a form remembers of the part it showed."""
    return sha256(repr(sorted((table or {}).items())).encode()).hexdigest()[:16]


def text_digest(text: str) -> str:
    """What the page of a draft remembers of the text it showed."""
    return sha256(text.encode()).hexdigest()[:16]


def begin_draft(*, actor: User, organization: Organization, head: Mapping[str, Any]) -> LayerDraft:
    """A new draft with this head; refuses anybody but the council secretary (NotAllowed)."""
    return _new(actor, organization, new_text(**head))


def copy_layer(*, actor: User, layer: RuleLayer) -> LayerDraft:
    """A draft with every value of a regulation. Code, days and the marks of comparison are left
    out, since they belong to the former text. Refuses anybody but the council secretary."""
    document = document_of(layer.content, NAME)
    for name in ("code", "valid_from", "valid_to"):
        document.pop(name, None)
    return _new(actor, layer.organization, _unmarked(document))


def _unmarked(document: dict[str, Any]) -> str:
    text = text_of(document)
    for place, table in places_of(document):
        if table.get("verified") is True:
            text = with_table_text(text, place, {**table, "verified": False})
    return text


def _new(actor: User, organization: Organization, text: str) -> LayerDraft:
    _require_secretary(actor, organization)
    return LayerDraft.objects.create(
        organization=organization,
        name=_name_in(text),
        content=text,
        created_by=actor,
        updated_by=actor,
        updated_at=clock.now(),
    )


def _name_in(text: str) -> str:
    return str(document_of(text, NAME).get("name") or _("Regulation without a name"))[:250]


@transaction.atomic
def save_part(
    *, actor: User, draft: LayerDraft, place: Place, table: Mapping[str, Any] | None, seen: str
) -> LayerDraft:
    """Write one part, or take it out (None); the rest of the text stays.

    `seen` is the `part_digest` of what the form showed. Refuses anybody but the council secretary
    (NotAllowed) and a part that was saved by somebody else meanwhile (DraftOvertaken).
    """
    row = LayerDraft.objects.select_for_update().get(pk=draft.pk)
    _require_secretary(actor, row.organization)
    document = document_of(row.content, NAME)
    if part_digest(table_of(document, place)) != seen:
        raise DraftOvertaken
    return _save_text(row, actor, with_table_text(row.content, place, table))


@transaction.atomic
def replace_text(*, actor: User, draft: LayerDraft, text: str, seen: str) -> LayerDraft:
    """Take a file instead of all parts. Refuses with DataFileError what the forms could not show:
    no TOML, a table that nobody described, a value that cannot be read; with DraftOvertaken where
    `seen`, the `text_digest` of what was shown, is no longer what is written."""
    row = LayerDraft.objects.select_for_update().get(pk=draft.pk)
    _require_secretary(actor, row.organization)
    if text_digest(row.content) != seen:
        raise DraftOvertaken
    if len(text) > MAX_LENGTH:
        raise DataFileError(NAME, "", _("the file is too long"))
    text = unicodedata.normalize("NFC", text)
    document = document_of(text, NAME)
    for place, table in (*places_of(document), (("head",), head_of(document))):
        path = ".".join(place)
        if table_at(place) is None:
            raise DataFileError(NAME, path, _("is unknown"))
        if problem := reading_problem(document, place, table):
            key = f"{path}.{problem.key}" if problem.key else path
            raise DataFileError(NAME, key, problem.sentence)
    return _save_text(row, actor, text)


def _save_text(row: LayerDraft, actor: User, text: str) -> LayerDraft:
    row.content, row.name = text, _name_in(text)
    row.updated_by, row.updated_at = actor, clock.now()
    row.save(update_fields=["content", "name", "updated_by", "updated_at"])
    return row


@transaction.atomic
def propose_draft(*, actor: User, draft: LayerDraft, seen: str) -> RuleLayer:
    """Propose the regulation for approval by another person; the draft is gone then.

    Refuses what `propose_layer` refuses, and with DraftOvertaken a text that is no longer the one
    that was shown (`seen`); the draft stays.
    """
    row = LayerDraft.objects.select_for_update().get(pk=draft.pk)
    if text_digest(row.content) != seen:
        raise DraftOvertaken
    layer = propose_layer(actor=actor, organization=row.organization, text=row.content)
    row.delete()
    return layer


def discard_draft(*, actor: User, draft: LayerDraft) -> None:
    """Throw a draft away; refuses anybody but the council secretary (NotAllowed)."""
    _require_secretary(actor, draft.organization)
    draft.delete()
