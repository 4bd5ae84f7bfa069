from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workflow import actions


class PeriodReportsConfig(AppConfig):
    name = "nominations.period_reports"
    label = "period_reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.issued_papers.paper_sources import register
        from nominations.period_reports.issued_sources import PeriodReportSource
        from nominations.period_reports.menu import entries
        from nominations.web import menu

        menu.register(entries)
        register(PeriodReportSource())
        actions.register("period_report.begun", _("Period report begun"))
        actions.register("period_report.revised", _("Period or title of the report changed"))
