"""The commendation fund of a year, the prizes of a decision, and both as Excel files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from nominations.awards.amounts import amount_in_words
from nominations.awards.prizes import PrizeLine, bases_of, prize_totals
from nominations.decisions import prizes, queries, services
from nominations.decisions.decision_workflow import DecisionState
from nominations.decisions.forms.decisions import FundChoiceForm, FundForm
from nominations.decisions.models import Decision
from nominations.decisions.prize_workbook import MEDIA_TYPE, Heading, prize_workbook
from nominations.decisions.prizes import FundYear
from nominations.decisions.roles import DRAFTERS
from nominations.law.models import RecipientKind
from nominations.people import authorization
from nominations.people.models import Organization
from nominations.people.queries import agency_shown_first
from nominations.web import access
from nominations.web.access import user_of
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from workflow import clock

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class FundQuestion:
    """The fund named by the query string."""

    form: FundChoiceForm
    organization: Organization
    year: int
    on: date

    @property
    def query(self) -> str:
        asked: dict[str, str | int] = {
            "nam": self.year,
            "den": f"{self.on:%d/%m/%Y}",
            "co_quan": self.organization.pk,
        }
        return urlencode(asked)

    def path(self, name: str, **more: str) -> str:
        """The path of the page `name` for this fund."""
        return f"{reverse(f'decisions:{name}')}?{self.query}{'&' if more else ''}{urlencode(more)}"


def _fund_question(request: HttpRequest) -> FundQuestion:
    """The requested fund; by default where the reader works, of the current year, today."""
    ids = access.require_any_or_404(prizes.money_ids(user_of(request)))
    agencies = list(Organization.objects.filter(pk__in=ids).select_related("parent"))
    today = clock.today()
    first = agency_shown_first(user_of(request), agencies) or agencies[0]
    asked = {"co_quan": first.pk, "nam": today.year, "den": f"{today:%d/%m/%Y}"}
    asked |= {key: value for key, value in request.GET.items() if value}
    form = FundChoiceForm(asked, agencies=agencies, years=prizes.years_of(ids))
    chosen = form.cleaned_data if form.is_valid() else {}
    return FundQuestion(
        form,
        chosen.get("co_quan") or first,
        int(chosen.get("nam") or today.year),
        chosen.get("den") or today,
    )


@login_required
@require_GET
def fund(request: HttpRequest) -> HttpResponse:
    """The fund of a year: amount, prizes by award, rest."""
    asked = _fund_question(request)
    year = prizes.fund_year(asked.organization, asked.year, on=asked.on)
    rows = [
        (row, RecipientKind(row.kind).label, asked.path("fund_lines", ma=row.code, loai=row.kind))
        for row in year.rows
    ]
    context = {
        "asked": asked,
        "year": year,
        "rows": rows,
        "words": amount_in_words(year.spent),
        "several": len(asked.form.agencies) > 1,
        "lines_path": asked.path("fund_lines"),
        "elsewhere_path": asked.path("fund_lines", chi="khac"),
        "elsewhere": prize_totals(year.elsewhere),
        "workbook_path": asked.path("fund_workbook"),
        "enter_path": asked.path("fund_enter"),
        "may_enter": authorization.holds(
            user_of(request), *DRAFTERS, organization=asked.organization
        ),
    }
    return render(request, "decisions/fund.html", context)


def _fund_of(agency: Organization, year: int) -> dict[str, Any]:
    """The initial values: the recorded fund of the year."""
    return {
        "fund": list(
            agency.commendation_funds.filter(year=year).values("amount", "pay_fund", "note")
        )
    }


@login_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter or correct the fund of a year."""
    asked = _fund_question(request)
    access.require_allowed(
        authorization.holds(user_of(request), *DRAFTERS, organization=asked.organization),
        _("Only the council secretary and the director enter the fund."),
    )
    before = prizes.fund_year(asked.organization, asked.year, on=asked.on)
    form = FundForm(request.POST or None, fund=before.fund)
    shown = ShownValues.of(request, asked.organization, lambda agency: _fund_of(agency, asked.year))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.set_fund(
                actor=user_of(request),
                organization=asked.organization,
                year=asked.year,
                **form.cleaned_data,
            )
            messages.success(request, _("The fund has been saved."))
            return redirect(asked.path("fund"))
    context = {"asked": asked, "form": form, "back": asked.path("fund"), "share": before.share}
    context["seen_version"] = shown.mark
    return render(request, "decisions/fund_enter.html", context)


