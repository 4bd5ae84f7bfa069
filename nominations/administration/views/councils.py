"""Councils and who sits on them, for the administrator and the secretary of the agency."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.administration.forms.councils import CouncilForm, NewCouncilForm, SeatForm
from nominations.administration.forms.reference import LastDayForm
from nominations.council import services
from nominations.council.appointment_paper import appointment_paper, citing_day
from nominations.council.composition import composition_line
from nominations.council.models import Council, CouncilMember
from nominations.documents.blocks import Paper
from nominations.documents.paper_pages import PaperLink, paper_download, paper_preview
from nominations.documents.standard_parts import notes_of
from nominations.people.authorization import is_trusted, roles_today
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from nominations.web.access import get_or_404, require_allowed, user_of
from nominations.web.forms import BaseForm
from nominations.web.refusals import refusals_in, refusals_to
from nominations.web.stale_page import ShownValues
from workflow import clock

TERM = tuple(CouncilForm.base_fields)


def _agencies(request: HttpRequest) -> QuerySet[Organization]:
    """The agencies whose councils the reader keeps; 403 for whoever keeps none."""
    user = user_of(request)
    if is_trusted(user):
        return Organization.objects.all()
    kept = roles_today(user).organizations(Role.ADMINISTRATOR, Role.SECRETARY)
    require_allowed(
        bool(kept),
        _("Only the council secretary or the administrator keeps the list of members."),
    )
    return Organization.objects.filter(pk__in=kept)


def _council(request: HttpRequest, pk: int) -> Council:
    kept = Council.objects.filter(organization__in=_agencies(request))
    found: Council = get_or_404(kept.select_related("organization"), pk=pk)
    return found


@login_required
@require_GET
def councils(request: HttpRequest) -> HttpResponse:
    """The councils of the agencies that the reader keeps."""
    agencies = _agencies(request)
    found = Council.objects.filter(organization__in=agencies).select_related("organization")
    context = {"councils": found, "agencies": agencies, "today": clock.today()}
    return render(request, "administration/councils.html", context)


@login_required
def council_new(request: HttpRequest) -> HttpResponse:
    """Set up a council with its first members."""
    agencies = _agencies(request)
    wanted = request.GET.get("agency", "")
    chosen = agencies.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 10 else None
    organization = chosen or agencies.first()
    require_allowed(organization is not None)
    assert organization is not None  # noqa: S101 -- refused in the line above
    form = NewCouncilForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.establish_council(
                actor=user_of(request),
                organization=organization,
                seats=form.seats,
                **form.particulars,
            )
            messages.success(request, _("The council is set up."))
            return redirect("administration:council", pk=made.pk)
    context = {
        "form": form,
        "organization": organization,
        "composition": composition_line(organization, clock.today()),
    }
    return render(request, "administration/council_new.html", context)


@login_required
def council(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits on a council; POST takes a person in."""
    found = _council(request, pk)
    form = SeatForm(request.POST or None, organization=found.organization)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.seat_member(actor=user_of(request), council=found, **form.cleaned_data)
            messages.success(request, _("The member is taken into the council."))
            return redirect("administration:council", pk=pk)
    members = found.members.select_related("person").order_by("rank", "person__sort_key")
    link = PaperLink.of("administration:council_decision", _("Decision on the council"), pk)
    context = {"council": found, "form": form, "members": members, "today": clock.today()}
    context["paper_links"] = [link] if members else []
    context["composition"] = composition_line(found.organization, clock.today())
    return render(request, "administration/council.html", context)


def _decision(request: HttpRequest, pk: int) -> tuple[Council, Paper]:
    found = _council(request, pk)
    return found, appointment_paper(found)


@login_required
@require_GET
@refusals_to("administration:council", "pk")
def council_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision that sets up the council, or renews it, as it would be printed."""
    found, paper = _decision(request, pk)
    return paper_preview(
        request,
        paper,
        file_path=reverse("administration:council_decision_file", args=[pk]),
        above=reverse("administration:council", args=[pk]),
        notes=notes_of(citing_day(found)),
    )


@login_required
@require_GET
@refusals_to("administration:council", "pk")
def council_decision_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as Word or PDF."""
    return paper_download(request, _decision(request, pk)[1])


@login_required
def council_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, paper and term of a council."""
    found = _council(request, pk)
    initial = {name: getattr(found, name) for name in TERM}
    form = CouncilForm(request.POST or None, initial=initial)
    shown = ShownValues.of_row(request, found, *TERM)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.change_council(actor=user_of(request), council=found, values=form.cleaned_data)
            messages.success(request, _("The change is recorded."))
            return redirect("administration:council", pk=pk)
    context = {"form": form, "council": found, "seen_version": shown.mark}
    return render(request, "administration/council_change.html", context)


def _to_confirm(request: HttpRequest, pk: int) -> Council:
    """A council of an agency whose lists of members the reader may confirm."""
    kept = roles_today(user_of(request)).organizations(*services.CONFIRMERS)
    require_allowed(
        bool(kept),
        _("Only the council secretary, the administrator and the director confirm the list."),
    )
    here = Council.objects.filter(organization_id__in=kept)
    found: Council = get_or_404(here.select_related("organization"), pk=pk)
    return found


def _authors(council: Council) -> list[str]:
    """Who changed the list of members since it was confirmed last."""
    accounts = User.objects.filter(pk__in=council.changed_by).select_related("person")
    return [one.get_full_name() for one in accounts.order_by("pk")]


def _listed(council: Council) -> dict[str, Any]:
    """The members as the page shows them."""
    seats = council.members.order_by("pk").values_list("pk", "seat", "valid_from", "valid_to")
    return {"seats": [[*seat] for seat in seats]}


@login_required
@require_http_methods(["GET", "POST"])
def council_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The members as they were changed, for somebody else to confirm."""
    found = _to_confirm(request, pk)
    form = BaseForm(request.POST if request.method == "POST" else None)
    shown = ShownValues.of(request, found, _listed)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            services.confirm_members(actor=user_of(request), council=found)
            messages.success(request, _("The list of members is confirmed."))
            return redirect("administration:council_confirm", pk=pk)
    context = {
        "council": found,
        "form": form,
        "members": found.members.select_related("person").order_by("rank", "person__sort_key"),
        "authors": _authors(found),
        "is_own": user_of(request).pk in found.changed_by,
        "seen_version": shown.mark,
    }
    return render(request, "administration/council_confirm.html", context)


@login_required
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a seat."""
    seats = CouncilMember.objects.filter(council__organization__in=_agencies(request))
    seat = get_or_404(seats.select_related("person", "council__organization"), pk=pk)
    form = LastDayForm(request.POST or None)
    shown = ShownValues.of(request, seat.council, _listed)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            services.end_seat(actor=user_of(request), member=seat, on=form.cleaned_data["on"])
            messages.success(request, _("The end of the seat is recorded."))
            return redirect("administration:council", pk=seat.council_id)
    context = {"form": form, "seat": seat, "seen_version": shown.mark}
    return render(request, "administration/seat_end.html", context)
