"""Addresses of campaigns, nominations and the unit's review."""

from __future__ import annotations

from django.urls import path

from nominations.dossiers.views import (
    boards,
    campaign_transitions,
    campaigns,
    duplicates,
    evidence,
    exceptions,
    fairness,
    forgotten,
    initiatives,
    nomination,
    nomination_list,
    nomination_start,
    opinions,
    papers,
    progress,
    report,
    standards,
    transitions,
    unit,
    unregistered,
)
from nominations.web.addresses import words_in_addresses

STEP_WORDS = {
    "register": "dang-ky",
    "submit": "nop-bao-cao",
    "return_for_correction": "tra-lai",
    "endorse": "dong-y",
    "waive_unit_review": "khong-qua-don-vi",
    "decline": "khong-de-nghi",
    "withdraw": "rut",
    "waive_vote": "khong-bo-phieu",
    "close_consultation": "ket-thuc-lay-y-kien",
    "waive_consultation": "khong-lay-y-kien",
    "send_back_to_council": "dua-lai-hoi-dong",
    "refuse": "khong-khen",
    "record_outcome": "ghi-ket-qua",
    "record_refusal": "ghi-khong-khen",
    "revoke": "huy",
    "restore": "khoi-phuc",
}
DOUBLE_WORDS = {
    "same_award": "trung-danh-hieu",
    "same_achievement": "cung-thanh-tich",
    "window_overlap": "danh-hieu-qua-som",
    "commendation_window": "khen-thuong-qua-som",
    "two_state_awards": "hai-khen-thuong-nha-nuoc",
    "excluding_pairs": "loai-tru-nhau",
    "initiative_reuse": "sang-kien-da-dung",
    "initiative_again": "sang-kien-dung-lai",
    "exclusion": "da-khen-thuong-hinh-thuc-khac",
    "same_person": "cung-mot-nguoi",
}
words_in_addresses("step", STEP_WORDS)
words_in_addresses("dossier_paper", {"report": "bao-cao-thanh-tich", "registration": "ban-dang-ky"})
words_in_addresses(
    "list_paper", {"registrations": "danh-sach-dang-ky", "nominations": "trich-ngang"}
)
words_in_addresses("exception_answer", {"grant": "cho-phep", "refuse": "khong-cho-phep"})
words_in_addresses("double", DOUBLE_WORDS)

