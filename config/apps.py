from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Wiring: start-up commands, system checks and the Celery application."""

    name = "config"

    def ready(self) -> None:
        from config import accounts, celery, checks, sessions

        self.celery = celery.app
        self.checks = checks
        self.receivers = (accounts, sessions)
