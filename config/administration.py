"""Django's own administration: off unless DJANGO_ADMIN says otherwise, and then to look at only.

The pages of work are the product's own (`nominations/administration`). This site is for whoever
mends an installation: technical accounts read some tables here and write none, whatever a package
registers, since a form of this site would pass by every service and its history.
"""

from __future__ import annotations

from django.apps import apps as installed
from django.contrib.admin import apps as admin_apps

ADDRESS = "ky-thuat/"
SHOWN = (
    "people.organization",
    "people.unit",
    "people.person",
    "people.unitmembership",
    "people.roleassignment",
    "people.passwordlink",
    "council.council",
    "awards.awardtype",
    "workflow.calendarday",
    "workflow.auditevent",
    "notifications.outboxmessage",
)
"""Tables that may be looked at: none with votes, discipline, opinions or passwords."""


class AdministrationConfig(admin_apps.AdminConfig):
    default_site = "config.read_only_admin.ReadOnlySite"

    def ready(self) -> None:
        super().ready()
        from django.contrib import admin

        admin.site.register([installed.get_model(label) for label in SHOWN])
