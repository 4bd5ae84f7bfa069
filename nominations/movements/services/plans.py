"""Drafting the plan of a year, and a later edition of the one in force."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.issued_papers.models import IssuedKind
from nominations.movements.attached_files import stored_file
from nominations.movements.models import AttachedFile, EmulationPlan
from nominations.movements.own_paper_numbers import checked_pair
from nominations.movements.plan_workflow import PlanState
from nominations.movements.services.write_checks import (
    cleaned_texts,
    require_keeper,
    require_not_issued,
    set_values,
)
from nominations.people.models import Organization
from workflow import audit, clock
from workflow.actors import Actor

FIRST_YEAR, LAST_YEAR = 1945, 2200
TEXTS = ("theme", "purpose", "tasks", "solutions", "arrangements")
LIVE_PLAN_STATES = (PlanState.DRAFT, PlanState.IN_FORCE)


def draft_plan(
    *, actor: Actor, organization: Organization, year: int, upload: Any = None, **given: Any
) -> EmulationPlan:
    """The draft of a year that has no plan; takes the texts, `paper_number` and `paper_date`.

    Refuses (NotAllowed) who does not keep plans; (ValidationError) a year that has a plan or a
    draft, a number without its day, a file that may not come in.
    """
    require_keeper(actor, organization.pk)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(_("Write the year of the plan."), code="no_year")
    values = _checked(given)
    with stored_file(upload, organization=organization, actor=actor) as file:
        _require_free(organization, year)
        try:
            return _drafted(actor, organization, year, file, values)
        except IntegrityError:  # somebody else drafted it at the same moment
            _require_free(organization, year)
            raise


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    values = cleaned_texts(given)
    checked_pair(values.get("paper_number", ""), values.get("paper_date"))
    return values


def _require_free(organization: Organization, year: int) -> None:
    existing = EmulationPlan.objects.filter(
        organization=organization, year=year, state__in=LIVE_PLAN_STATES
    ).first()
    if existing is None:
        return
    words = {"year": year}
    if existing.is_draft:
        sentence = _("There is a draft of the plan of %(year)s already; go on with that one.")
    else:
        sentence = _(
            "The plan of %(year)s is in force already. Open it and make a later edition,"
            " with the reason."
        )
    raise ValidationError(sentence % words, code="year_has_plan")


@transaction.atomic
def _drafted(
    actor: Actor,
    organization: Organization,
    year: int,
    file: AttachedFile | None,
    values: dict[str, Any],
) -> EmulationPlan:
    plan: EmulationPlan = EmulationPlan.objects.create(
        organization=organization, year=year, file=file, created_at=clock.now(), **values
    )
    payload = {"year": year, "edition": plan.edition, "theme": plan.theme, "reason": plan.reason}
    audit.record_on(plan, "emulation_plan.drafted", actor=actor, payload=payload)
    return plan


def save_plan(
    *, actor: Actor, plan: EmulationPlan, upload: Any = None, **given: Any
) -> EmulationPlan:
    """Write over a draft; without a file the one that is there stays.

    Refuses as `draft_plan` does, and a plan that is no draft any more or was issued
    (ValidationError).
    """
    require_keeper(actor, plan.organization_id)
    values = _checked(given)
    with (
        stored_file(upload, organization=plan.organization, actor=actor) as file,
        transaction.atomic(),
    ):
        row: EmulationPlan = EmulationPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        if not row.is_draft:
            raise ValidationError(
                _("The plan is no draft any more. Make a later edition, with the reason."),
                code="plan_in_force",
            )
        require_not_issued(IssuedKind.EMULATION_PLAN, row.stream)
        changed = set_values(row, values | ({"file": file} if file else {}))
        row.save()
        audit.record_on(row, "emulation_plan.revised", actor=actor, payload={"changed": changed})
    return row


def begin_edition(*, actor: Actor, plan: EmulationPlan, reason: str) -> EmulationPlan:
    """The draft of a later edition of the plan in force, with its texts; the paper is blank.

    Refuses (NotAllowed) who does not keep plans; (ValidationError) a plan that is not in force, no
    reason, a draft that is there already.
    """
    require_keeper(actor, plan.organization_id)
    words = cleaned_texts({"reason": reason})
    if not words["reason"]:
        raise ValidationError(_("Write why there is a later edition."), code="no_reason")
    with transaction.atomic():
        row: EmulationPlan = (
            EmulationPlan.objects.select_for_update(no_key=True, of=("self",))
            .select_related("organization")
            .get(pk=plan.pk)
        )
        if row.state != PlanState.IN_FORCE:
            raise ValidationError(
                _("Only the plan in force gets a later edition."), code="plan_not_in_force"
            )
        drafts = EmulationPlan.objects.filter(organization=row.organization, year=row.year)
        if drafts.filter(state=PlanState.DRAFT).exists():
            raise ValidationError(
                _("There is a draft of the plan of %(year)s already; go on with that one.")
                % {"year": row.year},
                code="year_has_plan",
            )
        latest = max(drafts.values_list("edition", flat=True))
        texts = {name: getattr(row, name) for name in TEXTS}
        values = texts | words | {"edition": latest + 1}
        return _drafted(actor, row.organization, row.year, None, values)
