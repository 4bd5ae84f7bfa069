"""What completing a period report and opening it again write besides the state."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nominations.documents.stored_blocks import as_data
from nominations.documents.text_check import check_printable
from nominations.period_reports.findings import findings_in
from nominations.period_reports.models import AgencyReport
from nominations.period_reports.papers import composed_report
from nominations.period_reports.queries import texts_of
from nominations.period_reports.record_blocks import ReportRecord, report_record
from workflow.table import Effects


def check_and_freeze(effects: Effects) -> None:
    """Keep the paper as it is now. The texts are read under the lock that every writer takes.

    Refuses (ValidationError) a report with errors, one with warnings for which no reason is given,
    and a letter that cannot be printed.
    """
    for moved in effects.moved:
        report = AgencyReport.objects.select_related("organization__parent").get(pk=moved.pk)
        texts, record = texts_of(report), report_record(report.organization, report.period)
        _require_sound(report, texts, record, comment=effects.comment)
        paper = composed_report(report, texts, record)
        check_printable(paper)
        AgencyReport.objects.filter(pk=report.pk).update(frozen=as_data(paper))


def _require_sound(
    report: AgencyReport, texts: Mapping[str, str], record: ReportRecord, *, comment: str
) -> None:
    found = findings_in(report, texts, record)
    errors = [one for one in found if one.is_error]
    if errors:
        first = errors[0]
        sentence = ngettext(
            "The report has %(count)s error that has to be corrected first: %(heading)s:"
            " %(message)s",
            "The report has %(count)s errors that have to be corrected first, among them:"
            " %(heading)s: %(message)s",
            len(errors),
        )
        words = {"count": len(errors), "heading": first.heading, "message": first.message}
        raise ValidationError(sentence % words, code="report_has_errors")
    if found and not comment.strip():
        raise ValidationError(
            _("Warnings are left. Write why they may stand, or correct the text."),
            code="warnings_unconfirmed",
        )


def thaw(effects: Effects) -> None:
    """The paper is composed from texts and record again."""
    pks = [moved.pk for moved in effects.moved]
    AgencyReport.objects.filter(pk__in=pks).update(frozen=None)
