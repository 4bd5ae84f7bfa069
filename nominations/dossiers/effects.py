"""Effects of the transitions of a dossier: set-based, in the transaction of the transition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from nominations.chunking import chunks
from nominations.dossiers import rules as dossiers
from nominations.dossiers import services
from nominations.dossiers.duplicates.findings import blocking_sentences
from nominations.dossiers.models import (
    Campaign,
    CampaignTitle,
    Correction,
    ExceptionRequest,
    Nomination,
    Report,
    UnitReview,
)
from nominations.dossiers.services import standards
from nominations.law import rulesets
from nominations.people.authorization import account_of
from workflow import audit, clock
from workflow.canonical import given_day
from workflow.deadlines import WorkingCalendar
from workflow.exceptions import ConditionUnmet
from workflow.table import Effects

if TYPE_CHECKING:
    from nominations.people.models import User


# --- submitting ----------------------------------------------------------------------------------


def freeze_reports(effects: Effects) -> None:
    """Freeze the open reports, resolve the open corrections, restart the clock and store the rule
    set the dossier was checked against."""
    pks = [moved.pk for moved in effects.moved]
    for chunk in chunks(pks):
        Report.objects.filter(nomination_id__in=chunk, frozen_at__isnull=True).update(
            frozen_at=effects.now
        )
        Correction.objects.filter(nomination_id__in=chunk, resolved_at__isnull=True).update(
            resolved_at=effects.now
        )
        _restart_clock(chunk, effects.now)
    for moved in effects.moved:
        if answers := moved.data.get("answers"):
            last = Correction.objects.filter(nomination_id=moved.pk, resolved_at=effects.now)
            last.update(answers=answers, answer_reason=effects.comment)
    _store_eligibility(effects)


def _restart_clock(pks: Sequence[int], now: datetime) -> None:
    paused = list(
        Nomination.objects.filter(pk__in=pks, paused_at__isnull=False).only(
            "paused_at", "paused_seconds"
        )
    )
    for row in paused:
        row.paused_seconds += max(0, int((now - (row.paused_at or now)).total_seconds()))
        row.paused_at = None
        row.correction_due_at = None
    fields = ["paused_seconds", "paused_at", "correction_due_at"]
    Nomination.objects.bulk_update(paused, fields, batch_size=200)


def _store_eligibility(effects: Effects) -> None:
    """Evaluate eligibility again and store it; refuse all if a standard blocks one of them."""
    found = {
        row.pk: row
        for chunk in chunks([moved.pk for moved in effects.moved])
        for row in Nomination.objects.filter(pk__in=chunk).select_related(
            "award_type", "campaign", "arrived_from__organization"
        )
    }
    titles = {
        (title.campaign_id, title.award_type_id): title
        for title in CampaignTitle.objects.filter(
            campaign_id__in={row.campaign_id for row in found.values()}
        )
    }
    answers = standards.assess_nominations(list(found.values()), on=effects.today)
    overridden = standards.overrides_of(found)
    doubles = blocking_sentences(found.values())
    barred = []
    for pk, row in found.items():
        passed = overridden.get(pk, set())
        row.eligibility_block = standards.submission_obstacle(answers[pk], passed, doubles[pk])
        answer = standards.stored_answer(answers[pk], passed)
        if (below := _judged_elsewhere(row)) is not None:
            row.eligibility_block, answer = "; ".join(doubles[pk]), below
        title = titles.get((row.campaign_id, row.award_type_id))
        row.eligibility = {
            **answer,
            "rule_set": row.campaign.rules.get("rule_set", ""),
            "computed_at": effects.now.isoformat(),
            "required_papers": title.required_papers if title else [],
            "citation": title.citation if title else "",
            "verified": bool(title and title.verified),
        }
        if row.eligibility_block:
            barred.append(row)
    if barred:
        raise ConditionUnmet([dossiers.standards_not_met(row.eligibility_block) for row in barred])
    Nomination.objects.bulk_update(
        list(found.values()), ["eligibility", "eligibility_block"], batch_size=200
    )


def _judged_elsewhere(row: Nomination) -> dict[str, Any] | None:
    """The answer stored with a dossier from another installation, whose records are not available
    here; None for other dossiers."""
    below = row.arrived_from
    return None if below is None or below.organization.on_system else below.eligibility


# --- returning -----------------------------------------------------------------------------------


def correction_due(
    *,
    campaign: Campaign,
    submitted_at: datetime,
    now: datetime,
    at_least: date,
    calendar: WorkingCalendar,
) -> datetime:
    """The deadline for correcting a returned dossier: the end of a working day.

    As much time as was left of the window at the submission, so that nobody loses any by having
    submitted early; not beyond the day by which the unit has to review, but always until the day
    `at_least`. A window that closes later than this stays open until its own end.
    """
    closes_at, review_due = campaign.submission_closes_at, campaign.review_due_on
    remaining = max(closes_at - submitted_at, timedelta())
    day = calendar.working_day_from(clock.day_of(max(closes_at, now + remaining)))
    if review_due is not None:
        day = min(day, calendar.working_day_until(review_due))
    return datetime.combine(max(day, at_least), time(23, 59, 59), tzinfo=clock.zone())


def _correction_days(campaign: Campaign, today: date) -> int:
    frozen = campaign.rules.get("settings", {}).get("correction_days")
    if frozen:
        return int(frozen["value"])
    return int(
        rulesets.rule_set_value(
            "correction_days", on=today, organization=campaign.organization
        ).value
    )


def open_corrections(effects: Effects) -> None:
    """Record what must be corrected, open a new version of each report with the last text,
    pause the clock and set the deadline."""
    for chunk in chunks(effects.moved):
        _open_corrections(effects, chunk)


def _open_corrections(effects: Effects, moved: Sequence[Any]) -> None:
    pks = [one.pk for one in moved]
    frozen = {
        report.nomination_id: report
        for report in Report.objects.filter(
            nomination_id__in=pks, frozen_at__isnull=False
        ).order_by("number")
    }
    Correction.objects.bulk_create(
        [
            Correction(
                nomination_id=one.pk,
                items=list(one.data.get("items", ())),
                reason=effects.comment,
                requested_by=account_of(effects.actor),
                requested_at=effects.now,
                report_number=frozen[one.pk].number if one.pk in frozen else 0,
            )
            for one in moved
        ],
        batch_size=500,
    )
    _open_reports(pks, frozen, effects.now)
    submitted = {pk: report.frozen_at for pk, report in frozen.items() if report.frozen_at}
    _pause_clock(effects, pks, submitted)


def _open_reports(pks: Sequence[int], frozen: Mapping[int, Report], now: datetime) -> None:
    """Create the next version of each report, with the text of the last one."""
    Report.objects.bulk_create(
        [
            Report(
                nomination_id=pk,
                number=frozen[pk].number + 1 if pk in frozen else 1,
                saved_at=now,
                saved_by_id=frozen[pk].saved_by_id if pk in frozen else None,
                **{name: getattr(frozen.get(pk), name, "") for name in Report.FIELDS},
            )
            for pk in pks
        ],
        batch_size=500,
    )


def _pause_clock(effects: Effects, pks: Sequence[int], submitted: dict[int, datetime]) -> None:
    rows = list(
        Nomination.objects.filter(pk__in=pks)
        .select_related("campaign")
        .only(
            "paused_at",
            "correction_due_at",
            "campaign__rules",
            "campaign__organization_id",
            "campaign__submission_closes_at",
            "campaign__review_due_on",
        )
    )
    calendar = WorkingCalendar.local()
    minimum: dict[int, date] = {}
    for row in rows:
        days = _correction_days(row.campaign, effects.today)
        if days not in minimum:
            minimum[days] = calendar.add_working_days(effects.today, days)
        row.paused_at = effects.now
        row.correction_due_at = correction_due(
            campaign=row.campaign,
            submitted_at=submitted.get(row.pk, effects.now),
            now=effects.now,
            at_least=minimum[days],
            calendar=calendar,
        )
    Nomination.objects.bulk_update(rows, ["paused_at", "correction_due_at"], batch_size=200)


# --- exceptions ----------------------------------------------------------------------------------


def grant_exceptions(effects: Effects) -> None:
    """Override the requested rules that still block each nomination; store the answer."""
    for request in _answered(effects):
        nomination = request.nomination
        for rule in standards.obstacles_of(nomination).keys() & request.rules.keys():
            services.set_obstacle_aside(
                actor=cast("User", account_of(effects.actor)),
                nomination=nomination,
                rule=rule,
                reason=effects.comment,
            )


def refuse_exceptions(effects: Effects) -> None:
    """Store the answer, and record it in the history of each nomination."""
    for request in _answered(effects):
        audit.record_on(
            request.nomination,
            "exception.answered",
            actor=effects.actor,
            payload={"name": "; ".join(request.wordings), "comment": effects.comment},
        )


def _answered(effects: Effects) -> list[ExceptionRequest]:
    """The requests of the transition with the answer filled in."""
    rows = ExceptionRequest.objects.select_related("nomination__campaign", "nomination__award_type")
    found = list(rows.filter(pk__in=[moved.pk for moved in effects.moved]))
    for request in found:
        request.answer, request.answered_by = effects.comment, account_of(effects.actor)
    ExceptionRequest.objects.bulk_update(found, ["answer", "answered_by"])
    return found


# --- the unit ------------------------------------------------------------------------------------


def record_unit_reviews(effects: Effects) -> None:
    """Store the result of the unit meeting for each endorsed nomination."""
    UnitReview.objects.bulk_create(
        [
            UnitReview(
                nomination_id=moved.pk,
                report_number=moved.data.get("report_number") or 0,
                present=moved.data["present"],
                agreed=moved.data["agreed"],
                held_on=given_day(moved.data.get("held_on")) or effects.today,
                reviewer=account_of(effects.actor),
                comment=effects.comment,
                at=effects.now,
            )
            for moved in effects.moved
        ],
        batch_size=500,
    )
