"""Campaigns: the list for everybody of the agency; opening, extending, steps for the secretary."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.dossiers import services
from nominations.dossiers.boards import permissions
from nominations.dossiers.forms import CampaignForm, ExtensionForm, TitleForm
from nominations.dossiers.models import Campaign, CampaignTitle, VoteBase
from nominations.dossiers.views.duplicates import duplicates_in
from nominations.law.models import AwardType, RuleLayer
from nominations.people.authorization import roles_today
from nominations.people.models import Organization, User
from nominations.people.queries import agency_ids
from nominations.people.roles import Role
from nominations.states import State
from nominations.web.access import user_of
from nominations.web.refusals import Refused, show_in
from workflow import audit, clock


def _managed(user: User) -> frozenset[int]:
    return roles_today(user).organizations(Role.SECRETARY)


def _visible(request: HttpRequest, pk: int) -> Campaign:
    rows = Campaign.objects.filter(organization_id__in=agency_ids(user_of(request)))
    return get_object_or_404(rows.select_related("organization"), pk=pk)


def _managed_campaign(request: HttpRequest, pk: int) -> Campaign:
    campaign = _visible(request, pk)
    if campaign.organization_id not in _managed(user_of(request)):
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    return campaign


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The campaigns of the reader's agencies, the newest year first."""
    registered = Count("nominations", filter=~Q(nominations__state=State.DRAFT))
    campaigns = (
        Campaign.objects.filter(organization_id__in=agency_ids(user_of(request)))
        .select_related("organization")
        .annotate(registered=registered)
        .order_by("-year", "-registration_opens_at")[:100]
    )
    context = {
        "campaigns": campaigns,
        "may_open": bool(_managed(user_of(request))),
        "now": clock.now(),
    }
    return render(request, "dossiers/campaigns.html", context)


@login_required
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: its windows, its awards with their parameters, what was changed when."""
    row = _visible(request, pk)
    titles = list(row.titles.select_related("award_type"))
    counts = dict(
        row.nominations.exclude(state=State.DRAFT)
        .order_by()
        .values_list("award_type_id")
        .annotate(Count("pk"))
    )
    may_manage = row.organization_id in _managed(user_of(request))
    context = {
        "campaign": row,
        "layers": _layers(row),
        "titles": [(t, _threshold_words(t), counts.get(t.award_type_id, 0)) for t in titles],
        "total": sum(counts.values()),
        "may_manage": may_manage,
        "doubles": duplicates_in(row, user_of(request)) if may_manage else [],
        "may_see_board": permissions.may_see_board(user_of(request), row),
        "changes": _changes(row),
        "now": clock.now(),
    }
    return render(request, "dossiers/campaign.html", context)


def _layers(row: Campaign) -> list[RuleLayer]:
    """The regulations of province and agency that the campaign was opened under."""
    agencies = (row.organization_id, row.organization.parent_id)
    layers = RuleLayer.objects.filter(
        organization_id__in=[pk for pk in agencies if pk is not None],
        code__in=row.rules.get("layers", ()),
    )
    return list(layers.order_by("level", "valid_from"))


def _changes(row: Campaign) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "who": event.actor_name if event.actor_id is not None else _("The system"),
            "sentence": audit.label_of(event.action),
            "comment": event.content.get("reason", ""),
        }
        for event in reversed(audit.history(f"campaign:{row.pk}"))
    ]


def _open_form(request: HttpRequest, managed: frozenset[int]) -> CampaignForm:
    year = clock.today().year
    return CampaignForm(
        request.POST or None,
        organizations=Organization.objects.filter(pk__in=managed),
        award_types=AwardType.objects.on(clock.today()),
        initial={"year": year, "organization": next(iter(managed))},
    )


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a campaign."""
    managed = _managed(user_of(request))
    if not managed:
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    form = _open_form(request, managed)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_campaign(actor=user_of(request), **form.arguments())
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The campaign is open."))
            return redirect("dossiers:campaign", made.pk)
    return render(request, "dossiers/campaign_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a window close later."""
    row = _managed_campaign(request, pk)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.extend_window(actor=user_of(request), campaign=row, **form.cleaned_data)
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The window has been extended."))
            return redirect("dossiers:campaign", row.pk)
    return render(request, "dossiers/campaign_extend.html", {"campaign": row, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def title(request: HttpRequest, pk: int, title_pk: int) -> HttpResponse:
    """Which steps an award needs in this campaign."""
    row = _managed_campaign(request, pk)
    one = get_object_or_404(
        CampaignTitle.objects.select_related("award_type"), pk=title_pk, campaign=row
    )
    initial = {name: getattr(one, name) for name in TitleForm.steps}
    form = TitleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_title(
                actor=user_of(request),
                title=one,
                reason=form.cleaned_data["reason"],
                **form.chosen(),
            )
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The steps of the award have been changed."))
            return redirect("dossiers:campaign", row.pk)
    context = {"campaign": row, "title_row": one, "threshold": _threshold_words(one), "form": form}
    return render(request, "dossiers/campaign_title.html", context)


def _threshold_words(title: CampaignTitle) -> str:
    """The share of the council's members that must agree: of all, or of those taking part."""
    share = f"{title.threshold_numerator}/{title.threshold_denominator}"
    if title.vote_base == VoteBase.PRESENT:
        if title.threshold_strict:
            return _("more than %(share)s of the council members taking part") % {"share": share}
        return _("at least %(share)s of the council members taking part") % {"share": share}
    if title.threshold_strict:
        return _("more than %(share)s of all council members") % {"share": share}
    return _("at least %(share)s of all council members") % {"share": share}
