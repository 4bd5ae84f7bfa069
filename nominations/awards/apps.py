from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from workflow import actions


class AwardsConfig(AppConfig):
    name = "nominations.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.awards.checks import data_files
        from nominations.awards.importing import AWARD_IMPORTER
        from nominations.awards.inbox import items
        from nominations.awards.initiative_quorum import written_quorum
        from nominations.awards.menu import entries
        from nominations.importing import registry
        from nominations.records import council_rules
        from nominations.web import inbox, menu

        menu.register(entries)
        inbox.register(items)
        register(data_files, Tags.models)
        registry.register(AWARD_IMPORTER)
        council_rules.answered_by(written_quorum)
        actions.register("awards.conferred", _("Awards recorded"))
        actions.register("awards.imported", _("Award history imported"))
        actions.register("awards.revoked", _("Awards revoked"))
        actions.register("awards.layer_proposed", _("Regulation proposed"))
        actions.register("awards.layer_approved", _("Regulation approved"))
        actions.register("awards.layer_rejected", _("Regulation turned down"))
        actions.register("awards.layer_end_proposed", _("End of the regulation proposed"))
        actions.register("awards.layer_end_dropped", _("Regulation left in force"))
        actions.register("awards.layer_ended", _("Regulation ended"))
