"""Admin pages of campaigns, nominations and their titles, read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from nominations.dossiers.models import Campaign, CampaignTitle, Nomination


class ReadOnly:
    """An admin without add, change and delete: rows are written by services and the engine."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CampaignTitleInline(ReadOnly, admin.TabularInline):
    model = CampaignTitle
    extra = 0


@admin.register(Campaign)
class CampaignAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "organization", "year", "commendation_type", "opened_at", "closed_at")
    list_filter = ("year", "commendation_type", "organization")
    search_fields = ("name", "code")
    inlines = (CampaignTitleInline,)


@admin.register(Nomination)
class NominationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("title", "unit", "campaign", "state", "state_entered_at")
    list_filter = ("state", "campaign__year", "award_type")
    list_select_related = ("unit", "campaign")
    search_fields = ("subject_name", "person__search_key")
