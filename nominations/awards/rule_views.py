"""The rules on screen: what holds, an award on a day, what-if."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.awards import catalogue, reviewing, rulesets, trying
from nominations.awards.datafile import DataFileError
from nominations.awards.eligibility import reporting
from nominations.awards.eligibility.judging import judge
from nominations.awards.models import RuleLayer
from nominations.awards.portrait import portrait
from nominations.awards.rule_forms import DayForm, FactsForm, QuestionForm
from nominations.awards.rulesets import NoRuleSet, RuleSet
from nominations.awards.telling import rule_cards
from nominations.people.authorization import holds, roles_today
from nominations.people.models import User
from nominations.people.roles import Role
from workflow import clock

READERS = (Role.SECRETARY, Role.DIRECTOR, Role.AUDITOR)


def readable_agencies(user: User) -> frozenset[int]:
    """Agencies whose rules the account reads; refused to everybody else."""
    found = roles_today(user).organizations(*READERS)
    if not found:
        raise PermissionDenied(
            _("The rules are read by the council secretary, the director and the inspector.")
        )
    return found


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The rule sets in time, the regulations of the reader's agencies, and every award."""
    agencies = readable_agencies(request.user)
    layers = RuleLayer.objects.filter(organization__in=agencies).select_related(
        "organization", "proposed_by__person", "approved_by__person"
    )
    today = clock.today()
    context = {
        "regimes": [(one, one.holds_on(today)) for one in reversed(rulesets.shipped())],
        "layers": layers.order_by("-valid_from", "code"),
        "awards": sorted(catalogue.entries().values(), key=lambda entry: entry.rank),
        "may_propose": holds(request.user, Role.SECRETARY),
        "today": today,
    }
    return render(request, "awards/rules.html", context)


@login_required
@require_GET
def award(request: HttpRequest, code: str) -> HttpResponse:
    """One award on a day, in the words of `rules show`."""
    agencies = readable_agencies(request.user)
    if code not in catalogue.entries():
        raise Http404
    today = {"on": clock.today(), "organization": min(agencies)}
    given = request.GET if "on" in request.GET else today
    form = DayForm(given, agencies=agencies)
    context: dict[str, Any] = {"form": form, "award": catalogue.entries()[code]}
    if form.is_valid():
        organization, on = form.cleaned_data["organization"], form.cleaned_data["on"]
        try:
            rules = rulesets.rule_set_on(on, organization)
            context["portrait"] = portrait(rules, code, on=on, level=organization.authority)
        except (NoRuleSet, DataFileError) as problem:
            form.add_error("on", str(problem))
    return render(request, "awards/rules_award.html", context)


# --- what if --------------------------------------------------------------------------------------


def _asked(form: QuestionForm, on: date) -> RuleSet:
    choice, organization = form.cleaned_data["rules"], form.cleaned_data["organization"]
    if choice == "law":
        return rulesets.regime_on(on)
    if choice == "agency":
        return rulesets.rule_set_on(on, organization)
    row = RuleLayer.objects.filter(pk=choice, organization=organization).first()
    if row is None:
        raise NoRuleSet(_("This proposal belongs to another agency."))
    drafted = rulesets.read_layer_text(row.content, row.code)
    return rulesets.rule_set_on(on, organization, layers=[drafted])


def _answered(form: QuestionForm, facts_form: FactsForm) -> dict[str, Any]:
    given, on = form.cleaned_data, form.question_day()
    rules = _asked(form, on)
    facts = trying.facts_typed(facts_form.cleaned_data, given["facts"], year=given["year"], on=on)
    reporting.require_target(rules, given["award"], facts.kind)
    found = judge(rules, given["award"], facts, given["type"])
    context = {"found": found, "cards": rule_cards(found), "facts": facts}
    return context | {"rules": rules, "no_way": "" if found.has_way else reporting.no_way(found)}


@login_required
@require_http_methods(["GET", "POST"])
def what_if(request: HttpRequest) -> HttpResponse:
    """Facts typed into a form, judged rule by rule; nothing is kept."""
    agencies = readable_agencies(request.user)
    posted = request.POST or None
    this_year = clock.today().year
    form = QuestionForm(posted, agencies=agencies, initial={"year": this_year, "rules": "agency"})
    typed = str((posted or {}).get("year", ""))
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else this_year
    facts_form = FactsForm(posted, year=year)
    context: dict[str, Any] = {"form": form, "facts_form": facts_form}
    if posted is not None and form.is_valid() and facts_form.is_valid():
        try:
            context |= _answered(form, facts_form)
        except DataFileError as error:
            form.add_error(None, str(reviewing.of_error(error)))
        except LookupError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "awards/what_if.html", context)
