"""Arrivals: a submission from below becomes nominations of the parent agency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.decisions import sealed_package
from nominations.decisions.arrival_campaign import dossiers_of
from nominations.decisions.models import UpwardReport
from nominations.decisions.roles import RECEIVERS
from nominations.dossiers.models import Campaign, Evidence, Nomination, Report
from nominations.dossiers.services import NewNomination, open_for_arrivals, start_many
from nominations.people import authorization
from nominations.people.models import Unit
from nominations.pipeline import PIPELINE
from nominations.states import State
from workflow import audit, clock, engine
from workflow.actors import SYSTEM, Actor

_SNAPSHOTS = ["subject_name", "position_name", "unit_name"]


def _locked(report: UpwardReport) -> UpwardReport:
    """The report's row, locked; refuses one that was not sent to an agency here."""
    row = (
        UpwardReport.objects.select_for_update(of=("self",))
        .select_related("organization", "recipient")
        .get(pk=report.pk)
    )
    if row.recipient is None or row.sent_at is None:
        raise ValidationError(_("This report was not sent to an agency on the system."), "not_sent")
    return row


def _check(row: UpwardReport, campaign: Campaign | None, unit: Unit | None) -> None:
    if row.received_at is not None:
        raise ValidationError(
            _("This report was already received on %(day)s."),
            "received",
            {"day": f"{clock.day_of(row.received_at):%d/%m/%Y}"},
        )
    if not sealed_package.is_intact(row.package, row.package_sha256):
        raise ValidationError(
            _("The seal of the package is broken: its content was changed."), "broken_seal"
        )
    if row.kind != UpwardReport.Kind.SUBMISSION:
        return
    if campaign is None or campaign.organization_id != row.recipient_id:
        raise ValidationError(_("Choose a campaign of your own agency."), "foreign_campaign")
    if unit is None or unit.organization_id != row.recipient_id:
        raise ValidationError(_("Choose a unit of your own agency."), "foreign_unit")


@transaction.atomic
def receive_report(
    *,
    actor: Actor,
    report: UpwardReport,
    campaign: Campaign | None = None,
    unit: Unit | None = None,
) -> list[Nomination]:
    """Take over the dossiers of a submission as nominations of the parent, linked to those below.

    They are registered and submitted by the system into `campaign`, reviewed by `unit`, with the
    frozen report and the evidence of the dossier below; those that have their outcome already stay
    as they are. Any other report is only acknowledged. Refuses (NotAllowed) anybody but an officer
    of the receiving agency, (ValidationError) a report received before, a broken seal, a foreign
    campaign or unit, and (BulkRefused) if the campaign refuses one of them; then nothing is
    received.
    """
    row = _locked(report)
    authorization.require(
        actor,
        *RECEIVERS,
        organization=row.recipient,
        sentence=_("Only the officer of the receiving agency receives dossiers."),
    )
    _check(row, campaign, unit)
    row.received_at = clock.now()
    row.save(update_fields=["received_at"])
    event_key = audit.record(
        f"organization:{row.recipient_id}",
        "report.received",
        actor=actor,
        payload={"report": row.pk, "number": row.number, "from": row.organization.code},
    )
    if row.kind != UpwardReport.Kind.SUBMISSION or campaign is None or unit is None:
        return []
    lines = (
        row.lines.filter(returned_at__isnull=True, nomination__state=State.REPORTED)
        .select_related("nomination__award_type", "nomination__person", "nomination__collective")
        .order_by("position", "id")
    )
    arrived = _arrived([line.nomination for line in lines], campaign, unit)
    _copy_papers(arrived)
    pks = [nomination.pk for nomination in arrived]
    for step in ("register", "submit"):
        engine.perform_many(PIPELINE, pks, step, actor=SYSTEM, joins=True, group=event_key)
    found = Nomination.objects.in_bulk(pks)
    return [found[pk] for pk in pks]


@transaction.atomic
def receive_into_new_campaign(
    *, actor: Actor, report: UpwardReport, unit: Unit, closes_at: datetime, **given: Any
) -> list[Nomination]:
    """Open a campaign for the dossiers of a submission and receive them into it, or neither.

    `given` are further arguments of `open_for_arrivals`; the awards are those of the dossiers.
    Refuses as that and `receive_report` do.
    """
    row = _locked(report)
    authorization.require(
        actor,
        *RECEIVERS,
        organization=row.recipient,
        sentence=_("Only the officer of the receiving agency receives dossiers."),
    )
    if row.kind != UpwardReport.Kind.SUBMISSION or row.recipient is None:
        raise ValidationError(_("Only a submission brings dossiers to appraise."), "no_submission")
    codes = dict.fromkeys(one.award_type.code for one in dossiers_of(row))
    campaign = open_for_arrivals(
        actor=actor,
        organization=row.recipient,
        award_codes=list(codes),
        closes_at=closes_at,
        **given,
    )
    return receive_report(actor=actor, report=row, campaign=campaign, unit=unit)


def _arrived(below: Sequence[Nomination], campaign: Campaign, unit: Unit) -> list[Nomination]:
    """A draft per dossier below, with names, posts and units as they were frozen there."""
    rows = [
        NewNomination(
            award_type=one.award_type,
            unit=unit,
            person=one.person,
            collective=one.collective,
            goals=one.goals,
            planned_initiative=one.planned_initiative,
            arrived_from=one,
        )
        for one in below
    ]
    arrived = start_many(actor=SYSTEM, campaign=campaign, rows=rows)
    for new, one in zip(arrived, below, strict=True):
        for name in _SNAPSHOTS:
            setattr(new, name, getattr(one, name))
    Nomination.objects.bulk_update(arrived, _SNAPSHOTS, batch_size=200)
    return arrived


def _copy_papers(arrived: Sequence[Nomination]) -> None:
    """The frozen report as the open one of the new dossier, and the same files of evidence."""
    now = clock.now()
    sources = [(one, one.arrived_from_id) for one in arrived if one.arrived_from_id is not None]
    below = [pk for _one, pk in sources]
    reports, evidence = sealed_package.frozen_reports(below), sealed_package.evidence_of(below)
    Report.objects.bulk_create(
        [
            Report(
                nomination=nomination,
                number=1,
                saved_at=now,
                **{name: getattr(report, name) for name in Report.FIELDS},
            )
            for nomination, pk in sources
            if (report := reports.get(pk)) is not None
        ],
        batch_size=200,
    )
    Evidence.objects.bulk_create(
        [
            Evidence(
                nomination=nomination,
                paper=row.paper,
                file=row.file.name,
                name=row.name,
                size=row.size,
                sha256=row.sha256,
                note=row.note,
                added_at=now,
            )
            for nomination, pk in sources
            for row in evidence.get(pk, [])
        ],
        batch_size=200,
    )
