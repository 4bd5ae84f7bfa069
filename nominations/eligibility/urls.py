"""Addresses of the rule screens and of the what-if screen."""

from __future__ import annotations

from django.urls import path

from nominations.eligibility import views as eligibility_views
from nominations.law import draft_views, layer_views
from nominations.law import views as law_views

app_name = "awards"
urlpatterns = [
    path("khen-thuong/quy-dinh/", law_views.index, name="rules"),
    path("khen-thuong/quy-dinh/danh-hieu/<str:code>/", law_views.award, name="rules_award"),
    path("khen-thuong/quy-dinh/de-xuat/", layer_views.propose, name="layer_new"),
    path("khen-thuong/quy-dinh/soan-thao/", draft_views.drafts, name="layer_drafts"),
    path("khen-thuong/quy-dinh/soan-thao/<int:pk>/", draft_views.draft, name="layer_draft"),
    path(
        "khen-thuong/quy-dinh/soan-thao/<int:pk>/thay-doi/",
        draft_views.changes,
        name="layer_draft_changes",
    ),
    path(
        "khen-thuong/quy-dinh/soan-thao/<int:pk>/tep/",
        draft_views.draft_file,
        name="layer_draft_file",
    ),
    path(
        "khen-thuong/quy-dinh/soan-thao/<int:pk>/them/<str:table>/",
        draft_views.new_part,
        name="layer_draft_place",
    ),
    path(
        "khen-thuong/quy-dinh/soan-thao/<int:pk>/phan/<str:place>/",
        draft_views.part,
        name="layer_draft_part",
    ),
    path("khen-thuong/quy-dinh/<int:pk>/", layer_views.layer, name="layer"),
    path("khen-thuong/quy-dinh/<int:pk>/sao-chep/", draft_views.copy, name="layer_copy"),
    path("khen-thuong/thu-dieu-kien/", eligibility_views.what_if, name="what_if"),
]
