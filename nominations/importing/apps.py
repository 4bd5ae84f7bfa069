from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportingConfig(AppConfig):
    name = "nominations.importing"
    label = "importing"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Import from Excel")

    def ready(self) -> None:
        from nominations.importing.menu import entries
        from nominations.web import menu

        menu.register(entries)
