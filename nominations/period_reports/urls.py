"""Addresses of period reports."""

from __future__ import annotations

from django.urls import path

from nominations.period_reports import report_pages, views
from nominations.web.addresses import words_in_addresses

words_in_addresses(
    "report_step", {"complete": "hoan-thanh", "reopen": "mo-lai", "discard": "bo-ban-soan"}
)

app_name = "period_reports"
urlpatterns = [
    path("bao-cao-giai-doan/", views.index, name="list"),
    path("bao-cao-giai-doan/moi/", views.new, name="new"),
    path("bao-cao-giai-doan/<int:pk>/", views.report, name="report"),
    path("bao-cao-giai-doan/<int:pk>/sua/", views.edit, name="edit"),
    path("bao-cao-giai-doan/<int:pk>/ban-sau/", views.edition, name="edition"),
    path("bao-cao-giai-doan/<int:pk>/muc/<slug:key>/", views.section, name="section"),
    path("bao-cao-giai-doan/<int:pk>/van-ban/", report_pages.paper, name="paper"),
    path("bao-cao-giai-doan/<int:pk>/van-ban/tai-ve/", report_pages.paper_file, name="paper_file"),
    path("bao-cao-giai-doan/<int:pk>/chuyen/<report_step:name>/", report_pages.step, name="step"),
]
