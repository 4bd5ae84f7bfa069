"""The administration pages of Django, with the site that asks the roles of today."""

from __future__ import annotations

from django.contrib.admin import apps


class AdministrationConfig(apps.AdminConfig):
    default_site = "nominations.people.administration.AdministrationSite"
