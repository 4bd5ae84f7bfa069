"""The history as a table for export."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nominations.administration.history.entry_wording import entries_of
from workflow.models import AuditEvent

MAX_EXPORTED = 20_000


def table_of(events: QuerySet[AuditEvent]) -> list[list[Any]]:
    """The entries as rows under a head, for Excel and CSV."""
    head = [
        _("Time"),
        _("Done by"),
        _("Act"),
        pgettext("history", "Subject"),
        _("Before and after"),
    ]
    rows = [
        [
            f"{timezone.localtime(entry.event.at):%d/%m/%Y %H:%M:%S}",
            entry.actor,
            entry.act,
            entry.subject,
            "; ".join(str(line) for line in entry.lines),
        ]
        for entry in entries_of(events[:MAX_EXPORTED])
    ]
    return [head, *rows]
