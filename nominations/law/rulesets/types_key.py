"""The keys that limit a part to some types of commendation or to some awards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.law.models import CommendationType
from nominations.law.rulesets.key_types import KeyDescription

TYPES = KeyDescription(
    name="types",
    kind="choices",
    label=_("Only for these types of commendation"),
    help=_("Tick nothing where it is so for all types."),
    words=dict(CommendationType.choices),
)
AWARDS = KeyDescription(
    name="awards",
    kind="awards",
    label=_("Only for these awards"),
    help=_("Empty where it holds for all awards."),
)
