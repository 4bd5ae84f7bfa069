from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workflow import actions


class AwardsConfig(AppConfig):
    name = "nominations.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.awards.figures.importer import FIGURE_IMPORTER
        from nominations.awards.importing import AWARD_IMPORTER
        from nominations.importing import registry

        registry.register(AWARD_IMPORTER)
        registry.register(FIGURE_IMPORTER)
        actions.register("figures.imported", _("Figures without lists imported"))
        actions.register("figures.corrected", _("Figure without a list corrected"))
        actions.register("figures.withdrawn", _("Figure without a list withdrawn"))
        actions.register("figures.chosen", _("Chosen what a figure without a list counts for"))
        actions.register("awards.conferred", _("Awards recorded"))
        actions.register("awards.imported", _("Award history imported"))
        actions.register("awards.revoked", _("Awards revoked"))
        actions.register("awards.struck", _("Awards struck"))
        actions.register("awards.corrected", _("Record of awards corrected"))
