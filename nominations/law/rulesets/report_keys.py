"""What can be written of the report of achievements: its forms and the years it covers."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from nominations.law.rulesets.key_types import KeyDescription, TableDescription
from nominations.law.rulesets.left_to_keys import LEFT_TO

_FORM = KeyDescription(
    name="individual",
    kind="text",
    label=_("Form for an individual"),
    help=_("Its number as the act has it; empty where there is none."),
)
_YEARS = KeyDescription(
    name="years",
    kind="whole",
    label=_("Years that the report covers"),
    help=_("Up to and with the year of the proposal."),
    minimum=1,
    maximum=40,
    needed=True,
)
REPORT = TableDescription(
    name="report",
    at="award",
    label=_("Report of achievements"),
    help=_("The form of the report, and how many years it covers."),
    keys=(
        _FORM,
        replace(_FORM, name="collective", label=_("Form for a collective")),
        _YEARS,
        replace(
            _YEARS,
            name="years_collective",
            label=_("Years of a collective's report, where they are others"),
            help=_("Empty where the report covers as many years for everybody."),
            needed=False,
        ),
        LEFT_TO,
    ),
)
