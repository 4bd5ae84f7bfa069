"""The common contents of packages of dossiers and of reports: papers, data, envelope, manifest."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.utils.timezone import make_aware

from nominations.decisions.models import UpwardReport
from nominations.documents.blocks import Paper
from nominations.documents.rendering import PaperFormat, render
from nominations.files.upload_check import CONTENT_TYPES
from nominations.issued_papers.models import IssuedPaper
from nominations.issued_papers.queries import content_of, files_of
from nominations.packages.edxml import edxml
from nominations.packages.models import PackageKind
from nominations.packages.reproducible_office_file import reproducible_file
from nominations.packages.sealing.package_file import MAX_NAME, PackageWriter
from nominations.vietnamese import ascii_name

DATA = "09_du_lieu.json"
_ROOM_FOR_NUMBER = 12


def made_at(report: UpwardReport) -> datetime:
    """The timestamp of every file of the package: the day of the paper, so that equal content gives
    equal bytes."""
    return make_aware(datetime.combine(report.issued_on, time()))


def plain_name(text: str) -> str:
    """ "nguyen_van_an": small ASCII letters, short enough for a number before and a type behind."""
    return ascii_name(text, MAX_NAME - _ROOM_FOR_NUMBER)


class PackageContents:
    """Writes the files of a report upward and collects their labels."""

    def __init__(self, report: UpwardReport, writer: PackageWriter) -> None:
        self.report, self._writer = report, writer
        self.made_at = made_at(report)

    def _said(self, kind: PackageKind) -> dict[str, Any]:
        """The common manifest entries of packages upward: sender, paper, recipient."""
        report = self.report
        return {
            "kind": kind.value,
            "sender": _agency(report.organization),
            "recipient": _agency(report.recipient) if report.recipient else None,
            "report": {
                "id": str(report.public_id),
                "number": report.number,
                "date": report.issued_on.isoformat(),
                "name": report.name,
                "seal": report.package_sha256,
            },
        }

    def _json(self, content: dict[str, Any]) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        self._writer.add(DATA, [text.encode()], kind="data")

    def _envelope(self, name: str) -> None:
        """Write the edXML envelope, which lists the files before it."""
        attachments = [
            (one.name, CONTENT_TYPES.get(one.name.rpartition(".")[2], "application/octet-stream"))
            for one in self._writer.files
        ]
        self._writer.add(f"08_edxml/{name}.edxml", [edxml(self.report, attachments)], kind="edxml")

    def _paper(
        self,
        name: str,
        compose: Callable[[], Paper],
        kind: str,
        *,
        issued: IssuedPaper | None = None,
        **about: Any,
    ) -> None:
        """Write the issued files of a paper, or those of its draft if it was not issued."""
        if issued is not None:
            self._issued_files(name, issued, kind)
            return
        paper = compose()
        for wanted in (PaperFormat.WORD, PaperFormat.PDF):
            content = render(paper, wanted, made_at=self.made_at).content
            if wanted == PaperFormat.WORD:
                content = reproducible_file(content, self.made_at)
            self._writer.add(f"{name}.{wanted}", [content], kind=kind, title=paper.title, **about)

    def _issued_files(self, name: str, issued: IssuedPaper, kind: str) -> None:
        """The files of an issued paper, byte for byte."""
        for file in files_of(issued):
            content = content_of(file)
            self._writer.add(f"{name}.{file.format}", [content], kind=kind, title=str(issued))

    def _office(self, name: str, content: bytes, kind: str) -> None:
        self._writer.add(name, [reproducible_file(content, self.made_at)], kind=kind)


def content_id(of: UUID, content: dict[str, Any], writer: PackageWriter) -> UUID:
    """The id of a package: the same for the same content, another one as soon as a byte differs."""
    files = [(one.name, one.sha256) for one in writer.files]
    text = json.dumps([content, files], sort_keys=True, ensure_ascii=False, default=str)
    return uuid5(of, sha256(text.encode()).hexdigest())


def _agency(organization: Any) -> dict[str, str]:
    return {"code": organization.code, "name": organization.name}
