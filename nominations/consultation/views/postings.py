"""The secretary's side of postings: publish, read opinions, extend, close, print the minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nominations.consultation import services
from nominations.consultation.forms import (
    ChooseForm,
    ExtendForm,
    MinutesNoteForm,
    PostForm,
    SummaryForm,
)
from nominations.consultation.models import Comment, Objection, Posting
from nominations.consultation.papers import events_of, minutes_of
from nominations.consultation.queries import (
    conducted_ids,
    is_public,
    is_taking_opinions,
    opinions_for,
    postable_nominations,
    postings_for,
    without_own,
)
from nominations.consultation.views.doors import on_posting, require
from nominations.dossiers.models import Campaign
from nominations.people.models import Organization
from workflow.exceptions import NotAllowed

PER_PAGE = 25
ORDER = ("award_type__rank", "kind", "unit__rank", "id")


@require_GET
@login_required
def postings(request: HttpRequest) -> HttpResponse:
    """Postings of the reader's agencies, newest first."""
    places = conducted_ids(request.user)
    unread = Count("items__comments", filter=Q(items__comments__state=Comment.State.RECEIVED))
    rows = postings_for(request.user).annotate(unread=unread).order_by("-posted_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.is_open = is_taking_opinions(one)
    return render(
        request, "consultation/postings.html", {"page_obj": page, "may_post": bool(places)}
    )


@require_http_methods(["GET", "POST"])
@login_required
def post(request: HttpRequest) -> HttpResponse:
    """Choose the names, then read what the public will read, then publish."""
    agencies = list(Organization.objects.filter(pk__in=conducted_ids(request.user)))
    if not agencies:
        raise PermissionDenied
    agency = _chosen(agencies, request.GET.get("co-quan")) or agencies[0]
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
            return redirect("consultation:posting", public_id=made.public_id)
    context |= {"form": form, "lines": _lines(choice, request.POST)}
    return render(request, "consultation/post_preview.html", context)


def _lines(choice: ChooseForm, sent: Any) -> list[tuple[Any, str]]:
    """Each nomination with the summary as typed in, else as proposed."""
    chosen = list(choice.cleaned_data["nominations"].select_related("award_type"))
    texts = services.default_summaries(one.pk for one in chosen)
    return [(one, sent.get(f"summary-{one.pk}", texts.get(one.pk, ""))) for one in chosen]


def _publish(
    request: HttpRequest, form: PostForm, agency: Organization, campaign: Campaign | None
) -> Posting | None:
    try:
        posting = services.post(
            actor=request.user,
            organization=agency,
            campaign=campaign,
            summaries=form.summaries(),
            **form.cleaned_data,
        )
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from None
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    messages.success(
        request,
        _("The list is posted. Opinions are taken until %(day)s.")
        % {"day": f"{posting.due_on:%d/%m/%Y}"},
    )
    return posting


def _chosen(options: list[Any], wanted: str | None) -> Any:
    return next((option for option in options if str(option.pk) == wanted), None)


@require_GET
@on_posting
def posting(request: HttpRequest, *, posting: Posting, is_conductor: bool) -> HttpResponse:
    """The posting with its opinions and cases; senders are shown to the secretary alone."""
    items = posting.items.select_related("nomination__award_type")
    opinions = list(opinions_for(request.user, posting))
    cases = without_own(Objection.objects.filter(item__posting=posting), request.user)
    context = {
        "posting": posting,
        "is_conductor": is_conductor,
        "items": items.order_by("nomination__award_type__rank", "id"),
        "opinions": opinions,
        "hidden": Comment.objects.filter(item__posting=posting).count() - len(opinions),
        "cases": cases.select_related("item__nomination", "assigned_to__person"),
        "is_open": is_taking_opinions(posting),
        "is_shown": is_public(posting),
        "running": items.filter(ended_at=None).exists(),
        "events": events_of(posting),
    }
    return render(request, "consultation/posting.html", context)


@require_http_methods(["GET", "POST"])
@on_posting
def extend(request: HttpRequest, *, posting: Posting, is_conductor: bool) -> HttpResponse:
    """More time for opinions."""
    require(is_conductor)
    form = ExtendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.extend(actor=request.user, posting=posting, **form.cleaned_data)
        messages.success(request, _("The time for opinions is extended."))
        return redirect("consultation:posting", public_id=posting.public_id)
    return render(request, "consultation/extend.html", {"posting": posting, "form": form})


@require_POST
@on_posting
def close(request: HttpRequest, *, posting: Posting, is_conductor: bool) -> HttpResponse:
    """Close by hand what the clock would close; say what stays and why."""
    require(is_conductor)
    result = services.close_posting(actor=request.user, posting=posting)
    if result.moved:
        messages.success(
            request, _("%(number)s nominations went on.") % {"number": len(result.moved)}
        )
    titles = dict(
        posting.items.filter(nomination_id__in=[one.pk for one in result.refused]).values_list(
            "nomination_id", "nomination__title"
        )
    )
    for one in result.refused:
        messages.warning(request, f"{titles.get(one.pk, '')}: {one.reasons[0].reason}")
    return redirect("consultation:posting", public_id=posting.public_id)


@require_http_methods(["GET", "POST"])
@on_posting
def summary(
    request: HttpRequest, *, posting: Posting, is_conductor: bool, item_id: int
) -> HttpResponse:
    """Correct the text the public reads about one name."""
    require(is_conductor)
    item = get_object_or_404(posting.items.select_related("nomination", "posting"), pk=item_id)
    form = SummaryForm(
        request.POST if request.method == "POST" else None, initial={"summary": item.summary}
    )
    if request.method == "POST" and form.is_valid():
        services.write_summary(actor=request.user, item=item, summary=form.cleaned_data["summary"])
        messages.success(request, _("The summary is changed."))
        return redirect("consultation:posting", public_id=posting.public_id)
    return render(
        request, "consultation/summary.html", {"posting": posting, "item": item, "form": form}
    )


@require_http_methods(["GET", "POST"])
@on_posting
def minutes(request: HttpRequest, *, posting: Posting, is_conductor: bool) -> HttpResponse:
    """The minutes of the consultation, to read and to print, and the note in them."""
    form = MinutesNoteForm(
        request.POST if request.method == "POST" else None, initial={"note": posting.minutes_note}
    )
    if request.method == "POST" and form.is_valid():
        services.write_minutes_note(
            actor=request.user, posting=posting, note=form.cleaned_data["note"]
        )
        messages.success(request, _("The minutes are completed."))
        return redirect("consultation:minutes", public_id=posting.public_id)
    context = {**minutes_of(posting), "form": form, "is_conductor": is_conductor}
    return render(request, "consultation/minutes.html", context)
