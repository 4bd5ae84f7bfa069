"""The grades of the agency by year, and the sheet on which a unit's year is entered at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from nominations.people.authorization import roles_today
from nominations.people.models import Unit, User
from nominations.records.forms import GradeFilterForm, GradeSheetForm, ReplacementForm
from nominations.records.grade_sheet import GradeSheetUnit, existing_grades, people_of
from nominations.records.grading.replacement_rule import replacement_source
from nominations.records.grading.sheet_review import ReviewLine, sheet_remarks
from nominations.records.models import AnnualGrade, Discipline, Examination
from nominations.records.queries import (
    conduct_ids,
    graded_in_unit,
    graded_like,
    grades_visible_to,
    newest_year,
    secretary_agency_ids,
    years_graded,
)
from nominations.records.services import enter_grades, replace_grade
from nominations.web.access import user_of
from nominations.web.refusals import Refused, show_in

PER_PAGE = 50


def _units_open_to(user: User) -> list[Unit]:
    held = roles_today(user)
    agencies = held.organizations_with("view_nominations")
    units = held.units_with("view_nominations")
    rows = Unit.objects.filter(organization_id__in=sorted(agencies)) | Unit.objects.filter(
        pk__in=sorted(units)
    )
    return list(rows.workplaces().select_related("organization"))


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Grades by year with filters; without a choice the newest year."""
    user = user_of(request)
    units = _units_open_to(user)
    if not units:
        raise PermissionDenied(
            _("The list of grades is for the agency's office and the heads and clerks of units.")
        )
    rows = grades_visible_to(user)
    newest = newest_year(user)
    query = request.GET.copy()
    if "year" not in query:
        query["year"] = str(newest)
    form = GradeFilterForm(query, units=units, years=years_graded(rows) or [newest])
    form.is_valid()
    rows = _chosen(rows, form.cleaned_data, {str(unit.pk): unit for unit in units})
    rows = rows.select_related("person", "unit").order_by(
        "-year", "person__sort_key", "unit__rank", "pk"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_enter": bool(secretary_agency_ids(user))}
    context["filtered"] = any(form.cleaned_data.get(name) for name in ("q", "unit", "grade"))
    return render(request, "records/grades.html", context)


def _chosen(rows: Any, given: dict[str, Any], units: dict[str, Unit]) -> Any:
    if given.get("q"):
        rows = graded_like(rows, given["q"])
    if given.get("unit"):
        rows = graded_in_unit(rows, units[given["unit"]])
    return rows.filter(**{name: given[name] for name in ("year", "grade") if given.get(name)})


@login_required
@require_http_methods(["GET", "POST"])
def grade_sheet(request: HttpRequest) -> HttpResponse:
    """Every member of a unit on one page, a grade each; all are entered or none."""
    place = GradeSheetUnit.of_query(user_of(request), request.GET.get("dv"), request.GET.get("nam"))
    if place is None:
        raise PermissionDenied(_("Only the council secretary of the agency keeps this record."))
    form = GradeSheetForm(
        request.POST or None,
        unit=place.unit,
        persons=people_of(place.unit, place.year),
        existing=existing_grades(place.unit, place.year),
    )
    chosen = form.grades() if request.method == "POST" and form.is_valid() else {}
    remarks = sheet_remarks(place.unit, place.year, form.existing.values(), chosen)
    if request.method == "POST" and form.is_valid():
        try:
            _refuse_forbidden(remarks)
            rows = enter_grades(
                actor=user_of(request), organization=place.unit.organization, year=place.year,
                grades=chosen, paper=form.paper,
            )  # fmt: skip
        except Refused as refusal:
            show_in(form, refusal)
        else:
            return _entered(request, place, rows)
    context = {"form": form, "place": place, "rows": form.rows(), "remarks": remarks}
    return render(request, "records/grade_sheet.html", context)


def _refuse_forbidden(remarks: list[ReviewLine]) -> None:
    forbidden = [str(line) for line in remarks if line.blocks]
    if forbidden:
        raise ValidationError(forbidden)


def _entered(request: HttpRequest, place: GradeSheetUnit, rows: list[AnnualGrade]) -> HttpResponse:
    said = ngettext("%(count)s grade has been entered.", "%(count)s grades have been entered.",
                    len(rows))  # fmt: skip
    messages.success(request, said % {"count": len(rows)})
    path = reverse("records:grade_sheet")
    return redirect(f"{path}?dv={place.unit.pk}&nam={place.year}")


@login_required
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A later decision on a grade that stands; the former one stays readable."""
    user = user_of(request)
    rows = AnnualGrade.objects.not_cancelled().select_related("person", "unit", "organization")
    row = get_object_or_404(rows, pk=pk, organization__in=sorted(secretary_agency_ids(user)))
    subject: Any = row.person or row.unit
    back = reverse(f"records:{'person' if row.person else 'unit'}", args=[subject.pk])
    form = ReplacementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            replace_grade(
                actor=user, former=row, grade=form.cleaned_data["grade"], paper=form.paper
            )
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The later decision holds; the former stays readable."))
            return redirect(back)
    context = {"form": form, "record": row, "subject": subject, "back": back}
    context["source"] = replacement_source(row)
    return render(request, "records/replace.html", context)


@login_required
@require_GET
def conduct(request: HttpRequest) -> HttpResponse:
    """Matters under examination and disciplines of the agency: secretary, director, inspector."""
    agencies = conduct_ids(user_of(request))
    if not agencies:
        raise PermissionDenied(
            _("Discipline and examinations are open to the secretary, the director, the inspector"
              " and the person concerned.")
        )  # fmt: skip
    where = {"organization_id__in": sorted(agencies)}
    examinations = (
        Examination.objects.not_cancelled().filter(**where).select_related("person", "unit")
    )
    disciplines = Discipline.objects.not_cancelled().filter(**where).select_related("person")
    context = {
        "open": examinations.filter(closed_on__isnull=True),
        "closed": examinations.filter(closed_on__isnull=False)[:PER_PAGE],
        "disciplines": Paginator(disciplines, PER_PAGE).get_page(request.GET.get("page")),
        "entering": secretary_agency_ids(user_of(request)),
    }
    return render(request, "records/conduct.html", context)
