"""Corrections of recorded papers: proposing with a reason, approving and dropping."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.decisions import queries, services
from nominations.decisions.conferred_awards import award_choices
from nominations.decisions.corrected_records import recorded_values
from nominations.decisions.correction_workflow import CORRECTIONS, CorrectionState
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.forms.corrections import (
    CONFERRED,
    LABELS,
    CorrectionDropForm,
    CorrectionSettleForm,
    PaperCorrectionForm,
)
from nominations.decisions.models import (
    Decision,
    DecisionLine,
    Outcome,
    PaperCorrection,
    Revocation,
)
from nominations.people.models import User
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from nominations.web.transition_form import TransitionForm
from nominations.web.transition_page import TransitionPage
from workflow import engine
from workflow.table import Transition


def correction_chain(user: User, rows: Any) -> list[dict[str, Any]]:
    """Corrections in their order, each with its values in words and what the reader may do."""
    corrections = list(rows.select_related("proposed_by__person", "settled_by__person"))
    waiting = [one.pk for one in corrections if one.state == CorrectionState.PROPOSED]
    offers = engine.offers_many(CORRECTIONS, waiting, actor=user) if waiting else {}
    return [
        {"correction": one, "rows": _compared(one), "offers": offers.get(one.pk, [])}
        for one in corrections
    ]


def _compared(correction: PaperCorrection) -> list[tuple[Any, str, str]]:
    """The differences: label, before, after."""
    before, after = correction.before, correction.after
    return [
        (LABELS[name], _shown(name, before[name]), _shown(name, after[name]))
        for name in before
        if before[name] != after[name]
    ]


def _shown(name: str, value: str) -> str:
    if name == "conferred":
        return str(CONFERRED[value])
    if name == "award":
        return queries.award_name(value) if value else _("as proposed")
    return f"{date.fromisoformat(value):%d/%m/%Y}" if name == "date" and value else value


def _said(correction: PaperCorrection) -> str:
    if correction.state == CorrectionState.IN_EFFECT:
        return _("The correction is in effect.")
    return _("The correction is proposed. It holds once the director approves it.")


def _form(
    request: HttpRequest, paper: Decision | Outcome | Revocation, values: dict[str, str]
) -> PaperCorrectionForm:
    return PaperCorrectionForm(
        request.POST or None,
        values=values,
        is_decision=not isinstance(paper, Outcome),
        awards=award_choices(paper.nomination) if isinstance(paper, Outcome) else (),
    )


def _propose(
    request: HttpRequest,
    paper: Decision | Outcome | Revocation,
    *,
    name: str,
    back: str,
    line: DecisionLine | None = None,
) -> HttpResponse:
    user = user_of(request)
    require_any_or_404(services.may_correct(user, paper))
    is_outcome = isinstance(paper, Outcome)
    form = _form(request, paper, recorded_values(paper, line))
    shown = ShownValues.of(request, paper, lambda now: recorded_values(now, line))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            correction = services.propose_correction(
                actor=user,
                paper=paper,
                line=line,
                values=form.corrected(),
                reason=form.cleaned_data["reason"],
                seen=form.values,
            )
            messages.success(request, _said(correction))
            return redirect(back)
    rows = paper.corrections.filter(line=line)
    context = {"form": form, "name": name, "back": back, "chain": correction_chain(user, rows)}
    context["is_immediate"] = is_outcome
    context["seen_version"] = shown.mark
    return render(request, "decisions/correction_new.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Number and date of a signed decision, or (`dong`) the names on one of its lines."""
    rows = queries.visible_to(user_of(request)).filter(state=DecisionState.SIGNED)
    paper = get_or_404(rows, public_id=public_id)
    line = None
    asked = request.GET.get("dong", "")
    if asked.isdecimal() and len(asked) < 19:
        line = get_or_404(paper.lines.select_related("nomination"), pk=int(asked))
    name = line.nomination.title if line else f"{paper.number}, {paper.name}"
    return _propose(request, paper, name=name, back=paper.get_absolute_url(), line=line)


@login_required
@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper by which the level above answered."""
    row = get_or_404(
        Outcome.objects.select_related(
            "nomination__organization__parent", "nomination__award_type", "other_award"
        ),
        pk=pk,
    )
    report = row.nomination.report_lines.order_by("id").first()
    back = report.report.get_absolute_url() if report else row.nomination.get_absolute_url()
    return _propose(request, row, name=row.nomination.title, back=back)


@login_required
@require_http_methods(["GET", "POST"])
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Number and date of a decision to revoke."""
    row = get_or_404(queries.revocations_visible_to(user_of(request)), pk=pk)
    return _propose(request, row, name=row.nomination.title, back=row.get_absolute_url())


class CorrectionPage(TransitionPage[PaperCorrection]):
    """Approve or drop a correction; the page shows the present and the corrected values."""

    workflow = CORRECTIONS
    template = "decisions/correction_settle.html"
    plain_form, reason_form = CorrectionSettleForm, CorrectionDropForm

    def find(self, request: HttpRequest, public_id: UUID) -> PaperCorrection:
        return get_or_404(queries.corrections_visible_to(user_of(request)), public_id=public_id)

    def check_access(self, request: HttpRequest, subject: PaperCorrection, row: Transition) -> None:
        offered = engine.offers(CORRECTIONS, subject.pk, actor=user_of(request))
        if subject.state in row.sources:
            require_any_or_404(row in [offer.transition for offer in offered])

    def name_of(self, subject: PaperCorrection) -> str:
        return str(subject.line.nomination.title if subject.line else subject.paper)

    def context(
        self, subject: PaperCorrection, row: Transition, form: TransitionForm
    ) -> dict[str, Any]:
        return {"correction": subject, "name": self.name_of(subject), "rows": _compared(subject)}


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """GET asks, POST settles."""
    return CorrectionPage().answer(request, public_id, name)