app_name = "dossiers"
urlpatterns = [
    path("de-nghi/", nomination_list.index, name="list"),
    path("de-nghi/moi/", nomination_start.new, name="new"),
    path("de-nghi/<uuid:public_id>/", nomination.nomination, name="nomination"),
    path("de-nghi/<uuid:public_id>/muc-tieu/", nomination.goals, name="goals"),
    path("de-nghi/<uuid:public_id>/xoa-ban-nhap/", nomination.draft_delete, name="draft_delete"),
    path("de-nghi/<uuid:public_id>/tien-do/", progress.write, name="progress"),
    path("de-nghi/<uuid:public_id>/bao-cao/", report.edit, name="report"),
    path("de-nghi/<uuid:public_id>/bao-cao/<int:number>/", report.version, name="version"),
    path(
        "de-nghi/<uuid:public_id>/van-ban/<dossier_paper:kind>/",
        papers.of_nomination,
        name="paper",
    ),
    path(
        "de-nghi/<uuid:public_id>/van-ban/<dossier_paper:kind>/tai-ve/",
        papers.of_nomination_file,
        name="paper_file",
    ),
    path("de-nghi/<uuid:public_id>/y-kien/<int:number>/", opinions.opinion, name="opinion"),
    path(
        "de-nghi/<uuid:public_id>/y-kien/tep/<uuid:paper_id>/", opinions.file, name="opinion_file"
    ),
    path("de-nghi/<uuid:public_id>/minh-chung/", evidence.index, name="evidence"),
    path(
        "de-nghi/<uuid:public_id>/minh-chung/<uuid:evidence_id>/",
        evidence.download,
        name="evidence_file",
    ),
    path(
        "de-nghi/<uuid:public_id>/minh-chung/<uuid:evidence_id>/go/",
        evidence.remove,
        name="evidence_remove",
    ),
    path("de-nghi/<uuid:public_id>/sang-kien/", initiatives.index, name="initiatives"),
    path(
        "de-nghi/<uuid:public_id>/trung-lap/<double:rule>/", duplicates.allow, name="double_allow"
    ),
    path("de-nghi/<uuid:public_id>/ngoai-le/<slug:rule>/", standards.override, name="override"),
    path("de-nghi/<uuid:public_id>/chuyen/<step:name>/", transitions.transition, name="transition"),
    path("de-nghi/<uuid:public_id>/yeu-cau-ngoai-le/", exceptions.ask, name="exception_ask"),
    path("yeu-cau-ngoai-le/<uuid:public_id>/", exceptions.request_page, name="exception"),
    path(
        "yeu-cau-ngoai-le/<uuid:public_id>/<exception_answer:name>/",
        exceptions.answer,
        name="exception_answer",
    ),
    path("don-vi/", unit.index, name="unit"),
    path(
        "don-vi/<int:unit_pk>/van-ban/<int:pk>/<list_paper:kind>/",
        papers.list_of_unit,
        name="unit_list",
    ),
    path(
        "don-vi/<int:unit_pk>/van-ban/<int:pk>/<list_paper:kind>/tai-ve/",
        papers.list_of_unit_file,
        name="unit_list_file",
    ),
    path(
        "don-vi/<int:unit_pk>/van-ban/<int:pk>/bien-ban/<int:number>/",
        papers.minutes_of_unit,
        name="unit_minutes",
    ),
    path(
        "don-vi/<int:unit_pk>/van-ban/<int:pk>/bien-ban/<int:number>/tai-ve/",
        papers.minutes_of_unit_file,
        name="unit_minutes_file",
    ),
    path("don-vi/dong-y/", unit.endorse, name="unit_endorse"),
    path("dot-thi-dua/", campaigns.index, name="campaigns"),
    path("dot-thi-dua/mo/", campaigns.new, name="campaign_new"),
    path("dot-thi-dua/<int:pk>/", campaigns.campaign, name="campaign"),
    path("dot-thi-dua/<int:pk>/sua/", campaigns.edit, name="campaign_edit"),
    path("dot-thi-dua/<int:pk>/sao-chep/", campaigns.copy, name="campaign_copy"),
    path("dot-thi-dua/<int:pk>/mo/", campaign_transitions.open_campaign, name="campaign_open"),
    path("dot-thi-dua/<int:pk>/ket-thuc/", campaign_transitions.close, name="campaign_close"),
    path("dot-thi-dua/<int:pk>/huy/", campaign_transitions.cancel, name="campaign_cancel"),
    path("doi-buoc/<int:pk>/", campaign_transitions.step_change, name="step_change"),
    path("dot-thi-dua/<int:pk>/trung-lap/", duplicates.campaign, name="duplicates"),
    path(
        "dot-thi-dua/<int:pk>/van-ban/<list_paper:kind>/",
        papers.list_of_campaign,
        name="campaign_list",
    ),
    path(
        "dot-thi-dua/<int:pk>/van-ban/<list_paper:kind>/tai-ve/",
        papers.list_of_campaign_file,
        name="campaign_list_file",
    ),
    path("dot-thi-dua/<int:pk>/bang/", boards.agency, name="board"),
    path("dot-thi-dua/<int:pk>/bang/<int:unit_pk>/", boards.unit, name="board_unit"),
    path("dot-thi-dua/<int:pk>/chua-de-nghi/", forgotten.index, name="forgotten"),
    path("dot-thi-dua/<int:pk>/chua-dang-ky/", unregistered.index, name="unregistered"),
    path("dot-thi-dua/<int:pk>/chua-dang-ky/excel/", unregistered.excel, name="unregistered_excel"),
    path(
        "dot-thi-dua/<int:pk>/chua-dang-ky/nhac/", unregistered.remind, name="unregistered_remind"
    ),
    path("can-doi/", fairness.index, name="fairness"),
    path("dot-thi-dua/<int:pk>/y-kien/", opinions.campaign, name="campaign_opinions"),
    path("dot-thi-dua/<int:pk>/gia-han/", campaigns.extend, name="campaign_extend"),
    path(
        "dot-thi-dua/<int:pk>/danh-hieu/<int:title_pk>/",
        campaign_transitions.title,
        name="campaign_title",
    ),
]
