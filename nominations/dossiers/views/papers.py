"""Papers of a nomination, of a unit and of a campaign: on the screen, as Word and as PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.documents.blocks import Paper
from nominations.documents.paper_pages import FORMAT, PaperNotes, paper_download, paper_preview
from nominations.dossiers.achievement_paper import achievement_paper, report_day, report_notes
from nominations.dossiers.boards.permissions import may_see_unit, sees_whole_agency
from nominations.dossiers.list_tables import TABLES, filter_form, list_file
from nominations.dossiers.models import Campaign, Nomination, Report
from nominations.dossiers.nomination_list_paper import nomination_list
from nominations.dossiers.nomination_page import report_context
from nominations.dossiers.permissions import may_write
from nominations.dossiers.registration_papers import registration_list, registration_sheet
from nominations.dossiers.subject_records import subject_records
from nominations.dossiers.unit_minutes_paper import meetings_of_unit, unit_minutes
from nominations.dossiers.views.access import visible_or_404
from nominations.dossiers.views.boards import campaign_or_404
from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.people.models import Unit
from nominations.web.access import user_of
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_to, refused, show_refusal

LISTS: dict[str, Callable[[Campaign, Unit | None], Paper]] = {
    "registrations": registration_list,
    "nominations": nomination_list,
}


# --- of one nomination ----------------------------------------------------------------------------


def _report_of(request: HttpRequest, row: Nomination) -> Report:
    """The version the reader may read; for who writes it an empty one before the first word."""
    writer = may_write(user_of(request), row)
    shown: Report | None = report_context(list(row.reports.order_by("number")), writer=writer)[
        "report"
    ]
    if shown is None:
        if not writer:
            raise refused("no_report", _("The report has not been submitted yet."))
        return Report(nomination=row)
    return shown


def _of_nomination(request: HttpRequest, public_id: UUID, kind: str) -> tuple[Paper, PaperNotes]:
    row = visible_or_404(request, public_id)
    if kind == "registration":
        return registration_sheet(row), PaperNotes()
    if kind != "report":
        raise Http404
    report = _report_of(request, row)
    day = report_day(report)
    record = subject_records([row], days={row.pk: day})[row.pk]
    return achievement_paper(row, report, record), report_notes(row, day)


@require_GET
@login_required
@refusals_to("dossiers:nomination", "public_id")
def of_nomination(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The achievement report or the registration sheet, for everybody who sees the nomination."""
    paper, notes = _of_nomination(request, public_id, kind)
    return paper_preview(
        request,
        paper,
        file_path=reverse("dossiers:paper_file", args=[public_id, kind]),
        above=reverse("dossiers:nomination", args=[public_id]),
        notes=notes,
    )


