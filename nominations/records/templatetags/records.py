"""Template filters of this room: `{% load records %}`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nominations.records.initiative_workflow import INITIATIVES, InitiativeState

register = template.Library()
_TONES: dict[str, str] = {
    InitiativeState.REGISTERED: "registered",
    InitiativeState.ASSESSED: "council_voted",
    InitiativeState.RECOGNISED: "conferred",
    InitiativeState.REJECTED: "not_passed",
    InitiativeState.WITHDRAWN: "withdrawn",
}
"""The colours of nominations that say the same."""


@register.simple_tag
def initiative_badge(state: str) -> SafeString:
    """The state of an initiative as a badge: the colour repeats what the words say."""
    tone = _TONES.get(state, "draft")
    return format_html(
        '<span class="badge-state" data-state="{}">{}</span>', tone, INITIATIVES.label_of(state)
    )
