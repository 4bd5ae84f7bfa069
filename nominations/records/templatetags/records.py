"""Words of this room for its own templates and for the page of a person: `{% load records %}`."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nominations.people.models import Person, Unit, User
from nominations.records.initiative_workflow import INITIATIVES, InitiativeState
from nominations.records.queries import record_access, record_access_of_unit

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


@register.simple_tag
def record_path(user: User, person: Person) -> str:
    """The address of the person's record; "" for whoever may not open it."""
    return reverse("records:person", args=[person.pk]) if record_access(user, person) else ""


@register.simple_tag
def unit_record_path(user: User, unit: Unit) -> str:
    """The address of the record of a unit or household; "" for whoever reads nothing there."""
    sees = record_access_of_unit(user, unit).grades
    return reverse("records:unit", args=[unit.pk]) if sees else ""
