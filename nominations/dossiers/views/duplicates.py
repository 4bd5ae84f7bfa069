"""Possible duplicates in a campaign, and allowing one; for the secretary."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.dossiers import services
from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.duplicates.campaign_rules import rules_of
from nominations.dossiers.duplicates.findings import (
    ENDED_STATES,
    DuplicateFinding,
    DuplicateKind,
    findings_for,
)
from nominations.dossiers.forms import OverrideForm
from nominations.dossiers.models import Campaign
from nominations.dossiers.permissions import may_allow_duplicate
from nominations.dossiers.views.access import visible_or_404
from nominations.law.duplicates import first_rule
from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.people.queries import agency_ids
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.access import user_of
from nominations.web.refusals import Refused, show_in

PER_PAGE = 25


def duplicates_in(campaign: Campaign, reader: User) -> list[DuplicateFinding]:
    """Findings about the live nominations of the campaign, each pair once, blocking ones first."""
    rows = campaign.nominations.exclude(state__in=[State.DRAFT, *sorted(ENDED_STATES)])
    found = findings_for(
        rows.order_by("person__sort_key", "pk").values_list("pk", flat=True), reader=reader
    )
    pairs: dict[tuple[object, ...], DuplicateFinding] = {}
    for findings in found.values():
        for one in findings:
            pairs.setdefault(one.pair, one)
    return sorted(pairs.values(), key=lambda one: (not one.blocks, bool(one.waived)))


@login_required
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Every possible duplicate of the campaign with the two records and the rule."""
    mine = Campaign.objects.filter(organization_id__in=agency_ids(user_of(request)), state__in=HELD)
    row = get_object_or_404(mine.select_related("organization"), pk=pk)
    if not holds(user_of(request), Role.SECRETARY, organization=row.organization_id):
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    found = duplicates_in(row, user_of(request))
    context = {
        "campaign": row,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "blocking": sum(one.blocks for one in found),
    }
    return render(request, "dossiers/duplicates.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def allow(request: HttpRequest, public_id: UUID, rule: str) -> HttpResponse:
    """Allow a possible duplicate of the nomination; the secretary gives a reason."""
    row = visible_or_404(request, public_id)
    if not may_allow_duplicate(user_of(request), row):
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    if rule not in DuplicateKind.values:
        raise Http404
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.allow_double(actor=user_of(request), nomination=row, rule=rule, reason=reason)
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The exception has been recorded."))
            return redirect(row)
    found = findings_for([row], reader=user_of(request))[row.pk]
    context = {
        "nomination": row,
        "kind": DuplicateKind(rule),
        "rule": first_rule(rules_of(row.campaign), rule),
        "doubles": [one for one in found if one.kind == rule],
        "form": form,
    }
    return render(request, "dossiers/double_allow.html", context)
