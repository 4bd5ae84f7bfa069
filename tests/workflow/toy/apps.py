from __future__ import annotations

from django.apps import AppConfig


class ToyConfig(AppConfig):
    name = "tests.workflow.toy"
    label = "toy"
    default_auto_field = "django.db.models.BigAutoField"
