"""What every act on plans and movements asks before it writes, and what it wrote over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nominations.issued_papers.queries import issued_paper_of
from nominations.movements.models import Movement
from nominations.movements.queries import KEEPERS
from nominations.people.authorization import require
from nominations.vietnamese import clean_text
from workflow.actors import Actor

MAX_TEXT = 30_000


def require_keeper(actor: Actor, organization_id: int) -> None:
    """Refuse (NotAllowed) all but the council secretary and the director of the agency."""
    require(
        actor,
        *KEEPERS,
        organization=organization_id,
        sentence=_("Only the council secretary and the director keep plans and movements."),
        key="not_movement_keeper",
    )


def cleaned_texts(given: dict[str, Any]) -> dict[str, Any]:
    """The values with texts in their clean form; refuses (ValidationError) one that is too long."""
    found = {
        name: clean_text(value).strip() if isinstance(value, str) else value
        for name, value in given.items()
    }
    if any(isinstance(value, str) and len(value) > MAX_TEXT for value in found.values()):
        raise ValidationError(
            _("A text has %(most)s characters at most.")
            % {"most": number_format(MAX_TEXT, force_grouping=True)},
            code="too_long",
        )
    return found


def set_values(row: Model, values: dict[str, Any]) -> dict[str, list[str]]:
    """Set the values; what was written over, as [before, now] in words."""
    changed = {
        name: [_word(getattr(row, name)), _word(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, value in values.items():
        setattr(row, name, value)
    return changed


def _word(value: object) -> str:
    return "" if value is None else str(value)


def locked_movement(movement: Movement, *, keeps: bool = True) -> Movement:
    """The movement under the lock that the engine takes too.

    Refuses (ValidationError) one that is concluded or cancelled, where `keeps`.
    """
    row: Movement = (
        Movement.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organization")
        .get(pk=movement.pk)
    )
    if keeps and not row.is_correctable:
        raise ValidationError(
            _(
                "The movement is concluded or cancelled and is not changed any more."
                " Open it again first, with the reason."
            ),
            code="movement_over",
        )
    return row


def require_not_issued(kind: str, record: str) -> None:
    """Refuse (ValidationError) to write over texts whose paper was issued."""
    if issued_paper_of(kind, record) is not None:
        raise ValidationError(
            _("The paper was issued and its texts do not change any more. Make a later edition."),
            code="text_issued",
        )


def require_one_of(values: Iterable[str], value: str, sentence: str, code: str) -> None:
    """Refuse (ValidationError) a value that is not among these."""
    if value not in values:
        raise ValidationError(sentence, code=code)
