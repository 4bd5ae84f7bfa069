"""Forms of records and initiatives. The services validate."""

from __future__ import annotations

from nominations.records.forms.entries import (
    PERSON_ENTRIES,
    CancelForm,
    ClosingForm,
    EntryForm,
    ReplacementForm,
    entries_of_unit,
)
from nominations.records.forms.initiatives import InitiativeForm, WiderScopeForm
from nominations.records.forms.lists import GradeFilterForm, GradeSheetForm, InitiativeFilterForm
from nominations.records.forms.transitions import InitiativeReasonForm, InitiativeTransitionForm

__all__ = [
    "PERSON_ENTRIES",
    "CancelForm",
    "ClosingForm",
    "EntryForm",
    "GradeFilterForm",
    "GradeSheetForm",
    "InitiativeFilterForm",
    "InitiativeForm",
    "InitiativeReasonForm",
    "InitiativeTransitionForm",
    "ReplacementForm",
    "WiderScopeForm",
    "entries_of_unit",
]
