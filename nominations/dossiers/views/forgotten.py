"""Who meets a standard and is not nominated: several are nominated in one go."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nominations.dossiers import services
from nominations.dossiers.boards import forgotten
from nominations.dossiers.forms import LateForm
from nominations.dossiers.models import Campaign
from nominations.dossiers.services import NewNomination
from nominations.dossiers.views.boards import campaign_or_404
from nominations.eligibility.answers import Answer
from nominations.law.models import AwardType, RecipientKind
from nominations.people.authorization import holds
from nominations.people.models import Person, Unit, UnitMembership
from nominations.people.models.dated import holds_on
from nominations.people.roles import Role
from nominations.web.refusals import Refused, show_in
from workflow import clock

PER_PAGE = 60
MAX_LISTED = 300


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    campaign = campaign_or_404(request, pk)
    if not holds(request.user, Role.SECRETARY, organization=campaign.organization_id):
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    return campaign


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """GET lists them unit by unit with the reasons, POST nominates those ticked."""
    campaign = _campaign(request, pk)
    if request.method == "GET":
        return _page(request, campaign, LateForm())
    form = LateForm(request.POST)
    rows = _rows(campaign, request.POST.getlist("chon"))
    if not rows:
        form.add_error(None, _("Tick at least one person or unit."))
    if not form.is_valid():
        return _page(request, campaign, form, status=422)
    try:
        added = services.nominate_forgotten(
            actor=request.user, campaign=campaign, rows=rows, reason=form.cleaned_data["reason"]
        )
    except Refused as refusal:
        show_in(form, refusal)
        return _page(request, campaign, form, status=422)
    _tell(request, added)
    return redirect(request.get_full_path())


def _rows(campaign: Campaign, given: list[str]) -> list[NewNomination]:
    """The ticked pairs of a person or a unit and an award as nominations; nonsense is dropped."""
    types = {one.award_type_id: one.award_type for one in _titles(campaign)}
    wanted = [one for one in map(_pair, dict.fromkeys(given)) if one and one[2] in types][
        : MAX_LISTED + 1
    ]
    places = _places(
        campaign, {key for kind, key, _a in wanted if kind == RecipientKind.INDIVIDUAL}
    )
    units = (
        Unit.objects.workplaces()
        .filter(organization_id=campaign.organization_id)
        .in_bulk([key for kind, key, _a in wanted if kind == RecipientKind.COLLECTIVE])
    )
    found = []
    for kind, key, award in wanted:
        if kind == RecipientKind.COLLECTIVE and key in units:
            found.append(
                NewNomination(award_type=types[award], unit=units[key], collective=units[key])
            )
        elif kind == RecipientKind.INDIVIDUAL and key in places:
            found.append(
                NewNomination(award_type=types[award], unit=places[key][1], person=places[key][0])
            )
    return found


def _pair(value: str) -> tuple[str, int, int] | None:
    """Kind, person or unit, and award out of what a box carries."""
    kind, rest = RecipientKind.INDIVIDUAL, value
    if value.startswith(forgotten.COLLECTIVE_SIGN):
        kind, rest = RecipientKind.COLLECTIVE, value.removeprefix(forgotten.COLLECTIVE_SIGN)
    pair = rest.split("-")
    if len(pair) != 2 or not all(part.isdecimal() and len(part) < 15 for part in pair):
        return None
    return str(kind), int(pair[0]), int(pair[1])


def _titles(campaign: Campaign) -> Any:
    return campaign.titles.select_related("award_type").order_by("award_type__rank")


def _places(campaign: Campaign, persons: set[int]) -> dict[int, tuple[Person, Unit]]:
    rows = (
        UnitMembership.objects.filter(
            holds_on(clock.today()),
            person_id__in=persons,
            unit__organization_id=campaign.organization_id,
        )
        .select_related("person", "unit")
        .order_by("is_primary", "valid_from")
    )
    return {row.person_id: (row.person, row.unit) for row in rows}


def _page(
    request: HttpRequest, campaign: Campaign, form: LateForm, status: int = 200
) -> HttpResponse:
    found = forgotten.find_forgotten(campaign)
    code, unknown = request.GET.get("ma", ""), request.GET.get("thieu") == "1"
    rows = found.of(code, unknown=unknown)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = forgotten.explain_forgotten(campaign, list(page.object_list))
    context = {
        "campaign": campaign,
        "form": form,
        "page": page,
        "units": [(unit, list(group)) for unit, group in groupby(shown, lambda c: c.unit)],
        "chips": _counted(found, found.sourced_awards),
        "unsourced": _counted(found, found.unsourced_awards),
        "all_count": len(found.of("", unknown=False)),
        "code": code,
        "with_unknown": unknown,
        "incomplete": found.incomplete(code),
        "without_standards": found.without_standards,
        "ticked": set(request.POST.getlist("chon")),
        "is_late": clock.now() > campaign.registration_closes_at,
    }
    return render(request, "dossiers/forgotten.html", context, status=status)


def _counted(
    found: forgotten.ForgottenSearch, awards: list[AwardType]
) -> list[tuple[AwardType, int]]:
    return [(one, found.counts[one.code, Answer.MET]) for one in awards]


def _tell(request: HttpRequest, added: services.ForgottenAdded) -> None:
    if count := len(added.registered):
        names = "; ".join(one.title for one in added.registered[:10])
        messages.success(
            request,
            ngettext(
                "%(count)s nomination has been registered: %(names)s.",
                "%(count)s nominations have been registered: %(names)s.",
                count,
            )
            % {"count": count, "names": names},
        )
    for one in added.left_out[:20]:
        messages.warning(
            request,
            _("Not nominated: %(name)s, %(award)s. %(reason)s")
            % {"name": one.name, "award": one.award, "reason": one.reason},
        )
