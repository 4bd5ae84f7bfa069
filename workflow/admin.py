"""Admin pages: the history is read-only, local calendar days can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from workflow.models import ENGINE_COLUMNS, AuditEvent, CalendarDay, WorkflowSubject

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


class ReadOnlyAdmin(_Admin):
    """A read-only list: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete."""
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Entries, newest first."""

    list_display = ("stream", "seq", "action", "actor_name", "at")
    list_filter = ("action",)
    search_fields = ("=stream", "actor_name")
    ordering = ("-id",)
    show_full_result_count = False
    fields = (
        "stream",
        "seq",
        "action",
        "actor_id",
        "actor_name",
        "at",
        "group",
        "payload",
        "prev_hash",
        "hash",
    )


@admin.register(CalendarDay)
class CalendarDayAdmin(_Admin):
    """Local days off and weekend days worked instead."""

    list_display = ("day", "is_working", "note")
    list_filter = ("is_working",)
    date_hierarchy = "day"


class SubjectAdmin(_Admin):
    """Base of a subject's admin page: state and history are shown, not edited or deleted."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The engine's columns, in addition to those the subclass names."""
        own = tuple(super().get_readonly_fields(request, obj))
        return (*own, *sorted(ENGINE_COLUMNS - set(own)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete a subject with a history, and selections that might contain one."""
        if not isinstance(obj, WorkflowSubject) or obj.audit_seq:
            return False
        return super().has_delete_permission(request, obj)
