"""Addresses of the rule screens and of the what-if screen."""

from __future__ import annotations

from django.urls import path

from nominations.eligibility import views as eligibility_views
from nominations.law.views import drafts, layers, rules

app_name = "awards"
urlpatterns = [
    path("khen-thuong/quy-dinh/", rules.index, name="rules"),
    path("khen-thuong/quy-dinh/danh-hieu/<str:code>/", rules.award, name="rules_award"),
    path("khen-thuong/quy-dinh/de-xuat/", layers.propose, name="layer_new"),
    path("khen-thuong/quy-dinh/soan-thao/", drafts.drafts, name="layer_drafts"),
    path("khen-thuong/quy-dinh/soan-thao/<int:pk>/", drafts.draft, name="layer_draft"),
    path(
        "khen-thuong/quy-dinh/soan-thao/<int:pk>/thay-doi/",
        drafts.changes,
        name="layer_draft_changes",
    ),
    path(
        "khen-thuong/quy-dinh/soan-thao/<int:pk>/tep/",
        drafts.draft_file,
        name="layer_draft_file",
    ),
    path(
        "khen-thuong/quy-dinh/soan-thao/<int:pk>/them/<str:table>/",
        drafts.new_part,
        name="layer_draft_place",
    ),
    path(
        "khen-thuong/quy-dinh/soan-thao/<int:pk>/phan/<str:place>/",
        drafts.part,
        name="layer_draft_part",
    ),
    path("khen-thuong/quy-dinh/<int:pk>/", layers.layer, name="layer"),
    path("khen-thuong/quy-dinh/<int:pk>/sao-chep/", drafts.copy, name="layer_copy"),
    path("khen-thuong/thu-dieu-kien/", eligibility_views.what_if, name="what_if"),
]
