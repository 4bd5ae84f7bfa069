"""Addresses of the council room."""

from __future__ import annotations

from django.urls import path

from nominations.council.views import (
    ballot,
    minutes_papers,
    papers,
    session_papers,
    sessions,
    transitions,
)
from nominations.web.addresses import words_in_addresses

words_in_addresses("session_paper", {"invitation": "giay-moi", "opinion": "phieu-lay-y-kien"})

app_name = "council"
SESSION = "hoi-dong/<uuid:public_id>/"

urlpatterns = [
    path("hoi-dong/", sessions.sessions, name="sessions"),
    path("hoi-dong/lap-phien/", sessions.prepare, name="prepare"),
    path(SESSION, sessions.session, name="session"),
    path(f"{SESSION}sua/", sessions.revise, name="revise"),
    path(f"{SESSION}mo/", transitions.transition, {"name": "open"}, name="open"),
    path(f"{SESSION}dong/", transitions.transition, {"name": "close"}, name="close"),
    path(f"{SESSION}kiem-phieu/", transitions.transition, {"name": "count"}, name="count"),
    path(f"{SESSION}ky/", transitions.transition, {"name": "sign"}, name="sign"),
    path(f"{SESSION}hieu-luc/", transitions.transition, {"name": "certify"}, name="certify"),
    path(f"{SESSION}huy/", transitions.transition, {"name": "void"}, name="void"),
    path(f"{SESSION}lap-lai/", transitions.again, name="again"),
    path(f"{SESSION}bo-phieu/", ballot.ballot, name="ballot"),
    path(f"{SESSION}khong-bieu-quyet/<int:item_id>/", ballot.recusal, name="recusal"),
    path(f"{SESSION}van-ban/<session_paper:kind>/", session_papers.preview, name="paper"),
    path(
        f"{SESSION}van-ban/<session_paper:kind>/tai-ve/",
        session_papers.download,
        name="paper_file",
    ),
    path(f"{SESSION}phieu-bau/<int:number>/", session_papers.ballot_preview, name="ballot_paper"),
    path(
        f"{SESSION}phieu-bau/<int:number>/tai-ve/",
        session_papers.ballot_download,
        name="ballot_paper_file",
    ),
    path(f"{SESSION}diem-danh/", papers.presence, name="presence"),
    path(f"{SESSION}nhap-phieu/", papers.counts, name="counts"),
    path(f"{SESSION}doi-chieu/", papers.compare, name="compare"),
    path(f"{SESSION}bien-ban/", minutes_papers.minutes, name="minutes"),
    path(
        f"{SESSION}bien-ban/van-ban/tai-ve/",
        minutes_papers.download,
        {"kind": "meeting"},
        name="meeting_paper_file",
    ),
    path(f"{SESSION}kiem-phieu/van-ban/", minutes_papers.count, name="count_paper"),
    path(
        f"{SESSION}kiem-phieu/van-ban/tai-ve/",
        minutes_papers.download,
        {"kind": "count"},
        name="count_paper_file",
    ),
    path(
        f"{SESSION}bien-ban/hoan-thien/",
        transitions.transition,
        {"name": "complete_minutes"},
        name="complete_minutes",
    ),
]
