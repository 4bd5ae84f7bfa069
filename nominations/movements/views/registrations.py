"""Registering in a movement, withdrawing, and the list as an Excel file."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from nominations.files.spreadsheet_writer import XLSX_TYPE
from nominations.files.table_workbook import as_xlsx
from nominations.movements import queries, services
from nominations.movements.forms import RegistrationForm
from nominations.movements.models import MovementRegistration
from nominations.movements.movement_page import open_choices
from nominations.movements.services.registrations import may_withdraw
from nominations.movements.views.access import movement_or_404
from nominations.movements.wording import period_words
from nominations.people.models import Unit
from nominations.web.access import get_or_404, user_of
from nominations.web.attachments import attachment
from nominations.web.refusals import refusals_in, refusals_to
from workflow import clock


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the own person or a unit that the reader heads."""
    row, reader = movement_or_404(request, pk), user_of(request)
    choices = open_choices(row, reader, list(queries.registrations_of(row)))
    if not choices and request.method == "GET":
        messages.info(request, _("There is nothing for you to register in this movement now."))
        return redirect(row)
    form = RegistrationForm(request.POST or None, choices=choices or [("ca-nhan", _("Myself"))])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            services.register(
                actor=reader, movement=row, content=given["content"], unit=_unit(given["who"])
            )
            messages.success(request, _("The registration is recorded."))
            return redirect(row)
    return render(request, "movements/register.html", {"movement": row, "form": form})


def _unit(word: str) -> Unit | None:
    """The unit of the choice; None for the own person."""
    return Unit.objects.get(pk=int(word)) if word.isdecimal() else None


@login_required
@require_http_methods(["GET", "POST"])
@refusals_to("movements:list")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST takes a registration back."""
    seen = queries.movements_visible_to(user_of(request)).order_by().values("pk")
    rows = MovementRegistration.objects.filter(movement__in=seen)
    row = get_or_404(rows.select_related("movement", "person", "unit"), pk=pk)
    if not may_withdraw(user_of(request), row) and row.withdrawn_at is None:
        raise PermissionDenied(_("Only who registered, or the council secretary, withdraws."))
    if request.method == "GET":
        return render(request, "movements/withdraw.html", {"registration": row})
    services.withdraw(actor=user_of(request), registration=row)
    messages.success(request, _("The registration is withdrawn."))
    return redirect(row.movement)


@login_required
@require_GET
def excel(request: HttpRequest, pk: int) -> HttpResponse:
    """Who registered what, with the movement above the table."""
    row = movement_or_404(request, pk)
    names = _("No."), _("Unit"), _("Full name"), _("What is registered"), _("Registered at")
    table: list[list[object]] = [list(names)]
    rows = list(queries.registrations_of(row))
    for place, one in enumerate(rows, 1):
        person = one.person.full_name if one.person else ""
        table.append([place, one.unit.name, person, one.content, one.registered_at.date()])
    about: list[list[object]] = [
        [_("Registrations in the movement: %(name)s") % {"name": row.name}],
        [_("Period"), period_words(row)],
        [pgettext("of a list", "As of"), clock.today()],
        [pgettext("of a list", "Number"), len(rows)],
    ]
    content = as_xlsx([(_("Registrations"), table)], about=about)
    return attachment(content, name=f"dang_ky_phong_trao_{pk}.xlsx", content_type=XLSX_TYPE)
