"""Beginning a period report, changing its period, writing the text of a section."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.queries import issued_paper_of
from nominations.people.authorization import holds
from nominations.people.models import Organization, User
from nominations.period_reports.models import AgencyReport, ReportMonths, ReportVariant, SectionText
from nominations.period_reports.papers import default_title
from nominations.period_reports.queries import WRITERS, texts_of
from nominations.period_reports.report_period import WHOLE_YEAR, Period
from nominations.period_reports.report_structure import LATEST, structure
from nominations.period_reports.report_workflow import ReportState
from nominations.vietnamese import clean_text, tidy_name
from nominations.web.refusals import not_allowed
from workflow import audit, clock

FIRST_YEAR, LAST_YEAR = 1945, 2200
MAX_YEARS = 30
MAX_TEXT = 60_000
PERIOD = ("variant", "first_year", "last_year", "months")
"""What says which report it is, whatever its title."""


def _require_writer(actor: User, organization_id: int) -> None:
    if not holds(actor, *WRITERS, organization=organization_id):
        raise not_allowed(
            "not_report_writer",
            _("Only the council secretary and the director of the agency write its reports."),
        )


def _checked(
    *, variant: str, first_year: int, last_year: int, months: int, title: str
) -> dict[str, Any]:
    if variant not in ReportVariant.values or months not in ReportMonths.values:
        raise ValidationError(_("Choose the kind of report."), code="unknown_variant")
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR:
        raise ValidationError(
            _("The first year must not lie after the last one."), code="years_not_in_order"
        )
    if last_year - first_year >= MAX_YEARS:
        raise ValidationError(
            _("A report covers %(most)s years at most.") % {"most": MAX_YEARS}, code="too_long"
        )
    if last_year > first_year and (months != WHOLE_YEAR or variant == ReportVariant.ANNUAL):
        raise ValidationError(
            _("A report of one year or of a part of it has the same first and last year."),
            code="not_one_year",
        )
    period = Period(first_year, last_year, months)
    return {
        "variant": variant,
        "first_year": first_year,
        "last_year": last_year,
        "months": months,
        "title": tidy_name(title)[:300] or default_title(variant, period),
    }


def begin_report(
    *,
    actor: User,
    organization: Organization,
    copy_from: AgencyReport | None = None,
    replaces: AgencyReport | None = None,
    reason: str = "",
    **given: Any,
) -> AgencyReport:
    """A report that is being written, with the texts of an earlier one where it is given.

    Takes variant, first_year, last_year, months and title, which may be empty; of a later edition
    also `replaces` and `reason`. Refuses years out of order and an earlier report of another agency
    (ValidationError), and who does not write the agency's reports (NotAllowed).
    """
    _require_writer(actor, organization.pk)
    values = _checked(**given)
    texts = {}
    if copy_from is not None:
        if copy_from.organization_id != organization.pk:
            raise ValidationError(
                _("Texts are taken over from a report of the same agency."), code="other_agency"
            )
        texts = texts_of(copy_from)
    with transaction.atomic():
        report = AgencyReport.objects.create(
            organization=organization,
            replaces=replaces,
            reason=reason,
            created_at=clock.now(),
            **values,
        )
        SectionText.objects.bulk_create(
            SectionText(report=report, key=one.key, text=texts.get(one.key, ""))
            for one in structure(LATEST)
            if one.has_text
        )
        payload = {**values, "copied_from": copy_from.pk if copy_from else None}
        if replaces is not None:
            payload |= {"replaces": replaces.pk, "reason": reason}
        audit.record_on(report, "period_report.begun", actor=actor, payload=payload)
    return report


def begin_edition(*, actor: User, report: AgencyReport, reason: str) -> AgencyReport:
    """A later edition of an issued report, with its texts; it replaces that one once it is issued.

    Refuses (NotAllowed) who does not write the agency's reports; (ValidationError) a report that
    was not issued, one that has a later edition, and no reason.
    """
    _require_writer(actor, report.organization_id)
    words = clean_text(reason).strip()
    if not words:
        raise ValidationError(_("Write why there is a later edition."), code="no_reason")
    with transaction.atomic():
        row: AgencyReport = AgencyReport.objects.select_for_update(no_key=True).get(pk=report.pk)
        if issued_paper_of(IssuedKind.PERIOD_REPORT, row.stream) is None:
            raise ValidationError(
                _("Only an issued report gets a later edition; open this one again instead."),
                code="not_issued",
            )
        if row.later_editions.exclude(state=ReportState.DISCARDED).exists():
            raise ValidationError(
                _("This report has a later edition already; go on with that one."),
                code="has_edition",
            )
        return begin_report(
            actor=actor,
            organization=row.organization,
            copy_from=row,
            replaces=row,
            reason=words,
            variant=row.variant,
            first_year=row.first_year,
            last_year=row.last_year,
            months=row.months,
            title=row.title,
        )


def _locked(report: AgencyReport) -> AgencyReport:
    """The report under the lock that the engine takes too; refuses one that is not open."""
    row: AgencyReport = AgencyReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    if not row.is_open:
        raise ValidationError(
            _("The report is completed and locked. Open it again before you change it."),
            code="report_locked",
        )
    return row


def _require_same_period(edition: AgencyReport, values: dict[str, Any]) -> None:
    """A later edition takes the place of the issued report, so it is about the same."""
    before = edition.replaces
    if before is None:
        return
    if any(values[name] != getattr(before, name) for name in PERIOD):
        raise ValidationError(
            _(
                "This report replaces the issued “%(title)s”, so kind and period stay those of that"
                " one. Begin a new report for another period."
            ),
            "other_period",
            {"title": before.title},
        )


def revise_report(*, actor: User, report: AgencyReport, **given: Any) -> AgencyReport:
    """Another period, kind or title of a report that is being written; refuses as beginning does,
    a report that is locked, and another kind or period than that of the issued report which this
    one replaces (ValidationError)."""
    _require_writer(actor, report.organization_id)
    values = _checked(**given)
    with transaction.atomic():
        row = _locked(report)
        _require_same_period(row, values)
        changed = {
            name: [getattr(row, name), value]
            for name, value in values.items()
            if getattr(row, name) != value
        }
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        payload = {"changed": changed}
        audit.record_on(row, "period_report.revised", actor=actor, payload=payload)
    return row


def save_text(*, actor: User, section: SectionText, text: str) -> SectionText:
    """Write the text of a section; refuses who does not write the agency's reports (NotAllowed), a
    locked report and a text beyond the limit (ValidationError)."""
    cleaned = clean_text(text)
    if len(cleaned) > MAX_TEXT:
        raise ValidationError(
            _("A section has %(most)s characters at most.")
            % {"most": number_format(MAX_TEXT, force_grouping=True)},
            code="too_long",
        )
    _require_writer(actor, section.report.organization_id)
    with transaction.atomic():
        _locked(section.report)
        section.text = cleaned
        section.changed_at, section.changed_by = clock.now(), actor
        section.save(update_fields=["text", "changed_at", "changed_by"])
    return section
