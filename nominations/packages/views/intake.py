"""Importing a package in two steps: the file is checked and shown, then confirmed."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nominations.decisions.roles import ANSWERERS, RECEIVERS
from nominations.packages import pending_upload
from nominations.packages.forms import PackageForm
from nominations.packages.models import PackageKind, ReceivedPackage
from nominations.packages.package_check import CheckedPackage, checked_package
from nominations.packages.sealing.signing_keys import grouped_fingerprint
from nominations.packages.services.package_import import may_take_in, take_in
from nominations.people.authorization import holds
from nominations.web.access import require_allowed, require_any_or_404, user_of
from nominations.web.refusals import Refused, refusals_in, show_refusal


def _is_for(request: HttpRequest) -> None:
    """Http404 for readers who may import neither dossiers nor replies."""
    require_any_or_404(holds(user_of(request), *RECEIVERS, *ANSWERERS))


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the file; refusals are shown at once."""
    _is_for(request)
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        path = pending_upload.store_upload(request, form.cleaned_data["file"])
        with refusals_in(form):
            checked_package(path)
            return redirect("packages:check")
        pending_upload.discard_upload(request)
    takes_from_below = holds(user_of(request), *RECEIVERS)
    above = reverse("packages:received_list" if takes_from_below else "packages:list")
    return render(request, "packages/upload.html", {"form": form, "above": above})


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The content of the pending package, before it is imported."""
    _is_for(request)
    path = pending_upload.waiting_file(request)
    if path is None:
        messages.info(request, _("No package waits to be confirmed; choose the file again."))
        return redirect("packages:upload")
    try:
        if request.method == "POST":
            return _taken_in(request, path)
        checked = checked_package(path)
    except Refused as refusal:
        pending_upload.discard_upload(request)
        show_refusal(request, refusal)
        return redirect("packages:upload")
    require_allowed(may_take_in(user_of(request), checked), _not_yours(checked))
    context = {"checked": checked, "fingerprint": grouped_fingerprint(checked.package.fingerprint)}
    return render(request, "packages/check.html", context)


def _not_yours(checked: CheckedPackage) -> str:
    return _("This package is for %(agency)s; ask its officer or secretary to take it in.") % {
        "agency": checked.recipient.name
    }


def _taken_in(request: HttpRequest, path: Path) -> HttpResponse:
    if "cancel" in request.POST:
        pending_upload.discard_upload(request)
        messages.info(request, _("Nothing was recorded."))
        return redirect("packages:upload")
    row: ReceivedPackage = take_in(actor=user_of(request), path=path)
    pending_upload.discard_upload(request)
    if row.kind == PackageKind.DOSSIERS:
        messages.success(request, _("The package was taken in; its dossiers wait to be received."))
        return redirect("packages:received", public_id=row.public_id)
    if row.kind == PackageKind.REPORT:
        messages.success(request, _("The report was taken in; it waits to be acknowledged."))
        return redirect("packages:received", public_id=row.public_id)
    messages.success(request, _("The outcomes of the package are recorded."))
    return redirect("decisions:report", public_id=row.report.public_id)
