from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeopleConfig(AppConfig):
    name = "nominations.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("People and units")

    def ready(self) -> None:
        from nominations.importing import registry
        from nominations.people.importing.importer import UNIT_IMPORTER, person_importer
        from nominations.people.menu import entries
        from nominations.people.reader import PersonReader
        from nominations.web import frame, menu
        from workflow import actions

        menu.register(entries)
        frame.register_reader(PersonReader)
        registry.register(UNIT_IMPORTER)
        registry.register(person_importer())
        actions.register("role.assigned", pgettext_lazy("history", "Role given"))
        actions.register("role.delegated", pgettext_lazy("history", "Role delegated"))
        actions.register("role.ended", pgettext_lazy("history", "Role ended"))
        actions.register("role.cancelled", pgettext_lazy("history", "Role taken back"))
        actions.register("person.placed", pgettext_lazy("history", "Place of work recorded"))
        actions.register("person.left", pgettext_lazy("history", "Left the place of work"))
        actions.register("account.created", pgettext_lazy("history", "Account created"))
        actions.register("account.opened", pgettext_lazy("history", "Account opened"))
        actions.register("account.closed", pgettext_lazy("history", "Account closed"))
        actions.register("people.imported", pgettext_lazy("history", "People imported"))
        actions.register("units.imported", pgettext_lazy("history", "Units imported"))
