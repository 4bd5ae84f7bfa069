"""Addresses of the administration: everything behind /quan-tri/."""

from __future__ import annotations

from django.urls import path

from nominations.administration.views import (
    accounts,
    calendar,
    councils,
    history,
    home,
    reference,
    series,
)

app_name = "administration"
urlpatterns = [
    path("quan-tri/", home.home, name="home"),
    path("quan-tri/tai-khoan/", accounts.account_list, name="accounts"),
    path("quan-tri/tai-khoan/cap/", accounts.issue, name="issue"),
    path("quan-tri/tai-khoan/thu/<uuid:batch>/", accounts.letters, name="letters"),
    path("quan-tri/tai-khoan/<int:pk>/", accounts.account, name="account"),
    path(
        "quan-tri/tai-khoan/<int:pk>/<slug:name>/", accounts.account_action, name="account_action"
    ),
    path("quan-tri/nhan-su/them/", reference.person_new, name="person_new"),
    path("quan-tri/nhan-su/<int:pk>/noi-cong-tac/", reference.place, name="place"),
    path("quan-tri/noi-cong-tac/<int:pk>/thoi/", reference.place_end, name="place_end"),
    path("quan-tri/danh-muc/<slug:slug>/", reference.rows, name="table"),
    path("quan-tri/danh-muc/<slug:slug>/them/", reference.row_new, name="row_new"),
    path("quan-tri/danh-muc/<slug:slug>/<int:pk>/", reference.row, name="row"),
    path("quan-tri/lich-lam-viec/", calendar.calendar, name="calendar"),
    path("quan-tri/lich-lam-viec/<int:pk>/bo/", calendar.calendar_remove, name="calendar_remove"),
    path("quan-tri/hoi-dong/", councils.councils, name="councils"),
    path("quan-tri/hoi-dong/lap/", councils.council_new, name="council_new"),
    path("quan-tri/hoi-dong/<int:pk>/", councils.council, name="council"),
    path(
        "quan-tri/hoi-dong/<int:pk>/quyet-dinh/", councils.council_decision, name="council_decision"
    ),
    path(
        "quan-tri/hoi-dong/<int:pk>/quyet-dinh/tai-ve/",
        councils.council_decision_file,
        name="council_decision_file",
    ),
    path("quan-tri/hoi-dong/<int:pk>/sua/", councils.council_change, name="council_change"),
    path("quan-tri/hoi-dong/<int:pk>/xac-nhan/", councils.council_confirm, name="council_confirm"),
    path("quan-tri/hoi-dong/ghe/<int:pk>/ket-thuc/", councils.seat_end, name="seat_end"),
    path("quan-tri/cap-so-van-ban/", series.series, name="series"),
    path("quan-tri/nhat-ky/", history.history, name="history"),
    path("quan-tri/nhat-ky/kiem-tra/", history.history_check, name="history_check"),
    path("quan-tri/nhat-ky/xuat/<slug:kind>/", history.history_export, name="history_export"),
]
