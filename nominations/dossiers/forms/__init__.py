"""Forms of this room."""

from __future__ import annotations

from nominations.dossiers.forms.boards import (
    FairnessForm,
    LateForm,
    ListFilterForm,
    UnregisteredFilterForm,
    WhatIfForm,
)
from nominations.dossiers.forms.campaigns import (
    CampaignForm,
    CampaignReasonForm,
    CampaignTransitionForm,
    ExtensionForm,
    OpeningForm,
    StepsForm,
)
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
    "CampaignReasonForm",
    "CampaignTransitionForm",
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
    "ListFilterForm",
    "NominationFilterForm",
    "NominationReasonForm",
    "NominationTransitionForm",
    "OpeningForm",
    "OverrideForm",
    "ProgressForm",
    "ReturnForm",
    "StepsForm",
    "SubjectChoiceForm",
    "SubmitForm",
    "TitleChoiceForm",
    "UnregisteredFilterForm",
    "WhatIfForm",
]
