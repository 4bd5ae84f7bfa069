"""Building the package of a report: the issued paper with a seal."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import override

from nominations.decisions.issued_sources import issued_report
from nominations.decisions.models import UpwardReport
from nominations.packages.completeness import report_obstacles
from nominations.packages.models import SentPackage
from nominations.packages.report_contents import ReportContents
from nominations.packages.sealing.package_file import PackageWriter
from nominations.packages.services.submission_package import keep_sent, require_reporter
from workflow.actors import Actor


def build_report_package(*, actor: Actor, report: UpwardReport) -> SentPackage:
    """The sealed package of an annual or supplementary report; the existing one if nothing changed.

    Refuses (NotAllowed) an actor who may not issue reports of the agency, (ValidationError) a
    submission, a report that was not issued as a paper, and a seal that does not fit the records.
    """
    require_reporter(actor, report)
    sentences = report_obstacles(report)
    issued = issued_report(report) if not sentences else None
    if issued is None:
        raise ValidationError([ValidationError(one, "incomplete") for one in sentences])
    with tempfile.TemporaryDirectory() as folder:
        writer = PackageWriter(Path(folder) / "work")
        with override("vi"):
            manifest = ReportContents(report, issued, writer).write()
        return keep_sent(
            actor=actor,
            report=report,
            manifest=manifest,
            writer=writer,
            target=Path(folder) / "package.zip",
        )
