"""Who has not registered in a campaign: the list, its Excel file, the reminder."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from nominations.dossiers import services
from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.forms import UnregisteredFilterForm
from nominations.dossiers.models import Campaign
from nominations.dossiers.unregistered import UnregisteredList, UnregisteredRow, unregistered_in
from nominations.dossiers.views.campaigns import managed_campaign
from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.files.table_workbook import as_xlsx
from nominations.law.models import RecipientKind
from nominations.web.access import user_of
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_to
from workflow import clock

PER_PAGE = 60


def _found(
    request: HttpRequest, campaign: Campaign
) -> tuple[UnregisteredList, UnregisteredFilterForm, list[UnregisteredRow]]:
    everybody = unregistered_in(campaign)
    units = [(str(one.pk), one.name) for one in everybody.units]
    form = UnregisteredFilterForm(request.GET, units=units)
    unit, kind = form.chosen()
    return everybody, form, everybody.of(unit=unit, kind=kind)


@login_required
@require_GET
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Persons and units without a registration, narrowed by unit and kind."""
    campaign = managed_campaign(request, pk)
    everybody, form, rows = _found(request, campaign)
    context: dict[str, Any] = {
        "campaign": campaign,
        "form": form,
        "everybody": everybody,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": form.chosen() != (None, ""),
        "query": request.GET.urlencode(),
        "reminders": campaign.reminders.select_related("sent_by__person")[:5],
        "is_reminded_today": campaign.reminders.filter(sent_on=clock.today()).exists(),
        "takes_registrations": campaign.state == CampaignState.OPEN
        and campaign.registration_opens_at <= clock.now() <= campaign.registration_closes_at,
    }
    return render(request, "dossiers/unregistered.html", context)


@login_required
@require_GET
def excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it is narrowed, with what it was narrowed to above the table."""
    campaign = managed_campaign(request, pk)
    _everybody, form, rows = _found(request, campaign)
    names = _("No."), _("Person or collective"), _("Kind"), _("Position"), _("Unit"), _("Account")
    table: list[list[object]] = [list(names)]
    table += [[place, *_line(one)] for place, one in enumerate(rows, 1)]
    content = as_xlsx([(_("Not registered yet"), table)], about=_about(campaign, form, len(rows)))
    return attachment(content, name=f"chua_dang_ky_{campaign.pk}.xlsx", content_type=XLSX_TYPE)


def _about(campaign: Campaign, form: UnregisteredFilterForm, number: int) -> list[list[object]]:
    """What the list was narrowed to."""
    unit, kind = form.chosen()
    everything, names = _("All"), dict(form.choice_field("don_vi").choices)  # type: ignore[arg-type]  # pairs
    return [
        [_("Not registered yet: %(campaign)s") % {"campaign": campaign.name}],
        [_("Unit"), str(names[str(unit)]) if unit else everything],
        [_("Kind"), str(RecipientKind(kind).label) if kind else everything],
        [pgettext("of a list", "As of"), clock.today()],
        [pgettext("of a list", "Number"), number],
    ]


def _line(row: UnregisteredRow) -> list[str]:
    kind = str(RecipientKind(row.kind).label)
    return [row.name, kind, row.position, row.unit.name, _account_word(row)]


def _account_word(row: UnregisteredRow) -> str:
    if not row.is_person:
        return ""
    return pgettext("account", "yes") if row.has_account else pgettext("account", "none")


@login_required
@require_POST
@refusals_to("dossiers:unregistered", "pk")
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell all of them; one reminder a day."""
    campaign = managed_campaign(request, pk)
    reminder = services.remind_to_register(actor=user_of(request), campaign=campaign)
    sentence = ngettext(
        "%(count)s account has been reminded.", "%(count)s accounts have been reminded.",
        reminder.told,
    )  # fmt: skip
    messages.success(request, sentence % {"count": reminder.told})
    return redirect("dossiers:unregistered", campaign.pk)
