"""The own account, and the page of a one-time link."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_reset
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from nominations.people import services
from nominations.people.forms.roles import NewPasswordForm
from nominations.people.models import PasswordLink, User
from nominations.people.services.password_links import link_of
from nominations.web.access import user_of
from nominations.web.refusals import refusals_in
from workflow import clock


@login_required
@require_GET
def my_account(request: HttpRequest) -> HttpResponse:
    """The data of the own account: address, last login, all links made for it."""
    user = user_of(request)
    links = user.password_links.select_related("made_by__person")
    context = {"account": user, "links": links, "now": clock.now()}
    return render(request, "people/my_account.html", context)


def recovered(sender: type[User], user: User, **kwargs: Any) -> None:
    """Record that a forgotten password was set by the link sent to the address."""
    services.record_recovery(user=user)


@sensitive_post_parameters("password", "again")
@never_cache
def password_link(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by a one-time link; then log in with it."""
    link = link_of(token)
    if link is None:
        return render(request, "people/password_link_gone.html", status=404)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            user = services.use_link(token=token, password=form.cleaned_data["password"])
            password_reset.send(sender=PasswordLink, request=request, user=user)
            messages.success(request, _("The password is set. Log in with it now."))
            return redirect("account_login")
    context = {"form": form, "account": link.user, "person": link.user.person}
    return render(request, "people/password_link.html", context)
