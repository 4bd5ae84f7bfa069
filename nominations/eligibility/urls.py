"""Addresses of the rule screens and of the what-if screen."""

from __future__ import annotations

from django.urls import path

from nominations.eligibility import views as eligibility_views
from nominations.law import layer_views
from nominations.law import views as law_views

app_name = "awards"
urlpatterns = [
    path("khen-thuong/quy-dinh/", law_views.index, name="rules"),
    path("khen-thuong/quy-dinh/danh-hieu/<str:code>/", law_views.award, name="rules_award"),
    path("khen-thuong/quy-dinh/de-xuat/", layer_views.propose, name="layer_new"),
    path("khen-thuong/quy-dinh/<int:pk>/", layer_views.layer, name="layer"),
    path("khen-thuong/thu-dieu-kien/", eligibility_views.what_if, name="what_if"),
]
