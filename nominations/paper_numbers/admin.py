"""The register can be looked through here; numbers are taken by papers only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from nominations.paper_numbers.models import PaperNumber

if TYPE_CHECKING:  # these classes are generic in the stubs only
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


@admin.register(PaperNumber)
class PaperNumberAdmin(_Admin):
    list_display = ("shown", "issuer", "organization", "paper", "dated_on", "purpose")
    list_filter = ("organization", "paper", "year", ("duplicate_of", admin.EmptyFieldListFilter))
    search_fields = ("shown", "canonical", "issuer")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
