from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    name = "nominations.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.dossiers.inbox import inbox_workflows, items
        from nominations.dossiers.landing import agencies_with_open_campaigns
        from nominations.dossiers.menu import entries
        from nominations.dossiers.printed_reports import CampaignReports
        from nominations.print_runs import print_sources
        from nominations.web import inbox, landing, menu
        from workflow import audit

        print_sources.register(CampaignReports())
        menu.register(entries)
        inbox.register(items, inbox_workflows)
        landing.register(agencies_with_open_campaigns)
        audit.register("campaign.opened", _("opened the campaign"))
        audit.register("campaign.drafted", _("drafted the campaign"))
        audit.register("campaign.revised", _("corrected the campaign"))
        audit.register("campaign.steps_proposed", _("proposed other steps of an award"))
        audit.register("campaign.window_extended", _("extended a window of the campaign"))
        audit.register("campaign.own_choice", _("chose values that no regulation says"))
        audit.register("campaign.reminded", _("reminded those who had not registered"))
        audit.register("campaign.title_changed", _("changed the steps of an award"))
        audit.register(
            "campaign.forgotten_nominated", _("nominated people whom their units had not")
        )
        audit.register("nomination.draft_deleted", _("deleted the draft of a nomination"))
        audit.register("evidence.attached", _("attached a file"))
        audit.register("evidence.removed", _("removed a file"))
        audit.register("progress.written", _("wrote what has been done"))
        audit.register("initiatives.chosen", _("chose the initiatives behind the nomination"))
        audit.register("double.allowed", _("allowed a possible double"))
        audit.register("standard.overridden", _("set a standard aside"))
        audit.register("opinion.recorded", _("recorded an opinion"))
        audit.register("opinion.corrected", _("corrected an opinion on record"))
        audit.register("exception.asked", _("asked for an exception"))
        audit.register("exception.answered", _("did not grant the exception"))
