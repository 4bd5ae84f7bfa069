"""An annual or supplementary report from another installation, with consistent parts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nominations.decisions.models import UpwardReport
from nominations.files.child_process import ChildError, run_in_child
from nominations.issued_papers.paper_facts import PaperFacts, read_facts
from nominations.issued_papers.rendered_check import check_rows
from nominations.law.models import RecipientKind
from nominations.packages.incoming_package import IncomingPackage, data_of, sealed_text
from nominations.packages.manifest_fields import Fields
from nominations.packages.package_contents import DATA
from nominations.packages.report_contents import FORMATS, PAPER, PAPER_KIND
from nominations.packages.sealing.exceptions import PackageRefused
from nominations.packages.sealing.package_file import MAX_MANIFEST_BYTES, OpenPackage, PackedFile

REPORTS = (UpwardReport.Kind.ANNUAL_REPORT.value, UpwardReport.Kind.SUPPLEMENT.value)
READ_SECONDS, READ_MEGABYTES = 20, 512


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedLine:
    """A line of a report: recipient, unit, award."""

    id: UUID
    subject: str
    kind: str
    position: str
    unit: str
    award_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingReport:
    """An annual or supplementary report with the files of the issued paper."""

    report_id: UUID
    kind: str
    number: str
    issued_on: date
    name: str
    sealed: str
    seal: str
    signer: str
    lines: Sequence[ReportedLine]
    files: tuple[PackedFile, ...]


def incoming_report(package: OpenPackage, about: IncomingPackage) -> IncomingReport:
    """The report of a package, where manifest, sealed data and the issued paper are of one report;
    raises PackageRefused: wrong_content, other_report."""
    fields, data = Fields(package.manifest, ""), data_of(package)
    report, paper = fields.part("report"), data.part("paper")
    sealed = sealed_text(data, report)
    found = IncomingReport(
        report_id=report.uuid("id"),
        kind=report.one_of("kind", REPORTS),
        number=report.text("number", max_length=60, needed=True),
        issued_on=report.day("date"),
        name=report.text("name", max_length=300, needed=True),
        sealed=sealed,
        seal=report.text("seal", max_length=64),
        signer=paper.text("signer", max_length=150),
        lines=[_line(one) for one in fields.parts("nominations")],
        files=tuple(one for one in package.files if one.about.get("kind") == PAPER_KIND),
    )
    facts = _facts(paper)
    _require_one_report(found, about, _content_of(sealed), facts)
    if (paper.text("number", max_length=60), paper.day("date")) != (found.number, found.issued_on):
        raise PackageRefused("other_report", what=DATA)
    _require_files(found, paper)
    _require_word(package, found, facts)
    return found


def _line(fields: Fields) -> ReportedLine:
    return ReportedLine(
        id=fields.uuid("id"),
        subject=fields.text("subject", max_length=250, needed=True),
        kind=fields.one_of("kind", RecipientKind.values),
        position=fields.text("position", max_length=250),
        unit=fields.text("unit", max_length=250),
        award_name=fields.text("award_name", max_length=250, needed=True),
    )


def _content_of(sealed: str) -> Fields:
    try:
        content = json.loads(sealed)
    except (ValueError, RecursionError):
        raise PackageRefused("wrong_content", what="sealed") from None
    if not isinstance(content, dict):
        raise PackageRefused("wrong_content", what="sealed")
    return Fields(content, "sealed")


def _facts(paper: Fields) -> PaperFacts:
    wrong = PackageRefused("wrong_content", what="paper.facts")
    try:
        facts = read_facts(paper.text("facts", max_length=MAX_MANIFEST_BYTES, needed=True))
    except (ValueError, RecursionError, KeyError, TypeError):
        raise wrong from None
    for line in facts.lines:
        words = (line.name, line.position, line.unit, line.post, line.award, line.kind)
        if not all(isinstance(one, str) for one in words):
            raise wrong
    return facts


def _require_one_report(
    found: IncomingReport, about: IncomingPackage, sealed: Fields, facts: PaperFacts
) -> None:
    """The sealed data and the facts of the paper name the report that the manifest names."""
    agency, said = sealed.part("agency"), sealed.part("recipient")
    same = (
        sealed.text("kind", max_length=20) == found.kind
        and sealed.text("number", max_length=60) == found.number
        and sealed.day("date") == found.issued_on
        and sealed.text("name", max_length=300) == found.name
        and agency.text("code", max_length=35) == about.sender_code
        and said.text("code", max_length=35) == about.recipient_code
    )
    entries = [
        (one.uuid("id"), one.text("subject", max_length=250)) for one in sealed.parts("nominations")
    ]
    if not same or not entries or entries != [(one.id, one.subject) for one in found.lines]:
        raise PackageRefused("other_report", what="sealed")
    listed = sorted((one.subject, one.kind) for one in found.lines)
    if (facts.number, facts.day) != (found.number, found.issued_on) or sorted(
        (one.name, one.kind) for one in facts.lines
    ) != listed:
        raise PackageRefused("other_report", what="paper.facts")


def _require_files(found: IncomingReport, paper: Fields) -> None:
    """Word, PDF and Excel, each the file that was issued."""
    digests = paper.part("files").content
    there = {one.name: one.sha256 for one in found.files}
    expected = {f"{PAPER}.{form}": digests.get(form) for form in FORMATS}
    if there != expected:
        raise PackageRefused("other_report", what=PAPER)


def _require_word(package: OpenPackage, found: IncomingReport, facts: PaperFacts) -> None:
    """The Word file bears the number, and its list is that of the report; read by a child."""
    word = f"{PAPER}.docx"
    try:
        answer = run_in_child(
            "nominations.files.word_text:read_rows",
            package.read(word),
            seconds=READ_SECONDS,
            megabytes=READ_MEGABYTES,
        )
    except ChildError:
        raise PackageRefused("wrong_content", what=word) from None
    rows = [tuple(row) for row in answer["rows"]]
    names_number = any(found.number in cell for row in rows for cell in row)
    if not names_number or check_rows(rows, facts):
        raise PackageRefused("other_report", what=word)
