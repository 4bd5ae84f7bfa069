"""Conferred awards are facts: administrators can read them here, never change them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from nominations.awards.models import Award


@admin.register(Award)
class AwardAdmin(admin.ModelAdmin):
    list_display = (
        "year",
        "recipient_name",
        "award_type",
        "decision_number",
        "decision_date",
        "revoked_on",
    )
    list_filter = ("year", "commendation_type", "kind", "origin")
    list_select_related = ("award_type",)
    search_fields = ("recipient_name", "decision_number")
    date_hierarchy = "decision_date"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
