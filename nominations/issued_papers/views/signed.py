"""Signed copies of an issued paper: what to do, uploads, the copies themselves."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nominations.documents.paper_pages import file_answer
from nominations.documents.rendering import PaperFile
from nominations.issued_papers import queries, signed_copies
from nominations.issued_papers.forms import RemoteSigningForm, SignedCopyForm
from nominations.issued_papers.models import IssuedPaper
from nominations.vietnamese import ascii_name
from nominations.web.access import get_or_404, user_of
from nominations.web.refusals import refusals_in, refusals_shown, refused, show_refusal

MAX_FILE_NAME = 60


def _for_signing(request: HttpRequest, public_id: UUID) -> IssuedPaper:
    """The paper, for whoever issues papers of its kind; 403 for other readers of the agency."""
    found = get_or_404(queries.visible_to(user_of(request)), public_id=public_id)
    with refusals_shown(request):
        signed_copies.require_issuer(user_of(request), found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET says how a paper is signed, POST takes the signed file or the scan."""
    found = _for_signing(request, public_id)
    form = SignedCopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            take = {"signature": signed_copies.add_signed, "scan": signed_copies.add_scan}
            take[form.cleaned_data["form"]](
                actor=user_of(request), paper=found, upload=form.cleaned_data["file"]
            )
            messages.success(request, _("The signed copy is kept with the paper."))
            return redirect(found)
    context = {
        "form": form,
        "issued": found,
        "pdf": found.files.defer("content").filter(format="pdf").first(),
        "may_sign_for_test": settings.DEMO_SIGNER,
    }
    return render(request, "issued_papers/sign.html", context)


@login_required
@require_POST
def sign_for_test(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Sign with the test certificate of the demonstration."""
    found = _for_signing(request, public_id)
    with refusals_shown(request):
        signed_copies.sign_for_test(actor=user_of(request), paper=found)
        messages.success(
            request, _("Signed with the test certificate; this signature has no legal value.")
        )
    return redirect(found)


@sensitive_post_parameters("pin", "code")
@login_required
@require_http_methods(["GET", "POST"])
def sign_remotely(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET asks the signer for what the signing service wants, POST has it sign."""
    user = user_of(request)
    found = get_or_404(queries.visible_to(user), public_id=public_id)
    with refusals_shown(request):
        signed_copies.require_remote_signer(user, found)
    if not settings.REMOTE_SIGNING_URL:
        show_refusal(request, refused("remote_off", _("Remote signing is switched off here.")))
        return redirect(found)
    form = RemoteSigningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            signed_copies.sign_remotely(actor=user, paper=found, **form.cleaned_data)
            messages.success(request, _("The signed copy is kept with the paper."))
            return redirect(found)
    context = {"form": form, "issued": found}
    failed = form.is_bound and not form.is_valid()
    return render(
        request, "issued_papers/sign_remotely.html", context, status=422 if failed else 200
    )


@login_required
@require_GET
def copy(request: HttpRequest, public_id: UUID, copy_id: UUID) -> HttpResponse:
    """A signed copy, byte for byte as it came in."""
    found = get_or_404(queries.visible_to(user_of(request)), public_id=public_id)
    one = get_or_404(found.signed_copies.all(), public_id=copy_id)
    stem, _dot, ending = one.name.rpartition(".")
    name = f"{ascii_name(stem, MAX_FILE_NAME)}.{ending.lower()}"
    answer = file_answer(
        PaperFile(name=name, media_type=one.media_type, content=bytes(one.content))
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