@require_GET
@login_required
@refusals_to("dossiers:nomination", "public_id")
def of_nomination_file(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The same as Word or PDF."""
    return paper_download(request, _of_nomination(request, public_id, kind)[0])


# --- of a unit ------------------------------------------------------------------------------------


def _place(request: HttpRequest, pk: int, unit_pk: int) -> tuple[Campaign, Unit]:
    campaign = campaign_or_404(request, pk)
    unit = get_object_or_404(Unit, pk=unit_pk, organization=campaign.organization_id)
    if not may_see_unit(user_of(request), unit):
        raise PermissionDenied(_("This page is for unit heads, their deputies and unit clerks."))
    return campaign, unit


def _listed(kind: str, campaign: Campaign, unit: Unit | None) -> list[Nomination]:
    """The rows of the list; refuses (ValidationError) an empty one."""
    if kind not in LISTS:
        raise Http404
    rows = TABLES[kind].rows_of(campaign, unit)
    if not rows:
        raise refused(
            "empty_list", _("There is nothing to list yet: nobody has registered or submitted.")
        )
    return rows


def _list_page(
    request: HttpRequest,
    kind: str,
    campaign: Campaign,
    unit: Unit | None,
    *,
    above: str,
    file_path: str,
) -> HttpResponse:
    """The list as it would be printed, with the filters of its Excel table."""
    try:
        rows = _listed(kind, campaign, unit)
        return paper_preview(
            request,
            LISTS[kind](campaign, unit),
            file_path=file_path,
            above=above,
            template="dossiers/list_paper.html",
            more={"table_form": filter_form(None, rows)},
        )
    except ValidationError as refusal:
        show_refusal(request, refusal)
        return redirect(above)


def _list_file(
    request: HttpRequest, kind: str, campaign: Campaign, unit: Unit | None, *, above: str
) -> HttpResponse:
    """The list as Word or PDF, or as an Excel table narrowed by the address."""
    try:
        rows = _listed(kind, campaign, unit)
        if request.GET.get(FORMAT) != "xlsx":
            return paper_download(request, LISTS[kind](campaign, unit))
    except ValidationError as refusal:
        show_refusal(request, refusal)
        return redirect(above)
    table = TABLES[kind]
    content = list_file(table, campaign, rows, filter_form(request.GET, rows))
    return attachment(content, name=f"{table.file_name}.xlsx", content_type=XLSX_TYPE)


def _above_unit(campaign: Campaign, unit: Unit) -> str:
    return f"{reverse('dossiers:unit')}?dv={unit.pk}&dot={campaign.pk}"


@require_GET
@login_required
def list_of_unit(request: HttpRequest, unit_pk: int, pk: int, kind: str) -> HttpResponse:
    """The unit's list of registrations, or of those it puts up."""
    campaign, unit = _place(request, pk, unit_pk)
    above = _above_unit(campaign, unit)
    path = reverse("dossiers:unit_list_file", args=[unit_pk, pk, kind])
    return _list_page(request, kind, campaign, unit, above=above, file_path=path)


@require_GET
@login_required
def list_of_unit_file(request: HttpRequest, unit_pk: int, pk: int, kind: str) -> HttpResponse:
    """The same as Word or PDF, and as a table."""
    campaign, unit = _place(request, pk, unit_pk)
    return _list_file(request, kind, campaign, unit, above=_above_unit(campaign, unit))


def _minutes(campaign: Campaign, unit: Unit, number: int) -> Paper:
    """The minutes of the unit's meeting of that number, the first being 1."""
    days: list[date] = meetings_of_unit(campaign, unit)
    if not 1 <= number <= len(days):
        raise refused("no_meeting", _("The unit has not recorded a meeting in this campaign yet."))
    return unit_minutes(campaign, unit, days[-number])


@require_GET
@login_required
def minutes_of_unit(request: HttpRequest, unit_pk: int, pk: int, number: int) -> HttpResponse:
    """The minutes of one meeting of the unit."""
    campaign, unit = _place(request, pk, unit_pk)
    path = reverse("dossiers:unit_minutes_file", args=[unit_pk, pk, number])
    return _shown(
        request,
        lambda: _minutes(campaign, unit, number),
        above=_above_unit(campaign, unit),
        file_path=path,
    )


@require_GET
@login_required
def minutes_of_unit_file(request: HttpRequest, unit_pk: int, pk: int, number: int) -> HttpResponse:
    """The same as Word or PDF."""
    campaign, unit = _place(request, pk, unit_pk)
    return _shown(
        request, lambda: _minutes(campaign, unit, number), above=_above_unit(campaign, unit)
    )


# --- of a campaign --------------------------------------------------------------------------------


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    campaign = campaign_or_404(request, pk)
    if not sees_whole_agency(user_of(request), campaign.organization_id):
        raise PermissionDenied(_("This page is for those who see every nomination of the agency."))
    return campaign


@require_GET
@login_required
def list_of_campaign(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The agency's list of registrations, or of those who are put up."""
    campaign = _campaign(request, pk)
    path = reverse("dossiers:campaign_list_file", args=[pk, kind])
    above = campaign.get_absolute_url()
    return _list_page(request, kind, campaign, None, above=above, file_path=path)


@require_GET
@login_required
def list_of_campaign_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as Word or PDF, and as a table."""
    campaign = _campaign(request, pk)
    return _list_file(request, kind, campaign, None, above=campaign.get_absolute_url())


def _shown(
    request: HttpRequest, compose: Callable[[], Paper], *, above: str, file_path: str = ""
) -> HttpResponse:
    """The preview, or the file where there is no address of one; a refusal is told above."""
    try:
        if file_path:
            return paper_preview(request, compose(), file_path=file_path, above=above)
        return paper_download(request, compose())
    except ValidationError as refusal:
        show_refusal(request, refusal)
        return redirect(above)
