"""Councils and their members as reference data. Sessions and votes are not to be found here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from nominations.council.models import Council, CouncilMember
from nominations.council.services import sync_members
from nominations.people.models import Organization
from nominations.people.queries import managed_ids
from nominations.web.forms import BaseModelForm

if TYPE_CHECKING:  # these classes are generic in the stubs only
    _Inline = admin.TabularInline[CouncilMember, Council]
    _Admin = admin.ModelAdmin[Council]
else:
    _Inline = admin.TabularInline
    _Admin = admin.ModelAdmin


class CouncilMemberInline(_Inline):
    model = CouncilMember
    form = BaseModelForm
    extra = 0
    autocomplete_fields = ("person",)


@admin.register(Council)
class CouncilAdmin(_Admin):
    form = BaseModelForm
    list_display = ("name", "organization", "decision_number", "valid_from", "valid_to")
    list_filter = (("organization", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("name", "decision_number")
    inlines = (CouncilMemberInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Council]:
        """The councils of the agencies the administrator keeps."""
        return super().get_queryset(request).filter(organization__in=managed_ids(request.user))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organization":
            managed = managed_ids(request.user)
            kwargs.setdefault("queryset", Organization.objects.filter(pk__in=managed))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Seats and their projection change together: the admin saves in one transaction."""
        super().save_related(request, form, formsets, change)
        sync_members(council=form.instance)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A council ends on a day; it is not deleted."""
        return False
