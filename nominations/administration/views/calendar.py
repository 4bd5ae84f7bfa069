"""The working calendar of all agencies: read by administrators, kept by one role."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.administration import services, working_year
from nominations.administration.access import require_administrator, require_shared_data
from nominations.administration.forms.reference import CalendarDayForm
from nominations.people.authorization import keeps_shared_data
from nominations.web.access import get_or_404, user_of
from nominations.web.refusals import refusals_in, refusals_shown
from nominations.web.stale_page import ShownValues
from workflow import clock
from workflow.models import CalendarDay

FIRST_YEAR = 2010


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    this = clock.today().year
    return year if FIRST_YEAR <= year <= this + 2 else this


def _recorded_days(request: HttpRequest) -> ShownValues:
    """Every recorded day: a day that is recorded anew takes the place of the one of before."""
    rows = CalendarDay.objects.all()
    columns = ("pk", "day", "is_working", "note")
    return ShownValues(request, rows, lambda: {"days": list(rows.order_by("pk").values(*columns))})


@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of a year that are not what their weekday says, and a form for another one."""
    require_administrator(request)
    if request.method == "POST":
        require_shared_data(request)
    form = CalendarDayForm(request.POST or None)
    shown = _recorded_days(request)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        with refusals_in(form), shown.unchanged():
            recorded = CalendarDay.objects.filter(day=day).first() or CalendarDay()
            services.save_day(actor=user_of(request), row=recorded, values=form.cleaned_data)
            messages.success(request, _("The day is recorded."))
            return redirect(f"{reverse('administration:calendar')}?year={day.year}")
    year = _year(request)
    context = {
        "form": form,
        "seen_version": shown.mark,
        "year": year,
        "days": working_year.days_of(year),
        "working": working_year.working_days(year),
        "keeps": keeps_shared_data(user_of(request)),
    }
    return render(request, "administration/calendar.html", context)


@login_required
def calendar_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a recorded day back, after asking."""
    require_administrator(request)
    require_shared_data(request)
    row = get_or_404(CalendarDay.objects.all(), pk=pk)
    shown = _recorded_days(request)
    if request.method != "POST":
        context = {"row": row, "seen_version": shown.mark}
        return render(request, "administration/calendar_remove.html", context)
    with refusals_shown(request), shown.unchanged():
        services.remove_day(actor=user_of(request), row=row)
        messages.success(request, _("The day is taken back."))
    return redirect(f"{reverse('administration:calendar')}?year={row.day.year}")
