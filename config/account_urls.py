"""Login and password pages: allauth's views under Vietnamese paths, its url names kept.

Listed one by one instead of `include("allauth.urls")`: what is not here does not exist (no sign-up
form, no changing of e-mail addresses, which the administrator keeps).
"""

from __future__ import annotations

from allauth.account import views
from django.urls import path, re_path
from django.views.generic import RedirectView

closed = RedirectView.as_view(pattern_name="account_login")

urlpatterns = [
    path("dang-nhap/", views.login, name="account_login"),
    path("dang-xuat/", views.logout, name="account_logout"),
    path("ngung-hoat-dong/", views.account_inactive, name="account_inactive"),
    path("xac-nhan-lai/", views.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/doi/", views.password_change, name="account_change_password"),
    path("mat-khau/dat/", views.password_set, name="account_set_password"),
    path("mat-khau/quen/", views.password_reset, name="account_reset_password"),
    path("mat-khau/quen/da-gui/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mat-khau/quen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mat-khau/quen/xong/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # allauth's own pages reverse these names; the acts behind them are closed.
    path("dang-ky/", closed, name="account_signup"),
    path("thu-dien-tu/", closed, name="account_email"),
    path("thu-dien-tu/xac-nhan/", closed, name="account_email_verification_sent"),
]
