"""Services on campaigns and dossiers that change rows but no state; the engine changes states."""

from __future__ import annotations

from nominations.dossiers.services.campaigns import (
    CampaignCopy,
    copy_campaign,
    draft_campaign,
    extend_window,
    open_campaign,
    open_for_arrivals,
    revise_campaign,
)
from nominations.dossiers.services.draft_deletion import delete_draft
from nominations.dossiers.services.drafts import (
    NewNomination,
    existing_nomination,
    save_goals,
    start_many,
    start_nomination,
    start_once,
)
from nominations.dossiers.services.evidence import attach_evidence, remove_evidence
from nominations.dossiers.services.exceptions import ask_for_exception, set_obstacle_aside
from nominations.dossiers.services.forgotten import (
    ForgottenAdded,
    ForgottenNotAdded,
    nominate_forgotten,
)
from nominations.dossiers.services.initiatives import (
    allow_double,
    choosable_initiatives,
    choose_initiatives,
    uses_elsewhere,
)
from nominations.dossiers.services.progress import write_progress
from nominations.dossiers.services.registration_reminders import remind_to_register
from nominations.dossiers.services.reports import save_report, write_reports_many
from nominations.dossiers.services.step_changes import propose_steps

__all__ = [
    "CampaignCopy",
    "ForgottenAdded",
    "ForgottenNotAdded",
    "NewNomination",
    "allow_double",
    "ask_for_exception",
    "attach_evidence",
    "choosable_initiatives",
    "choose_initiatives",
    "copy_campaign",
    "delete_draft",
    "draft_campaign",
    "existing_nomination",
    "extend_window",
    "nominate_forgotten",
    "open_campaign",
    "open_for_arrivals",
    "propose_steps",
    "remind_to_register",
    "remove_evidence",
    "revise_campaign",
    "save_goals",
    "save_report",
    "set_obstacle_aside",
    "start_many",
    "start_nomination",
    "start_once",
    "uses_elsewhere",
    "write_progress",
    "write_reports_many",
]
