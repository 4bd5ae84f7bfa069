"""Addresses of figures and of the roll of honour."""

from __future__ import annotations

from django.urls import path

from nominations.statistics import (
    annex_views,
    extract_views,
    figure_views,
    nomination_views,
    roll_views,
    views,
)

app_name = "statistics"
urlpatterns = [
    path("thong-ke/", views.index, name="index"),
    path("thong-ke/dong/", views.lines, name="lines"),
    path("thong-ke/tai-ve/", views.download, name="download"),
    path("thong-ke/dong/tai-ve/", views.download_lines, name="download_lines"),
    path("thong-ke/de-nghi/", nomination_views.nominations, name="nominations"),
    path("thong-ke/de-nghi/ho-so/", nomination_views.lines, name="nomination_lines"),
    path("thong-ke/de-nghi/tai-ve/", nomination_views.download, name="download_nominations"),
    path("thong-ke/so-lieu-tong-hop/", figure_views.figures, name="figures"),
    path("thong-ke/so-lieu-tong-hop/<int:pk>/sua/", figure_views.correct, name="correct_figure"),
    path("thong-ke/so-lieu-tong-hop/<int:pk>/rut/", figure_views.withdraw, name="withdraw_figure"),
    path("thong-ke/so-lieu-tong-hop/<int:pk>/chon/", figure_views.choose, name="choose_figure"),
    path("thong-ke/bieu-mau/", annex_views.page, name="annex"),
    path("thong-ke/bieu-mau/dong/", annex_views.lines, name="annex_lines"),
    path("thong-ke/bieu-mau/tai-ve/", annex_views.download, name="download_annex"),
    path("trich-luc-khen-thuong/<int:pk>/", extract_views.extract, name="extract"),
    path("trich-luc-khen-thuong/<int:pk>/tep/", extract_views.extract_file, name="extract_file"),
    path("bang-vang/", roll_views.roll, name="roll"),
]
