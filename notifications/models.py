"""Tables: messages to be delivered, notices in inboxes, preferences."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutboxMessage(models.Model):
    """One message to one person over one channel, written in the transaction of its cause.

    A row is open until exactly one of `sent_at`, `dropped_at` or `dead_at` is set. The workflow
    engine inserts rows by SQL, so every column it does not name has a default in the database.
    """

    event_key = models.CharField(pgettext_lazy("notice", "event"), max_length=80)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        # No index: looked up only when an account is deleted, while an index slows every insert.
        db_index=False,
        verbose_name=pgettext_lazy("notice", "recipient"),
    )
    topic = models.CharField(pgettext_lazy("notice", "topic"), max_length=80)
    channel = models.CharField(pgettext_lazy("notice", "channel"), max_length=20)
    context = models.TextField(pgettext_lazy("notice", "context"), default="{}", db_default="{}")
    created_at = models.DateTimeField(_("created at"))
    due_at = models.DateTimeField(_("due at"))
    attempts = models.IntegerField(pgettext_lazy("notice", "attempts"), default=0, db_default=0)
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    transmitting_at = models.DateTimeField(_("transmission begun at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    dead_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), default="", db_default="", blank=True)

    OPEN: ClassVar[Q] = Q(sent_at=None, dropped_at=None, dead_at=None)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        constraints = [
            models.UniqueConstraint(
                fields=["event_key", "recipient", "channel"], name="outboxmessage_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at", "id"],
                condition=Q(sent_at=None, dropped_at=None, dead_at=None),
                name="outboxmessage_due",
            ),
            models.Index(
                fields=["-dead_at"], condition=Q(dead_at__isnull=False), name="outboxmessage_dead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_key} {self.channel}"

    def facts(self) -> dict[str, Any]:
        """The context as a mapping; raises when the stored text is no JSON object."""
        facts = json.loads(self.context)
        if not isinstance(facts, dict):
            raise TypeError("The context of a message must be a JSON object.")
        return facts


class Notice(models.Model):
    """One line in one person's inbox: the record that this person was notified, exactly once."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # both indexes and the unique key below begin with or cover it
        verbose_name=pgettext_lazy("notice", "recipient"),
    )
    event_key = models.CharField(pgettext_lazy("notice", "event"), max_length=80)
    topic = models.CharField(pgettext_lazy("notice", "topic"), max_length=80)
    title = models.CharField(pgettext_lazy("notice", "title"), max_length=300)
    subject = models.CharField(pgettext_lazy("notice", "subject"), max_length=300, blank=True)
    body = models.TextField(pgettext_lazy("notice", "body"), blank=True)
    path = models.CharField(pgettext_lazy("notice", "path"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    # Notices of one act to the same person about many dossiers are shown as one, the first of them.
    first = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="others",
        verbose_name=_("first"),
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["event_key", "recipient"], name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """The choice of one person for a group of topics and a channel: at once or never.

    No row means the default: at once. The inbox itself cannot be switched off.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the unique key begins with it
        verbose_name=pgettext_lazy("notice", "account"),
    )
    topic_group = models.CharField(_("group of topics"), max_length=40)
    channel = models.CharField(pgettext_lazy("notice", "channel"), max_length=20)
    enabled = models.BooleanField(_("at once"), default=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic_group", "channel"], name="preference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_group} {self.channel}"
