"""Addresses of figures and of the roll of honour."""

from __future__ import annotations

from django.urls import path

from nominations.statistics import views

app_name = "statistics"
urlpatterns = [
    path("thong-ke/", views.index, name="index"),
    path("thong-ke/dong/", views.lines, name="lines"),
    path("thong-ke/tai-ve/", views.download, name="download"),
    path("bang-vang/", views.roll, name="roll"),
]
