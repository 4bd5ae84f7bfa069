"""Addresses of the rules."""

from __future__ import annotations

from django.urls import path

from nominations.awards import layer_views, rule_views

app_name = "awards"
urlpatterns = [
    path("khen-thuong/quy-dinh/", rule_views.index, name="rules"),
    path("khen-thuong/quy-dinh/danh-hieu/<str:code>/", rule_views.award, name="rules_award"),
    path("khen-thuong/quy-dinh/de-xuat/", layer_views.propose, name="layer_new"),
    path("khen-thuong/quy-dinh/<int:pk>/", layer_views.layer, name="layer"),
    path("khen-thuong/thu-dieu-kien/", rule_views.what_if, name="what_if"),
]
