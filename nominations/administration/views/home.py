"""The administration's first page: what there is to keep, and how much of it waits."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nominations.administration import accounts
from nominations.administration.access import managed_agency, require_administrator
from nominations.administration.reference import tables_for
from nominations.people.authorization import keeps_shared_data
from nominations.people.queries import managed_ids
from nominations.web.access import user_of
from notifications import administered_messages
from notifications.queries import dead_letters


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Links to everything the reader keeps."""
    require_administrator(request)
    user = user_of(request)
    context = {"tables": tables_for(user), "keeps_shared_data": keeps_shared_data(user)}
    if managed_ids(user):
        _form, organization = managed_agency(request)
        kept = administered_messages.administered_messages(user)
        context |= {
            "organization": organization,
            "without": len(accounts.without_account(organization)),
            "never": accounts.accounts_in(organization, status="new", text="").count(),
            "dead": dead_letters(kept).count() if kept is not None else 0,
        }
    return render(request, "administration/home.html", context)
