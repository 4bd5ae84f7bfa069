"""Addresses of the consultation room."""

from __future__ import annotations

from django.urls import path

from nominations.consultation.views import cases, papers, postings, public

app_name = "consultation"
POSTING = "lay-y-kien/<uuid:public_id>/"

urlpatterns = [
    path("cong-khai/", public.public, name="public"),
    path("cong-khai/<uuid:public_id>/", public.public_posting, name="public_posting"),
    path("cong-khai/<uuid:public_id>/gop-y/<int:item_id>/", public.comment, name="comment"),
    path("lay-y-kien/", postings.postings, name="postings"),
    path("lay-y-kien/dang/", postings.post, name="post"),
    path("lay-y-kien/gop-y/<uuid:public_id>/", cases.opinion, name="opinion"),
    path("lay-y-kien/vu-viec/<uuid:public_id>/", cases.objection, name="objection"),
    path(POSTING, postings.posting, name="posting"),
    path(f"{POSTING}gia-han/", postings.extend, name="extend"),
    path(f"{POSTING}ket-thuc/", postings.close, name="close"),
    path(f"{POSTING}bien-ban/", papers.minutes, name="minutes"),
    path(f"{POSTING}thong-bao/van-ban/", papers.notice, name="notice_paper"),
    path(
        f"{POSTING}thong-bao/van-ban/tai-ve/",
        papers.download,
        {"kind": "notice"},
        name="notice_paper_file",
    ),
    path(
        f"{POSTING}bien-ban/van-ban/tai-ve/",
        papers.download,
        {"kind": "minutes"},
        name="minutes_paper_file",
    ),
    path(f"{POSTING}tom-tat/<int:item_id>/", postings.summary, name="summary"),
    path(f"{POSTING}vu-viec-moi/<int:item_id>/", cases.new_objection, name="new_objection"),
]
