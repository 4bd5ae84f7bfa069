"""The site of the administration pages: reference data, for administrators of today."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import may_enter_administration
from nominations.web.access import user_of
from nominations.web.forms import BaseModelForm


class AdministrationSite(AdminSite):
    site_header = site_title = _("Reference data")
    index_title = _("People, units, roles and catalogues")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Add a page; one that names no form of its own cleans its texts by ours.

        Rooms below this one cannot name it.
        """
        if admin_class is not None and admin_class.form is ModelForm:
            admin_class.form = BaseModelForm
        super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """By the dated roles; the staff flag follows them only when the task has run."""
        return may_enter_administration(user_of(request))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One login page, with one limit for wrong passwords: no second door beside it."""
        index = f"{self.name}:index"
        if self.has_permission(request):
            return redirect(index)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse(index))
