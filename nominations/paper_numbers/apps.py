from __future__ import annotations

from django.apps import AppConfig


class PaperNumbersConfig(AppConfig):
    name = "nominations.paper_numbers"
    label = "paper_numbers"
    default_auto_field = "django.db.models.BigAutoField"
