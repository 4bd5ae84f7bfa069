"""Building the package of a report upward: only if nothing is missing; equal content gives the same
package."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.decisions.models import UpwardReport
from nominations.decisions.roles import REPORTERS
from nominations.packages.completeness import missing_of, obstacles
from nominations.packages.dossier_contents import DossierContents
from nominations.packages.models import UPWARD, PackageKind, SentPackage
from nominations.packages.own_key import own_key
from nominations.packages.report_dossiers import ReportDossiers, report_dossiers
from nominations.packages.sealing.package_file import PackageWriter
from nominations.packages.stored_files import stored_files
from nominations.people import authorization
from workflow import audit, clock
from workflow.actors import Actor


def build_package(*, actor: Actor, report: UpwardReport) -> SentPackage:
    """The sealed package of a submission's dossiers; the existing one if nothing changed.

    Refuses (NotAllowed) an actor who may not issue reports of the agency, (ValidationError) another
    kind of report, a dossier that lacks a paper the rules ask for (one sentence for each dossier),
    a seal that does not fit the records, and a file of evidence that is gone.
    """
    require_reporter(actor, report)
    dossiers = report_dossiers(report)
    _require_complete(dossiers)
    with tempfile.TemporaryDirectory() as folder:
        writer = PackageWriter(Path(folder) / "work")
        with override("vi"):
            manifest = DossierContents(dossiers, writer).write()
        return keep_sent(
            actor=actor,
            report=report,
            manifest=manifest,
            writer=writer,
            target=Path(folder) / "package.zip",
        )


def require_reporter(actor: Actor, report: UpwardReport) -> None:
    """Refuse (NotAllowed) an actor who may not issue reports of the agency."""
    authorization.require(
        actor,
        *REPORTERS,
        organization=report.organization,
        sentence=_(
            "Only the council secretary, the director and the director's delegate"
            " issue reports upward."
        ),
    )


def _require_complete(dossiers: ReportDossiers) -> None:
    sentences = obstacles(dossiers)
    sentences += [
        _("%(subject)s lacks: %(papers)s.")
        % {"subject": one.nomination.title, "papers": "; ".join(one.papers)}
        for one in missing_of(dossiers)
    ]
    if sentences:
        raise ValidationError([ValidationError(one, "incomplete") for one in sentences])


def keep_sent(
    *,
    actor: Actor,
    report: UpwardReport,
    manifest: dict[str, Any],
    writer: PackageWriter,
    target: Path,
) -> SentPackage:
    """Seal the written files and store the package, unless the same one exists."""
    digest = writer.seal(manifest, target, own_key())
    with transaction.atomic():
        UpwardReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        made = SentPackage.objects.filter(report=report)
        if same := made.filter(sha256=digest).first():
            return same
        kind = PackageKind(manifest["kind"])
        is_reply = kind not in UPWARD
        listed = [one["id"] for one in manifest["outcomes" if is_reply else "nominations"]]
        row = SentPackage(
            report=report,
            package_id=manifest["id"],
            kind=kind,
            number=made.count() + 1,
            size=target.stat().st_size,
            sha256=digest,
            lines=len(listed),
            told=listed if is_reply else [],
            made_by_id=actor.pk,
            made_at=clock.now(),
        )
        with stored_files() as stored, target.open("rb") as content:
            row.file.save(f"{row.public_id}.zip", File(content), save=False)
            stored.append(row.file)
            row.save()
        audit.record(
            f"organization:{report.organization_id}",
            "package.made",
            actor=actor,
            payload={
                "report": report.pk,
                "number": report.number,
                "kind": kind,
                "package": manifest["id"],
                "sha256": digest,
            },
        )
        return row
