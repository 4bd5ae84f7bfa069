from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy

from workflow import actions


class ModelExamplesConfig(AppConfig):
    name = "nominations.model_examples"
    label = "model_examples"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.awards.services.conferral import after_revocation
        from nominations.model_examples.inbox import inbox_workflows, items
        from nominations.model_examples.menu import entries
        from nominations.model_examples.revoked_awards import tell_of_closed_pages
        from nominations.web import inbox, menu

        menu.register(entries)
        inbox.register(items, inbox_workflows)
        after_revocation(tell_of_closed_pages)
        for action, label in (
            ("begun", pgettext_lazy("history", "Model example begun")),
            ("story_written", pgettext_lazy("history", "Story or picture of the example changed")),
            ("consent_given", pgettext_lazy("history", "Consent to the publication given")),
            ("consent_recorded", pgettext_lazy("history", "Consent on paper recorded")),
            ("consent_ended", pgettext_lazy("history", "Consent to the publication ended")),
            ("award_revoked", pgettext_lazy("history", "Award of the example revoked")),
            ("conference_added", pgettext_lazy("history", "Put forward to a conference")),
            ("conference_removed", pgettext_lazy("history", "Conference taken out")),
            ("uptake_added", pgettext_lazy("history", "Place where it was taken up recorded")),
            ("uptake_removed", pgettext_lazy("history", "Place where it was taken up removed")),
        ):
            actions.register(f"model_example.{action}", label)
