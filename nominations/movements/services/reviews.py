"""Recording an interim or the final review of a movement, with a result for each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.issued_papers.models import IssuedKind
from nominations.law.movements import MovementReview
from nominations.movements.issued_record_keys import review_record
from nominations.movements.models import (
    IndicatorResult,
    Movement,
    MovementIndicator,
    MovementReport,
)
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
from nominations.people.authorization import account_of
from workflow import audit, clock
from workflow.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorEntry:
    """What was reached of an indicator, as it was typed."""

    indicator: int
    reached: Decimal | None = None
    remark: str = ""


def save_review(
    *,
    actor: Actor,
    movement: Movement,
    results_of: Sequence[IndicatorEntry] = (),
    report: MovementReport | None = None,
    **given: Any,
) -> MovementReport:
    """A new review, or `report` corrected: `review`, `held_on`, `number`, `dated`, `results`,
    `limits`, `lessons`, `directions`.

    Refuses (NotAllowed) who does not keep movements; (ValidationError) a movement that is not under
    way, a day in the future or before its beginning, a second final review, a second review of the
    kind on one day, a review whose report was issued, a result for an indicator given twice or for
    one of another movement.
    """
    require_keeper(actor, movement.organization_id)
    values = cleaned_texts(given)
    try:
        with transaction.atomic():
            row = locked_movement(movement)
            if report is not None:
                require_not_issued(IssuedKind.MOVEMENT_REVIEW, review_record(report))
            _check(row, report, values)
            indicators = _indicators(row, results_of)
            saved = _saved(actor, row, report, values)
            _write_results(saved, indicators, results_of)
            _name_number(row, saved)
            _record(actor, row, saved, is_new=report is None)
    except IntegrityError:  # somebody else recorded one at the same moment
        _check(movement, report, values)
        raise
    return saved


def _check(movement: Movement, report: MovementReport | None, values: dict[str, Any]) -> None:
    require_one_of(
        MovementReview.values,
        values["review"],
        _("Choose whether it is an interim or the final review."),
        "no_review",
    )
    if not movement.is_running:
        raise ValidationError(
            _("Launch the movement first; then its reviews are recorded."), code="not_running"
        )
    if not values["results"]:
        raise ValidationError(_("Write the results."), code="no_results")
    checked_pair(values.get("number", ""), values.get("dated"))
    _check_day(movement, values["held_on"])
    others = movement.reports.all()
    if report is not None:
        others = others.exclude(pk=report.pk)
    final = others.filter(review=MovementReview.FINAL).first()
    if values["review"] == MovementReview.FINAL and final is not None:
        raise ValidationError(
            _("The final review of %(day)s is recorded already; correct that one.")
            % {"day": f"{final.held_on:%d/%m/%Y}"},
            code="second_final",
        )
    if others.filter(review=values["review"], held_on=values["held_on"]).exists():
        raise ValidationError(
            _("A review of this kind is recorded on that day already; correct that one."),
            code="second_of_a_day",
        )


def _check_day(movement: Movement, held_on: date) -> None:
    if held_on > clock.today():
        raise ValidationError(_("The day of the review lies in the future."), code="future")
    if held_on < movement.starts_on:
        raise ValidationError(
            _("The review would be before the movement began on %(day)s.")
            % {"day": f"{movement.starts_on:%d/%m/%Y}"},
            code="before_start",
        )


def _indicators(
    movement: Movement, entries: Sequence[IndicatorEntry]
) -> dict[int, MovementIndicator]:
    present = {one.pk: one for one in movement.indicators.all()}
    seen: set[int] = set()
    for one in entries:
        if one.indicator not in present:
            raise ValidationError(
                _("An indicator is not one of this movement."), code="other_indicator"
            )
        if one.indicator in seen:
            raise ValidationError(
                _("“%(name)s” has two results in one review; keep one of them.")
                % {"name": present[one.indicator].name},
                code="result_twice",
            )
        seen.add(one.indicator)
    return present


def _saved(
    actor: Actor, movement: Movement, report: MovementReport | None, values: dict[str, Any]
) -> MovementReport:
    row = report or MovementReport(movement=movement)
    set_values(row, values)
    row.recorded_at, row.recorded_by = clock.now(), account_of(actor)
    row.save()
    return row


def _write_results(
    report: MovementReport,
    indicators: dict[int, MovementIndicator],
    entries: Sequence[IndicatorEntry],
) -> None:
    report.indicator_results.all().delete()
    IndicatorResult.objects.bulk_create(
        IndicatorResult(
            report=report,
            indicator=indicators[one.indicator],
            target=indicators[one.indicator].target,
            reached=one.reached,
            remark=one.remark.strip()[:300],
        )
        for one in entries
        if one.reached is not None or one.remark.strip()
    )


def _name_number(movement: Movement, report: MovementReport) -> None:
    if report.dated is not None:
        name_own_paper(
            movement.organization, subject=f"movement_report:{report.pk}", paper=PaperType.REPORT,
            purpose=PaperPurpose.REPORT, number=report.number, day=report.dated,
        )  # fmt: skip


def _record(actor: Actor, movement: Movement, report: MovementReport, *, is_new: bool) -> None:
    payload = {
        "review": report.review,
        "held_on": report.held_on.isoformat(),
        "results": [
            [one.indicator.name, str(one.reached or "")]
            for one in report.indicator_results.select_related("indicator")
        ],
    }
    action = "movement.reviewed" if is_new else "movement.review_corrected"
    audit.record_on(movement, action, actor=actor, payload=payload)
