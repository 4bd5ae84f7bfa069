"""The catalogue of awards, as administrators may look at it."""

from __future__ import annotations

from django.contrib import admin

from nominations.law.models import AwardType


@admin.register(AwardType)
class AwardTypeAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "form", "authority", "valid_from", "valid_to", "verified")
    list_filter = ("form", "authority", "verified")
    search_fields = ("code", "name", "short_name")