@login_required
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """The prizes behind a figure of the fund, each with its article and who pays."""
    asked = _fund_question(request)
    year = prizes.fund_year(asked.organization, asked.year, on=asked.on)
    elsewhere = request.GET.get("chi") == "khac"
    code, kind = request.GET.get("ma", ""), request.GET.get("loai", "")
    rows = [
        line
        for line in (year.elsewhere if elsewhere else year.lines)
        if code in ("", line.fact.code) and kind in ("", line.fact.kind)
    ]
    context = {
        "asked": asked,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "totals": prize_totals(rows),
        "bases": bases_of(rows),
        "elsewhere": elsewhere,
        "award": rows[0].fact.award_name if rows and code else "",
        "back": asked.path("fund"),
    }
    return render(request, "decisions/fund_lines.html", context)


def _file(name: str, content: bytes) -> HttpResponse:
    return attachment(content, name=name, content_type=MEDIA_TYPE)


@login_required
@require_GET
def fund_workbook(request: HttpRequest) -> HttpResponse:
    """The prizes of the year for the accountant; those paid by another level on a second sheet."""
    asked = _fund_question(request)
    year = prizes.fund_year(asked.organization, asked.year, on=asked.on)
    return _file(f"tien-thuong-{asked.year}.xlsx", prize_workbook(_year_parts(year)))


def _year_parts(year: FundYear) -> list[tuple[Heading, Sequence[PrizeLine]]]:
    with override("vi"):
        about = _("Year %(year)s, as known on %(day)s") % {
            "year": year.year,
            "day": f"{year.on:%d/%m/%Y}",
        }
        names = (_("LIST OF PRIZES PAID"), _("PRIZES PAID BY ANOTHER LEVEL"))
        sheets = (_("Prizes"), _("Other levels"))
    parts = [(Heading(year.organization, names[0], about, sheets[0]), year.lines)]
    if year.elsewhere:
        parts.append((Heading(year.organization, names[1], about, sheets[1]), year.elsewhere))
    return parts  # type: ignore[return-value]  # both kinds of lines are only read


# --- a decision -----------------------------------------------------------------------------------


def _decision(request: HttpRequest, public_id: UUID) -> Decision:
    papers = queries.visible_to(user_of(request)).select_related("organization__parent")
    paper = access.get_or_404(papers, public_id=public_id)
    access.require_allowed(
        paper.organization_id in prizes.money_ids(user_of(request)),
        _("Only secretary, director and inspector see the prizes name by name."),
    )
    return paper


@login_required
@require_GET
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The prizes of a decision, line by line; for a draft as if signed today."""
    paper = _decision(request, public_id)
    rows = prizes.lines_of_decision(paper)
    context = {
        "decision": paper,
        "is_draft": paper.state == DecisionState.DRAFT,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "totals": prize_totals(rows),
        "bases": bases_of(rows),
        "words": amount_in_words(prize_totals(rows).payable),
    }
    return render(request, "decisions/prizes.html", context)


@login_required
@require_GET
def decision_prizes_workbook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The prizes of a decision for the accountant."""
    paper = _decision(request, public_id)
    with override("vi"):
        if paper.state == DecisionState.DRAFT:
            about = _("Draft, as of %(day)s") % {"day": f"{clock.today():%d/%m/%Y}"}
        else:
            words = {"number": paper.number, "day": f"{paper.signed_on:%d/%m/%Y}"}
            about = _("With decision %(number)s of %(day)s") % words
        heading = Heading(paper.organization, _("LIST OF PRIZES PAID"), about, _("Prizes"))
    content = prize_workbook([(heading, prizes.lines_of_decision(paper))])
    return _file("tien-thuong-quyet-dinh.xlsx", content)
