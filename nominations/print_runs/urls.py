"""Addresses of print runs and of the print log."""

from __future__ import annotations

from django.urls import path

from nominations.print_runs import views

app_name = "print_runs"
urlpatterns = [
    path("so-in/", views.index, name="index"),
    path("in-van-ban/lan/<uuid:public_id>/", views.run, name="run"),
    path("in-van-ban/lan/<uuid:public_id>/tien-do/", views.progress, name="progress"),
    path("in-van-ban/lan/<uuid:public_id>/lam-tiep/", views.go_on, name="go_on"),
    path("in-van-ban/lan/<uuid:public_id>/tep/<slug:form>/", views.file, name="file"),
    path("in-van-ban/<slug:slug>/<str:key>/", views.start, name="start"),
]
