"""What a page showed of a record that is changed by a service, and whether it still stands so.

A transition compares the version of its subject (`transition_page.seen_version`). A record that is
written in place has no version that counts such changes: its page sends a mark of the values it
showed, which is compared with the values under the lock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from hmac import compare_digest
from typing import Any, TypeVar

from django import forms
from django.db import models, transaction
from django.http import HttpRequest

from nominations.web.refusals import show_in
from workflow.evaluate import stale_version
from workflow.exceptions import StaleVersion

MARK_LENGTH = 24

M = TypeVar("M", bound=models.Model)


def mark_of(values: Mapping[str, Any]) -> str:
    """A mark of these values; any other value gives another mark."""
    text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def require_mark(request: HttpRequest, values: Mapping[str, Any]) -> None:
    """Refuse (StaleVersion) a page without a mark, or with one of other values than these."""
    given = request.POST.get("seen_version", "")
    if not compare_digest(given.encode(), mark_of(values).encode()):
        raise StaleVersion([stale_version(None)])


def lock_as_seen(request: HttpRequest, row: M, values_of: Callable[[M], Mapping[str, Any]]) -> M:
    """The row, locked in the running transaction, if its page still shows what stands in it.

    Refuses (StaleVersion) another content, and a row that somebody has deleted since.
    """
    locked = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None:
        raise StaleVersion([stale_version(None)])
    require_mark(request, values_of(locked))
    return locked


def write_if_unchanged(
    request: HttpRequest,
    form: forms.Form,
    row: M,
    values_of: Callable[[M], Mapping[str, Any]],
    write: Callable[[], Any],
) -> StaleVersion | None:
    """Write under the lock; the refusal, shown in the form, where the page shows other values."""
    try:
        with transaction.atomic():
            lock_as_seen(request, row, values_of)
            write()
    except StaleVersion as refusal:
        show_in(form, refusal)
        return refusal
    return None


def mark_to_show(
    request: HttpRequest, values: Mapping[str, Any], refusal: Exception | None = None
) -> str:
    """The mark for the page: of these values; of what was seen before while it is shown again.

    Whoever was told that the record has changed sees it now, so that the next press counts.
    """
    if request.method != "POST" or isinstance(refusal, StaleVersion):
        return mark_of(values)
    return request.POST.get("seen_version", "")
