from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MovementsConfig(AppConfig):
    name = "nominations.movements"
    label = "movements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.issued_papers.paper_sources import register
        from nominations.movements.inbox import items
        from nominations.movements.issued_sources import PlanSource, ResponseSource, ReviewSource
        from nominations.movements.menu import entries
        from nominations.web import inbox, menu
        from workflow import audit

        menu.register(entries)
        for source in (PlanSource(), ResponseSource(), ReviewSource()):
            register(source)
        inbox.register(items)
        audit.register("emulation_plan.drafted", _("drafted the plan"))
        audit.register("emulation_plan.revised", _("changed the draft of the plan"))
        audit.register("movement.drafted", _("entered the movement"))
        audit.register("movement.revised", _("corrected the movement"))
        audit.register("movement.indicators", _("changed the indicators"))
        audit.register("movement.response", _("recorded the response plan"))
        audit.register(
            "movement.response_edition", _("began a later edition of the plan of the movement")
        )
        audit.register(
            "movement.review_edition", _("began a later edition of the report on a review")
        )
        audit.register("movement.registered", _("registered in the movement"))
        audit.register("movement.registration_withdrawn", _("withdrew a registration"))
        audit.register("movement.reviewed", _("recorded a review"))
        audit.register("movement.review_corrected", _("corrected a review"))
        audit.register("movement.awards_named", _("named campaigns and awards of the movement"))
