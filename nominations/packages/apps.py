from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from workflow import actions


class PackagesConfig(AppConfig):
    name = "nominations.packages"
    label = "packages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.packages.menu import entries
        from nominations.web import menu

        menu.register(entries)
        for action, label in (
            ("package.made", _("Dossier package made")),
            ("package.received", _("Dossier package received")),
            ("sender.recorded", _("Key of another installation recorded")),
            ("sender.ended", _("Key of another installation ended")),
        ):
            actions.register(action, label)
