"""Kinds of issued papers as words of an address."""

from __future__ import annotations

from nominations.issued_papers.models import IssuedKind

KIND_WORDS = {
    IssuedKind.COUNT_MINUTES.value: "bien-ban-kiem-phieu",
    IssuedKind.MEETING_MINUTES.value: "bien-ban-hop",
    IssuedKind.NOTICE.value: "thong-bao",
    IssuedKind.CONSULTATION_MINUTES.value: "bien-ban-lay-y-kien",
    IssuedKind.DECISION.value: "quyet-dinh",
    IssuedKind.CERTIFICATES.value: "giay-khen",
    IssuedKind.SUBMISSION.value: "to-trinh",
    IssuedKind.ANNUAL_REPORT.value: "bao-cao",
    IssuedKind.SUPPLEMENT.value: "bao-cao-bo-sung",
    IssuedKind.REVOCATION.value: "huy-bo",
    IssuedKind.CORRECTION.value: "dinh-chinh",
    IssuedKind.PERIOD_REPORT.value: "bao-cao-giai-doan",
    IssuedKind.EMULATION_PLAN.value: "ke-hoach-nam",
    IssuedKind.RESPONSE_PLAN.value: "ke-hoach-phong-trao",
    IssuedKind.MOVEMENT_REVIEW.value: "bao-cao-phong-trao",
}
