"""The shape of what is typed in on the pages of this room."""

from __future__ import annotations

from nominations.dossiers.forms.boards import FairnessForm, LateForm, WhatIfForm
from nominations.dossiers.forms.campaigns import CampaignForm, ExtensionForm, TitleForm
from nominations.dossiers.forms.dossiers import (
    CampaignChoiceForm,
    EvidenceForm,
    FilterForm,
    GoalsForm,
    InitiativesForm,
    OverrideForm,
    ProgressForm,
    ReportForm,
    SubjectChoiceForm,
    TitleChoiceForm,
)
from nominations.dossiers.forms.transitions import (
    BulkEndorseForm,
    ConfirmForm,
    EndorseForm,
    NominationTransitionForm,
    ReasonForm,
    ReturnForm,
)

__all__ = [
    "BulkEndorseForm",
    "CampaignChoiceForm",
    "CampaignForm",
    "ConfirmForm",
    "EndorseForm",
    "EvidenceForm",
    "ExtensionForm",
    "FairnessForm",
    "FilterForm",
    "GoalsForm",
    "InitiativesForm",
    "LateForm",
    "NominationTransitionForm",
    "OverrideForm",
    "ProgressForm",
    "ReasonForm",
    "ReportForm",
    "ReturnForm",
    "SubjectChoiceForm",
    "TitleChoiceForm",
    "TitleForm",
    "WhatIfForm",
]
