"""Addresses of the award history."""

from __future__ import annotations

from django.urls import path

from nominations.awards import views

app_name = "awards"
urlpatterns = [
    path("khen-thuong/nhap-lich-su/", views.import_start, name="import"),
    path("khen-thuong/nhap-lich-su/mau/", views.import_template, name="import_template"),
    path("khen-thuong/nhap-lich-su/<str:token>/", views.import_preview, name="import_preview"),
    path("khen-thuong/nhap-lich-su/<str:token>/loi/", views.import_errors, name="import_errors"),
]
