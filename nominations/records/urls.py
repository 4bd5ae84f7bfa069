"""Addresses of records and initiatives."""

from __future__ import annotations

from django.urls import path

from nominations.records.views import entry, grades, initiatives, record, transitions
from nominations.web.addresses import words_in_addresses

ACT_WORDS = {
    "register": "dang-ky",
    "send_back": "tra-lai",
    "assess": "hoi-dong-thong-qua",
    "fail_assessment": "hoi-dong-khong-thong-qua",
    "recognise": "cong-nhan",
    "reject": "khong-cong-nhan",
    "withdraw": "rut",
}
words_in_addresses("initiative_transition", ACT_WORDS)

app_name = "records"
urlpatterns = [
    path("ho-so/cua-toi/", record.mine, name="mine"),
    path("ho-so/ca-nhan/<int:pk>/", record.person, name="person"),
    path("ho-so/ca-nhan/<int:pk>/ghi/<slug:kind>/", entry.enter_person, name="enter_person"),
    path("ho-so/tap-the/<int:pk>/", record.unit, name="unit"),
    path("ho-so/tap-the/<int:pk>/ghi/<slug:kind>/", entry.enter_unit, name="enter_unit"),
    path("ho-so/huy/<slug:kind>/<int:pk>/", entry.cancel, name="cancel"),
    path("ho-so/xem-xet/<int:pk>/ket-thuc/", entry.close_examination, name="close_examination"),
    path("ho-so/xep-loai/", grades.index, name="grades"),
    path("ho-so/xep-loai/nhap/", grades.grade_sheet, name="grade_sheet"),
    path("ho-so/xep-loai/<int:pk>/thay/", grades.replace, name="grade_replace"),
    path("ho-so/ky-luat/", grades.conduct, name="conduct"),
    path("sang-kien/", initiatives.index, name="initiatives"),
    path("sang-kien/moi/", initiatives.new, name="initiative_new"),
    path("sang-kien/<uuid:public_id>/", initiatives.initiative, name="initiative"),
    path("sang-kien/<uuid:public_id>/sua/", initiatives.edit, name="initiative_edit"),
    path("sang-kien/<uuid:public_id>/pham-vi/", initiatives.widen, name="initiative_widen"),
    path(
        "sang-kien/<uuid:public_id>/chuyen/<initiative_transition:name>/",
        transitions.transition,
        name="initiative_transition",
    ),
]
