"""The inbox: the record that somebody was notified; outside channels are queued from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from notifications import notice_groups, preferences
from notifications.channels import INBOX, Letter, outside_channels
from notifications.models import OutboxMessage
from notifications.topics import topic

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

# Imported history and a worker that was off for weeks must not flood anybody's mailbox.
STALE_AFTER = timedelta(days=30)


class InboxChannel:
    name = INBOX
    label = _("Inbox on screen")
    outside = False

    def unreachable(self, recipient: AbstractUser) -> str:
        """Always "": an inbox needs no address."""
        return ""

    def send(self, letters: Sequence[Letter], begun: Callable[[], None]) -> None:
        """Write the notices and queue the outside channels each person wants.

        Runs inside the caller's transaction; the unique keys make a repetition harmless.
        """
        beginning = notice_groups.file_notices(letters)
        OutboxMessage.objects.bulk_create(_onward(beginning), ignore_conflicts=True)


def _onward(letters: Iterable[Letter]) -> Iterator[OutboxMessage]:
    fresh = [letter for letter in letters if letter.at - letter.message.created_at <= STALE_AFTER]
    refused = preferences.declined_channels(letter.recipient.pk for letter in fresh)
    for letter in fresh:
        message = letter.message
        group = topic(message.topic).group
        for channel in outside_channels():
            if (letter.recipient.pk, group, channel.name) in refused:
                continue
            if channel.unreachable(letter.recipient):
                continue
            yield OutboxMessage(
                event_key=message.event_key,
                recipient_id=message.recipient_id,
                topic=message.topic,
                channel=channel.name,
                context=message.context,
                created_at=message.created_at,
                due_at=letter.at,
            )


CHANNEL = InboxChannel()
