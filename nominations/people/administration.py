"""The site of the administration pages: reference data, for administrators of today."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from nominations.people.authorization import may_enter_administration
from nominations.web.access import user_of


class AdministrationSite(AdminSite):
    site_header = site_title = _("Reference data")
    index_title = _("People, units, roles and catalogues")

    def has_permission(self, request: HttpRequest) -> bool:
        """By the dated roles; the staff flag follows them only when the task has run."""
        return may_enter_administration(user_of(request))
