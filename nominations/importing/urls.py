"""Addresses of the imports."""

from __future__ import annotations

from django.urls import path

from nominations.importing import views

app_name = "importing"
urlpatterns = [
    path("nhap-tu-excel/", views.index, name="index"),
    path("nhap-tu-excel/lan/<uuid:public_id>/", views.run, name="run"),
    path("nhap-tu-excel/lan/<uuid:public_id>/tien-do/", views.progress, name="progress"),
    path("nhap-tu-excel/lan/<uuid:public_id>/ten/", views.answers, name="answers"),
    path("nhap-tu-excel/lan/<uuid:public_id>/lam-ngay/", views.restart, name="restart"),
    path("nhap-tu-excel/lan/<uuid:public_id>/loi/", views.errors, name="errors"),
    path("nhap-tu-excel/<slug:slug>/", views.start, name="start"),
    path("nhap-tu-excel/<slug:slug>/mau/", views.template, name="template"),
]
