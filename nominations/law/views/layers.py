"""Regulations on screen: proposed, approved, turned down and ended, each act by two people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.law import layer_diff, lint, rulesets, services
from nominations.law.datafile import DataFileError
from nominations.law.forms.layers import LayerForm, LayerTransitionForm, ReasonForm
from nominations.law.layer_history import layer_history
from nominations.law.layer_reach import reach_notes
from nominations.law.layer_workflow import RULE_LAYERS, LayerState
from nominations.law.models import RuleLayer
from nominations.law.queries import readable_agencies, visible_to
from nominations.law.rulesets import Layer
from nominations.law.rulesets.layer_notes import below_every_act, replaced_inferences
from nominations.people.authorization import holds, roles_today
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from nominations.web.access import get_or_404, user_of
from nominations.web.refusals import refusals_forbidden
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow import engine
from workflow.table import Transition

# --- proposing ------------------------------------------------------------------------------------


def _proposing_agencies(user: User) -> frozenset[int]:
    agencies = roles_today(user).organizations(Role.SECRETARY)
    if not agencies:
        readable_agencies(user)
        raise PermissionDenied(_("Only the council secretary of the agency may do this."))
    return agencies


def _layers_on(day: date, organization: Organization, *, but: str) -> list[Layer]:
    """The layers of a day, one left out by its code."""
    rows = rulesets.layers_on(day, organization)
    return [rulesets.read_layer_text(row.content, row.code) for row in rows if row.code != but]


def _preview(layer: Layer, organization: Organization) -> dict[str, Any]:
    """What the layer changes on its first day under a known regime."""
    day = max(layer.valid_from, rulesets.shipped_regimes()[0].valid_from)
    regime, others = rulesets.regime_on(day), _layers_on(day, organization, but=layer.code)
    base, changed = (
        rulesets.with_layers(regime, others),
        rulesets.with_layers(regime, [*others, layer]),
    )
    found = layer_diff.layer_diff(base, changed, on=day, organization=organization)
    notes = [
        *reach_notes(layer, organization),
        *below_every_act([layer]),
        *replaced_inferences(regime, [layer]),
    ]
    return {"layer": layer, "differences": found, "day": day, "notes": notes}


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """A regulation typed or uploaded: checked at once, what it changes is shown, then proposed."""
    user = user_of(request)
    agencies = _proposing_agencies(user)
    form = LayerForm(request.POST or None, request.FILES or None, agencies=agencies, reader=user)
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
            form.add_error("text", str(lint.of_error(error)))
        except ValidationError as refusal:
            form.add_error("text", refusal)
    return render(request, "law/layer_new.html", context)


def _proposed(request: HttpRequest, organization: Organization, text: str) -> HttpResponse:
    with refusals_forbidden():
        row = services.propose_layer(actor=user_of(request), organization=organization, text=text)
    messages.success(request, _("The regulation was proposed; another person has to approve it."))
    return redirect(row)


# --- one regulation and the acts on it ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """An act that the reader may take now, with the form that asks for it."""

    transition: Transition
    form: TransitionForm


class LayerPage(TransitionPage[RuleLayer]):
    """The page of one regulation: its text, what it changes, its history, and every act on it."""

    workflow = RULE_LAYERS
    template = "law/layer.html"
    plain_form, reason_form = LayerTransitionForm, ReasonForm

    def find(self, request: HttpRequest, key: int) -> RuleLayer:
        rows = visible_to(user_of(request))
        people = ("proposed_by", "approved_by", "ending_proposed_by")
        related = ["organization__parent", *[f"{name}__person" for name in people]]
        return get_or_404(rows.select_related(*related), pk=key)

    def name_of(self, subject: RuleLayer) -> str:
        return subject.name

    def form(
        self,
        request: HttpRequest,
        subject: RuleLayer,
        row: Transition,
        posted: QueryDict | None = None,
    ) -> TransitionForm:
        form: TransitionForm = self.form_class(row)(posted, user=user_of(request))
        return form

    def perform(
        self,
        request: HttpRequest,
        subject: RuleLayer,
        row: Transition,
        form: TransitionForm,
        seen: int,
    ) -> None:
        with refusals_forbidden():
            super().perform(request, subject, row, form, seen)

    def announce(self, request: HttpRequest, subject: RuleLayer, row: Transition) -> None:
        messages.success(request, _("Recorded."))

    def context(self, subject: RuleLayer, row: Transition, form: TransitionForm) -> dict[str, Any]:
        assert isinstance(form, LayerTransitionForm)  # noqa: S101 -- `form` makes no others
        return self.shown(subject, form.user, OfferedForm(row, form))

    def shown(
        self, subject: RuleLayer, user: User, posted_form: OfferedForm | None = None
    ) -> dict[str, Any]:
        """What the page shows; `posted_form` is shown again with what was typed."""
        forms = list(self._forms(subject, user, posted_form))
        names = {one.transition.name for one in forms}
        is_approver = holds(user, Role.SECRETARY, Role.DIRECTOR, organization=subject.organization)
        context: dict[str, Any] = {
            "row": subject,
            "forms": forms,
            "history": layer_history(subject),
            "waits": subject.state == LayerState.PROPOSED and "approve" not in names,
            "end_waits": subject.state == LayerState.APPROVED
            and subject.ending_on is not None
            and is_approver
            and "approve_end" not in names,
            "seen_version": subject.version,
        }
        try:
            read = rulesets.read_layer_text(subject.content, subject.code)
            context |= _preview(read, subject.organization)
        except DataFileError as error:
            context["problem"] = str(lint.of_error(error))
        return context

    def _forms(
        self, subject: RuleLayer, user: User, posted_form: OfferedForm | None
    ) -> Iterable[OfferedForm]:
        for offer in engine.offers(RULE_LAYERS, subject.pk, actor=user):
            if posted_form is not None and posted_form.transition is offer.transition:
                yield posted_form
            elif offer.enabled:
                form = self.form_class(offer.transition)(None, user=user)
                yield OfferedForm(offer.transition, form)


PAGE = LayerPage()


@login_required
@require_http_methods(["GET", "POST"])
def layer(request: HttpRequest, pk: int) -> HttpResponse:
    """One regulation; the acts on it are posted to the same address, by their names."""
    if request.method == "POST":
        return PAGE.answer(request, pk, request.POST.get("act", ""))
    row = PAGE.find(request, pk)
    return render(request, PAGE.template, PAGE.shown(row, user_of(request)))
