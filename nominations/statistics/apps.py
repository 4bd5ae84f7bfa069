from __future__ import annotations

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "nominations.statistics"
    label = "statistics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.statistics.menu import entries
        from nominations.web import menu

        menu.register(entries)
