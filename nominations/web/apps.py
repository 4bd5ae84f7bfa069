from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "nominations.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from nominations.web.inbox import inbox_duty
        from notifications import duties

        duties.register(inbox_duty)
