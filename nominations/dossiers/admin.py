"""Admin pages of campaigns, nominations and their titles, read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from nominations.dossiers.models import Campaign, CampaignTitle, Nomination

if TYPE_CHECKING:  # these classes are generic in the stubs only
    _Inline = admin.TabularInline[CampaignTitle, Campaign]
    _Admin = admin.ModelAdmin[Any]
else:
    _Inline = admin.TabularInline
    _Admin = admin.ModelAdmin


class ReadOnly:
    """An admin without add, change and delete: rows are written by services and the engine."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CampaignTitleInline(ReadOnly, _Inline):
    model = CampaignTitle
    extra = 0


@admin.register(Campaign)
class CampaignAdmin(ReadOnly, _Admin):
    list_display = ("name", "organization", "year", "commendation_type", "opened_at", "closed_at")
    list_filter = ("year", "commendation_type", "organization")
    search_fields = ("name", "code")
    inlines = (CampaignTitleInline,)


@admin.register(Nomination)
class NominationAdmin(ReadOnly, _Admin):
    list_display = ("title", "unit", "campaign", "state", "state_entered_at")
    list_filter = ("state", "campaign__year", "award_type")
    list_select_related = ("unit", "campaign")
    search_fields = ("subject_name", "person__search_key")
