"""Dossiers go up in a package and outcomes come down in another, between two installations."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from nominations.awards.models import Award
from nominations.decisions.arrival_campaign import proposal_of
from nominations.decisions.services import (
    issue_report,
    receive_into_new_campaign,
    record_outcomes,
    return_dossiers,
)
from nominations.dossiers.models import Evidence, Nomination, Report
from nominations.dossiers.services import attach_evidence
from nominations.packages.models import ReceivedPackage, SentPackage
from nominations.packages.package_check import checked_package
from nominations.packages.sealing.package_file import PackageWriter
from nominations.packages.services.package_import import take_in
from nominations.packages.services.reply_package import build_reply
from nominations.packages.services.senders import end_sender
from nominations.packages.services.submission_package import build_package
from nominations.people.models import Organization
from nominations.states import State
from nominations.statistics.queries import tally
from tests.cast import Cast, pdf
from tests.packages.conftest import Sent
from tests.packages.two_installations import (
    Province,
    at_the_province,
    carried,
    trust_the_province,
)
from workflow import clock
from workflow.exceptions import NotAllowed

PROPOSED = ("name", "code", "year", "commendation_type", "achievement_from", "achievement_to")
CHAIRMAN = "Chủ tịch Ủy ban nhân dân tỉnh"


def figures(organization: Organization) -> list[tuple[object, ...]]:
    """What the statistics of the year count of an agency."""
    year = clock.today().year
    cells = tally(organization, year_from=year, year_to=year)
    return [(one.award_code, one.kind, one.givers, one.count) for one in cells]


def decide(
    province: Province, one: Nomination, *, conferred: bool = True, other_award: str = ""
) -> None:
    record_outcomes(
        actor=province.officer,
        nominations=[one],
        conferred=conferred,
        paper_number="987/QĐ-UBND" if conferred else "988/UBND-NC",
        paper_date=clock.today(),
        issuer=CHAIRMAN,
        reason="" if conferred else "Chưa đủ thời gian.",
        other_award=other_award,
    )


def answered(cast: Cast, stick: Path, folder: Path) -> Path:
    """The province confers the first dossier and replies."""
    with at_the_province(cast) as province:
        received = take_in(actor=province.officer, path=stick)
        decide(province, Nomination.objects.filter(report_lines__report=received.report).first())
        return carried(build_reply(actor=province.officer, received=received), folder)


def test_dossiers_arrive_whole_and_the_outcomes_come_back(sent: Sent, tmp_path: Path) -> None:
    cast, report = sent.cast, sent.report
    texts = sorted(Report.objects.values_list("achievements", flat=True))
    names = sorted(report.lines.values_list("nomination__subject_name", flat=True))
    sealed = {one.sha256 for one in Evidence.objects.all()}

    with at_the_province(cast) as province:
        checked = checked_package(sent.stick)
        assert not ReceivedPackage.objects.exists()
        assert checked.submission is not None
        assert len(checked.submission.dossiers) == 3

        received = take_in(actor=province.officer, path=sent.stick)
        arrived = received.report
        assert arrived.organization == province.department
        assert arrived.sent_at is not None
        rows = Nomination.objects.filter(organization=province.department).order_by("pk")
        assert {row.state for row in rows} == {State.REPORTED}
        assert sorted(row.subject_name for row in rows) == names
        assert sorted(row.reports.get().achievements for row in rows) == texts
        files = Evidence.objects.filter(nomination__in=rows)
        assert {one.sha256 for one in files} == sealed
        assert all(one.file.read().startswith(b"%PDF") for one in files)

        first, second, third = rows
        return_dossiers(actor=province.officer, nominations=[third], reason="Thiếu xác nhận thuế.")
        proposal = proposal_of(arrived, cast.province)
        receive_into_new_campaign(
            actor=province.officer,
            report=arrived,
            unit=province.unit,
            closes_at=clock.now() + timedelta(days=9),
            choice_reason="Theo quy chế của tỉnh.",
            **{name: getattr(proposal, name) for name in PROPOSED},
        )
        own = Nomination.objects.filter(organization=cast.province)
        assert {one.arrived_from_id for one in own} == {first.pk, second.pk}
        assert all(one.eligibility["rules"] == first.eligibility["rules"] for one in own)
        decide(province, first, other_award="LDTT")
        decide(province, second, conferred=False)
        made = build_reply(actor=province.officer, received=received)
        assert made.lines == 3
        reply = carried(made, tmp_path)
        with pytest.raises(ValidationError, match="không có kết quả mới"):
            build_reply(actor=province.officer, received=received)
        above = figures(province.department)

    trust_the_province(cast)
    take_in(actor=cast.secretary, path=reply)
    lines = {line.nomination.subject_name: line for line in report.lines.all()}
    states = {name: line.nomination.state for name, line in lines.items()}
    assert states == {
        first.subject_name: State.CONFERRED,
        second.subject_name: State.REFUSED_ABOVE,
        third.subject_name: State.DECIDED,
    }
    award = Award.objects.get(origin="outcome")
    assert (award.decision_number, award.decision_date) == ("987/QĐ-UBND", clock.today())
    assert award.award_type.code == "LDTT"  # what was given, not what was proposed
    assert lines[third.subject_name].return_reason == "Thiếu xác nhận thuế."
    assert figures(cast.agency) == above
    assert [count for *_what, count in above] == [1]


def test_a_returned_dossier_is_supplemented_and_sent_again(sent: Sent, tmp_path: Path) -> None:
    cast = sent.cast
    one = Nomination.objects.earliest("pk")
    for who in (cast.unit_head, cast.director, cast.stranger):
        with pytest.raises(NotAllowed):
            attach_evidence(actor=who, nomination=one, paper="other", upload=pdf("x.pdf"))
    return_dossiers(actor=cast.secretary, nominations=[one], reason="Thiếu xác nhận.")
    one.refresh_from_db()
    assert one.state == State.DECIDED
    attach_evidence(actor=cast.secretary, nomination=one, paper="other", upload=pdf("bo-sung.pdf"))
    again = issue_report(
        actor=cast.secretary,
        organization=cast.agency,
        kind="submission",
        nominations=[one],
        name="Đề nghị tặng Bằng khen (bổ sung)",
    )
    one.refresh_from_db()
    assert (one.state, one.returned_above_at) == (State.REPORTED, None)
    with pytest.raises(NotAllowed):
        attach_evidence(actor=cast.secretary, nomination=one, paper="other", upload=pdf("x.pdf"))
    second = carried(build_package(actor=cast.secretary, report=again), tmp_path)

    with at_the_province(cast) as province:
        take_in(actor=province.officer, path=sent.stick)
        with pytest.raises(ValidationError, match="chưa được trả lại"):
            take_in(actor=province.officer, path=second)
        row = Nomination.objects.get(public_id=one.public_id)
        return_dossiers(actor=province.officer, nominations=[row], reason="Thiếu xác nhận.")
        take_in(actor=province.officer, path=second)
        row.refresh_from_db()
        assert row.state == State.REPORTED
        assert row.evidence.filter(removed_at=None).count() == 2
        assert row.reports.count() == 2


def test_what_may_not_come_in_is_refused_and_nothing_is_stored(sent: Sent) -> None:
    cast, stick = sent.cast, sent.stick

    def refused(province: Province, sentence: str) -> None:
        rows = ReceivedPackage.objects.count(), Nomination.objects.count()
        with pytest.raises(ValidationError, match=sentence):
            take_in(actor=province.officer, path=stick)
        assert (ReceivedPackage.objects.count(), Nomination.objects.count()) == rows

    with at_the_province(cast) as province:
        for who in (cast.secretary, cast.unit_head, cast.stranger, cast.administrator):
            with pytest.raises(NotAllowed):
                take_in(actor=who, path=stick)
        cast.province.on_system = False
        cast.province.save()
        refused(province, "không làm việc trên hệ thống này")
        cast.province.on_system = True
        cast.province.save()
        cast.awards["BK_TINH"].code = "KHAC"
        cast.awards["BK_TINH"].save()
        refused(province, "không có trong danh mục")
        cast.awards["BK_TINH"].code = "BK_TINH"
        cast.awards["BK_TINH"].save()
        province.department.code = "KHAC"
        province.department.save()
        refused(province, "không phải khóa")
        province.department.code = "STC"
        province.department.save()
        take_in(actor=province.officer, path=stick)
        refused(province, "đã được nhận ngày")
        end_sender(actor=cast.administrator, sender=province.sender)
        refused(province, "khóa chưa được ghi nhận")


def test_a_reply_that_does_not_belong_here_is_refused(sent: Sent, tmp_path: Path) -> None:
    cast = sent.cast
    reply = answered(cast, sent.stick, tmp_path)

    with pytest.raises(ValidationError, match="khóa chưa được ghi nhận"):
        take_in(actor=cast.secretary, path=reply)
    trust_the_province(cast)
    for who in (cast.director, cast.unit_head, cast.stranger):
        with pytest.raises(NotAllowed):
            take_in(actor=who, path=reply)
    SentPackage.objects.update(package_id=sent.report.public_id)
    with pytest.raises(ValidationError, match="không trả lời gói nào"):
        take_in(actor=cast.secretary, path=reply)
    assert not ReceivedPackage.objects.exists()


def test_a_reply_with_two_outcomes_for_one_person_is_refused_as_a_whole(
    sent: Sent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One conferred and one refused, under the sender's own signature."""
    cast, seal = sent.cast, PackageWriter.seal

    def sealed(self: PackageWriter, manifest: dict[str, Any], *rest: Any) -> Any:
        first = manifest["outcomes"][0]
        other = {**first, "outcome": "refused", "reason": "Chưa đủ điều kiện."}
        return seal(self, {**manifest, "outcomes": [*manifest["outcomes"], other]}, *rest)

    monkeypatch.setattr(PackageWriter, "seal", sealed)
    reply = answered(cast, sent.stick, tmp_path)
    trust_the_province(cast)
    before = set(Nomination.objects.values_list("pk", "state")), Award.objects.count()
    subject = re.escape(Nomination.objects.order_by("pk")[0].subject_name)
    with (
        override("vi"),
        pytest.raises(ValidationError, match=f"hai kết quả cho {subject}; chưa có"),
    ):
        take_in(actor=cast.secretary, path=reply)
    assert (set(Nomination.objects.values_list("pk", "state")), Award.objects.count()) == before
    assert not ReceivedPackage.objects.exists()


def test_an_outcome_that_is_recorded_already_is_not_written_over(
    sent: Sent, tmp_path: Path
) -> None:
    cast = sent.cast
    reply = answered(cast, sent.stick, tmp_path)
    trust_the_province(cast)
    record_outcomes(
        actor=cast.secretary,
        nominations=Nomination.objects.all(),
        conferred=False,
        paper_number="1/QĐ-UBND",
        paper_date=clock.today(),
        issuer="Chủ tịch",
        reason="Ghi tay.",
    )
    with pytest.raises(ValidationError, match="đã có kết quả"):
        take_in(actor=cast.secretary, path=reply)
    assert not ReceivedPackage.objects.exists()
