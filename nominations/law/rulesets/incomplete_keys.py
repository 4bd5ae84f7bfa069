"""The keys by which a list of a rule file is marked as incomplete."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nominations.law.rulesets.key_types import KeyDescription

INCOMPLETE = (
    KeyDescription(
        name="complete",
        kind="flag",
        label=_("The list is complete"),
        help=_("Take the tick away where the regulation has more than is entered here."),
        default=True,
    ),
    KeyDescription(
        name="lacks",
        kind="prose",
        label=_("What the list lacks"),
        help=_("Asked where the list is not complete; every screen says it."),
        when=("complete", (False,)),
    ),
)
