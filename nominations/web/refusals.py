"""Refusals: raised with a key and a sentence, read as data, shown on a page or at a form.

`explain_refusal` turns every kind of refusal into key and sentences; `show_refusal`, `show_in` and
`refusals_to` render them for pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from workflow import registry
from workflow.exceptions import BulkRefused, NotAllowed, TransitionRefused
from workflow.verdict import unmet

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MAX_NAMED = 8
"""The maximum number of refused subjects of a set listed by name."""

Refused = (TransitionRefused, ValidationError)
"""Exception types for `except`: all refusals, but no programming errors."""

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A refusal as data: the stable key of its first reason, and full sentences for people."""

    key: str
    sentences: tuple[str, ...]


# --- made -------------------------------------------------------------------------------------


def refused(key: str, reason: _StrOrPromise) -> ValidationError:
    """The error for a condition that does not hold."""
    return ValidationError(reason, code=key)


def not_allowed(key: str, reason: _StrOrPromise) -> NotAllowed:
    """The error for an actor without the right; pages answer 403."""
    return NotAllowed([unmet(key, reason)])


# --- read -------------------------------------------------------------------------------------


def explain_refusal(refusal: Exception) -> Explanation:
    """Key and sentences of a refusal; of a refused set, the subjects by name (MAX_NAMED)."""
    if isinstance(refusal, BulkRefused):
        return Explanation(refusal.key, (refusal.message, *_named(refusal)))
    if isinstance(refusal, TransitionRefused):
        reasons = [str(verdict.reason) for verdict in refusal.reasons] or [str(refusal)]
        return Explanation(refusal.key, tuple(reasons))
    if isinstance(refusal, ValidationError):
        return Explanation(_code_of(refusal), tuple(str(message) for message in refusal.messages))
    return Explanation("", (str(refusal),))


def sentences(refusal: Exception) -> list[str]:
    """The reasons of a refusal, each a full sentence."""
    return list(explain_refusal(refusal).sentences)


def key_of(refusal: Exception) -> str:
    """The stable key of a refusal, "" if it has none."""
    return explain_refusal(refusal).key


def _named(refusal: BulkRefused) -> list[str]:
    """The refused subjects of a set, each by its own name with its first reason."""
    listed = refusal.result.refused[:MAX_NAMED]
    model = registry.model_of(refusal.workflow)
    found = model._default_manager.in_bulk([one.pk for one in listed])
    return [f"{found.get(one.pk, one.pk)}: {one.reasons[0].reason}" for one in listed]


def _code_of(refusal: ValidationError) -> str:
    first: Any = refusal
    while not hasattr(first, "code"):  # a list of errors, or of fields: the first one names it
        inner = getattr(first, "error_list", None) or next(iter(first.error_dict.values()), None)
        if not inner:
            return ""
        first = inner[0]
    return str(first.code or "")


# --- shown ------------------------------------------------------------------------------------


def show_refusal(request: HttpRequest, refusal: Exception, level: int = messages.ERROR) -> None:
    """Put the reasons of a refusal into the messages of the next page."""
    for sentence in sentences(refusal):
        messages.add_message(request, level, sentence)


def show_in(form: BaseForm, refusal: Exception, field: str | None = None) -> None:
    """Add the reasons of a refusal to a form: at `field`, else at the field that the form's
    `at_fields` has for its key, else above the form."""
    named = field or getattr(form, "at_fields", {}).get(key_of(refusal))
    at = named if named in form.fields else None
    for sentence in sentences(refusal):
        form.add_error(at, sentence)


@contextmanager
def refusals_forbidden() -> Iterator[None]:
    """Turn NotAllowed in the block into a 403 with its reason; other refusals propagate."""
    try:
        yield
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from None


@contextmanager
def refusals_shown(request: HttpRequest) -> Iterator[None]:
    """Show a refusal in the block on the next page and continue after the block; NotAllowed is a
    403."""
    try:
        with refusals_forbidden():
            yield
    except Refused as refusal:
        show_refusal(request, refusal)


@contextmanager
def refusals_in(form: BaseForm) -> Iterator[None]:
    """Show a refusal in the block at the form and continue after the block; NotAllowed is a 403.

    The block returns the response on success; the lines after it render the form again.
    """
    try:
        with refusals_forbidden():
            yield
    except Refused as refusal:
        show_in(form, refusal)


def refusals_to(url_name: str, *arguments: str) -> Callable[[View], View]:
    """Decorator: a refused view redirects to `url_name` and shows why; NotAllowed is a 403.

    `arguments` names the view's keyword arguments used for the path:
    `@refusals_to("council:session", "public_id")`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            with refusals_shown(request):
                return view(request, **kwargs)
            return redirect(url_name, **{name: kwargs[name] for name in arguments})

        return wrapped

    return decorate
