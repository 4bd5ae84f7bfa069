"""The Celery application; `config.apps` imports it so that tasks find it in every process."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("bangvang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
