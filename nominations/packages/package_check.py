"""Checks a package without storing anything: acceptance, sender, content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.decisions.models import UpwardReport
from nominations.dossiers.models import Nomination
from nominations.files.upload_check import CONTENT_TYPES
from nominations.packages.incoming_package import (
    IncomingPackage,
    IncomingReply,
    IncomingSubmission,
    incoming_package,
    incoming_reply,
    incoming_submission,
)
from nominations.packages.incoming_report import IncomingReport, incoming_report
from nominations.packages.models import PackageKind, ReceivedPackage, SentPackage, TrustedSender
from nominations.packages.package_refusals import refusal_of
from nominations.packages.sealing.exceptions import PackageRefused
from nominations.packages.sealing.package_file import OpenPackage, open_package
from nominations.people.models import Organization
from nominations.states import State
from workflow import clock

DATA_TYPES = frozenset({"json", "edxml"})
"""The endings of the data for programs."""
TYPES = DATA_TYPES.union(CONTENT_TYPES)
"""Accepted file types in a package: those of uploads, and data files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPackage:
    """An acceptable package: exactly one of submission, paper and reply; `report` is the submission
    that a reply answers, `paper` an annual or supplementary report."""

    package: OpenPackage
    about: IncomingPackage
    sender: TrustedSender
    recipient: Organization
    submission: IncomingSubmission | None = None
    paper: IncomingReport | None = None
    reply: IncomingReply | None = None
    report: UpwardReport | None = None


def checked_package(path: Path) -> CheckedPackage:
    """Check everything that can be checked before the import; writes nothing.

    Raises ValidationError with one sentence: a key of `package_refusals.SENTENCES`, wrong_sender,
    wrong_recipient, received_before, report_received, not_sent_here, unknown_dossier,
    outcome_recorded.
    """
    senders = list(TrustedSender.objects.filter(ended_at=None).select_related("organization"))
    try:
        package = open_package(path, {one.fingerprint: one.key for one in senders})
        _require_types(package)
        about = incoming_package(package)
        sender = _sender(senders, package, about)
        _require_new(package, about)
        recipient = _recipient(about)
        if about.kind == PackageKind.DOSSIERS:
            submission = incoming_submission(package)
            _require_new_report(submission, sender)
            return CheckedPackage(
                package=package,
                about=about,
                sender=sender,
                recipient=recipient,
                submission=submission,
            )
        if about.kind == PackageKind.REPORT:
            paper = incoming_report(package, about)
            _require_new_paper(paper)
            return CheckedPackage(
                package=package, about=about, sender=sender, recipient=recipient, paper=paper
            )
        reply = incoming_reply(package)
    except PackageRefused as error:
        raise refusal_of(error) from None
    return CheckedPackage(
        package=package,
        about=about,
        sender=sender,
        recipient=recipient,
        reply=reply,
        report=_answered(reply, sender, recipient),
    )


def _require_types(package: OpenPackage) -> None:
    for one in package.files:
        if one.name.rpartition(".")[2] not in TYPES:
            raise PackageRefused("wrong_content", what=one.name)


def _sender(
    senders: list[TrustedSender], package: OpenPackage, about: IncomingPackage
) -> TrustedSender:
    """The recorded key of the agency named in the package; a key is valid for that agency only."""
    for one in senders:
        if one.fingerprint == package.fingerprint and one.organization.code == about.sender_code:
            return one
    raise ValidationError(
        _("The package names %(agency)s as its sender, but the key is not recorded for it.")
        % {"agency": about.sender_name},
        "wrong_sender",
    )


def _require_new(package: OpenPackage, about: IncomingPackage) -> None:
    before = (
        ReceivedPackage.objects.filter(package_id=about.id)
        | ReceivedPackage.objects.filter(sha256=package.sha256)
    ).first()
    if before is not None:
        raise ValidationError(
            _("This package was received on %(day)s already; nothing was taken over again.")
            % {"day": f"{clock.day_of(before.received_at):%d/%m/%Y}"},
            "received_before",
        )


def _recipient(about: IncomingPackage) -> Organization:
    found: Organization | None = Organization.objects.filter(
        code=about.recipient_code, on_system=True
    ).first()
    if found is None:
        raise ValidationError(
            _("The package is addressed to %(agency)s, which does not work on this installation.")
            % {"agency": about.recipient_name or about.recipient_code},
            "wrong_recipient",
        )
    return found


def _require_new_report(submission: IncomingSubmission, sender: TrustedSender) -> None:
    """Refuse a submission received before, and dossiers of another sender or already received."""
    report = UpwardReport.objects.filter(public_id=submission.report_id).first()
    if report is not None:
        raise ValidationError(
            _(
                "Submission %(number)s was received already in another package. To supplement it,"
                " return its dossiers first; the sender then makes a new submission."
            )
            % {"number": submission.number},
            "report_received",
        )
    ids = [one.id for one in submission.dossiers]
    for known in Nomination.objects.filter(public_id__in=ids).select_related("organization"):
        if known.organization_id != sender.organization_id or known.state != State.DECIDED:
            raise ValidationError(
                _("The dossier of %(subject)s was received before and was not returned.")
                % {"subject": known.subject_name},
                "report_received",
            )


def _require_new_paper(paper: IncomingReport) -> None:
    """Refuse a report received before; changes need a supplementary report."""
    if UpwardReport.objects.filter(public_id=paper.report_id).exists():
        raise ValidationError(
            _("Report %(number)s was received already in another package."),
            "report_received",
            {"number": paper.number},
        )


def _answered(reply: IncomingReply, sender: TrustedSender, recipient: Organization) -> UpwardReport:
    """The submission of this installation that the reply answers, each outcome still waiting."""
    sent = (
        SentPackage.objects.filter(
            package_id=reply.package,
            kind=PackageKind.DOSSIERS,
            report__public_id=reply.report_id,
            report__organization=recipient,
            report__recipient=sender.organization,
        )
        .select_related("report__organization", "report__recipient")
        .first()
    )
    if sent is None:
        raise ValidationError(
            _("This reply answers no package that was sent from here to %(agency)s.")
            % {"agency": sender.organization.name},
            "not_sent_here",
        )
    lines = sent.report.lines.select_related("nomination")
    waiting = {line.nomination.public_id: line for line in lines}
    for one in reply.outcomes:
        line = waiting.get(one.id)
        if line is None:
            raise ValidationError(
                _("The reply names a dossier of %(subject)s that is not in submission %(number)s.")
                % {"subject": one.subject, "number": sent.report.number},
                "unknown_dossier",
            )
        if line.returned_at is not None or line.nomination.state != State.REPORTED:
            raise ValidationError(
                _(
                    "The outcome of %(subject)s is recorded already (%(state)s). If it is wrong,"
                    " correct it on the page of the submission, then ask for a reply without it."
                )
                % {"subject": line.nomination.subject_name, "state": line.nomination.state_label},
                "outcome_recorded",
            )
    report: UpwardReport = sent.report
    return report
