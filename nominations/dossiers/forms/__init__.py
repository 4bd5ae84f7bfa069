"""Forms of this room."""

from __future__ import annotations

from nominations.dossiers.forms.boards import FairnessForm, LateForm, WhatIfForm
from nominations.dossiers.forms.campaigns import CampaignForm, ExtensionForm, TitleForm
from nominations.dossiers.forms.nominations import (
    AchievementReportForm,
    CampaignChoiceForm,
    EvidenceForm,
    ExceptionForm,
    GoalsForm,
    InitiativesForm,
    NominationFilterForm,
    OverrideForm,
    ProgressForm,
    SubjectChoiceForm,
    TitleChoiceForm,
)
from nominations.dossiers.forms.transitions import (
    BulkEndorseForm,
    ConfirmForm,
    EndorseForm,
    ExceptionAnswerForm,
    NominationReasonForm,
    NominationTransitionForm,
    ReturnForm,
    SubmitForm,
)

__all__ = [
    "AchievementReportForm",
    "BulkEndorseForm",
    "CampaignChoiceForm",
    "CampaignForm",
    "ConfirmForm",
    "EndorseForm",
    "EvidenceForm",
    "ExceptionAnswerForm",
    "ExceptionForm",
    "ExtensionForm",
    "FairnessForm",
    "GoalsForm",
    "InitiativesForm",
    "LateForm",
    "NominationFilterForm",
    "NominationReasonForm",
    "NominationTransitionForm",
    "OverrideForm",
    "ProgressForm",
    "ReturnForm",
    "SubjectChoiceForm",
    "SubmitForm",
    "TitleChoiceForm",
    "TitleForm",
    "WhatIfForm",
]
