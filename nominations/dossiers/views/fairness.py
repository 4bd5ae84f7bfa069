"""How awards are spread: managers and staff, women and men, units, winners again and never."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.awards.models import Award
from nominations.dossiers.boards import fairness, permissions
from nominations.dossiers.forms import FairnessForm
from nominations.dossiers.models import Campaign
from nominations.law.models import AwardType
from nominations.people.models import Organization
from nominations.people.queries import agency_shown_first
from nominations.web.access import user_of
from workflow import clock

USUAL_SPAN = 5


def _agency(request: HttpRequest) -> tuple[Organization, list[Organization]]:
    """The agency asked for, else where the reader works, else the first.

    403 for who may see none, 404 for another's.
    """
    agencies = permissions.fairness_agencies(user_of(request))
    if not agencies:
        raise PermissionDenied(
            _("This page is for the secretary, the chair of the council and the director.")
        )
    code = request.GET.get("co_quan", "")
    if not code:
        found = agency_shown_first(user_of(request), agencies)
    else:
        found = next((one for one in agencies if one.code == code), None)
    if found is None:
        raise Http404
    return found, agencies


def _form(request: HttpRequest, agency: Organization, agencies: list[Organization]) -> FairnessForm:
    awarded = Award.objects.valid().filter(organization=agency, person__isnull=False)
    years = set(awarded.order_by().values_list("year", flat=True).distinct())
    years |= set(Campaign.objects.filter(organization=agency).values_list("year", flat=True))
    years |= {clock.today().year}
    rows = AwardType.objects.filter(for_individuals=True).order_by("rank", "valid_from")
    awards = dict(rows.values_list("code", "name"))
    first = "CSTDCS" if "CSTDCS" in awards else next(iter(awards), "")
    asked = {
        "co_quan": agency.code,
        "ma": request.GET.get("ma") or first,
        "nam": request.GET.get("nam") or str(clock.today().year),
        "truoc": request.GET.get("truoc") or str(USUAL_SPAN),
    }
    return FairnessForm(
        asked,
        agencies=[(one.code, one.name) for one in agencies],
        awards=list(awards.items()),
        years=sorted(years, reverse=True),
    )


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The spread of one award in one year, with the years before."""
    agency, agencies = _agency(request)
    form = _form(request, agency, agencies)
    context = {"form": form, "agency": agency}
    if form.is_valid():
        given = form.cleaned_data
        names = permissions.sees_whole_agency(user_of(request), agency.pk)
        context |= {
            "found": fairness.award_distribution(
                agency, code=given["ma"], year=given["nam"], span=given["truoc"], names=names
            ),
            "award": dict(form.fields["ma"].choices)[given["ma"]],  # type: ignore[attr-defined]  # fields are typed by their base
            "names": names,
        }
    return render(request, "dossiers/fairness.html", context)
