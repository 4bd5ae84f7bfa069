"""The emblem on an agency's certificates: seen on an example, set, removed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.documents import emblems
from nominations.documents.forms import EmblemForm
from nominations.documents.models import AgencyEmblem
from nominations.documents.paper_pages import file_answer
from nominations.documents.rendering import render_example_certificate
from nominations.documents.views.access import AGENCY, chosen_agency
from nominations.files.upload_check import CONTENT_TYPES
from nominations.people.models import Organization
from nominations.web.access import get_or_404, user_of
from nominations.web.attachments import uploaded_attachment
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues

PREVIEW, REMOVE = "preview", "remove"


def _agency(request: HttpRequest) -> tuple[list[Organization], Organization]:
    sentence = _("Only the council secretary and the administrator set the emblem.")
    return chosen_agency(request, *emblems.KEEPERS, sentence=sentence)


@login_required
@require_http_methods(["GET", "POST"])
def emblem(request: HttpRequest) -> HttpResponse:
    """GET shows the emblem; POST makes an example with it, sets another one, or removes it."""
    agencies, agency = _agency(request)
    step = request.POST.get("step", "")
    wants_file = step != REMOVE and (step != PREVIEW or bool(request.FILES))
    form = EmblemForm(request.POST or None, request.FILES or None, wants_file=wants_file)
    shown = ShownValues.of(request, agency, lambda row: {"emblem": emblems.emblem_of(row)})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if step == PREVIEW:
                return _example(form, agency)
            _act(request, form, agency, shown)
            return redirect(f"{reverse('documents:emblem')}?{AGENCY}={agency.pk}")
    row = emblems.current_emblem(agency).defer("content").select_related("added_by__person").first()
    context = {"agencies": agencies, "agency": agency, "form": form, "emblem": row}
    context["seen_version"] = shown.mark
    failed = form.is_bound and not form.is_valid()
    return render(request, "documents/emblem.html", context, status=422 if failed else 200)


def _example(form: EmblemForm, agency: Organization) -> HttpResponse:
    """A certificate for nobody, with the chosen picture or the one that is kept."""
    upload = form.cleaned_data["file"]
    if upload:
        content = emblems.checked_picture(upload).content
    else:
        row = emblems.current_emblem(agency).first()
        content = bytes(row.content) if row is not None else b""
    return file_answer(render_example_certificate(content))


def _act(request: HttpRequest, form: EmblemForm, agency: Organization, shown: ShownValues) -> None:
    actor = user_of(request)
    if request.POST.get("step") == REMOVE:
        with shown.unchanged():
            emblems.remove_emblem(actor=actor, agency=agency)
        messages.success(request, _("New certificates bear no emblem."))
        return
    picture = emblems.checked_picture(form.cleaned_data["file"])
    with shown.unchanged():
        emblems.set_emblem(actor=actor, agency=agency, picture=picture)
    messages.success(request, _("New certificates bear this emblem."))


@login_required
@require_GET
def picture(request: HttpRequest) -> HttpResponseBase:
    """The emblem as it is kept, sandboxed."""
    _agencies, agency = _agency(request)
    row: AgencyEmblem = get_or_404(emblems.current_emblem(agency))
    return uploaded_attachment(
        bytes(row.content), name=f"bieu_trung.{row.kind}", content_type=CONTENT_TYPES[row.kind]
    )
