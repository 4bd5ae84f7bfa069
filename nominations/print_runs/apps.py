from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PrintRunsConfig(AppConfig):
    name = "nominations.print_runs"
    label = "print_runs"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Print runs")

    def ready(self) -> None:
        from nominations.print_runs.menu import entries
        from nominations.web import menu
        from workflow import actions

        menu.register(entries)
        actions.register("print_run.started", pgettext_lazy("history", "Print run started"))
