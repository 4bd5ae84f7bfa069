"""The rules on screen: what holds, an award on a day, regulations of the agency, what-if."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.awards import catalogue, comparing, reviewing, rulesets, services, trying
from nominations.awards.datafile import DataFileError
from nominations.awards.eligibility import reporting
from nominations.awards.eligibility.judging import judge
from nominations.awards.models import LayerStatus, RuleLayer
from nominations.awards.portrait import portrait
from nominations.awards.rule_forms import DayForm, FactsForm, LayerForm, QuestionForm, SettleForm
from nominations.awards.rulesets import Layer, NoRuleSet, RuleSet
from nominations.awards.telling import layer_story, rule_cards
from nominations.people.authorization import holds, roles_today
from nominations.people.models import Organization
from nominations.people.roles import Role
from workflow import clock
from workflow.exceptions import TransitionRefused

READERS = (Role.SECRETARY, Role.DIRECTOR, Role.AUDITOR)


def _readable(request: HttpRequest) -> frozenset[int]:
    """Agencies whose rules the account reads; refused to everybody else."""
    found = roles_today(request.user).organizations(*READERS)
    if not found:
        raise PermissionDenied(
            _("The rules are read by the council secretary, the director and the inspector.")
        )
    return found


def _proposing(request: HttpRequest) -> frozenset[int]:
    agencies = roles_today(request.user).organizations(Role.SECRETARY)
    if not agencies:
        _readable(request)
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    return agencies


def _rules_on(day: date, organization: Organization | None, *, but: str = "") -> RuleSet:
    """The rules of a day, a layer left out by its code."""
    if organization is None:
        return rulesets.regime_on(day)
    rows = rulesets.layers_on(day, organization)
    kept = [rulesets.read_layer_text(row.content, row.code) for row in rows if row.code != but]
    return rulesets.layered(rulesets.regime_on(day), kept)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The rule sets in time, the regulations of the reader's agencies, and every award."""
    agencies = _readable(request)
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
    agencies = _readable(request)
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


def _preview(layer: Layer, organization: Organization) -> dict[str, Any]:
    """What the layer changes on its first day under a known regime."""
    day = max(layer.valid_from, rulesets.shipped()[0].valid_from)
    base = _rules_on(day, organization, but=layer.code)
    changed = rulesets.layered(
        rulesets.regime_on(day), [*_stack(day, organization, layer.code), layer]
    )
    level = organization.authority
    found = comparing.differences(base, changed, on=day, level=level)
    return {"layer": layer, "differences": found, "day": day}


def _stack(day: date, organization: Organization, but: str) -> list[Layer]:
    rows = rulesets.layers_on(day, organization)
    return [rulesets.read_layer_text(row.content, row.code) for row in rows if row.code != but]


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """A regulation typed or uploaded: checked at once, what it changes is shown, then proposed."""
    agencies = _proposing(request)
    form = LayerForm(request.POST or None, request.FILES or None, agencies=agencies)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        organization, text = given["organization"], given["text"]
        try:
            layer = services.check_layer(text, organization=organization, file=services.FILE)
            if "propose" in request.POST:
                return _proposed(request, organization, text)
            context |= _preview(layer, organization) | {"text": text}
        except DataFileError as error:
            form.add_error("text", str(reviewing.of_error(error)))
        except ValidationError as refusal:
            form.add_error("text", refusal)
    return render(request, "awards/layer_new.html", context)


def _proposed(request: HttpRequest, organization: Organization, text: str) -> HttpResponse:
    try:
        row = services.propose_layer(actor=request.user, organization=organization, text=text)
    except TransitionRefused as refusal:
        raise PermissionDenied(refusal.message) from None
    messages.success(request, _("The regulation was proposed; another person has to approve it."))
    return redirect("awards:layer", pk=row.pk)


def _visible_layer(request: HttpRequest, pk: int) -> RuleLayer:
    rows = RuleLayer.objects.filter(organization__in=_readable(request)).select_related(
        "organization__parent",
        "proposed_by__person",
        "approved_by__person",
        "ending_proposed_by__person",
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def layer(request: HttpRequest, pk: int) -> HttpResponse:
    """One regulation: its text, what it changes, its story; another person settles it here."""
    row = _visible_layer(request, pk)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _settled(request, row, form):
        return redirect("awards:layer", pk=row.pk)
    context: dict[str, Any] = {"row": row, "form": form, "story": layer_story(row)}
    context["may_settle"] = services.may_approve(request.user, row)
    context["may_end"] = services.may_end(request.user, row)
    context["may_approve_end"] = services.may_approve_end(request.user, row)
    context["waits"] = row.status == LayerStatus.PROPOSED
    try:
        read = rulesets.read_layer_text(row.content, row.code)
        context |= _preview(read, row.organization)
    except DataFileError as error:
        context["problem"] = str(reviewing.of_error(error))
    return render(request, "awards/layer.html", context)


def _settled(request: HttpRequest, row: RuleLayer, form: SettleForm) -> bool:
    given, act = form.cleaned_data, form.cleaned_data["act"]
    who = {"actor": request.user, "layer": row}
    try:
        if act == "approve":
            services.approve_layer(**who)
        elif act == "reject":
            services.reject_layer(**who, reason=given["reason"])
        elif act == "approve_end":
            services.approve_end(**who)
        elif act == "drop_end":
            services.drop_end(**who, reason=given["reason"])
        else:
            services.propose_end(**who, last_day=given["last_day"], reason=given["reason"])
    except TransitionRefused as refusal:
        raise PermissionDenied(refusal.message) from None
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    except DataFileError as error:
        form.add_error(None, str(reviewing.of_error(error)))
        return False
    messages.success(request, _("Recorded."))
    return True


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
    agencies = _readable(request)
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
