"""Addresses of period reports."""

from __future__ import annotations

from django.urls import path

from nominations.period_reports.views import papers, reports
from nominations.web.addresses import words_in_addresses

words_in_addresses(
    "report_step", {"complete": "hoan-thanh", "reopen": "mo-lai", "discard": "bo-ban-soan"}
)

app_name = "period_reports"
urlpatterns = [
    path("bao-cao-giai-doan/", reports.index, name="list"),
    path("bao-cao-giai-doan/moi/", reports.new, name="new"),
    path("bao-cao-giai-doan/<int:pk>/", reports.report, name="report"),
    path("bao-cao-giai-doan/<int:pk>/sua/", reports.edit, name="edit"),
    path("bao-cao-giai-doan/<int:pk>/ban-sau/", reports.edition, name="edition"),
    path("bao-cao-giai-doan/<int:pk>/muc/<slug:key>/", reports.section, name="section"),
    path("bao-cao-giai-doan/<int:pk>/van-ban/", papers.paper, name="paper"),
    path("bao-cao-giai-doan/<int:pk>/van-ban/tai-ve/", papers.paper_file, name="paper_file"),
    path("bao-cao-giai-doan/<int:pk>/chuyen/<report_step:name>/", papers.step, name="step"),
]
