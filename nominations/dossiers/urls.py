"""Addresses of campaigns, nominations and the unit's review."""

from __future__ import annotations

from django.urls import path

from nominations.dossiers.views import (
    boards,
    campaigns,
    duplicates,
    evidence,
    fairness,
    forgotten,
    initiatives,
    listing,
    nomination,
    progress,
    report,
    standards,
    starting,
    transitions,
    unit,
)

app_name = "dossiers"
urlpatterns = [
    path("de-nghi/", listing.index, name="list"),
    path("de-nghi/moi/", starting.new, name="new"),
    path("de-nghi/<uuid:public_id>/", nomination.nomination, name="nomination"),
    path("de-nghi/<uuid:public_id>/muc-tieu/", nomination.goals, name="goals"),
    path("de-nghi/<uuid:public_id>/tien-do/", progress.write, name="progress"),
    path("de-nghi/<uuid:public_id>/bao-cao/", report.edit, name="report"),
    path("de-nghi/<uuid:public_id>/bao-cao/<int:number>/", report.version, name="version"),
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
    path("de-nghi/<uuid:public_id>/trung-lap/<slug:rule>/", duplicates.allow, name="double_allow"),
    path("de-nghi/<uuid:public_id>/dieu-kien/", standards.refresh, name="standards"),
    path("de-nghi/<uuid:public_id>/ngoai-le/<slug:rule>/", standards.override, name="override"),
    path("de-nghi/<uuid:public_id>/chuyen/<slug:name>/", transitions.transition, name="transition"),
    path("don-vi/", unit.index, name="unit"),
    path("don-vi/dong-y/", unit.endorse, name="unit_endorse"),
    path("dot-thi-dua/", campaigns.index, name="campaigns"),
    path("dot-thi-dua/mo/", campaigns.new, name="campaign_new"),
    path("dot-thi-dua/<int:pk>/", campaigns.campaign, name="campaign"),
    path("dot-thi-dua/<int:pk>/trung-lap/", duplicates.campaign, name="duplicates"),
    path("dot-thi-dua/<int:pk>/bang/", boards.agency, name="board"),
    path("dot-thi-dua/<int:pk>/bang/<int:unit_pk>/", boards.unit, name="board_unit"),
    path("dot-thi-dua/<int:pk>/chua-de-nghi/", forgotten.index, name="forgotten"),
    path("can-doi/", fairness.index, name="fairness"),
    path("dot-thi-dua/<int:pk>/gia-han/", campaigns.extend, name="campaign_extend"),
    path("dot-thi-dua/<int:pk>/danh-hieu/<int:title_pk>/", campaigns.title, name="campaign_title"),
]
