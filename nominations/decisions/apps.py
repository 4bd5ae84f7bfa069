from __future__ import annotations

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "nominations.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
