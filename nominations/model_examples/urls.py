"""Addresses of model examples."""

from __future__ import annotations

from django.urls import path

from nominations.model_examples import example_pages, public_views, views
from nominations.web.addresses import words_in_addresses

words_in_addresses(
    "example_step",
    {
        "propose": "de-xuat",
        "send_back": "tra-lai",
        "approve": "duyet",
        "publish": "cong-bo",
        "take_down": "ha-cong-bo",
        "withdraw": "rut",
        "reopen": "soan-lai",
    },
)

_ONE = "dien-hinh/<int:pk>/"

app_name = "model_examples"
urlpatterns = [
    path("dien-hinh/", views.index, name="list"),
    path("dien-hinh/moi/", views.new, name="new"),
    path(_ONE, views.example, name="example"),
    path(f"{_ONE}sua/", views.edit, name="edit"),
    path(f"{_ONE}anh/", views.picture, name="picture"),
    path(f"{_ONE}dong-y/", example_pages.consent, name="consent"),
    path(f"{_ONE}dong-y-bang-giay/", example_pages.paper_consent, name="paper_consent"),
    path(f"{_ONE}rut-dong-y/", example_pages.end_consent, name="end_consent"),
    path(f"{_ONE}hoi-nghi/", example_pages.conference, name="conference"),
    path(
        f"{_ONE}hoi-nghi/<int:entry>/bo/",
        example_pages.conference_remove,
        name="conference_remove",
    ),
    path(f"{_ONE}nhan-rong/", example_pages.uptake, name="uptake"),
    path(f"{_ONE}nhan-rong/<int:entry>/bo/", example_pages.uptake_remove, name="uptake_remove"),
    path(f"{_ONE}chuyen/<example_step:name>/", example_pages.step, name="step"),
    path("bang-vang/dien-hinh/", public_views.roll, name="roll"),
    path("bang-vang/dien-hinh/<int:pk>/", public_views.public, name="public"),
    path("bang-vang/dien-hinh/<int:pk>/anh/", public_views.public_picture, name="public_picture"),
]
