from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workflow import actions


class PaperNumbersConfig(AppConfig):
    name = "nominations.paper_numbers"
    label = "paper_numbers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        actions.register("paper_series.set", _("Numbering of a type of paper settled"))
