"""Addresses of packages: made, taken in, received, and the keys."""

from __future__ import annotations

from django.urls import path

from nominations.packages.views import intake, keys, received, sent

app_name = "packages"
urlpatterns = [
    path("goi-ho-so/", sent.index, name="list"),
    path("goi-ho-so/to-trinh/<uuid:public_id>/", sent.report, name="report"),
    path("goi-ho-so/tep/<uuid:public_id>/", sent.download, name="file"),
    path("goi-ho-so/nhan/", intake.upload, name="upload"),
    path("goi-ho-so/nhan/kiem-tra/", intake.check, name="check"),
    path("goi-nhan-duoc/", received.index, name="received_list"),
    path("goi-nhan-duoc/<uuid:public_id>/", received.package, name="received"),
    path("goi-nhan-duoc/<uuid:public_id>/tep/<int:place>/", received.file, name="received_file"),
    path("khoa-goi-ho-so/", keys.index, name="keys"),
    path("khoa-goi-ho-so/<int:pk>/thoi/", keys.end, name="key_end"),
]
