from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    name = "nominations.consultation"
    label = "consultation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Consultation")

    def ready(self) -> None:
        from nominations.consultation.editable_texts import TEXTS
        from nominations.consultation.inbox import items
        from nominations.consultation.issued_sources import (
            ConsultationMinutesSource,
            NoticeSource,
        )
        from nominations.consultation.menu import entries
        from nominations.documents import agency_texts
        from nominations.issued_papers import paper_sources
        from nominations.web import inbox, menu
        from workflow import audit

        for source in (NoticeSource(), ConsultationMinutesSource()):
            paper_sources.register(source)

        menu.register(entries)
        agency_texts.register(*TEXTS)
        inbox.register(items)
        for action, label in ACTIONS.items():
            audit.register(action, label)


ACTIONS = {
    "consultation.posted": _("posted the list for opinions"),
    "consultation.summary_changed": _("changed a summary on the posting"),
    "consultation.minutes_noted": _("completed the minutes of the consultation"),
    "consultation.comment_received": _("an opinion arrived"),
    "consultation.comment_noted": _("took note of an opinion"),
    "consultation.objection_opened": _("opened an objection case"),
    # Older names of what transitions of postings and cases record today:
    "consultation.extended": _("extended the time for opinions"),
    "consultation.closed": _("closed the posting"),
    "consultation.objection_assigned": _("assigned an objection case"),
    "consultation.objection_closed": _("closed an objection case"),
}
"""Actions of the services, and of histories from before postings and cases had a workflow."""
