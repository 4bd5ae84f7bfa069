"""Models: campaigns, nominations, reports, evidence, the unit's review, opinions, exceptions."""

from __future__ import annotations

from nominations.dossiers.models.campaigns import (
    Campaign,
    CampaignTitle,
    RegistrationReminder,
    StepChange,
    VoteAbsent,
    VoteBase,
    VoteRule,
)
from nominations.dossiers.models.exceptions import ExceptionRequest
from nominations.dossiers.models.nominations import Nomination
from nominations.dossiers.models.opinions import OpinionAnswer, OpinionPaper, RequestedOpinion
from nominations.dossiers.models.papers import Evidence, PaperKind, Report
from nominations.dossiers.models.reviews import Correction, UnitReview
from nominations.dossiers.models.standards import (
    EligibilityOverride,
    InitiativeUse,
    ProgressKind,
    ProgressNote,
)

__all__ = [
    "Campaign",
    "CampaignTitle",
    "Correction",
    "EligibilityOverride",
    "Evidence",
    "ExceptionRequest",
    "InitiativeUse",
    "Nomination",
    "OpinionAnswer",
    "OpinionPaper",
    "PaperKind",
    "ProgressKind",
    "ProgressNote",
    "RegistrationReminder",
    "Report",
    "RequestedOpinion",
    "StepChange",
    "UnitReview",
    "VoteAbsent",
    "VoteBase",
    "VoteRule",
]
