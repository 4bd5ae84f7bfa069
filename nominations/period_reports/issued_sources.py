"""How a period report is issued: as it was completed, under number and day."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.documents.blocks import Paper
from nominations.documents.standard_parts import letterhead_of
from nominations.documents.stored_blocks import paper_of
from nominations.issued_papers.edition_source import EditionSource
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import DraftAddresses, IssueDetails
from nominations.issued_papers.queries import issued_paper_of
from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.series import OwnPapers
from nominations.people.models import Organization, User
from nominations.period_reports.models import AgencyReport
from nominations.period_reports.papers import paper_of_report
from nominations.period_reports.queries import visible_to
from nominations.period_reports.report_workflow import ReportState
from nominations.web.access import get_or_404
from workflow import clock


class PeriodReportSource(EditionSource):
    """The number stands in the register and on the issued paper, and nowhere else."""

    kind = IssuedKind.PERIOD_REPORT

    def find(self, user: User, key: str) -> AgencyReport:
        if not key.isdecimal():
            raise Http404
        return get_or_404(visible_to(user), pk=key)

    def load(self, record: str) -> AgencyReport:
        rows = AgencyReport.objects.select_related("organization__parent")
        return rows.get(pk=int(record.partition(":")[2]))

    def held(self, record: AgencyReport) -> AgencyReport:
        rows = AgencyReport.objects.select_for_update(no_key=True, of=("self",))
        return rows.select_related("organization__parent").get(pk=record.pk)

    def key_of(self, record: AgencyReport) -> str:
        return str(record.pk)

    def record_of(self, record: AgencyReport) -> str:
        return record.stream

    def above(self, record: AgencyReport) -> str:
        return record.get_absolute_url()

    def draft(self, record: AgencyReport) -> DraftAddresses:
        return DraftAddresses(
            preview=reverse("period_reports:paper", args=[record.pk]),
            file=reverse("period_reports:paper_file", args=[record.pk]),
        )

    def organization(self, record: AgencyReport) -> Organization:
        return record.organization

    def not_yet(self, record: AgencyReport) -> str:
        if record.state != ReportState.COMPLETED:
            return _("The report is issued once it is completed.")
        return ""

    def numbers(self, record: AgencyReport) -> OwnPapers:
        """Reports of the agency."""
        return OwnPapers(organization=record.organization, paper=PaperType.REPORT)

    def recorded_details(self, record: AgencyReport) -> IssueDetails:
        return IssueDetails()

    def text_paper(self, record: AgencyReport, details: IssueDetails) -> Paper:
        paper = paper_of(record.frozen) if record.frozen else paper_of_report(record)
        head = letterhead_of(
            record.organization,
            number=details.number,
            paper=PaperType.REPORT.value,
            day=details.day,
            year=(details.day or clock.today()).year,
        )
        return replace(paper, letterhead=head)

    def earlier(self, record: AgencyReport) -> IssuedPaper | None:
        before = record.replaces
        return (
            issued_paper_of(IssuedKind.PERIOD_REPORT, before.stream) if before is not None else None
        )
