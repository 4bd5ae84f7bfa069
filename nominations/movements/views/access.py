"""Finding what a page is about, for those who may see or keep it; its history; its uploads."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nominations.files.upload_check import AcceptedFile, accept_upload
from nominations.movements import queries
from nominations.movements.attached_files import KINDS
from nominations.movements.models import EmulationPlan, Movement, MovementReport
from nominations.movements.services.write_checks import require_keeper
from nominations.people.models import Organization
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.refusals import refusals_forbidden
from workflow import audit
from workflow.models import WorkflowSubject


def keeps_movements(request: HttpRequest, organization_id: int) -> bool:
    """Whether the reader keeps the plans and movements of the agency."""
    return organization_id in queries.keeper_agency_ids(user_of(request))


def keeper_or_403(request: HttpRequest, organization_id: int) -> None:
    """403 for those who see it and do not keep it."""
    with refusals_forbidden():
        require_keeper(user_of(request), organization_id)


def plan_or_404(request: HttpRequest, pk: int) -> EmulationPlan:
    return get_or_404(queries.plans_visible_to(user_of(request)), pk=pk)


def keeper_plan_or_404(request: HttpRequest, pk: int) -> EmulationPlan:
    plan = plan_or_404(request, pk)
    keeper_or_403(request, plan.organization_id)
    return plan


def movement_or_404(request: HttpRequest, pk: int) -> Movement:
    return get_or_404(queries.movements_visible_to(user_of(request)), pk=pk)


def keeper_movement_or_404(request: HttpRequest, pk: int) -> Movement:
    movement = movement_or_404(request, pk)
    keeper_or_403(request, movement.organization_id)
    return movement


def review_or_404(request: HttpRequest, pk: int) -> MovementReport:
    seen = queries.movements_visible_to(user_of(request)).order_by().values("pk")
    rows = MovementReport.objects.filter(movement__in=seen)
    return get_or_404(rows.select_related("movement__organization__parent"), pk=pk)


def keeper_agencies_or_404(request: HttpRequest) -> QuerySet[Organization]:
    """The agencies of which the reader keeps plans and movements; 404 where there are none."""
    ids = require_any_or_404(queries.keeper_agency_ids(user_of(request)))
    return Organization.objects.filter(pk__in=sorted(ids))


def accepted_upload(upload: Any) -> AcceptedFile | None:
    """The file that came in, read before any row is locked; None where none did.

    Refuses (ValidationError) what may not come in.
    """
    return accept_upload(upload, kinds=KINDS) if upload else None


REGISTERED_EVENT = "movement.registered"
"""Registrations stand on the page themselves, each with its day."""


def history_of(row: WorkflowSubject) -> list[dict[str, Any]]:
    """What happened to it, the latest first."""
    return [
        {
            "at": event.at,
            "who": event.actor_name if event.actor_id is not None else _("The system"),
            "sentence": audit.label_of(event.action),
            "comment": str(
                event.content.get("comment")
                or event.content.get("reason")
                or event.content.get("name")
                or ""
            ),
        }
        for event in reversed(audit.history(row.stream))
        if event.action != REGISTERED_EVENT
    ]
