"""The public page of a paper's code: the paper, its status, and a comparison with a file.

Open to anybody who has the paper. It names nobody on the list: kind, number, day, agency, what
later papers did, and who signed the copies that are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from nominations.issued_papers.forms import CheckFileForm
from nominations.issued_papers.hashed_upload import HashedUpload, HashingUploadHandler
from nominations.issued_papers.models import IssuedPaper
from nominations.issued_papers.queries import HEAVY, paper_statuses
from nominations.issued_papers.signed_copies import shown_copies
from nominations.web.rate_limit import may_try

BROWSER_LIMIT = (10, 600)
"""Files that one browser may check in so many seconds."""
ADDRESS_LIMIT = (100, 3600)
"""Files that one network address may check: a whole agency may sit behind a single one."""
TOO_MANY_REQUESTS = 429

View = Callable[..., HttpResponse]


def reads_its_upload(view: View) -> View:
    """Nobody before the view reads what is sent, so that the view decides how a file is taken."""
    view.reads_its_upload = True  # type: ignore[attr-defined]  # ours, read by the middleware
    return view


@csrf_exempt  # the token is checked below, once the file is only hashed and not stored
@reads_its_upload
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper is and whether it stands; POST compares a file with the issued ones."""
    handler = HashingUploadHandler(request)
    request.upload_handlers = [handler]
    response = _verify(request, code, handler)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


@csrf_protect
def _verify(request: HttpRequest, code: str, handler: HashingUploadHandler) -> HttpResponse:
    papers = IssuedPaper.objects.defer(*HEAVY).select_related("organization")
    paper = papers.filter(code=code).first()
    if paper is None:
        return render(request, "issued_papers/unknown_code.html", status=404)
    context: dict[str, Any] = {
        "issued": paper,
        "status": paper_statuses([paper])[paper.pk],
        "copies": shown_copies(paper),
    }
    status = 200
    form = CheckFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = CheckFileForm(request.POST, request.FILES)
        status = _check(request, form, paper, handler, context)
    context["form"] = form
    return render(request, "issued_papers/verify.html", context, status=status)


def _check(
    request: HttpRequest,
    form: CheckFileForm,
    paper: IssuedPaper,
    handler: HashingUploadHandler,
    context: dict[str, Any],
) -> int:
    """Put the answer into the context, or the reason for none at the form; the status."""
    if handler.is_too_large:
        form.errors.clear()
        form.add_error("file", _("This file is larger than any issued paper; it is none of them."))
    elif form.is_valid():
        if not may_try(request, "checked_papers", browser=BROWSER_LIMIT, address=ADDRESS_LIMIT):
            form.add_error(
                None,
                _("Many files were checked from here in a short time. Please wait a while."),
            )
            return TOO_MANY_REQUESTS
        file = form.cleaned_data["file"]
        digest = file.sha256 if isinstance(file, HashedUpload) else ""
        context["checked"] = file.name
        context["matching"] = paper.files.defer("content").filter(sha256=digest).first()
        context["copy"] = paper.signed_copies.defer("content").filter(sha256=digest).first()
    return 200
