"""The catalogue is reference data; conferred awards are facts and can only be read here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from nominations.awards.models import Award, AwardType


@admin.register(AwardType)
class AwardTypeAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "form", "authority", "valid_from", "valid_to", "verified")
    list_filter = ("form", "authority", "verified")
    search_fields = ("code", "name", "short_name")


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
