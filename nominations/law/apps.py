from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from workflow import actions


class LawConfig(AppConfig):
    name = "nominations.law"
    label = "law"

    def ready(self) -> None:
        from nominations.law.checks import data_files
        from nominations.law.inbox import inbox_workflows, items
        from nominations.law.initiative_quorum import initiative_council_quorum
        from nominations.law.menu import entries
        from nominations.records import council_rules
        from nominations.web import frame, inbox, menu

        menu.register(entries)
        inbox.register(items, inbox_workflows)
        frame.register_rule_pages("awards:rules")
        register(data_files, Tags.models)
        council_rules.answered_by(initiative_council_quorum)
        actions.register("awards.layer_proposed", _("Regulation proposed"))
        actions.register("awards.layer_approved", _("Regulation approved"))
        actions.register("awards.layer_rejected", _("Regulation turned down"))
        actions.register("awards.layer_end_proposed", _("End of the regulation proposed"))
        actions.register("awards.layer_end_dropped", _("Regulation left in force"))
        actions.register("awards.layer_ended", _("Regulation ended"))
        actions.register("catalogue.changed", _("Name of an award changed"))
        actions.register("catalogue.kept", _("Changed name kept beside the one of the catalogue"))
