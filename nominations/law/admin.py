"""The catalogue of awards, as administrators may look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from nominations.law.models import AwardType

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[AwardType]
else:
    _Admin = admin.ModelAdmin


@admin.register(AwardType)
class AwardTypeAdmin(_Admin):
    list_display = ("code", "name", "form", "authority", "valid_from", "valid_to", "verified")
    list_filter = ("form", "authority", "verified")
    search_fields = ("code", "name", "short_name")
