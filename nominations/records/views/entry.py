"""Entering one record, closing an examination, cancelling a wrong record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.people.models import Person, Unit, User
from nominations.people.queries import managed_ids
from nominations.records import services
from nominations.records.forms import (
    PERSON_ENTRIES,
    CancelForm,
    ClosingForm,
    EntryForm,
    entries_of_unit,
)
from nominations.records.models import (
    Absence,
    AnnualGrade,
    Attestation,
    Discipline,
    Examination,
    Headcount,
    Recognition,
    Service,
)
from nominations.records.models.base import Record
from nominations.records.queries import (
    conduct_ids,
    dependents_of,
    secretary_agency_ids,
    visible_to,
)
from nominations.records.services.cancellation import OF_STAFF
from nominations.records.services.entry import SEALED_KINDS, kind_of
from nominations.records.views.access import agency_for_entry, person_or_404, unit_or_404
from nominations.web.access import user_of
from nominations.web.refusals import Refused, show_in

KINDS: dict[str, type[Record]] = {
    "xep-loai": AnnualGrade,
    "xac-nhan": Attestation,
    "ky-luat": Discipline,
    "xem-xet": Examination,
    "cong-tac": Service,
    "vang-mat": Absence,
    "quan-so": Headcount,
    "cong-nhan": Recognition,
}
"""Path segment -> the model that is cancelled."""


def page_of(subject: Person | Unit) -> str:
    """The record's page of the subject."""
    name = "records:person" if isinstance(subject, Person) else "records:unit"
    return reverse(name, args=[subject.pk])


@login_required
@require_http_methods(["GET", "POST"])
def enter_person(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A new record of a person."""
    found, _access = person_or_404(request, pk)
    return _enter(request, found, PERSON_ENTRIES.get(kind))


@login_required
@require_http_methods(["GET", "POST"])
def enter_unit(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A new record of a unit."""
    found, _access = unit_or_404(request, pk)
    return _enter(request, found, entries_of_unit(found).get(kind))


def _enter(
    request: HttpRequest, subject: Person | Unit, form_class: type[EntryForm] | None
) -> HttpResponse:
    if form_class is None:
        raise Http404
    agency = agency_for_entry(user_of(request), subject, of_staff=form_class.of_staff)
    if agency is None:
        raise PermissionDenied(_("Only the council secretary of the agency keeps this record."))
    form = form_class(request.POST or None, subject=subject, organization=agency)
    if request.method == "POST" and form.is_valid():
        try:
            form.enter(user_of(request))
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The record has been entered."))
            return redirect(page_of(subject))
    context = {"form": form, "subject": subject, "agency": agency, "back": page_of(subject)}
    return render(request, "records/enter.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def close_examination(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of an examination, with its finding."""
    row = _seen(request, Examination, pk)
    if row.organization_id not in secretary_agency_ids(user_of(request)):
        raise PermissionDenied(_("Only the council secretary of the agency keeps this record."))
    subject: Any = row.person or row.unit
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_examination(actor=user_of(request), examination=row, **form.cleaned_data)
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The examination is closed."))
            return redirect(page_of(subject))
    context = {"form": form, "record": row, "subject": subject, "back": page_of(subject)}
    return render(request, "records/close_examination.html", context)


def _seen(request: HttpRequest, model: type[Record], pk: int) -> Any:
    """The record, if the reader may see it; what is secret only to those who may see conduct."""
    user = user_of(request)
    rows: QuerySet[Any] = model._default_manager.select_related("organization")
    if model is Recognition:
        seen = visible_to(user).values("pk")
        return get_object_or_404(rows.filter(initiative__in=seen), pk=pk)
    if model._meta.model_name in SEALED_KINDS:
        agencies = conduct_ids(user)
        return get_object_or_404(rows.filter(organization_id__in=sorted(agencies)), pk=pk)
    row = get_object_or_404(rows, pk=pk)
    subject = getattr(row, "person", None) or row.unit
    look = person_or_404 if isinstance(subject, Person) else unit_or_404
    _subject, access = look(request, subject.pk)
    is_open = access.service if isinstance(row, OF_STAFF) else access.grades
    in_reach = not access.agencies or row.organization_id in access.agencies
    if not (is_open and in_reach):
        raise Http404
    return row


def _after(row: Any) -> tuple[Any, str]:
    """The subject of the record, and the page to return to."""
    if isinstance(row, Recognition):
        return row.initiative, row.initiative.get_absolute_url()
    subject = getattr(row, "person", None) or row.unit
    return subject, page_of(subject)


def _may_cancel(user: User, row: Record) -> bool:
    ids = secretary_agency_ids(user) | (
        managed_ids(user) if isinstance(row, OF_STAFF) else frozenset()
    )
    return row.organization_id in ids


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Cancel a wrong record; the page first lists what depends on it."""
    if kind not in KINDS:
        raise Http404
    row = _seen(request, KINDS[kind], pk)
    if not _may_cancel(user_of(request), row):
        raise PermissionDenied(_("Only who may enter this record may cancel it."))
    subject, back = _after(row)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_record(actor=user_of(request), record=row, **form.cleaned_data)
        except Refused as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The record is cancelled; it stays in the history."))
            return redirect(back)
    context = {"form": form, "record": row, "subject": subject, "back": back}
    context |= {"resting": dependents_of(row), "word": row._meta.verbose_name, "kind": kind_of(row)}
    return render(request, "records/cancel.html", context)
