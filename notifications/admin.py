"""The tables as administrators may look at them; nothing is changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from notifications.models import Notice, OutboxMessage, Preference

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """Delivery and the people themselves write these rows; a form would bypass both."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    list_display = (
        "event_key", "recipient", "topic", "channel", "due_at", "attempts", "sent_at",
        "dropped_at", "dead_at", "last_error",
    )  # fmt: skip
    list_filter = ("channel", "topic")
    list_select_related = ("recipient",)
    search_fields = ("event_key", "recipient__username")
    ordering = ("-id",)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("event_key", "recipient", "title", "created_at", "read_at")
    list_filter = ("topic",)
    list_select_related = ("recipient",)
    search_fields = ("event_key", "recipient__username")
    ordering = ("-id",)


@admin.register(Preference)
class PreferenceAdmin(ReadOnlyAdmin):
    list_display = ("user", "topic_group", "channel", "enabled")
    list_select_related = ("user",)
    search_fields = ("user__username",)
