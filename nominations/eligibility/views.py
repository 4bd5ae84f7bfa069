"""The what-if screen: facts typed into a form are judged rule by rule."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.eligibility import answer_report, what_if_facts
from nominations.eligibility.assessment import judge
from nominations.eligibility.forms import FactsForm, QuestionForm
from nominations.eligibility.rule_cards import rule_cards
from nominations.law import lint, rulesets
from nominations.law.datafile import DataFileError
from nominations.law.models import RuleLayer
from nominations.law.queries import readable_agencies
from nominations.law.rulesets import NoRuleSet, RuleSet
from nominations.web.access import user_of
from workflow import clock


def _chosen_rules(form: QuestionForm, on: date) -> RuleSet:
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
    rules = _chosen_rules(form, on)
    facts = what_if_facts.facts_typed(
        facts_form.cleaned_data, given["facts"], year=given["year"], on=on
    )
    answer_report.require_target(rules, given["award"], facts.kind)
    found = judge(rules, given["award"], facts, given["type"])
    context = {"found": found, "cards": rule_cards(found), "facts": facts}
    return context | {
        "rules": rules,
        "no_way": answer_report.reservation(found),
    }


@login_required
@require_http_methods(["GET", "POST"])
def what_if(request: HttpRequest) -> HttpResponse:
    """Facts entered in a form, evaluated rule by rule; nothing is stored."""
    agencies = readable_agencies(user_of(request))
    posted = request.POST or None
    this_year = clock.today().year
    form = QuestionForm(
        posted,
        agencies=agencies,
        reader=user_of(request),
        initial={"year": this_year, "rules": "agency"},
    )
    typed = request.POST.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else this_year
    facts_form = FactsForm(posted, year=year)
    context: dict[str, Any] = {"form": form, "facts_form": facts_form}
    if posted is not None and form.is_valid() and facts_form.is_valid():
        try:
            context |= _answered(form, facts_form)
        except DataFileError as error:
            form.add_error(None, str(lint.of_error(error)))
        except LookupError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "eligibility/what_if.html", context)
