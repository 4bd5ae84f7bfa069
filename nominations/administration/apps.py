from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AdministrationRoomConfig(AppConfig):
    name = "nominations.administration"
    label = "administration"
    verbose_name = _("Administration")

    def ready(self) -> None:
        from nominations.administration.menu import entries
        from nominations.web import menu
        from workflow import actions

        menu.register(entries)
        for action, label in ACTIONS.items():
            actions.register(action, label)


ACTIONS = {
    "calendar.day_added": pgettext_lazy("history", "Calendar day recorded"),
    "calendar.day_changed": pgettext_lazy("history", "Calendar day changed"),
    "calendar.day_removed": pgettext_lazy("history", "Calendar day taken back"),
}
"""Acts of the room on the streams "calendar:<year>"."""
