"""Entering and correcting a movement: its paper, its period, its indicators, the response."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from nominations.awards.models import Award
from nominations.dossiers.models import Campaign
from nominations.issued_papers.models import IssuedKind
from nominations.law.movements import MovementLauncher
from nominations.movements.attached_files import stored_file
from nominations.movements.issued_record_keys import response_record
from nominations.movements.models import Movement, MovementIndicator
from nominations.movements.movement_workflow import MovementState
from nominations.movements.own_paper_numbers import checked_pair, name_own_paper
from nominations.movements.services.write_checks import (
    cleaned_texts,
    locked_movement,
    require_keeper,
    require_not_issued,
    require_one_of,
    set_values,
)
from nominations.paper_numbers.models import PaperPurpose, PaperType
from nominations.people.models import Organization
from nominations.vietnamese import fold, tidy_name
from workflow import audit, clock
from workflow.actors import Actor

MAX_INDICATORS = 40


# --- the movement itself --------------------------------------------------------------------------


def draft_movement(
    *, actor: Actor, organization: Organization, upload: Any = None, **given: Any
) -> Movement:
    """Enter a movement; staff see it once it is launched. Takes the columns of `Movement`.

    Refuses (NotAllowed) who does not keep movements; (ValidationError) days out of order, a period
    that overlaps that of a movement of the same name, a paper without number or day, a file that
    may not come in.
    """
    require_keeper(actor, organization.pk)
    movement = Movement(organization=organization, created_at=clock.now())
    with (
        stored_file(upload, organization=organization, actor=actor) as file,
        transaction.atomic(),
    ):
        # Two who enter the same movement at once wait for each other here.
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        values = _checked(organization, None, given)
        set_values(movement, values | ({"launch_file": file} if file else {}))
        movement.save()
        audit.record_on(movement, "movement.drafted", actor=actor, payload={"name": movement.name})
    return movement


def revise_movement(
    *, actor: Actor, movement: Movement, reason: str = "", upload: Any = None, **given: Any
) -> Movement:
    """Correct a movement; one that is under way only with a reason, which stays in its history.

    Refuses as `draft_movement` does, and one that is concluded or cancelled (ValidationError).
    """
    require_keeper(actor, movement.organization_id)
    words = cleaned_texts({"reason": reason})
    with (
        stored_file(upload, organization=movement.organization, actor=actor) as file,
        transaction.atomic(),
    ):
        row = locked_movement(movement)
        values = _checked(row.organization, row.pk, given)
        changed = set_values(row, values | ({"launch_file": file} if file else {}))
        if row.is_running and changed and not words["reason"]:
            raise ValidationError(
                _("The movement is under way. Write why it is corrected."), code="no_reason"
            )
        row.save()
        audit.record_on(row, "movement.revised", actor=actor, payload={"changed": changed, **words})
    return row


def _checked(organization: Organization, own: int | None, given: dict[str, Any]) -> dict[str, Any]:
    values = cleaned_texts(given)
    values["name"] = tidy_name(values.get("name", ""))[:300]
    if not values["name"]:
        raise ValidationError(_("Write the name of the movement."), code="no_name")
    require_one_of(
        MovementLauncher.values,
        values.get("launched_by", ""),
        _("Choose who launched the movement."),
        "no_launcher",
    )
    checked_pair(values.get("launch_number", ""), values.get("launch_date"))
    if not values.get("for_units") and not values.get("for_persons"):
        raise ValidationError(
            _("Choose whether units, individuals or both register."), code="nobody_registers"
        )
    _check_days(values["starts_on"], values.get("ends_on"), values.get("registration_until"))
    _check_overlap(organization, own, values)
    return values


def _check_days(starts: date, ends: date | None, until: date | None) -> None:
    if ends is not None and ends < starts:
        raise ValidationError(
            _("The movement would end on %(end)s, before it begins on %(start)s.")
            % {"end": f"{ends:%d/%m/%Y}", "start": f"{starts:%d/%m/%Y}"},
            code="ends_before_start",
        )
    if until is not None and (until < starts or (ends is not None and until > ends)):
        raise ValidationError(
            _("The last day to register must lie within the movement's own period."),
            code="registration_outside",
        )


def _check_overlap(organization: Organization, own: int | None, values: dict[str, Any]) -> None:
    others = [one for one in movements_not_cancelled(organization) if one.pk != own]
    found = same_movement(others, values["name"], values["starts_on"], values.get("ends_on"))
    if found is not None:
        until = f"{found.ends_on:%d/%m/%Y}" if found.ends_on else _("no end")
        raise ValidationError(
            _("“%(name)s” is entered already, from %(start)s to %(end)s; the days overlap.")
            % {"name": found.name, "start": f"{found.starts_on:%d/%m/%Y}", "end": until},
            code="overlaps",
        )


def movements_not_cancelled(organization: Organization) -> QuerySet[Movement]:
    """The movements of the agency, without the cancelled ones."""
    rows: QuerySet[Movement] = Movement.objects.filter(organization=organization)
    return rows.exclude(state=MovementState.CANCELLED)


def same_movement(
    movements: Iterable[Movement], name: str, starts_on: date, ends_on: date | None
) -> Movement | None:
    """The movement of this name, marks and capitals aside, that runs on a day of the period."""
    last = ends_on or date.max
    for one in movements:
        overlaps = one.starts_on <= last and (one.ends_on is None or one.ends_on >= starts_on)
        if overlaps and fold(one.name) == fold(name):
            return one
    return None


# --- indicators -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorInput:
    """An indicator as it was typed; `pk` of one that is there, None of a new one."""

    name: str
    pk: int | None = None
    measure: str = ""
    target: Decimal | None = None
    at_most: bool = False


def save_indicators(*, actor: Actor, movement: Movement, rows: Sequence[IndicatorInput]) -> None:
    """The indicators in this order; one that is left out is removed.

    Refuses (ValidationError) a name given twice, more than `MAX_INDICATORS`, and to remove one that
    has a result in a review.
    """
    require_keeper(actor, movement.organization_id)
    names = [tidy_name(one.name)[:300] for one in rows]
    folded = [fold(name) for name in names]
    for name in names:
        if folded.count(fold(name)) > 1:
            raise ValidationError(
                _("The indicator “%(name)s” is written twice.") % {"name": name}, code="twice"
            )
    if len(rows) > MAX_INDICATORS:
        raise ValidationError(
            _("A movement has %(most)s indicators at most.") % {"most": MAX_INDICATORS},
            code="too_many",
        )
    with transaction.atomic():
        row = locked_movement(movement)
        present = {one.pk: one for one in row.indicators.all()}
        _remove(present, {one.pk for one in rows})
        # A name may pass from one row to another, which the constraint would see half-way.
        # No name that was typed begins with a space.
        held = Concat(Value(" "), Cast(F("pk"), CharField()), output_field=CharField())
        row.indicators.update(name=held)
        for place, (given, name) in enumerate(zip(rows, names, strict=True), 1):
            indicator = present.get(given.pk or 0) or MovementIndicator(movement=row)
            indicator.position, indicator.name = place, name
            indicator.measure, indicator.target = given.measure.strip()[:40], given.target
            indicator.at_most = given.at_most
            indicator.save()
        audit.record_on(row, "movement.indicators", actor=actor, payload={"names": names})


def _remove(present: dict[int, MovementIndicator], kept: Collection[int | None]) -> None:
    for pk, one in present.items():
        if pk in kept:
            continue
        if one.results.exists():
            raise ValidationError(
                _("“%(name)s” has a result in a review and is not removed.") % {"name": one.name},
                code="has_results",
            )
        one.delete()


# --- the response and the awards ------------------------------------------------------------------


def save_response(
    *, actor: Actor, movement: Movement, upload: Any = None, **given: Any
) -> Movement:
    """The agency's response plan: `response_number`, `response_date`, content, arrangements.

    Refuses (ValidationError) a plan that was issued, a number without its day, a number of another
    paper, a day before the launching paper, a file that may not come in.
    """
    require_keeper(actor, movement.organization_id)
    values = cleaned_texts(given)
    number, day = values.get("response_number", ""), values.get("response_date")
    checked_pair(number, day)
    with (
        stored_file(upload, organization=movement.organization, actor=actor) as file,
        transaction.atomic(),
    ):
        row = locked_movement(movement)
        if day and row.launch_date and day < row.launch_date:
            raise ValidationError(
                _("The response plan is older than the launching paper of %(day)s.")
                % {"day": f"{row.launch_date:%d/%m/%Y}"},
                code="response_before_launch",
            )
        require_not_issued(IssuedKind.RESPONSE_PLAN, response_record(row))
        changed = set_values(row, values | ({"response_file": file} if file else {}))
        row.save()
        if day:
            name_own_paper(
                row.organization, subject=f"response:{row.pk}", paper=PaperType.PLAN,
                purpose=PaperPurpose.PLAN, number=number, day=day,
            )  # fmt: skip
        audit.record_on(row, "movement.response", actor=actor, payload={"changed": changed})
    return row


def name_awards(
    *, actor: Actor, movement: Movement, campaigns: Sequence[Campaign], awards: Sequence[Award]
) -> None:
    """The campaigns in which the movement is rewarded, and awards named one by one.

    Refuses (ValidationError) those of another agency.
    """
    require_keeper(actor, movement.organization_id)
    agency = movement.organization_id
    agencies = {one.organization_id for one in campaigns} | {one.organization_id for one in awards}
    if agencies - {agency}:
        raise ValidationError(
            _("Campaigns and awards must be those of the agency."), code="other_agency"
        )
    with transaction.atomic():
        row = locked_movement(movement, keeps=False)
        row.campaigns.set(campaigns)
        row.awards.set(awards)
        payload = {
            "campaigns": sorted(one.name for one in campaigns),
            "awards": sorted(one.pk for one in awards),
        }
        audit.record_on(row, "movement.awards_named", actor=actor, payload=payload)
