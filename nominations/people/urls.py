"""Addresses of people, units and roles."""

from __future__ import annotations

from django.urls import path

from nominations.people.views import accounts, households, staff

app_name = "people"
urlpatterns = [
    path("nhan-su/", staff.index, name="index"),
    path("nhan-su/vai-tro/", staff.roles, name="roles"),
    path("nhan-su/vai-tro/them/", staff.assign, name="assign"),
    path("nhan-su/vai-tro/<int:pk>/ket-thuc/", staff.end, name="end"),
    path("nhan-su/vai-tro/<int:pk>/uy-quyen/", staff.delegate, name="delegate"),
    path("nhan-su/uy-quyen/", staff.my_roles, name="my_roles"),
    path("nhan-su/tai-khoan-cua-toi/", accounts.my_account, name="my_account"),
    path("dat-mat-khau/<slug:token>/", accounts.password_link, name="password_link"),
    path("nhan-su/<int:pk>/", staff.person, name="person"),
    path("ho-gia-dinh/", households.households, name="households"),
    path("ho-gia-dinh/them/", households.household_new, name="household_new"),
    path("ho-gia-dinh/<int:pk>/", households.household, name="household"),
    path("ho-gia-dinh/<int:pk>/ket-thuc/", households.household_end, name="household_end"),
]
