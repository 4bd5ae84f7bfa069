"""The WSGI entry point for waitress and gunicorn."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from config.body_limit import with_body_limit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = with_body_limit(get_wsgi_application())
