"""Evidence: the list with the upload form, the file itself, taking a file out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nominations.dossiers.forms import EvidenceForm
from nominations.dossiers.incomplete_lists import incomplete_lists
from nominations.dossiers.models import Evidence, Nomination
from nominations.dossiers.panels.needed_papers import needed_papers
from nominations.dossiers.permissions import may_attach
from nominations.dossiers.services import attach_evidence, remove_evidence
from nominations.dossiers.views.access import title_in_campaign, visible_or_404
from nominations.files.upload_check import CONTENT_TYPES, accept_upload
from nominations.web.attachments import UNKNOWN_TYPE, uploaded_attachment
from nominations.web.refusals import Refused, key_of, sentences, show_in, show_refusal

NOT_ABOUT_THE_FILE = frozenset({"locked", "dossier_locked", "not_registrant", "too_many_files"})


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The files of the dossier and the form that adds some; one that is refused stops no other."""
    row = visible_or_404(request, public_id)
    form = EvidenceForm()
    if request.method == "POST":
        form = EvidenceForm(request.POST, request.FILES)
        if form.is_valid():
            if _attached(request, row, form):
                return redirect("dossiers:evidence", row.public_id)
        elif may_attach(request.user, row):
            _refuse_files(form)
    files = list(row.evidence.filter(removed_at__isnull=True).select_related("added_by__person"))
    report = row.reports.order_by("-number").first()
    context = {
        "nomination": row,
        "form": form,
        "files": files,
        "writer": may_attach(request.user, row),
        "incomplete_lists": incomplete_lists(row),
        "needed": needed_papers(title_in_campaign(row), report=report, evidence=files),
    }
    return render(request, "dossiers/evidence.html", context)


def _attached(request: HttpRequest, row: Nomination, form: EvidenceForm) -> bool:
    """Whether every file came in; otherwise the form says which did not, and why."""
    values = form.cleaned_data
    for upload in values["file"]:
        try:
            added = attach_evidence(
                actor=request.user,
                nomination=row,
                paper=values["paper"],
                upload=upload,
                note=values["note"],
            )
        except Refused as refusal:
            if key_of(refusal) in NOT_ABOUT_THE_FILE:
                show_in(form, refusal)
                return False
            for sentence in sentences(refusal):
                form.add_error("file", _named(upload.name, sentence, len(values["file"])))
        else:
            messages.success(request, _("“%(name)s” has been attached.") % {"name": added.name})
    return form.is_valid()


def _refuse_files(form: EvidenceForm) -> None:
    """Say of a form with other mistakes also which of its files would be refused, and why."""
    files = form.cleaned_data.get("file", ())
    for upload in files:
        try:
            accept_upload(upload)
        except ValidationError as refusal:
            for sentence in sentences(refusal):
                form.add_error("file", _named(upload.name, sentence, len(files)))


def _named(name: str, sentence: str, count: int) -> str:
    """The sentence about a file; with its name where several were sent."""
    if count == 1:
        return sentence
    return _("“%(name)s” was not attached: %(sentence)s") % {"name": name, "sentence": sentence}


@login_required
@require_GET
def download(request: HttpRequest, public_id: UUID, evidence_id: UUID) -> HttpResponseBase:
    """The file as an attachment, for those who may see the nomination; never shown in the page."""
    row = visible_or_404(request, public_id)
    evidence = get_object_or_404(
        Evidence, nomination=row, public_id=evidence_id, removed_at__isnull=True
    )
    try:
        file = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return uploaded_attachment(
        file, name=evidence.name, content_type=CONTENT_TYPES.get(evidence.kind, UNKNOWN_TYPE)
    )


@login_required
@require_POST
def remove(request: HttpRequest, public_id: UUID, evidence_id: UUID) -> HttpResponse:
    """Take a file out of the dossier."""
    row = visible_or_404(request, public_id)
    evidence = get_object_or_404(Evidence, nomination=row, public_id=evidence_id)
    try:
        remove_evidence(actor=request.user, evidence=evidence)
    except Refused as refusal:
        show_refusal(request, refusal)
    else:
        messages.success(request, _("“%(name)s” has been removed.") % {"name": evidence.name})
    return redirect("dossiers:evidence", row.public_id)
