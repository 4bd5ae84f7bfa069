"""Conferred awards are facts: administrators can read them here, never change them."""

from __future__ import annotations

from django.contrib import admin

from nominations.awards.models import Award
from workflow.admin import ReadOnlyAdmin


@admin.register(Award)
class AwardAdmin(ReadOnlyAdmin):
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
