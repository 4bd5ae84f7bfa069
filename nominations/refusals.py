"""Refusals as people read them: full sentences, above the form, with what was typed kept."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import Form

from workflow.exceptions import TransitionRefused

Refused = (TransitionRefused, ValidationError)


def sentences(refusal: Exception) -> list[str]:
    """The reasons of a refusal, each a full sentence."""
    if isinstance(refusal, TransitionRefused):
        return [str(reason.reason) for reason in refusal.reasons] or [str(refusal)]
    if isinstance(refusal, ValidationError):
        return [str(message) for message in refusal.messages]
    return [str(refusal)]


def show_in(form: Form, refusal: Exception, field: str | None = None) -> None:
    """Put the reasons of a refusal above the form, or at a field."""
    for sentence in sentences(refusal):
        form.add_error(field, sentence)
