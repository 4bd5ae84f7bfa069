"""Figures without lists: where each is from, whether it counts; correcting and withdrawing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from nominations.awards import services
from nominations.awards.models import AwardFigure
from nominations.people.authorization import holds
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from nominations.statistics import queries
from nominations.statistics.counted_figures import NotCounted
from nominations.statistics.forms.figures import CorrectFigureForm, FigureReasonForm
from nominations.statistics.views.awards import agency_asked
from nominations.web.access import user_of
from nominations.web.forms import BaseForm
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues

_SHOWN = ("count", "issuer", "source", "instead_of_lines", "withdrawn_on")
"""The columns that a page of one figure shows."""
_WHY = {
    NotCounted.LINES: gettext_lazy("Not counted: award lines with names are recorded"),
    NotCounted.YEARS: gettext_lazy("Not counted: every year of the period has its own number"),
    NotCounted.PERIOD: gettext_lazy("Not counted: a longer period includes it"),
    NotCounted.WHOLE: gettext_lazy("Not counted: the number of the whole agency includes it"),
    NotCounted.OVERLAP: gettext_lazy("Not counted: it overlaps another period in part"),
}


def _keeps(user: User, organization_id: int) -> bool:
    return holds(user, Role.SECRETARY, organization=organization_id)


def _state(figure: AwardFigure, why: NotCounted | None) -> str:
    if figure.withdrawn_on is not None:
        return _("Withdrawn on %(day)s: %(reason)s") % {
            "day": f"{figure.withdrawn_on:%d/%m/%Y}",
            "reason": figure.withdrawal_reason,
        }
    if why is not None:
        return str(_WHY[why])
    if figure.instead_of_lines:
        return _("Counted instead of the award lines")
    return pgettext("figure", "Counted")


@login_required
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of an agency with their source, and whether statistics count each."""
    agencies = queries.readable_agencies(user_of(request))
    agency = agency_asked(request, agencies)
    context = {
        "agency": agency,
        "agencies": agencies,
        "table": _table(user_of(request), agency),
        "may_import": _keeps(user_of(request), agency.pk),
        "above": f"{reverse('statistics:index')}?co_quan={agency.code}",
    }
    return render(request, "statistics/figures.html", context)


def _table(user: User, agency: Organization) -> list[dict[str, Any]]:
    """Each figure of the agency with what statistics make of it."""
    ids = sorted(queries.agencies_of(agency))
    rows = list(
        AwardFigure.objects.filter(organization_id__in=ids).select_related(
            "award_type", "unit", "organization"
        )
    )
    why: dict[int, NotCounted] = {}
    if rows:
        first, last = min(row.year_from for row in rows), max(row.year_to for row in rows)
        why = queries.counted_awards(agency, year_from=first, year_to=last).not_counted
    return [
        {
            "figure": row,
            "state": _state(row, why.get(row.pk)),
            "is_counted": row.withdrawn_on is None and row.pk not in why,
            "has_lines": why.get(row.pk) == NotCounted.LINES or row.instead_of_lines,
            "is_editable": row.withdrawn_on is None and _keeps(user, row.organization_id),
        }
        for row in rows
    ]


def _figure(request: HttpRequest, pk: int) -> AwardFigure:
    """A figure the reader may see; who does not keep it is refused."""
    agencies = queries.readable_agencies(user_of(request))
    found = (
        AwardFigure.objects.select_related("award_type", "unit", "organization")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    readable = {pk for agency in agencies for pk in queries.agencies_of(agency)}
    if found.organization_id not in readable:
        raise Http404
    if not _keeps(user_of(request), found.organization_id):
        raise PermissionDenied(_("Only who keeps this figure may change it."))
    return found


def _change_page(
    request: HttpRequest,
    figure: AwardFigure,
    form: BaseForm,
    act: Callable[..., AwardFigure],
    words: dict[str, str],
    **given: Any,
) -> HttpResponse:
    """One change of a figure with its page: the form again with what is wrong, or the list."""
    back = f"{reverse('statistics:figures')}?co_quan={figure.organization.code}"
    shown = ShownValues.of_row(request, figure, *_SHOWN)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            act(actor=user_of(request), figure=figure, **form.cleaned_data, **given)
            messages.success(request, words["done"])
            return redirect(back)
    context = {
        "form": form,
        "figure": figure,
        "back": back,
        "words": words,
        "seen_version": shown.mark,
    }
    return render(request, "statistics/figure_change.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Write another number, giver or source of a figure, with a reason."""
    figure = _figure(request, pk)
    form = CorrectFigureForm(request.POST or None, figure=figure)
    words = {
        "title": _("Correct a figure"),
        "lead": _("What stood before stays in the history with your reason."),
        "button": pgettext("figure", "Correct"),
        "done": _("The figure is corrected; what stood before stays in the history."),
    }
    return _change_page(request, figure, form, services.correct_figure, words)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a figure count no more, with a reason."""
    figure = _figure(request, pk)
    form = FigureReasonForm(request.POST or None)
    words = {
        "title": _("Withdraw a figure"),
        "lead": _("The figure counts no more; it stays in the list with your reason."),
        "button": pgettext("figure", "Withdraw"),
        "done": _("The figure is withdrawn; statistics count it no more."),
        "is_final": "1",
    }
    return _change_page(request, figure, form, services.withdraw_figure, words)


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the figure instead of the award lines, or the lines again."""
    figure = _figure(request, pk)
    form = FigureReasonForm(request.POST or None)
    if figure.instead_of_lines:
        words = {
            "title": _("Count the award lines again"),
            "lead": _("Statistics count the lines with names; the figure stays recorded."),
            "button": _("Count the lines"),
            "done": _("Statistics count the award lines."),
        }
    else:
        words = {
            "title": _("Count the figure instead of the award lines"),
            "lead": _("The lines stay recorded; statistics count this number in their place."),
            "button": _("Count the figure"),
            "done": _("Statistics count the figure instead of the lines."),
        }
    chosen = {"instead_of_lines": not figure.instead_of_lines}
    return _change_page(request, figure, form, services.choose_figure, words, **chosen)
