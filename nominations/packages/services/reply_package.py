"""Replying to an imported package with the signed outcomes of its dossiers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.decisions.models import ReportLine, UpwardReport
from nominations.decisions.roles import RECEIVERS
from nominations.law.models import AwardType
from nominations.packages.models import PackageKind, ReceivedPackage, SentPackage
from nominations.packages.package_contents import content_id, made_at
from nominations.packages.package_sheets import outcome_workbook
from nominations.packages.reproducible_office_file import reproducible_file
from nominations.packages.sealing.package_file import PackageWriter
from nominations.packages.services.submission_package import keep_sent
from nominations.people import authorization
from nominations.states import State
from workflow.actors import Actor


def unreported_outcomes(received: ReceivedPackage) -> list[dict[str, Any]]:
    """The outcomes of the package's dossiers that no reply contains yet, in the order of the
    list."""
    answered = {
        key
        for row in SentPackage.objects.filter(report=received.report).exclude(
            kind=PackageKind.DOSSIERS
        )
        for key in row.told
    }
    lines = received.report.lines.select_related(
        "nomination__award_type", "nomination__outcome__other_award"
    ).order_by("position", "id")
    found = [_outcome_of(line) for line in lines]
    return [one for one in found if one is not None and one["id"] not in answered]


def _outcome_of(line: ReportLine) -> dict[str, Any] | None:
    nomination = line.nomination
    said = {
        "id": str(nomination.public_id),
        "subject": nomination.subject_name,
        "award": nomination.award_type.code,
        "award_name": nomination.award_type.name,
        "level": nomination.award_type.authority,
    }
    if line.returned_at is not None:
        blank = {"number": "", "date": None, "issuer": ""}
        return {**said, **blank, "outcome": "returned", "reason": line.return_reason}
    if nomination.state not in (State.CONFERRED, State.REFUSED_ABOVE):
        return None
    outcome = nomination.outcome
    return {
        **said,
        **_given(outcome.other_award),
        "outcome": "conferred" if outcome.conferred else "refused",
        "number": outcome.paper_number,
        "date": outcome.paper_date.isoformat(),
        "issuer": outcome.issuer,
        "reason": "" if outcome.conferred else outcome.reason or _("Not approved."),
    }


def _given(award: AwardType | None) -> dict[str, str]:
    """The award given instead of the proposed one, named only where there is one."""
    return {"given": award.code, "given_name": award.name} if award else {}


def build_reply(*, actor: Actor, received: ReceivedPackage) -> SentPackage:
    """Build the signed package of outcomes that no reply contains yet; each dossier is answered
    once.

    Refuses (NotAllowed) anybody but an officer of the receiving agency, (ValidationError) a package
    without new outcomes.
    """
    report = received.report
    authorization.require(
        actor,
        *RECEIVERS,
        organization=report.recipient,
        sentence=_("Only the officer of the receiving agency answers its dossiers."),
    )
    outcomes = unreported_outcomes(received)
    if not outcomes:
        raise ValidationError(
            _("Nothing is decided on these dossiers that was not told already."), "nothing_new"
        )
    with tempfile.TemporaryDirectory() as folder:
        writer = PackageWriter(Path(folder) / "work")
        with override("vi"):
            sheet = reproducible_file(
                outcome_workbook(outcomes, _kinds(report, outcomes)), made_at(report)
            )
        writer.add("01_ket_qua.xlsx", [sheet], kind="list")
        return keep_sent(
            actor=actor,
            report=report,
            manifest=_manifest(received, report, outcomes, writer),
            writer=writer,
            target=Path(folder) / "reply.zip",
        )


def _kinds(report: UpwardReport, outcomes: list[dict[str, Any]]) -> set[str]:
    lines = report.lines.filter(nomination__public_id__in=[one["id"] for one in outcomes])
    return set(lines.values_list("nomination__kind", flat=True))


def _manifest(
    received: ReceivedPackage,
    report: UpwardReport,
    outcomes: list[dict[str, Any]],
    writer: PackageWriter,
) -> dict[str, Any]:
    only_returned = all(one["outcome"] == "returned" for one in outcomes)
    recipient, sender = report.organization, report.recipient
    if sender is None:
        raise ValueError("a package is received by an agency")
    content = {
        "kind": (PackageKind.SUPPLEMENT if only_returned else PackageKind.OUTCOMES).value,
        "sender": {"code": sender.code, "name": sender.name},
        "recipient": {"code": recipient.code, "name": recipient.name},
        "answers": {"package": str(received.package_id), "report": str(report.public_id)},
        "outcomes": outcomes,
    }
    return {**content, "id": str(content_id(report.public_id, content, writer))}
