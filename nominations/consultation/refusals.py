"""How the room says no: one clear sentence, with a stable key."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workflow.exceptions import NotAllowed
from workflow.verdict import unmet


def refused(key: str, reason: Any) -> ValidationError:
    """The act is possible in principle, but not now or not so."""
    return ValidationError(reason, code=key)


def not_allowed(reason: Any = "") -> NotAllowed:
    """The person has no part in the act."""
    return NotAllowed(
        [unmet("not_allowed", reason or _("Only the council secretary conducts the consultation."))]
    )
