"""Possible doubles in a campaign, for the secretary."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.dossiers.duplicates import GIVEN_UP, Finding, findings_for
from nominations.dossiers.models import Campaign
from nominations.people.queries import agency_ids, organization_ids
from nominations.states import State

PER_PAGE = 25


def doubles_in(campaign: Campaign, reader: Any) -> list[Finding]:
    """Findings about the live nominations of the campaign, the blocking ones first."""
    rows = campaign.nominations.exclude(state__in=[State.DRAFT, *sorted(GIVEN_UP)])
    found = findings_for(rows.order_by("person__sort_key", "pk"), reader=reader)
    flat = [one for findings in found.values() for one in findings]
    return sorted(flat, key=lambda one: (not one.blocks, bool(one.waived)))


@login_required
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Every possible double of the campaign with the two records and the rule."""
    mine = Campaign.objects.filter(organization_id__in=agency_ids(request.user))
    row = get_object_or_404(mine.select_related("organization"), pk=pk)
    if row.organization_id not in organization_ids(request.user, "manage_campaigns"):
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    found = doubles_in(row, request.user)
    context = {
        "campaign": row,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "blocking": sum(one.blocks for one in found),
    }
    return render(request, "dossiers/duplicates.html", context)
