from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workflow import actions


class IssuedPapersConfig(AppConfig):
    name = "nominations.issued_papers"
    label = "issued_papers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Issued papers")

    def ready(self) -> None:
        actions.register("paper.issued", _("Paper issued"))
        actions.register("paper_series.set", _("Numbering of a type of paper settled"))
