"""Addresses of plans and movements."""

from __future__ import annotations

from django.urls import path

from nominations.movements.views import (
    editions,
    files,
    movement_details,
    movements,
    papers,
    plans,
    registrations,
    reviews,
    steps,
    yearly_copy,
)
from nominations.web.addresses import words_in_addresses

words_in_addresses("plan_step", {"put_in_force": "ban-hanh", "discard": "bo-du-thao"})
words_in_addresses(
    "movement_step",
    {"launch": "phat-dong", "conclude": "ket-thuc", "reopen": "mo-lai", "cancel": "huy"},
)

PLAN, MOVEMENT = "ke-hoach-thi-dua/<int:pk>/", "phong-trao/<int:pk>/"

app_name = "movements"
urlpatterns = [
    path("ke-hoach-thi-dua/", plans.index, name="list"),
    path("ke-hoach-thi-dua/moi/", plans.new, name="plan_new"),
    path("ke-hoach-thi-dua/chep-sang-nam/<int:year>/", yearly_copy.copy, name="copy"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}sua/", plans.edit, name="plan_edit"),
    path(f"{PLAN}ban-sau/", plans.edition, name="plan_edition"),
    path(f"{PLAN}van-ban/", papers.plan, name="plan_paper"),
    path(f"{PLAN}van-ban/tai-ve/", papers.plan_file, name="plan_paper_file"),
    path(f"{PLAN}chuyen/<plan_step:name>/", steps.plan, name="plan_step"),
    path("phong-trao/moi/", movements.new, name="new"),
    path("phong-trao/tep/<uuid:public_id>/", files.file, name="file"),
    path(MOVEMENT, movements.movement, name="movement"),
    path(f"{MOVEMENT}sua/", movements.edit, name="edit"),
    path(f"{MOVEMENT}chi-tieu/", movement_details.indicators, name="indicators"),
    path(f"{MOVEMENT}huong-ung/", movement_details.response, name="response"),
    path(f"{MOVEMENT}huong-ung/van-ban/", papers.response, name="response_paper"),
    path(f"{MOVEMENT}huong-ung/van-ban/tai-ve/", papers.response_file, name="response_paper_file"),
    path(f"{MOVEMENT}huong-ung/ban-sau/", editions.response, name="response_edition"),
    path(f"{MOVEMENT}khen-thuong/", movement_details.awards, name="awards"),
    path(f"{MOVEMENT}chuyen/<movement_step:name>/", steps.movement, name="step"),
    path(f"{MOVEMENT}dang-ky/", registrations.register, name="register"),
    path(f"{MOVEMENT}dang-ky/excel/", registrations.excel, name="registrations_excel"),
    path("phong-trao/dang-ky/<int:pk>/rut/", registrations.withdraw, name="withdraw"),
    path(f"{MOVEMENT}so-tong-ket/moi/", reviews.new, name="review_new"),
    path("phong-trao/so-tong-ket/<int:pk>/", reviews.edit, name="review"),
    path("phong-trao/so-tong-ket/<int:pk>/ban-sau/", editions.review, name="review_edition"),
    path("phong-trao/so-tong-ket/<int:pk>/van-ban/", papers.review, name="review_paper"),
    path(
        "phong-trao/so-tong-ket/<int:pk>/van-ban/tai-ve/", papers.review_file,
        name="review_paper_file",
    ),
]  # fmt: skip
