"""Addresses of people, units and roles."""

from __future__ import annotations

from django.urls import path

from nominations.people import account_views, household_views, views

app_name = "people"
urlpatterns = [
    path("nhan-su/", views.index, name="index"),
    path("nhan-su/vai-tro/", views.roles, name="roles"),
    path("nhan-su/vai-tro/them/", views.assign, name="assign"),
    path("nhan-su/vai-tro/<int:pk>/ket-thuc/", views.end, name="end"),
    path("nhan-su/vai-tro/<int:pk>/uy-quyen/", views.delegate, name="delegate"),
    path("nhan-su/uy-quyen/", views.my_roles, name="my_roles"),
    path("nhan-su/tai-khoan-cua-toi/", account_views.my_account, name="my_account"),
    path("dat-mat-khau/<slug:token>/", account_views.password_link, name="password_link"),
    path("nhan-su/<int:pk>/", views.person, name="person"),
    path("ho-gia-dinh/", household_views.households, name="households"),
    path("ho-gia-dinh/them/", household_views.household_new, name="household_new"),
    path("ho-gia-dinh/<int:pk>/", household_views.household, name="household"),
    path("ho-gia-dinh/<int:pk>/ket-thuc/", household_views.household_end, name="household_end"),
]
