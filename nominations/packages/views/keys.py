"""The key of this installation, and those of trusted senders."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nominations.packages import queries
from nominations.packages.forms import SenderForm
from nominations.packages.own_key import own_public_key
from nominations.packages.sealing.signing_keys import grouped_fingerprint
from nominations.packages.services.senders import end_sender, record_sender
from nominations.people.queries import managed_ids
from nominations.web.access import get_or_404, require_any_or_404, user_of
from nominations.web.refusals import refusals_in, refusals_shown


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The own key to read out, the recorded ones, and the form for another."""
    user = user_of(request)
    require_any_or_404(managed_ids(user))
    neighbours = queries.trusted_neighbours(user)
    form = SenderForm(request.POST or None, organizations=neighbours)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = record_sender(actor=user, **form.cleaned_data)
            text = _("Recorded. Packages with the fingerprint %(fingerprint)s are taken now.")
            messages.success(request, text % {"fingerprint": grouped_fingerprint(row.fingerprint)})
            return redirect("packages:keys")
    own = own_public_key()
    context = {
        "own": own.text,
        "fingerprint": grouped_fingerprint(own.fingerprint),
        "rows": [
            (row, grouped_fingerprint(row.fingerprint))
            for row in queries.senders_administered_by(user)
        ],
        "form": form if neighbours else None,
    }
    return render(request, "packages/keys.html", context)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop accepting packages signed with this key."""
    user = user_of(request)
    row = get_or_404(queries.senders_administered_by(user), pk=pk)
    with refusals_shown(request):
        end_sender(actor=user, sender=row)
        messages.success(request, _("Packages signed with this key are no longer taken."))
    return redirect("packages:keys")
