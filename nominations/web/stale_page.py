"""Detects that a record changed since a page showed it, for records that a service changes.

A transition compares the version of its subject (`transition_page.seen_version`). A record without
a version is compared by a hash of the shown values, which the page submits and `ShownValues` checks
under the lock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from hmac import compare_digest
from typing import Any, TypeVar

from django import forms
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.choices import flatten_choices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workflow.evaluate import stale_version
from workflow.exceptions import StaleVersion
from workflow.verdict import Verdict, unmet

MARK_LENGTH = 24

M = TypeVar("M", bound=models.Model)


def mark_of(values: Mapping[str, Any]) -> str:
    """A hash of these values."""
    text = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def sent_mark(request: HttpRequest) -> str:
    """The submitted hash of the shown values; "" if missing."""
    return request.POST.get("seen_version", "")


def _require_mark(request: HttpRequest, values: Mapping[str, Any]) -> None:
    """Refuse (StaleVersion) a page without a hash, or with one of other values."""
    if not compare_digest(sent_mark(request).encode(), mark_of(values).encode()):
        raise StaleVersion([stale_version(None)])


class ShownValues:
    """The values a page shows of rows that it changes, compared before the act writes them.

    `rows` are locked for the act; `read` reads from the database what the page shows of them.

        shown = ShownValues.of_row(request, unit, "code", "name")
        if request.method == "POST" and form.is_valid():
            with refusals_in(form), shown.unchanged(form):
                services.save_unit(...)
                return redirect(...)
        context = {"form": form, "seen_version": shown.mark}
    """

    def __init__(
        self, request: HttpRequest, rows: QuerySet[Any], read: Callable[[], Mapping[str, Any]]
    ) -> None:
        self._request, self._rows, self._read = request, rows, read
        self._refusal: StaleVersion | None = None

    @classmethod
    def of_row(cls, request: HttpRequest, row: models.Model, *columns: str) -> ShownValues:
        """The named columns of one row; a row that is gone has none and is refused as changed."""
        stored = type(row)._base_manager.filter(pk=row.pk)
        return cls(request, stored, lambda: {"row": list(stored.values(*columns))})

    @classmethod
    def of(
        cls, request: HttpRequest, row: M, values_of: Callable[[M], Mapping[str, Any]]
    ) -> ShownValues:
        """What `values_of` reads of one row; a row that is gone is refused as changed."""
        rows = type(row)._base_manager.filter(pk=row.pk)

        def read() -> Mapping[str, Any]:
            stored = rows.first()
            return {"values": values_of(stored) if stored is not None else None}

        return cls(request, rows, read)

    @contextmanager
    def unchanged(self, form: forms.BaseForm | None = None) -> Iterator[None]:
        """A transaction in which the rows are locked and unchanged since the page was shown.

        Refuses (StaleVersion) other values; at each changed field of a form it names the present
        value.
        """
        try:
            with transaction.atomic():
                locked = self._rows.select_for_update(of=("self",), no_key=True)
                list(locked.order_by("pk").values_list("pk"))
                _require_mark(self._request, self._read())
                yield
        except StaleVersion as refusal:
            now = _current_values(form) if form is not None else ()
            self._refusal = StaleVersion([*refusal.reasons, *now])
            raise self._refusal from None

    @property
    def mark(self) -> str:
        """The hash for the page: the submitted one while it is shown again, but that of the present
        values once a change was reported.
        """
        if self._request.method != "POST" or self._refusal is not None:
            return mark_of(self._read())
        return sent_mark(self._request)


def _current_values(form: forms.BaseForm) -> Iterator[Verdict]:
    """A sentence for each field whose typed value differs from the present one."""
    for name in form.changed_data:
        words = {"field": capfirst(form[name].label), "value": _in_words(form, name)}
        sentence = _("%(field)s: what stands there now is “%(value)s”.") % words
        yield unmet("stands_now", sentence)


def _in_words(form: forms.BaseForm, name: str) -> str:
    """The present value, as the field's widget shows it."""
    field = form.fields[name]
    value = form.get_initial_for_field(field, name)
    if isinstance(field, forms.BooleanField):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(field, forms.ModelChoiceField):
        rows: Any = field.queryset
        row = rows.filter(pk=getattr(value, "pk", value)).first() if value else None
        return str(row) if row is not None else pgettext("a field", "empty")
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        words = dict(flatten_choices(choices))
        chosen = value if isinstance(value, list | tuple) else [value]
        named = [str(words[one]) for one in chosen if one not in ("", None) and one in words]
        return ", ".join(named) or pgettext("a field", "empty")
    shown = field.widget.format_value(field.prepare_value(value))
    return str(shown) if shown else pgettext("a field", "empty")
