"""Who numbers the papers of an agency: its registry, or the running series here."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.administration.access import managed_agency
from nominations.administration.forms.series import SeriesForm
from nominations.paper_numbers.series_settings import save_series_settings, series_settings
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues


@login_required
@require_http_methods(["GET", "POST"])
def series(request: HttpRequest) -> HttpResponse:
    """A choice for each type of paper; holds for papers numbered from now on."""
    agencies, organization = managed_agency(request)
    form = SeriesForm(request.POST or None, current=series_settings(organization))
    shown = ShownValues.of(request, organization, series_settings)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            save_series_settings(
                actor=user_of(request), organization=organization, values=form.settled()
            )
            messages.success(request, _("The numbering of papers is settled."))
            return redirect(f"{reverse('administration:series')}?agency={organization.pk}")
    context = {
        "agencies": agencies,
        "organization": organization,
        "form": form,
        "seen_version": shown.mark,
    }
    return render(request, "administration/series.html", context)
