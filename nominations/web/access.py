"""Access to pages: 404 for what a reader may not see, 403 for acts that are not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

_M = TypeVar("_M", bound=Model)
_T = TypeVar("_T")


def user_of(request: HttpRequest) -> User:
    """The signed-in account of a page that requires a login."""
    return cast("User", request.user)


def get_or_404(visible: QuerySet[_M], **lookup: object) -> _M:
    """The one visible row that matches; Http404 if there is none or the key is malformed."""
    try:
        return get_object_or_404(visible, **lookup)
    except (ValueError, OverflowError, ValidationError):
        raise Http404 from None


def require_any_or_404(items: _T) -> _T:
    """Return `items`; Http404 if they are empty, so that the page does not exist for the reader."""
    if not items:
        raise Http404
    return items


def require_allowed(allowed: bool, sentence: str = "") -> None:
    """Raise PermissionDenied (403) unless allowed, with the sentence the page shows."""
    if not allowed:
        raise PermissionDenied(sentence) if sentence else PermissionDenied
