"""The rule screens: what holds, an award on a day, the regulations of an agency."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nominations.law import catalogue, rulesets
from nominations.law.award_summary import summarize_award
from nominations.law.datafile import DataFileError
from nominations.law.forms.layers import DayForm
from nominations.law.queries import readable_agencies, visible_to
from nominations.law.regime_ends import ends_to_tell
from nominations.law.regulators import regulator_of
from nominations.law.rulesets import NoRuleSet
from nominations.people.authorization import holds
from nominations.people.queries import agency_id_shown_first
from nominations.people.roles import Role
from nominations.web.access import user_of
from workflow import clock


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The rule sets in time, the regulations of the reader's agencies, and every award."""
    layers = visible_to(user_of(request)).select_related(
        "organization", "proposed_by__person", "approved_by__person"
    )
    today = clock.today()
    context = {
        "regimes": [(one, one.holds_on(today)) for one in reversed(rulesets.shipped_regimes())],
        "ends": ends_to_tell(rulesets.regime_on(today), today),
        "layers": layers.order_by("-valid_from", "code"),
        "awards": sorted(catalogue.entries().values(), key=lambda entry: entry.rank),
        "may_propose": holds(user_of(request), Role.SECRETARY),
        "today": today,
    }
    return render(request, "law/rules.html", context)


@login_required
@require_GET
def award(request: HttpRequest, code: str) -> HttpResponse:
    """One award on a day, in the words of `rules show`."""
    agencies = readable_agencies(user_of(request))
    if code not in catalogue.entries():
        raise Http404
    reader = user_of(request)
    own = agency_id_shown_first(reader, sorted(agencies))
    given = request.GET if "on" in request.GET else {"on": clock.today(), "organization": own}
    form = DayForm(given, agencies=agencies, reader=reader)
    context: dict[str, Any] = {"form": form, "award": catalogue.entries()[code]}
    if form.is_valid():
        organization, on = form.cleaned_data["organization"], form.cleaned_data["on"]
        try:
            rules = rulesets.rule_set_on(on, organization)
            context["ends"] = ends_to_tell(rulesets.regime_on(on), on)
            context["summary"] = summarize_award(
                rules,
                code,
                on=on,
                level=organization.authority,
                regulator=regulator_of(organization),
            )
        except (NoRuleSet, DataFileError) as problem:
            form.add_error("on", str(problem))
    return render(request, "law/rules_award.html", context)


# --- what if --------------------------------------------------------------------------------------
