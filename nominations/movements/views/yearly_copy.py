"""Last year's plan and movements taken over into a year, after a preview."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nominations.movements import services
from nominations.movements.forms import CopyYearForm
from nominations.movements.services.plans import FIRST_YEAR, LAST_YEAR
from nominations.movements.views.access import keeper_agencies_or_404
from nominations.people.queries import agency_shown_first
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in


@login_required
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, year: int) -> HttpResponse:
    """GET shows what goes over, POST makes the drafts."""
    if not FIRST_YEAR < year <= LAST_YEAR:
        raise Http404
    agency = agency_shown_first(user_of(request), list(keeper_agencies_or_404(request)))
    if agency is None:
        raise Http404
    preview = services.copy_preview(agency, year)
    choices = [(str(one.movement.pk), one.name) for one in preview.movements]
    form = CopyYearForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.copy_year(
                actor=user_of(request), organization=agency, year=year, movements=form.chosen()
            )
            messages.success(request, _success_message(made))
            return redirect(f"{reverse('movements:list')}?nam={year}")
    context = {"form": form, "preview": preview, "agency": agency, "before": year - 1}
    return render(request, "movements/copy.html", context)


def _success_message(made: services.YearCopy) -> str:
    count = len(made.movements)
    movements = ngettext("%(count)s movement", "%(count)s movements", count) % {"count": count}
    sentence = (
        _("Taken over into %(year)s: the plan and %(movements)s, as drafts.")
        if made.plan is not None
        else _("Taken over into %(year)s: %(movements)s, as drafts.")
    )
    return sentence % {"year": made.year, "movements": movements}
