"""The wording of an agency's papers: what can be worded, one text with its versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.documents import services
from nominations.documents.agency_texts import (
    EditableText,
    agency_texts,
    editable_text,
    editable_texts,
    example_of,
    filled_text,
    placeholder,
)
from nominations.documents.forms import AgencyTextForm
from nominations.documents.models import AgencyText
from nominations.documents.views.access import AGENCY, worded_agency
from nominations.people.models import Organization
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from workflow import clock


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every text that may be worded, as it reads today."""
    agencies, agency = worded_agency(request)
    own = agency_texts(agency, None).own
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in editable_texts():
        text = own.get(one.name, "")
        line = {"row": one, "text": text or one.shipped(), "is_own": bool(text)}
        groups.setdefault(str(one.paper), []).append(line)
    context = {"agencies": agencies, "agency": agency, "groups": groups}
    return render(request, "documents/texts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, name: str) -> HttpResponse:
    """One text: GET shows it, POST shows how it would read or records it."""
    _agencies, agency = worded_agency(request)
    try:
        editable = editable_text(name)
    except KeyError:
        raise Http404 from None
    now = agency_texts(agency, None).own.get(name, "") or editable.shipped()
    form = AgencyTextForm(
        request.POST or None,
        editable=editable,
        initial={"text": now, "valid_from": clock.today()},
    )
    shown = ShownValues.of(request, agency, lambda row: {"last": _last(row, name)})
    if request.method == "POST" and form.is_valid() and request.POST.get("step") != "preview":
        with refusals_in(form), shown.unchanged(form):
            services.word_paper(
                actor=user_of(request), organization=agency, editable=editable, **form.cleaned_data
            )
            messages.success(request, _("The wording is recorded."))
            return redirect(f"{reverse('documents:texts')}?{AGENCY}={agency.pk}")
    return _page(request, agency, editable, form, seen_version=shown.mark)


def _last(agency: Organization, name: str) -> int | None:
    rows = AgencyText.objects.filter(organization=agency, name=name)
    return rows.order_by("-pk").values_list("pk", flat=True).first()


def _page(
    request: HttpRequest,
    agency: Organization,
    editable: EditableText,
    form: AgencyTextForm,
    **more: Any,
) -> HttpResponse:
    failed = form.is_bound and not form.is_valid()
    typed = form.cleaned_data["text"] if form.is_bound and not failed else ""
    examples = {name: example_of(name) for name in editable.placeholders}
    shown = filled_text(typed or form.get_initial_for_field(form.fields["text"], "text"), examples)
    rows = AgencyText.objects.filter(organization=agency, name=editable.name)
    context = {
        **more,
        "agency": agency,
        "editable": editable,
        "form": form,
        "placeholders": [(placeholder(name), examples[name]) for name in editable.placeholders],
        "shown": [] if failed else shown.splitlines(),
        "shipped": editable.shipped(),
        "versions": rows.select_related("recorded_by__person").order_by("-pk"),
    }
    return render(request, "documents/text.html", context, status=422 if failed else 200)
