"""Acts on a session: each has a page that says what will happen, and a POST that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nominations.council import services
from nominations.council.forms import MinutesForm, OpenForm, ReasonForm
from nominations.council.models import VotingSession
from nominations.council.page import page_of
from nominations.council.queries import Rights
from nominations.council.views.doors import on_session, require, to_session


@dataclass(frozen=True, slots=True)
class Act:
    """A page that asks once more, and the service behind it."""

    title: Any
    sentence: Any
    button: Any
    done: Any
    service: Callable[..., Any]
    allowed: Callable[[Rights], bool]
    form: type[Any] | None = None
    dangerous: bool = False


ACTS = {
    "open": Act(
        _("Open the voting"),
        _("The list of members and the rule of each item are frozen, and the members are told."),
        _("Open the voting"),
        _("The voting is open."),
        services.open_session,
        lambda rights: rights.conducts,
        OpenForm,
    ),
    "close": Act(
        _("Close the voting"),
        _("From this moment no ballot is taken and none can be changed."),
        _("Close the voting"),
        _("The voting is closed."),
        services.close_session,
        lambda rights: rights.conducts,
    ),
    "count": Act(
        _("Count the votes"),
        _(
            "Every result is computed over the base its rule names: all members of the council, the"
            " absent included, or those taking part."
        ),
        _("Count the votes"),
        _("The votes are counted. The minutes can be completed and signed."),
        services.count_session,
        lambda rights: rights.conducts or rights.scrutinises,
    ),
    "sign": Act(
        _("Sign the minutes"),
        _("Please read the minutes before signing. A signature cannot be taken back."),
        _("Sign the minutes"),
        _("The minutes are signed."),
        services.sign_minutes,
        lambda rights: rights.presides or rights.scrutinises,
    ),
    "certify": Act(
        _("Put the results in force"),
        _("All nominations of the agenda move at once: passed, or not passed by the council."),
        _("Put the results in force"),
        _("The results are in force."),
        services.certify_session,
        lambda rights: rights.presides,
    ),
    "void": Act(
        _("Declare the session void"),
        _("The record stays, without result; the nominations can be put on a new session."),
        _("Declare void"),
        _("The session is void."),
        services.void_session,
        lambda rights: rights.conducts,
        ReasonForm,
        dangerous=True,
    ),
}


@require_http_methods(["GET", "POST"])
@on_session
def act(request: HttpRequest, *, session: VotingSession, rights: Rights, name: str) -> HttpResponse:
    """Ask, then do."""
    one = ACTS[name]
    require(one.allowed(rights))
    form = one.form(request.POST if request.method == "POST" else None) if one.form else None
    if request.method == "POST" and (form is None or form.is_valid()):
        one.service(actor=request.user, session=session, **(form.cleaned_data if form else {}))
        messages.success(request, str(one.done))
        return to_session(session)
    context = page_of(session, rights)
    return render(request, "council/act.html", {**context, "act": one, "name": name, "form": form})


@require_http_methods(["POST"])
@on_session
def again(request: HttpRequest, *, session: VotingSession, rights: Rights) -> HttpResponse:
    """A new draft with the agenda of a void session."""
    require(rights.conducts)
    made = services.prepare_again(actor=request.user, session=session)
    messages.success(request, _("A new session is prepared with the same agenda."))
    return redirect("council:session", public_id=made.public_id)


@require_http_methods(["GET", "POST"])
@on_session
def complete_minutes(
    request: HttpRequest, *, session: VotingSession, rights: Rights
) -> HttpResponse:
    """Number and conclusion, before anybody signs."""
    require(rights.conducts)
    initial = {"minutes_number": session.minutes_number, "conclusion": session.conclusion}
    form = MinutesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.write_minutes(actor=request.user, session=session, **form.cleaned_data)
        messages.success(request, _("The minutes are completed."))
        return redirect("council:minutes", public_id=session.public_id)
    return render(request, "council/minutes_form.html", {"session": session, "form": form})
