"""URLs of issued papers, the register of numbers, and the public page."""

from __future__ import annotations

from django.urls import path

from nominations.issued_papers.kind_words import KIND_WORDS
from nominations.issued_papers.views import (
    authorities,
    drafts,
    issue_page,
    papers,
    public,
    register,
    signed,
)
from nominations.web.addresses import words_in_addresses

words_in_addresses("paperkind", KIND_WORDS)

app_name = "issued_papers"
urlpatterns = [
    path("so-van-ban/", register.index, name="register"),
    path("so-van-ban/tai-ve/", register.workbook, name="register_workbook"),
    path("van-ban/phat-hanh/<paperkind:kind>/<str:key>/", issue_page.issue, name="issue"),
    path("van-ban/du-thao/<paperkind:kind>/<str:key>/", drafts.preview, name="draft"),
    path("van-ban/du-thao/<paperkind:kind>/<str:key>/tai-ve/", drafts.download, name="draft_file"),
    path("van-ban/<uuid:public_id>/", papers.paper, name="paper"),
    path("van-ban/<uuid:public_id>/tep/<slug:form>/", papers.file, name="file"),
    path("van-ban/<uuid:public_id>/ban-ky/", signed.add, name="sign"),
    path("van-ban/<uuid:public_id>/ky-tu-xa/", signed.sign_remotely, name="sign_remotely"),
    path("van-ban/<uuid:public_id>/ky-thu/", signed.sign_for_test, name="sign_for_test"),
    path("van-ban/<uuid:public_id>/ban-ky/<uuid:copy_id>/", signed.copy, name="signed_copy"),
    path("to-chuc-chung-thuc/", authorities.index, name="authorities"),
    path("to-chuc-chung-thuc/them/", authorities.add, name="authority_add"),
    path("to-chuc-chung-thuc/<int:pk>/thoi-tin-cay/", authorities.end, name="authority_end"),
    path("kiem-tra/<str:code>/", public.verify, name="verify"),
]
