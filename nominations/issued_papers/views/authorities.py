"""The authorities whose certificates count: seen by administrators, kept by one role."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nominations.issued_papers import trust_roots
from nominations.issued_papers.forms import AuthorityFileForm, AuthorityForm, EndAuthorityForm
from nominations.issued_papers.models import TrustRoot
from nominations.people.authorization import (
    keeps_shared_data,
    may_enter_administration,
    require_shared_data_keeper,
)
from nominations.web.access import get_or_404, require_allowed, user_of
from nominations.web.refusals import refusals_in, refusals_shown
from nominations.web.stale_page import ShownValues


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Who is trusted, who was, and why no longer."""
    user = user_of(request)
    require_allowed(
        may_enter_administration(user),
        _("Only administrators open these pages; your roles of today do not include that."),
    )
    context = {"rows": trust_roots.shown_authorities(), "keeps": keeps_shared_data(user)}
    return render(request, "issued_papers/authorities.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """GET asks for the file; POST shows what is in it, then keeps what was shown."""
    user = user_of(request)
    with refusals_shown(request):
        require_shared_data_keeper(user)
    if request.method == "POST" and "pem" in request.POST:
        form = AuthorityForm(request.POST)
        if form.is_valid():
            with refusals_in(form):
                trust_roots.add(actor=user, **form.cleaned_data)
                messages.success(request, _("Signatures of this authority count from now on."))
                return redirect("issued_papers:authorities")
        return _preview(request, form, request.POST["pem"])
    chosen = AuthorityFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and chosen.is_valid():
        with refusals_in(chosen):
            pem, _found = trust_roots.read(chosen.cleaned_data["file"].read())
            return _preview(request, AuthorityForm(initial={"pem": pem}), pem)
    failed = chosen.is_bound and not chosen.is_valid()
    context = {"form": chosen}
    return render(
        request, "issued_papers/authority_add.html", context, status=422 if failed else 200
    )


def _preview(request: HttpRequest, form: AuthorityForm, pem: str) -> HttpResponse:
    """What would be kept; where it cannot be read any more, the form alone with its refusal."""
    context: dict[str, Any] = {"form": form, "found": []}
    if not form.errors or not form.has_error(None):
        with refusals_in(form):
            context["found"] = trust_roots.read(pem.encode())[1]
    failed = form.is_bound and bool(form.errors)
    return render(
        request, "issued_papers/authority_add.html", context, status=422 if failed else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST trusts the authority no longer."""
    user = user_of(request)
    with refusals_shown(request):
        require_shared_data_keeper(user)
    row = get_or_404(TrustRoot.objects.all(), pk=pk)
    if row.ended_at is not None:
        messages.error(request, _("This authority is trusted no longer already."))
        return redirect("issued_papers:authorities")
    form = EndAuthorityForm(request.POST if request.method == "POST" else None)
    seen = ShownValues.of_row(request, row, "sha256", "ended_at")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), seen.unchanged(form):
            trust_roots.end(row.sha256, actor=user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Signatures of this authority count no longer."))
            return redirect("issued_papers:authorities")
    context = {"form": form, "one": trust_roots.shown_row(row), "seen_version": seen.mark}
    failed = form.is_bound and not form.is_valid()
    return render(
        request, "issued_papers/authority_end.html", context, status=422 if failed else 200
    )
