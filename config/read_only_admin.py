"""Pages of Django's own administration that cannot write, whatever is registered with it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from config.administration import SHOWN

COLUMNS = 8


class ReadOnlyModelAdmin(ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """A list and a page per row, without a single way to write."""

    actions = None
    show_full_result_count = False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [field.name for field in self.model._meta.concrete_fields][:COLUMNS]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The site lets in nobody but technical accounts."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete."""
        return False


class ReadOnlySite(AdminSite):
    """Whatever is registered here becomes a read-only page of a table in SHOWN, or nothing."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in the tables of SHOWN; pages that packages bring along are left out."""
        given = model_or_iterable
        models: list[type[Model]] = [given] if isinstance(given, type) else list(given)
        for model in models:
            if model._meta.label_lower in SHOWN:
                super().register(model, ReadOnlyModelAdmin)

    def has_permission(self, request: HttpRequest) -> bool:
        """Technical accounts only: an administrator of an agency has the pages of work."""
        return bool(request.user.is_active and request.user.is_superuser)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The product's own page to log in, and its own refusal; no second way to log in."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
