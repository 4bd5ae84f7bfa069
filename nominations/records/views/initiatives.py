"""Initiatives: the list, writing one, its page, the acts on it, a wider scope."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.people.authorization import holds
from nominations.people.models import Organization, Unit, User
from nominations.people.queries import agency_ids, colleagues
from nominations.people.roles import Role
from nominations.records import services
from nominations.records.forms import InitiativeFilterForm, InitiativeForm, WiderScopeForm
from nominations.records.initiative_timeline import initiative_timeline, what_happens_next
from nominations.records.initiative_workflow import INITIATIVES, InitiativeState
from nominations.records.models import Initiative
from nominations.records.queries import (
    initiatives_like,
    reads_full_history,
    secretary_agency_ids,
    visible_to,
    widest_recognition,
    with_authors,
)
from nominations.records.views.access import initiative_or_404
from nominations.web.access import user_of
from nominations.web.refusals import Refused, sentences, show_in
from nominations.web.stale_page import ShownValues
from workflow import clock, engine

PER_PAGE = 25


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every initiative the reader may see, the newest year first."""
    rows = visible_to(user_of(request))
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    units = Unit.objects.workplaces().filter(
        organization_id__in=sorted(agency_ids(user_of(request)))
    )
    form = InitiativeFilterForm(request.GET, units=units, years=years)
    form.is_valid()
    rows = _chosen(rows, form.cleaned_data, user_of(request))
    page = Paginator(with_authors(rows.order_by("-year", "-pk")), PER_PAGE)
    context = {
        "form": form,
        "page": page.get_page(request.GET.get("page")),
        "filtered": any(form.cleaned_data.values()),
    }
    return render(request, "records/initiatives.html", context)


def _chosen(rows: Any, given: dict[str, Any], user: User) -> Any:
    if given.get("q"):
        rows = initiatives_like(rows, given["q"])
    if given.get("mine"):
        rows = rows.filter(authors__person_id=user.person_id)
    lookups = {"unit": "unit_id", "year": "year", "state": "state"}
    return rows.filter(**{to: given[name] for name, to in lookups.items() if given.get(name)})


@login_required
@require_GET
def initiative(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where it stands, what happens next, what the reader can do, and its history."""
    row = initiative_or_404(request, public_id)
    party = reads_full_history(user_of(request), row)
    may_enter = row.organization_id in secretary_agency_ids(user_of(request))
    is_author = any(one.person_id == user_of(request).person_id for one in row.authors.all())
    recognised = row.state == InitiativeState.RECOGNISED
    context = {
        "initiative": row,
        "recognitions": row.valid_recognitions,
        "widest": widest_recognition(row.valid_recognitions),
        "offers": engine.offers(INITIATIVES, row.pk, actor=user_of(request)),
        "next_step": what_happens_next(row, bool(row.valid_recognitions)),
        "history": initiative_timeline(row) if party else [],
        "party": party,
        "may_change": row.state == InitiativeState.DRAFT
        and (is_author or holds(user_of(request), Role.UNIT_CLERK, unit=row.unit_id)),
        "may_widen": recognised and may_enter and not is_author,
        "may_cancel": may_enter and not is_author,
    }
    return render(request, "records/initiative.html", context)


def _people(organization: Organization) -> Any:
    return colleagues(organization, clock.today()).only("pk", "full_name", "sort_key", "birth_date")


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down an initiative; it is registered at once or kept as a draft."""
    person = user_of(request).person
    membership = person.membership_on(clock.today()) if person else None
    if membership is None:
        raise PermissionDenied(_("Only who works in an agency registers initiatives there."))
    people = _people(membership.unit.organization)
    form = InitiativeForm(request.POST or None, people=people, author=person)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft_initiative(actor=user_of(request), **form.arguments())
        except Refused as refusal:
            show_in(form, refusal)
        else:
            return _register_if_asked(
                request, made, _("Saved as a draft. Register it when it is ready.")
            )
    return render(request, "records/initiative_form.html", {"form": form, "initiative": None})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a draft."""
    row = initiative_or_404(request, public_id)
    people = _people(row.organization)
    form = InitiativeForm(request.POST or None, people=people, initiative=row)
    shown = ShownValues.of(
        request, row, lambda now: InitiativeForm(people=people, initiative=now).initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            with shown.unchanged(form):
                services.change_initiative(
                    actor=user_of(request), initiative=row, **form.arguments()
                )
        except Refused as refusal:
            show_in(form, refusal)
        else:
            return _register_if_asked(request, row, _("The changes have been saved."))
    elif row.state != InitiativeState.DRAFT:
        messages.info(request, _("The initiative can no longer be changed."))
        return redirect(row)
    context = {"form": form, "initiative": row, "seen_version": shown.mark}
    return render(request, "records/initiative_form.html", context)


def _register_if_asked(request: HttpRequest, row: Initiative, saved: str) -> HttpResponse:
    """Register at once if asked; whatever is refused, the draft is kept and says why."""
    if request.POST.get("then") != "register":
        messages.success(request, saved)
        return redirect(row)
    try:
        engine.perform(INITIATIVES, row.pk, "register", actor=user_of(request))
    except Refused as refusal:
        said = {"reason": " ".join(sentences(refusal))}
        messages.warning(request, _("Saved as a draft, not registered yet: %(reason)s") % said)
    else:
        messages.success(request, _("The initiative has been registered."))
    return redirect(row)


@login_required
@require_http_methods(["GET", "POST"])
def widen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Record that an authority above recognised a wider scope."""
    row = initiative_or_404(request, public_id)
    if row.organization_id not in secretary_agency_ids(user_of(request)):
        raise PermissionDenied(_("Only the council secretary of the agency keeps this record."))
    form = WiderScopeForm(request.POST or None, organization=row.organization)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_wider_scope(actor=user_of(request), initiative=row, **form.arguments())
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The wider scope has been recorded."))
            return redirect(row)
    return render(request, "records/widen.html", {"form": form, "initiative": row})
