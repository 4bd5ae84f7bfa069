"""An interim or the final review of a movement, with a result for each indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.queries import issued_paper_of
from nominations.law.movements import MovementReview
from nominations.movements import services
from nominations.movements.forms import ResultRowForm, ReviewForm
from nominations.movements.issued_record_keys import review_record
from nominations.movements.models import Movement, MovementReport
from nominations.movements.services import IndicatorEntry
from nominations.movements.views.access import keeper_movement_or_404, keeper_or_403, review_or_404
from nominations.movements.wording import target_words
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from workflow import clock

COLUMNS = ("review", "held_on", "number", "dated", "results", "limits", "lessons", "directions")
Rows = list[tuple[Any, str, ResultRowForm]]


def _rows(request: HttpRequest, movement: Movement, report: MovementReport | None) -> Rows:
    """A row for each indicator: it, its target in words, the form."""
    known = {one.indicator_id: one for one in report.indicator_results.all()} if report else {}
    found: Rows = []
    for one in movement.indicators.all():
        before = known.get(one.pk)
        initial = {"reached": before.reached, "remark": before.remark} if before else {}
        form = ResultRowForm(request.POST or None, prefix=f"k{one.pk}", initial=initial)
        found.append((one, target_words(one, before.target if before else one.target), form))
    return found


def _entries(rows: Rows) -> list[IndicatorEntry]:
    return [IndicatorEntry(indicator=one.pk, **form.cleaned_data) for one, _target, form in rows]


def _are_valid(form: ReviewForm, rows: Rows) -> bool:
    """Whether all are, so that every mistake is shown at once."""
    return all([form.is_valid(), *(row.is_valid() for _one, _target, row in rows)])


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a review; the final one is proposed once the movement has ended."""
    row = keeper_movement_or_404(request, pk)
    if not row.is_running and request.method == "GET":
        messages.info(request, _("Reviews are recorded while the movement is under way."))
        return redirect(row)
    over = row.ends_on is not None and row.ends_on <= clock.today()
    review = MovementReview.FINAL if over else MovementReview.INTERIM
    initial = {"review": review, "held_on": clock.today()}
    form, rows = ReviewForm(request.POST or None, initial=initial), _rows(request, row, None)
    if request.method == "POST" and _are_valid(form, rows):
        with refusals_in(form):
            services.save_review(
                actor=user_of(request), movement=row, results_of=_entries(rows),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("The review is recorded."))
            return redirect(row)
    return render(request, "movements/review.html", {"movement": row, "form": form, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a review while the movement is under way."""
    report = review_or_404(request, pk)
    row = report.movement
    keeper_or_403(request, row.organization_id)
    if not row.is_running and request.method == "GET":
        messages.info(request, _("The movement is over; open it again before you correct it."))
        return redirect(row)
    if request.method == "GET" and issued_paper_of(
        IssuedKind.MOVEMENT_REVIEW, review_record(report)
    ):
        messages.info(request, _("The report was issued and is not written over any more."))
        return redirect(row)
    initial = {name: getattr(report, name) for name in COLUMNS}
    form, rows = ReviewForm(request.POST or None, initial=initial), _rows(request, row, report)
    shown = _shown(request, report)
    if request.method == "POST" and _are_valid(form, rows):
        with refusals_in(form), shown.unchanged(form):
            services.save_review(
                actor=user_of(request), movement=row, report=report, results_of=_entries(rows),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("The review is corrected."))
            return redirect(row)
    context = {"movement": row, "report": report, "form": form, "rows": rows}
    return render(request, "movements/review.html", context | {"seen_version": shown.mark})


def _shown(request: HttpRequest, report: MovementReport) -> ShownValues:
    stored = MovementReport.objects.filter(pk=report.pk)

    def read() -> Mapping[str, Any]:
        results = report.indicator_results.order_by("indicator_id")
        return {
            "row": list(stored.values(*COLUMNS)),
            "results": list(results.values_list("indicator_id", "reached", "remark")),
        }

    return ShownValues(request, stored, read)
