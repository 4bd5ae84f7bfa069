"""The inbox, the preferences, and the messages nobody could deliver."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from notifications import administered_messages, queries, services
from notifications import preferences as wishes
from notifications.channels import channels, outside_channels
from notifications.failure_reasons import reason_of
from notifications.forms import PreferenceForm
from notifications.models import OutboxMessage
from notifications.rendering import local_path
from notifications.topics import GROUPS, topic

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

PAGE = 25


def _reader(request: HttpRequest) -> AbstractUser:
    return cast("AbstractUser", request.user)


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The reader's notices, newest first."""
    notices = queries.notices_for(_reader(request))
    page = Paginator(notices, PAGE).get_page(request.GET.get("page"))
    newest = max((notice.pk for notice in page), default=0)
    context = {
        "page_obj": page,
        "upto": newest if page.number == 1 else 0,
        "unread": queries.unread_count(_reader(request)),
        "sees_dead_letters": administered_messages.administered_messages(request.user) is not None,
    }
    return render(request, "notifications/inbox.html", context)


@login_required
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    notice = get_object_or_404(queries.notices_for(_reader(request)), pk=pk)
    services.mark_read(notice)
    return redirect(local_path(notice.path) or "notifications:inbox")


@login_required
@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read without following it."""
    services.mark_read(get_object_or_404(queries.notices_for(_reader(request)), pk=pk))
    return redirect("notifications:inbox")


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark everything the page showed, and what is older, as read."""
    upto = request.POST.get("upto", "")
    if upto.isascii() and upto.isdigit() and len(upto) < 19:
        services.mark_all_read(actor=_reader(request), upto=int(upto))
        messages.success(request, _("All notices are marked as read."))
    return redirect("notifications:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Which channels besides the inbox deliver each group of notices."""
    user = _reader(request)
    form = PreferenceForm(
        request.POST if request.method == "POST" else None,
        offered=outside_channels(),
        chosen=wishes.choices_of(user),
    )
    if request.method == "POST" and form.is_valid():
        wishes.store_choices(user, form.wishes())
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:preferences")
    context = {"form": form, "has_address": bool(user.email)}
    return render(request, "notifications/preferences.html", context)


def _administered_messages(request: HttpRequest) -> Q:
    """The condition on the messages that the reader administers; 403 if there are none."""
    administered = administered_messages.administered_messages(request.user)
    if administered is None:
        raise PermissionDenied
    return administered


@login_required
@require_safe
def dead_letters(request: HttpRequest) -> HttpResponse:
    """Messages given up, for the administrators of those they were meant for."""
    administered = _administered_messages(request)
    page = Paginator(queries.dead_letters(administered), PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "message": message,
            "group": GROUPS[topic(message.topic).group],
            "channel": channels()[message.channel].label
            if message.channel in channels()
            else message.channel,
            "reason": reason_of(message.last_error),
        }
        for message in page
    ]
    context = {"page_obj": page, "rows": rows, "backlog": queries.backlog(administered)}
    return render(request, "notifications/dead_letters.html", context)


@login_required
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Open one dead letter again."""
    administered = OutboxMessage.objects.filter(_administered_messages(request))
    get_object_or_404(administered, pk=pk)
    _tell(request, services.send_again(administered.filter(pk=pk), actor=_reader(request)))
    return redirect("notifications:dead_letters")


@login_required
@require_POST
def send_all_again(request: HttpRequest) -> HttpResponse:
    """Open every dead letter again that the reader administers."""
    administered = OutboxMessage.objects.filter(_administered_messages(request))
    _tell(request, services.send_again(administered, actor=_reader(request)))
    return redirect("notifications:dead_letters")


def _tell(request: HttpRequest, number: int) -> None:
    if number:
        text = _("%(number)s message(s) will be sent again.") % {"number": number}
        messages.success(request, text)
    else:
        messages.info(request, _("This message was not given up any more; nothing was changed."))
