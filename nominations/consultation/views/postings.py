"""The secretary's side of postings: publish, read opinions, extend, close."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nominations.consultation import services
from nominations.consultation.forms import ChooseForm, PostForm, SummaryForm
from nominations.consultation.models import Comment, Objection, Posting
from nominations.consultation.papers import events_of
from nominations.consultation.posting_workflow import POSTINGS
from nominations.consultation.queries import (
    conducted_ids,
    conducts,
    handles,
    is_public,
    is_taking_opinions,
    opinions_visible_to,
    postable_nominations,
    visible_to,
    without_own,
)
from nominations.consultation.views.transitions import CLOSING, EXTENDING
from nominations.dossiers.models import Campaign
from nominations.dossiers.opinion_check import opinions_not_in_favour
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.panel import panel_of
from nominations.people.models import Organization, User
from nominations.people.queries import agency_shown_first
from nominations.web.access import get_or_404, require_allowed, user_of
from nominations.web.refusals import refusals_in, refusals_to
from nominations.web.stale_page import ShownValues
from workflow import engine

PER_PAGE = 25
PAPERS = (IssuedKind.NOTICE, IssuedKind.CONSULTATION_MINUTES)
ORDER = ("award_type__rank", "kind", "unit__rank", "id")


@require_GET
@login_required
def postings(request: HttpRequest) -> HttpResponse:
    """Postings of the reader's agencies, newest first."""
    places = conducted_ids(request.user)
    unread = Count(
        "items__comments",
        filter=Q(items__comments__isnull=False, items__comments__handled_at__isnull=True),
    )
    rows = visible_to(request.user).annotate(unread=unread).order_by("-posted_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(one, is_taking_opinions(one)) for one in page.object_list],
        "may_post": bool(places),
    }
    return render(request, "consultation/postings.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def post(request: HttpRequest) -> HttpResponse:
    """Choose nominations, check their public texts, publish."""
    agencies = list(Organization.objects.filter(pk__in=conducted_ids(request.user)))
    if not agencies:
        raise PermissionDenied
    first = agency_shown_first(user_of(request), agencies) or agencies[0]
    agency = _chosen(agencies, request.GET.get("co-quan")) or first
    waiting = postable_nominations(agency)
    campaigns = list(Campaign.objects.filter(pk__in=waiting.values("campaign_id")))
    campaign = _chosen(campaigns, request.GET.get("dot")) or (campaigns[0] if campaigns else None)
    waiting = waiting.filter(campaign=campaign) if campaign else waiting
    context = {"agency": agency, "agencies": agencies, "campaign": campaign, "campaigns": campaigns}
    if request.POST.get("step") in ("preview", "publish"):
        return _preview(request, agency, campaign, waiting, context)
    rows = waiting.select_related("award_type").order_by(*ORDER)
    return render(request, "consultation/post_choose.html", {**context, "rows": rows})


def _preview(
    request: HttpRequest,
    agency: Organization,
    campaign: Campaign | None,
    waiting: Any,
    context: dict[str, Any],
) -> HttpResponse:
    choice = ChooseForm(request.POST, choosable=waiting)
    if not choice.is_valid():
        rows = waiting.select_related("award_type").order_by(*ORDER)
        context |= {"rows": rows, "form": choice}
        return render(request, "consultation/post_choose.html", context)
    publishing = request.POST["step"] == "publish"
    name = _("Opinions on the result of the review: %(campaign)s") % {
        "campaign": campaign or agency
    }
    form = PostForm(
        request.POST if publishing else None, choosable=waiting, initial={"name": name[:250]}
    )
    if publishing and form.is_valid():
        made = _publish(request, form, agency, campaign)
        if made:
            return redirect(made)
    lines = _lines(choice, request.POST)
    context |= {
        "form": form,
        "lines": lines,
        "not_in_favour": opinions_not_in_favour([one for one, _text in lines], "consultation"),
    }
    return render(request, "consultation/post_preview.html", context)


def _lines(choice: ChooseForm, sent: Any) -> list[tuple[Any, str]]:
    """Each nomination with the submitted summary, else the default one."""
    chosen = list(choice.cleaned_data["nominations"].select_related("award_type"))
    texts = services.default_summaries(one.pk for one in chosen)
    return [(one, sent.get(f"summary-{one.pk}", texts.get(one.pk, ""))) for one in chosen]


def _publish(
    request: HttpRequest, form: PostForm, agency: Organization, campaign: Campaign | None
) -> Posting | None:
    with refusals_in(form):
        posting = services.open_posting(
            actor=cast("User", request.user),
            organization=agency,
            campaign=campaign,
            summaries=form.summaries(),
            **form.cleaned_data,
        )
        messages.success(
            request,
            _("The list is posted. Opinions are taken until %(day)s.")
            % {"day": f"{posting.due_on:%d/%m/%Y}"},
        )
        return posting
    return None


def _chosen(options: list[Any], wanted: str | None) -> Any:
    return next((option for option in options if str(option.pk) == wanted), None)


@require_GET
@login_required
def posting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The posting with its opinions and cases; senders are shown to the secretary alone."""
    row = get_or_404(visible_to(request.user), public_id=public_id)
    items = row.items.select_related("nomination__award_type")
    opinions = list(opinions_visible_to(request.user, row))
    cases = without_own(Objection.objects.filter(item__posting=row), request.user)
    offers = engine.offers(POSTINGS, row.pk, actor=request.user)
    context = {
        "posting": row,
        "is_conductor": conducts(request.user, row),
        "offers": [one for one in offers if one.enabled],
        "items": items.order_by("nomination__award_type__rank", "id"),
        "opinions": opinions,
        "hidden": Comment.objects.filter(item__posting=row).count() - len(opinions),
        "cases": cases.select_related("item__nomination", "assigned_to__person"),
        "takes_opinions": is_taking_opinions(row),
        "is_shown": is_public(row),
        "events": events_of(row),
        "papers": panel_of(user_of(request), row, PAPERS),
    }
    return render(request, "consultation/posting.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def extend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Extend the time for opinions."""
    return EXTENDING.answer(request, public_id, "extend")


@require_POST
@login_required
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close a posting by hand, reporting the nominations that stay and why."""
    row = CLOSING.find(request, public_id)
    return CLOSING.answer(request, public_id, "close" if row.is_open else "pass_on")


@require_http_methods(["GET", "POST"])
@login_required
@refusals_to("consultation:posting", "public_id")
def summary(request: HttpRequest, public_id: UUID, item_id: int) -> HttpResponse:
    """Correct the public text about one nomination."""
    row = get_or_404(visible_to(request.user), public_id=public_id)
    item = get_object_or_404(row.items.select_related("nomination", "posting"), pk=item_id)
    require_allowed(conducts(request.user, row) or handles(request.user, item))
    form = SummaryForm(
        request.POST if request.method == "POST" else None, initial={"summary": item.summary}
    )
    shown = ShownValues.of_row(request, item, "summary")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.write_summary(actor=request.user, item=item, **form.cleaned_data)
            messages.success(request, _("The summary is changed."))
            return redirect(row)
    context = {"posting": row, "item": item, "form": form, "seen_version": shown.mark}
    return render(request, "consultation/summary.html", context)
