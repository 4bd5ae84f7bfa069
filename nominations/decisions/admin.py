"""Papers can be looked up here; they are made and changed on their own pages only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from nominations.decisions.models import Decision, Outcome, Revocation, UpwardReport

if TYPE_CHECKING:  # these classes are generic in the stubs only
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


class ReadOnlyAdmin(_Admin):
    """No adding, changing or deleting: every act of these papers has its own rules and history."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("name", "organization", "number", "signed_on", "state")
    list_filter = ("organization", "state")
    search_fields = ("number", "name")


@admin.register(UpwardReport)
class UpwardReportAdmin(ReadOnlyAdmin):
    list_display = ("name", "organization", "kind", "number", "issued_on", "received_at")
    list_filter = ("organization", "kind")
    search_fields = ("number", "name")


@admin.register(Outcome)
class OutcomeAdmin(ReadOnlyAdmin):
    list_display = ("nomination", "conferred", "paper_number", "paper_date", "issuer")
    list_filter = ("conferred",)


@admin.register(Revocation)
class RevocationAdmin(ReadOnlyAdmin):
    list_display = ("nomination", "paper_number", "paper_date", "money_returned_on")
