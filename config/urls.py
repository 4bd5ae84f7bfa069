"""Addresses: one room, one prefix."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import health
from config.administration import ADDRESS

handler400 = "nominations.web.views.bad_request"
urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("tai-khoan/", include("config.account_urls")),
]
# Each room's addresses begin with its own Vietnamese word; the frame has the rest.
ROOMS = (
    "nominations.importing",
    "nominations.people",
    "nominations.records",
    "nominations.eligibility",
    "nominations.dossiers",
    "nominations.documents",
    "nominations.issued_papers",
    "nominations.print_runs",
    "nominations.council",
    "nominations.consultation",
    "nominations.decisions",
    "nominations.movements",
    "nominations.packages",
    "nominations.model_examples",
    "nominations.statistics",
    "nominations.period_reports",
    "nominations.administration",
    "notifications",
    "nominations.web",
)
urlpatterns += [path("", include(f"{room}.urls")) for room in ROOMS]
if settings.DJANGO_ADMIN:
    urlpatterns += [path(ADDRESS, admin.site.urls)]
