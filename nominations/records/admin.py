"""Grades, service and initiatives can be read here, never written: only the services write.

Discipline and examinations are not shown at all: whoever keeps the installation is not among those
who may see them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from nominations.records.models import (
    Absence,
    AnnualGrade,
    Attestation,
    Headcount,
    Initiative,
    InitiativeAuthor,
    Recognition,
    Service,
)
from workflow.admin import ReadOnlyAdmin

if TYPE_CHECKING:
    _Inline = admin.TabularInline[Any, Any]
else:
    _Inline = admin.TabularInline


class ReadOnlyInline(ReadOnlyAdmin, _Inline):
    """Rows below a page, to look at."""

    extra = 0

    def __init__(self, parent_model: type, admin_site: admin.AdminSite) -> None:
        admin.TabularInline.__init__(self, parent_model, admin_site)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to add."""
        return False


@admin.register(AnnualGrade)
class AnnualGradeAdmin(ReadOnlyAdmin):
    list_display = ("year", "person", "unit", "grade", "paper_number", "cancelled_on")
    list_filter = ("year", "grade")
    list_select_related = ("person", "unit")
    search_fields = ("person__search_key", "unit__search_key", "paper_number")


@admin.register(Attestation)
class AttestationAdmin(ReadOnlyAdmin):
    list_display = ("year", "person", "unit", "what", "holds", "cancelled_on")
    list_filter = ("year", "what")
    list_select_related = ("person", "unit")
    search_fields = ("person__search_key", "unit__search_key")


@admin.register(Service)
class ServiceAdmin(ReadOnlyAdmin):
    list_display = ("person", "organization", "valid_from", "valid_to", "cancelled_on")
    list_select_related = ("person", "organization")
    search_fields = ("person__search_key",)


@admin.register(Absence)
class AbsenceAdmin(ReadOnlyAdmin):
    list_display = ("person", "kind", "valid_from", "valid_to", "cancelled_on")
    list_filter = ("kind",)
    list_select_related = ("person",)
    search_fields = ("person__search_key",)


@admin.register(Headcount)
class HeadcountAdmin(ReadOnlyAdmin):
    list_display = ("unit", "counted_on", "total", "cancelled_on")
    list_select_related = ("unit",)
    search_fields = ("unit__search_key",)


class AuthorInline(ReadOnlyInline):
    model = InitiativeAuthor


class RecognitionInline(ReadOnlyInline):
    model = Recognition


@admin.register(Initiative)
class InitiativeAdmin(ReadOnlyAdmin):
    list_display = ("name", "unit", "year", "kind", "state")
    list_filter = ("year", "state", "kind")
    list_select_related = ("unit",)
    search_fields = ("search_key",)
    inlines = (AuthorInline, RecognitionInline)
