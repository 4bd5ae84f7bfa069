"""Moments in sentences, and moments stored with a message until its reader's language is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

SUFFIX = "_at"


def moment_text(moment: datetime) -> str:
    """The moment within a sentence, in the current language and time zone:
    "17:00 ngày 22/10/2026"."""
    local = localtime(moment)
    return _("%(time)s on %(day)s") % {"time": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}"}


def with_moments_in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a message for its templates: every value in ISO 8601 under a key that ends in
    `_at` as `moment_text`, all others unchanged."""
    return {
        name: moment_text(datetime.fromisoformat(value)) if _is_moment(name, value) else value
        for name, value in facts.items()
    }


def _is_moment(name: str, value: object) -> bool:
    return name.endswith(SUFFIX) and isinstance(value, str) and bool(value)
