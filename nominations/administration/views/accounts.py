"""Accounts: the list, issuing many at once, the letters, one account and the actions on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nominations.administration import accounts
from nominations.administration.access import (
    managed_account,
    managed_agency,
    managed_person,
    require_administrator,
)
from nominations.administration.account_actions import ACCOUNT_ACTIONS, offered_actions
from nominations.administration.forms.accounts import AccountForm, IssueForm
from nominations.people import services
from nominations.people.models import PasswordLink, User
from nominations.people.queries import role_assignments_of, units_of
from nominations.web.access import require_any_or_404, user_of
from nominations.web.refusals import refusals_in
from nominations.web.stale_page import ShownValues
from workflow import clock

PER_PAGE = 50


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@login_required
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """The people of one agency with their accounts, or without."""
    form, organization = managed_agency(request)
    text = form.cleaned_data.get("q", "") if form.is_valid() else ""
    status = request.GET.get("status", "")
    status = status if status in accounts.ACCOUNT_STATUSES else ""
    found = accounts.accounts_in(organization, status=status, text=text)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "form": form,
        "organization": organization,
        "several": len(form.agencies) > 1,
        "statuses": accounts.ACCOUNT_STATUSES.items(),
        "status": status,
        "text": text,
        "page": page,
        "rows": [(person, person.membership_on(today)) for person in page],
    }
    return render(request, "administration/accounts.html", context)


@login_required
def issue(request: HttpRequest) -> HttpResponse:
    """Tick people without account; each gets one, with a letter or a mail that opens it."""
    _search, organization = managed_agency(request)
    unit = _number(request.GET.get("unit", ""))
    places = accounts.without_account(organization, unit)[: services.accounts.MAX_ISSUED]
    people = [place.person for place in places]
    one = _number(request.GET.get("person", ""))
    form = IssueForm(
        request.POST or None,
        places=places,
        names=accounts.proposed_names(people),
        ticked=frozenset({one} if one else {person.pk for person in people}),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            return _issued(request, organization, form)
    units = units_of(organization, clock.today())
    context = {"form": form, "organization": organization, "units": units, "unit": unit}
    return render(request, "administration/issue.html", context)


def _issued(request: HttpRequest, organization: Any, form: IssueForm) -> HttpResponse:
    made = services.issue_accounts(
        actor=user_of(request), organization=organization, accounts=form.accounts
    )
    mailed = [user for user in made if user.email and form.cleaned_data["by_mail"]]
    messages.success(request, _("%(number)s accounts are issued.") % {"number": len(made)})
    if mailed:
        _send(request, mailed)
    return _print(request, [user for user in made if user not in mailed])


def _send(request: HttpRequest, users: list[User]) -> None:
    links = services.make_links(
        actor=user_of(request), users=users, delivery=PasswordLink.Delivery.EMAIL
    )
    failed = accounts.send_by_mail(links, request)
    for user in failed:
        messages.error(
            request,
            _("The link for %(name)s could not be sent: print a letter on the account's page.")
            % {"name": user.get_full_name()},
        )
    if len(links) > len(failed):
        sent = {"number": len(links) - len(failed)}
        messages.success(request, _("%(number)s links are sent by e-mail.") % sent)


def _print(request: HttpRequest, users: list[User]) -> HttpResponse:
    if not users:
        return redirect("administration:accounts")
    links = services.make_links(
        actor=user_of(request), users=users, delivery=PasswordLink.Delivery.LETTER
    )
    return redirect("administration:letters", batch=links[0].batch)


@never_cache
@login_required
@require_GET
def letters(request: HttpRequest, batch: Any) -> HttpResponse:
    """One letter per page, for whoever made the links, within the hour."""
    require_administrator(request)
    links = require_any_or_404(accounts.printable(batch, user_of(request)))
    context = {"letters": accounts.letters(links, request), "today": clock.today()}
    return render(request, "administration/letters.html", context)


@login_required
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its status, its links, and what can be done with it."""
    found = managed_account(request, pk)
    person = managed_person(request, found.person_id or 0)
    initial = {"username": found.username, "email": found.email}
    form = AccountForm(request.POST or None, initial=initial)
    shown = ShownValues.of_row(request, found, *initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged(form):
            services.change_account(actor=user_of(request), user=found, **form.cleaned_data)
            messages.success(request, _("The account is changed."))
            return redirect("administration:account", pk=pk)
    context = {
        "account": found,
        "person": person,
        "place": person.membership_on(clock.today()),
        "roles": role_assignments_of(person),
        "links": found.password_links.select_related("made_by__person")[:10],
        "now": clock.now(),
        "form": form,
        "seen_version": shown.mark,
        "actions": offered_actions(found, user_of(request)),
    }
    return render(request, "administration/account.html", context)


@login_required
def account_action(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask before an action on an account, then do it."""
    found = managed_account(request, pk)
    action = ACCOUNT_ACTIONS.get(name)
    if action is None:
        raise Http404
    form = action.form_for(request.POST if request.method == "POST" else None, found)
    shown = ShownValues.of_row(request, found, "username", "email", "is_active")
    if request.method == "POST" and form.is_valid():
        with refusals_in(form), shown.unchanged():
            action.perform(user_of(request), found, form.cleaned_data)
            if action.hands_over_link:
                return _handed_over(request, found, form.cleaned_data["delivery"])
            messages.success(request, action.done)
            return redirect("administration:account", pk=pk)
    context = {"account": found, "action": action, "form": form, "seen_version": shown.mark}
    return render(request, "administration/account_action.html", context)


def _handed_over(request: HttpRequest, user: User, delivery: str) -> HttpResponse:
    if delivery == PasswordLink.Delivery.EMAIL:
        _send(request, [user])
        return redirect("administration:account", pk=user.pk)
    return _print(request, [user])
