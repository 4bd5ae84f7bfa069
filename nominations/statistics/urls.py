"""Addresses of figures and of the roll of honour."""

from __future__ import annotations

from django.urls import path

from nominations.statistics.views import (
    annexes,
    awards,
    extract,
    figures,
    nominations,
    roll,
)

app_name = "statistics"
urlpatterns = [
    path("thong-ke/", awards.index, name="index"),
    path("thong-ke/dong/", awards.lines, name="lines"),
    path("thong-ke/tai-ve/", awards.download, name="download"),
    path("thong-ke/dong/tai-ve/", awards.download_lines, name="download_lines"),
    path("thong-ke/de-nghi/", nominations.nominations, name="nominations"),
    path("thong-ke/de-nghi/ho-so/", nominations.lines, name="nomination_lines"),
    path("thong-ke/de-nghi/tai-ve/", nominations.download, name="download_nominations"),
    path("thong-ke/so-lieu-tong-hop/", figures.figures, name="figures"),
    path("thong-ke/so-lieu-tong-hop/<int:pk>/sua/", figures.correct, name="correct_figure"),
    path("thong-ke/so-lieu-tong-hop/<int:pk>/rut/", figures.withdraw, name="withdraw_figure"),
    path("thong-ke/so-lieu-tong-hop/<int:pk>/chon/", figures.choose, name="choose_figure"),
    path("thong-ke/bieu-mau/", annexes.page, name="annex"),
    path("thong-ke/bieu-mau/dong/", annexes.lines, name="annex_lines"),
    path("thong-ke/bieu-mau/tai-ve/", annexes.download, name="download_annex"),
    path("trich-luc-khen-thuong/<int:pk>/", extract.extract, name="extract"),
    path("trich-luc-khen-thuong/<int:pk>/tep/", extract.extract_file, name="extract_file"),
    path("bang-vang/", roll.roll, name="roll"),
]
