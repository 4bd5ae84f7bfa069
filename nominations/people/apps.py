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
        from allauth.account.signals import password_reset
        from django.contrib.auth.signals import user_logged_in

        from nominations.importing import registry
        from nominations.people.account_notices import (
            messages_administered_by,
            record_sent_again,
            tell_of_links,
        )
        from nominations.people.duties import duties_by_roles_read_once
        from nominations.people.importing.importer import (
            HOUSEHOLD_IMPORTER,
            UNIT_IMPORTER,
            person_importer,
        )
        from nominations.people.menu import entries
        from nominations.people.models import User
        from nominations.people.reader import PersonReader
        from nominations.people.views.accounts import recovered
        from nominations.web import frame, menu
        from notifications import administered_messages, duties
        from workflow import actions

        menu.register(entries)
        frame.register_reader(PersonReader)
        registry.register(UNIT_IMPORTER)
        registry.register(HOUSEHOLD_IMPORTER)
        registry.register(person_importer())
        for action, label in ACTIONS.items():
            actions.register(action, label)
        password_reset.connect(recovered, sender=User, dispatch_uid="people.recovered")
        user_logged_in.connect(tell_of_links, dispatch_uid="people.tell_of_links")
        administered_messages.register(messages_administered_by)
        duties.register(duties_by_roles_read_once)
        administered_messages.register_recorder(record_sent_again)


ACTIONS = {
    "role.assigned": pgettext_lazy("history", "Role given"),
    "role.delegated": pgettext_lazy("history", "Role delegated"),
    "role.ended": pgettext_lazy("history", "Role ended"),
    "role.cancelled": pgettext_lazy("history", "Role taken back"),
    "person.added": pgettext_lazy("history", "Person added"),
    "person.changed": pgettext_lazy("history", "Person changed"),
    "person.placed": pgettext_lazy("history", "Place of work recorded"),
    "person.left": pgettext_lazy("history", "Left the place of work"),
    "agency.added": pgettext_lazy("history", "Agency added"),
    "agency.changed": pgettext_lazy("history", "Agency changed"),
    "unit.added": pgettext_lazy("history", "Unit added"),
    "unit.changed": pgettext_lazy("history", "Unit changed"),
    "household.added": pgettext_lazy("history", "Household added"),
    "household.changed": pgettext_lazy("history", "Household changed"),
    "household.ended": pgettext_lazy("history", "Household taken off the list"),
    "position.added": pgettext_lazy("history", "Position added"),
    "position.changed": pgettext_lazy("history", "Position changed"),
    "message.sent_again": pgettext_lazy("history", "Given-up messages sent again"),
    "account.created": pgettext_lazy("history", "Account created"),
    "account.issued": pgettext_lazy("history", "Accounts issued"),
    "account.changed": pgettext_lazy("history", "Account changed"),
    "account.opened": pgettext_lazy("history", "Account opened"),
    "account.closed": pgettext_lazy("history", "Account closed"),
    "account.sessions_ended": pgettext_lazy("history", "Sessions of the account ended"),
    "account.link_made": pgettext_lazy("history", "One-time link for a new account made"),
    "account.password_reset": pgettext_lazy("history", "Password reset: one-time link made"),
    "account.password_set": pgettext_lazy("history", "Password set by one-time link"),
    "account.password_recovered": pgettext_lazy("history", "Forgotten password set by e-mail"),
    "people.imported": pgettext_lazy("history", "People imported"),
    "units.imported": pgettext_lazy("history", "Units imported"),
    "households.imported": pgettext_lazy("history", "Households imported"),
}
"""Actions on the streams "person:<id>", "organization:<id>" and "position:<id>"."""
