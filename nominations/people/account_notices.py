"""Notices about accounts: to the owner and the inspectors of the agency, besides the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.people.authorization import is_trusted, organization_of, persons_holding
from nominations.people.models import (
    Organization,
    PasswordLink,
    RoleAssignment,
    UnitMembership,
    User,
)
from nominations.people.queries import managed_ids
from nominations.people.roles import Role
from notifications import outbox
from notifications.models import OutboxMessage
from notifications.moments import moment_text
from workflow import audit, clock
from workflow.actors import Actor, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _inspectors(organization: Organization | None) -> list[int]:
    if organization is None:
        return []
    holders = persons_holding(Role.AUDITOR, organization)
    found = User.objects.filter(person_id__in=holders, is_active=True).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _queue(topic: str, recipients: Iterable[int], event_key: str, **context: str) -> None:
    outbox.queue_messages(topic=topic, recipients=recipients, event_key=event_key, context=context)


def tell_inspectors(organization: Organization, event_key: str, topic: str, *, title: str) -> None:
    """Queue a notice to every inspector of the agency, atomically with the change."""
    path = reverse("administration:history")
    _queue(topic, _inspectors(organization), event_key, title=title, path=path)


def tell_owner_and_inspectors(user: User, event_key: str, topic: str, *, by: Actor) -> None:
    """Queue a notice about an act on the account, to its owner (who need not be the actor) and the
    inspectors."""
    if user.person is None:
        return
    facts = {
        "title": _("%(person)s (%(username)s)")
        % {"person": user.get_full_name(), "username": user.username},
        "by": name_of(by),
        "done_at": clock.now().isoformat(),
    }
    inspectors = [pk for pk in _inspectors(organization_of(user.person)) if pk != user.pk]
    _queue(topic, [user.pk], event_key, **facts, path=reverse("people:my_account"))
    path = reverse("administration:history") + f"?person={user.person_id}"
    _queue(topic, inspectors, event_key, **facts, path=path)


def record_sent_again(actor: Actor, sent: Sequence[OutboxMessage]) -> None:
    """Record in the history of each recipient that the actor sends dead letters again."""
    readers = User.objects.in_bulk({message.recipient_id for message in sent})
    by_reader: dict[int, list[OutboxMessage]] = {}
    for message in sent:
        by_reader.setdefault(message.recipient_id, []).append(message)
    for pk, messages_ in sorted(by_reader.items()):
        person_id = readers[pk].person_id
        audit.record(
            f"person:{person_id}" if person_id else f"account:{pk}",
            "message.sent_again",
            actor=actor,
            payload={
                "messages": [_named(message) for message in messages_],
                "keys": [[m.pk, m.event_key, m.channel, m.topic] for m in messages_],
                "errors": [message.last_error[:200] for message in messages_],
            },
        )


def _named(message: OutboxMessage) -> str:
    """The title of the message, else its event key."""
    try:
        title = " ".join(str(message.facts().get("title", "")).split())[:200]
    except (TypeError, ValueError):  # an unreadable context may be why it is a dead letter
        title = ""
    return title or message.event_key


def tell_of_links(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Show at the first login after a reset link was made who made it and whether it was used.

    A login of the person who used the link sees it too; the page of the own account and the history
    list all links.
    """
    links = PasswordLink.objects.filter(user=user, is_reset=True, told_at=None)
    for link in links.select_related("made_by"):
        facts = {
            "by": name_of(link.made_by) if link.made_by else _("the system"),
            "made": moment_text(link.made_at),
            "used": moment_text(link.used_at) if link.used_at else "",
        }
        if link.used_at:
            words = _(
                "A link to set a new password for your account was made by %(by)s at %(made)s and"
                " used at %(used)s. If that was not you, tell the inspector of your agency at once."
            )
        else:
            words = _(
                "A link to set a new password for your account was made by %(by)s at %(made)s; it"
                " has not been used. If you did not ask for it, tell the inspector of your agency."
            )
        messages.warning(request, words % facts, fail_silently=True)
    links.update(told_at=clock.now())


def messages_administered_by(user: Actor) -> Q | None:
    """The condition on outgoing messages whose failure the account may see: those to people of the
    agencies it manages; None if it manages none."""
    if is_trusted(user):
        return Q()
    agencies = managed_ids(user)
    if not agencies:
        return None
    theirs = {"person": OuterRef("recipient__person")}
    works = UnitMembership.objects.filter(unit__organization_id__in=agencies, **theirs)
    holds = RoleAssignment.objects.filter(organization_id__in=agencies, **theirs)
    return Q(Exists(works)) | Q(Exists(holds))
