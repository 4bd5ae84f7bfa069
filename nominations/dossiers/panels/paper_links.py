"""Links to the papers that a page offers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nominations.documents.paper_pages import PaperLink
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.printed_reports import CampaignReports
from nominations.dossiers.unit_minutes_paper import meetings_of_unit
from nominations.people.models import Unit


def links_of_nomination(row: Nomination, *, with_report: bool) -> list[PaperLink]:
    """The registration sheet, and the report if `with_report`."""
    found = {"registration": _("Registration sheet"), "report": _("Achievement report")}
    if row.late_reason:
        del found["registration"]
    if not with_report:
        del found["report"]
    return [
        PaperLink.of("dossiers:paper", label, row.public_id, kind) for kind, label in found.items()
    ]


def links_of_unit(campaign: Campaign, unit: Unit) -> list[PaperLink]:
    """The lists of the unit, and the minutes of each of its meetings, the latest first."""
    place = (unit.pk, campaign.pk)
    links = [
        PaperLink.of("dossiers:unit_list", label, *place, kind, has_table=True)
        for kind, label in _lists().items()
    ]
    days = meetings_of_unit(campaign, unit)
    for number, day in reversed(list(enumerate(reversed(days), 1))):
        label = _("Minutes of the unit's meeting of %(day)s") % {"day": date_format(day, "d/m/Y")}
        links.append(PaperLink.of("dossiers:unit_minutes", label, *place, number))
    return links


def links_of_campaign(campaign: Campaign) -> list[PaperLink]:
    """The lists of the agency."""
    return [
        PaperLink.of("dossiers:campaign_list", label, campaign.pk, kind, has_table=True)
        for kind, label in _lists().items()
    ]


def campaign_reports_run_path(campaign: Campaign, unit: Unit | None = None) -> str:
    """The path of the print run of the campaign's achievement reports, of one unit if given."""
    path = reverse("print_runs:start", args=[CampaignReports.slug, campaign.pk])
    return f"{path}?{urlencode({'don-vi': unit.name})}" if unit else path


def _lists() -> dict[str, str]:
    return {
        "registrations": _("List of registrations"),
        "nominations": _("List of nominees with their record"),
    }
