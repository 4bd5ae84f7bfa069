"""The contents of a report's package: the issued paper, its signed copies, its data."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from nominations.decisions.models import UpwardReport
from nominations.issued_papers.models import IssuedPaper
from nominations.issued_papers.queries import files_of
from nominations.law.models import AGENCY_RECIPIENTS, RecipientKind
from nominations.packages.models import PackageKind
from nominations.packages.package_contents import PackageContents, content_id
from nominations.packages.sealing.package_file import PackageWriter

PAPER, PAPER_KIND = "01_bao_cao", "report_paper"
FORMATS = ("docx", "pdf", "xlsx")
"""The files of an issued report: the paper twice, its list as a sheet."""


class ReportContents(PackageContents):
    """Writes the issued report byte for byte, and its data."""

    def __init__(self, report: UpwardReport, issued: IssuedPaper, writer: PackageWriter) -> None:
        super().__init__(report, writer)
        self._issued = issued

    def write(self) -> dict[str, Any]:
        """Write every file; returns the manifest."""
        self._issued_files(PAPER, self._issued, PAPER_KIND)
        copies = self._issued.signed_copies.order_by("pk")
        for place, copy in enumerate(copies.iterator(chunk_size=1), 1):
            ending = copy.name.rpartition(".")[2].lower()
            self._writer.add(
                f"02_ban_ky/{place:02d}.{ending}",
                [bytes(copy.content)],
                kind="signed_copy",
                title=copy.name,
            )
        self._json({"sealed": self.report.package, "paper": self._paper_data()})
        self._envelope("bao_cao")
        return self._manifest()

    def _paper_data(self) -> dict[str, Any]:
        issued = self._issued
        return {
            "number": issued.number,
            "date": issued.dated_on.isoformat(),
            "issuer": issued.issuer,
            "subject": issued.name,
            "signer": issued.signer_name,
            "signer_title": issued.signer_title,
            "code": issued.code,
            "facts": issued.facts,
            "blocks": json.loads(issued.blocks),
            "files": {one.format: one.sha256 for one in files_of(issued)},
        }

    def _manifest(self) -> dict[str, Any]:
        sealed = json.loads(self.report.package)
        awards = {one["code"]: one["name"] for one in sealed["awards"]}
        entries = [
            {**one, "award_name": awards.get(one["award"], one["award"])}
            for one in sealed["nominations"]
        ]
        counts = Counter(one["kind"] for one in entries)
        content = self._said(PackageKind.REPORT)
        content["report"]["kind"] = self.report.kind
        content |= {
            "counts": {
                kind: counts[kind]
                for kind in RecipientKind.values
                if counts[kind] or kind in AGENCY_RECIPIENTS
            },
            "nominations": entries,
        }
        return {**content, "id": str(content_id(self.report.public_id, content, self._writer))}
