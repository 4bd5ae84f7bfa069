"""Addresses of decisions, reports upward, arrivals and revocations."""

from __future__ import annotations

from django.urls import path

from nominations.decisions.views import (
    arrivals,
    corrections,
    decisions,
    money,
    papers,
    reports,
    revocations,
    transitions,
)

app_name = "decisions"
urlpatterns = [
    path("quyet-dinh/", decisions.index, name="list"),
    path("quyet-dinh/moi/", decisions.new, name="new"),
    path("quyet-dinh/<uuid:public_id>/", decisions.decision, name="decision"),
    path("quyet-dinh/<uuid:public_id>/danh-sach/", decisions.lines, name="lines"),
    path("quyet-dinh/<uuid:public_id>/tien-thuong/", money.decision, name="prizes"),
    path(
        "quyet-dinh/<uuid:public_id>/tien-thuong/tai-ve/",
        money.decision_prizes_workbook,
        name="prize_workbook",
    ),
    path("quyet-dinh/<uuid:public_id>/van-ban/", papers.decision, name="paper"),
    path("quyet-dinh/<uuid:public_id>/van-ban/tai-ve/", papers.decision_file, name="paper_file"),
    path("quyet-dinh/<uuid:public_id>/giay-khen/", papers.certificates, name="certificates"),
    path("quyet-dinh/<uuid:public_id>/giay-khen/phoi/", papers.offsets, name="offsets"),
    path("quyet-dinh/<uuid:public_id>/ky/", transitions.sign, name="sign"),
    path("quyet-dinh/<uuid:public_id>/bo-du-thao/", transitions.discard, name="discard"),
    path("bao-cao-cap-tren/", reports.index, name="reports"),
    path("bao-cao-cap-tren/moi/", reports.new, name="report_new"),
    path("bao-cao-cap-tren/<uuid:public_id>/", reports.report, name="report"),
    path("bao-cao-cap-tren/<uuid:public_id>/goi/", reports.download, name="package"),
    path("bao-cao-cap-tren/<uuid:public_id>/ket-qua/", reports.outcomes, name="outcomes"),
    path(
        "bao-cao-cap-tren/<uuid:public_id>/ket-qua/bang/",
        reports.outcome_table,
        name="outcome_table",
    ),
    path("bao-cao-cap-tren/<uuid:public_id>/van-ban/", papers.report, name="report_paper"),
    path(
        "bao-cao-cap-tren/<uuid:public_id>/van-ban/tai-ve/",
        papers.report_file,
        name="report_paper_file",
    ),
    path("ho-so-den/", arrivals.index, name="arrivals"),
    path("ho-so-den/<uuid:public_id>/", arrivals.arrival, name="arrival"),
    path(
        "ho-so-den/<uuid:public_id>/van-ban/<slug:form>/",
        arrivals.file,
        name="arrival_file",
    ),
    path("ho-so-den/<uuid:public_id>/mo-dot/", arrivals.open_campaign, name="arrival_campaign"),
    path("ho-so-den/<uuid:public_id>/tra-lai/", arrivals.send_back, name="arrival_return"),
    path("quy-khen-thuong/", money.fund, name="fund"),
    path("quy-khen-thuong/nhap/", money.enter, name="fund_enter"),
    path("quy-khen-thuong/chi-tiet/", money.lines, name="fund_lines"),
    path("quy-khen-thuong/tai-ve/", money.fund_workbook, name="fund_workbook"),
    path("quyet-dinh/<uuid:public_id>/dinh-chinh/", corrections.decision, name="correct"),
    path("ket-qua/<int:pk>/dinh-chinh/", corrections.outcome, name="outcome_correct"),
    path("thu-hoi/<int:pk>/dinh-chinh/", corrections.revocation, name="revocation_correct"),
    path(
        "dinh-chinh/<uuid:public_id>/duyet/",
        corrections.settle,
        {"name": "approve"},
        name="correction_approve",
    ),
    path(
        "dinh-chinh/<uuid:public_id>/khong-duyet/",
        corrections.settle,
        {"name": "drop"},
        name="correction_drop",
    ),
    path("thu-hoi/", revocations.index, name="revocations"),
    path("thu-hoi/<int:pk>/", revocations.revocation, name="revocation"),
]
