from __future__ import annotations

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "nominations.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"
