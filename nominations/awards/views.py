"""The import of award history: choose a file, look at what would happen, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nominations.awards.forms import ImportForm
from nominations.awards.importing import (
    Plan,
    blank_workbook,
    import_awards,
    make_plan,
    marked_copy,
    uploads,
)
from nominations.awards.importing.handback import XLSX_TYPE
from nominations.awards.importing.template import FILE_NAME
from nominations.people.models import Organization
from nominations.people.queries import organization_ids
from workflow.exceptions import TransitionRefused

PER_PAGE = 50


def _importable(request: HttpRequest) -> frozenset[int]:
    """Agencies whose history the account may import; refused to everybody else."""
    agencies = organization_ids(request.user, "manage_campaigns")
    if not agencies:
        raise PermissionDenied(_("Only the council secretary imports award history."))
    return agencies


def _download(name: str, content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
def import_start(request: HttpRequest) -> HttpResponse:
    """Choose a file; what is wrong with it as a whole is said here."""
    agencies = _importable(request)
    form = ImportForm(request.POST or None, request.FILES or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        upload = uploads.keep(
            user_id=request.user.pk,
            organization_id=form.cleaned_data["organization"].pk,
            sheet=form.cleaned_data["file"],
        )
        return redirect("awards:import_preview", token=upload.token)
    return render(request, "awards/import.html", {"form": form})


@login_required
@require_GET
def import_template(request: HttpRequest) -> HttpResponse:
    """The blank table."""
    _importable(request)
    return _download(FILE_NAME, blank_workbook(), XLSX_TYPE)


def _upload(request: HttpRequest, token: str) -> tuple[uploads.Upload, Organization]:
    agencies = _importable(request)
    upload = uploads.find(token, user_id=request.user.pk)
    if upload is None or upload.organization_id not in agencies:
        raise Http404
    return upload, get_object_or_404(Organization, pk=upload.organization_id)


def _show(request: HttpRequest, plan: Plan, token: str) -> HttpResponse:
    rows = plan.problems if not plan.ok else plan.entries
    context = {
        "plan": plan,
        "token": token,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "awards/import_preview.html", context)


@login_required
def import_preview(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would do, row by row and cell by cell; POST does it, all rows or none."""
    upload, organization = _upload(request, token)
    if request.method == "POST":
        return _confirm(request, upload, organization)
    return _show(request, make_plan(upload.sheet(), organization), token)


def _confirm(
    request: HttpRequest, upload: uploads.Upload, organization: Organization
) -> HttpResponse:
    token = upload.token
    try:
        outcome = import_awards(actor=request.user, sheet=upload.sheet(), organization=organization)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("awards:import_preview", token=token)
    except TransitionRefused as refusal:
        raise PermissionDenied(refusal.message) from None
    if not outcome.plan.ok:
        messages.error(request, _("Something changed meanwhile: nothing was imported."))
        return redirect("awards:import_preview", token=token)
    upload.discard()
    words = {"added": outcome.added, "already": len(outcome.plan.already)}
    messages.success(request, _("%(added)s awards added, %(already)s there already.") % words)
    return redirect("awards:import")


@login_required
@require_GET
def import_errors(request: HttpRequest, token: str) -> HttpResponse:
    """The uploaded file with the reasons beside the bad rows."""
    upload, organization = _upload(request, token)
    return _download(*marked_copy(make_plan(upload.sheet(), organization)))
