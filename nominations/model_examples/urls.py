"""Addresses of model examples."""

from __future__ import annotations

from django.urls import path

from nominations.model_examples.views import examples, public, steps
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
    path("dien-hinh/", examples.index, name="list"),
    path("dien-hinh/moi/", examples.new, name="new"),
    path(_ONE, examples.example, name="example"),
    path(f"{_ONE}sua/", examples.edit, name="edit"),
    path(f"{_ONE}anh/", examples.picture, name="picture"),
    path(f"{_ONE}dong-y/", steps.consent, name="consent"),
    path(f"{_ONE}dong-y-bang-giay/", steps.paper_consent, name="paper_consent"),
    path(f"{_ONE}rut-dong-y/", steps.end_consent, name="end_consent"),
    path(f"{_ONE}hoi-nghi/", steps.conference, name="conference"),
    path(
        f"{_ONE}hoi-nghi/<int:entry>/bo/",
        steps.conference_remove,
        name="conference_remove",
    ),
    path(f"{_ONE}nhan-rong/", steps.uptake, name="uptake"),
    path(f"{_ONE}nhan-rong/<int:entry>/bo/", steps.uptake_remove, name="uptake_remove"),
    path(f"{_ONE}chuyen/<example_step:name>/", steps.step, name="step"),
    path("bang-vang/dien-hinh/", public.roll, name="roll"),
    path("bang-vang/dien-hinh/<int:pk>/", public.public, name="public"),
    path("bang-vang/dien-hinh/<int:pk>/anh/", public.public_picture, name="public_picture"),
]
