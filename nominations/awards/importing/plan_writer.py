"""Write a plan of award history: every row of the file, or none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.awards.importing.decision_papers import attach_awards
from nominations.awards.importing.import_plan import AwardChecker
from nominations.awards.services import record_awards
from nominations.importing.plan import ImportPlan
from nominations.importing.spreadsheet import Spreadsheet
from nominations.people.authorization import require_secretary
from nominations.people.models import Organization
from workflow import audit
from workflow.actors import Actor


@dataclass(frozen=True, slots=True)
class AwardImportResult:
    """What an import did: the plan as it was at that moment, and how many awards were added."""

    plan: ImportPlan
    added: int


def require_importer(actor: Actor, organization: Organization) -> None:
    """Refuse (NotAllowed) anybody but the agency's secretary and the system (a command)."""
    sentence = _("Only the council secretary of %(agency)s imports its awards.")
    require_secretary(actor, organization, sentence)


def write(plan: ImportPlan, *, actor: Actor) -> int:
    """Confer the awards of a plan without problems; one entry in the agency's history."""
    awards = record_awards(rows=[entry.new for entry in plan.entries], actor=actor)
    attach_awards(plan.organization, awards)
    audit.record(
        f"organization:{plan.organization.pk}",
        "awards.imported",
        actor=actor,
        payload={
            "file": plan.sheet.file_name,
            "sha256": hashlib.sha256(plan.sheet.content).hexdigest(),
            "rows": len(plan.sheet.rows),
            "added": len(awards),
            "already_there": len(plan.already),
        },
    )
    return len(awards)


def import_awards(
    *, actor: Actor, sheet: Spreadsheet, organization: Organization
) -> AwardImportResult:
    """Add the awards of a sheet that are not there yet; one entry in the agency's history.

    The plan is made anew inside the transaction, with the agency's row locked, so that two imports
    of one file cannot both add its rows. One bad row, and nothing is written: the outcome then
    carries the problems. Refuses (NotAllowed) anybody but the agency's secretary.
    """
    require_importer(actor, organization)
    with transaction.atomic():
        Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
        plan = AwardChecker.make_plan(sheet, organization)
        if not plan.ok or not plan.entries:
            return AwardImportResult(plan, 0)
        return AwardImportResult(plan, write(plan, actor=actor))
