from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportingConfig(AppConfig):
    name = "nominations.importing"
    label = "importing"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Import from Excel")

    def ready(self) -> None:
        from nominations.importing.menu import entries
        from nominations.web import menu
        from workflow import actions

        menu.register(entries)
        actions.register("import.uploaded", pgettext_lazy("history", "uploaded the table"))
