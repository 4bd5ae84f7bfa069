"""Reporting upward: the right paper, the sealed package, and the way to the parent and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.awards.models import Award, AwardOrigin
from nominations.decisions import sealed_package, services
from nominations.decisions.models import Outcome, Revocation, UpwardReport
from nominations.dossiers.models import Campaign, CampaignTitle, Evidence, Nomination, Report
from nominations.people.models import Unit, User
from nominations.states import State
from nominations.statistics.queries import tally
from notifications.models import OutboxMessage
from tests.cast import Cast, days_ago
from tests.decisions.province import decided_above, people_of_the_province
from tests.workflow.placing import place
from workflow import clock
from workflow.exceptions import BulkRefused, NotAllowed

Picture = Callable[[], dict[str, object]]


def issued(cast: Cast, nominations: list[Nomination], **given: object) -> UpwardReport:
    values: dict[str, object] = {
        "actor": cast.secretary,
        "organization": cast.agency,
        "kind": "submission",
        "nominations": nominations,
        "name": "Đề nghị tặng Bằng khen",
    }
    return services.issue_report(**(values | given))


def test_a_submission_is_numbered_sealed_and_delivered(cast: Cast) -> None:
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")

    report = issued(cast, [nomination])

    assert report.number == "01/TTr-STC"
    assert report.recipient == cast.province
    assert report.sent_at is not None
    assert Nomination.objects.get(pk=nomination.pk).state == State.REPORTED
    message = OutboxMessage.objects.filter(
        topic="nomination.arrived", recipient=cast.superior_officer
    ).get()
    assert f"/ho-so-den/{report.public_id}/" in message.context


def test_the_package_says_what_was_decided_and_on_what_grounds(cast: Cast) -> None:
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    report = issued(cast, [nomination])

    content = sealed_package.open_envelope(sealed_package.envelope(report))

    assert content["schema"] == sealed_package.SCHEMA
    assert content["agency"]["code"] == "STC"
    assert content["awards"] == [
        {
            "code": "BK_TINH",
            "name": nomination.award_type.name,
            "individual": 1,
            "collective": 0,
        }
    ]
    (entry,) = content["nominations"]
    assert entry["subject"] == "Nguyễn Văn An"
    assert (entry["votes"]["yes"], entry["votes"]["members"]) == (5, 5)
    assert entry["votes"]["threshold"] == "2/3"
    assert entry["consultation"]["working_days"] >= 5
    assert entry["decision"]["number"] == "01/QĐ-STC"
    assert entry["report_sha256"] == sealed_package.report_digest(Report.objects.get())
    evidence = Evidence.objects.get()
    assert entry["evidence"] == [
        {
            "name": evidence.name,
            "paper": evidence.paper,
            "size": evidence.size,
            "sha256": evidence.sha256,
        }
    ]
    assert sealed_package.package_problems(report) == []


def test_a_changed_package_is_found_out(cast: Cast) -> None:
    report = issued(cast, [cast.nomination(State.DECIDED, award="BK_TINH")])
    content = json.loads(sealed_package.envelope(report))
    content["package"]["nominations"][0]["votes"]["yes"] = 4

    with pytest.raises(sealed_package.PackageError, match="niêm phong"):
        sealed_package.open_envelope(json.dumps(content))
    listed = {"package": [], "sha256": sha256(b"[]").hexdigest()}  # an intact seal over a list
    for nonsense in (
        *("", "{", "[]", '{"package": {}}', '{"package": [], "sha256": 3}'),
        json.dumps(listed),
    ):
        with pytest.raises(sealed_package.PackageError):
            sealed_package.open_envelope(nonsense)

    UpwardReport.objects.update(package=report.package.replace("Nguyễn Văn An", "Nguyễn Văn Em"))
    report.refresh_from_db()
    assert sealed_package.package_problems(report)


def test_a_record_that_changed_after_sealing_is_found_out(cast: Cast) -> None:
    report = issued(cast, [cast.nomination(State.DECIDED, award="BK_TINH")])
    Report.objects.update(achievements="Đã bị sửa.")
    Evidence.objects.update(sha256="0" * 64)

    assert len(sealed_package.package_problems(report)) == 2


def test_own_awards_go_into_the_annual_report_only(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.DECIDED)
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        issued(cast, [nomination])
    assert refusal.value.code == "wrong_paper"
    assert everything() == before

    report = issued(cast, [nomination], kind="annual_report")
    assert report.number == "01/BC-STC"


def test_an_agency_without_a_parent_has_nobody_to_report_to(
    cast: Cast, everything: Picture
) -> None:
    nomination = cast.nomination(State.DECIDED)
    cast.agency.parent = None
    cast.agency.save()
    before = everything()

    with pytest.raises(ValidationError, match="cấp trên"):
        issued(cast, [nomination], kind="annual_report")

    assert everything() == before


def test_a_parent_outside_the_system_gets_the_package_by_hand(cast: Cast) -> None:
    cast.province.on_system = False
    cast.province.save()

    report = issued(cast, [cast.nomination(State.DECIDED, award="BK_TINH")])

    assert report.sent_at is None
    assert report.package_sha256
    assert not OutboxMessage.objects.filter(topic="nomination.arrived").exists()
    with pytest.raises(ValidationError) as refusal:
        services.receive_report(actor=cast.superior_officer, report=report)
    assert refusal.value.code == "not_sent"


@pytest.mark.parametrize("part", ["unit_head", "auditor", "superior_officer"])
def test_only_secretary_director_and_delegate_report_upward(
    cast: Cast, everything: Picture, part: str
) -> None:
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    before = everything()

    with pytest.raises(NotAllowed):
        issued(cast, [nomination], actor=cast.users[part])

    assert everything() == before


def test_nobody_reports_the_own_nomination_and_the_page_leaves_it_out(
    cast: Cast, everything: Picture
) -> None:
    mine, other = cast.nominations(
        [(cast.person(), None), (cast.person(), None)], State.DECIDED, award="BK_TINH"
    )
    Nomination.objects.filter(pk=mine.pk).update(person=cast.secretary.person)
    page = cast.client(cast.secretary).get("/bao-cao-cap-tren/moi/").content.decode()
    before = everything()
    with pytest.raises(BulkRefused):
        issued(cast, [mine, other])
    assert everything() == before
    assert f'value="{other.pk}"' in page
    assert f'value="{mine.pk}"' not in page

    issued(cast, [other])
    issued(cast, [mine], actor=cast.delegate)
    mine.refresh_from_db()
    assert mine.state == State.REPORTED


def test_what_is_not_decided_is_not_reported(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.CONSULTED, award="BK_TINH")
    before = everything()

    with pytest.raises(BulkRefused):
        issued(cast, [nomination])

    assert everything() == before


# --- outcomes ------------------------------------------------------------------------------------


def outcome(cast: Cast, nominations: list[Nomination], **given: object) -> object:
    values: dict[str, object] = {
        "actor": cast.secretary,
        "nominations": nominations,
        "conferred": True,
        "paper_number": "1234/QĐ-UBND",
        "paper_date": clock.today(),
        "issuer": "Chủ tịch UBND tỉnh Sóc Trăng",
    }
    return services.record_outcomes(**(values | given))


def test_an_outcome_confers_the_award_of_the_superior_authority(cast: Cast) -> None:
    nomination = cast.nomination(State.REPORTED, award="BK_TINH")

    outcome(cast, [nomination])

    award = Award.objects.get()
    assert award.organization == cast.agency
    assert award.origin == AwardOrigin.OUTCOME
    assert award.decision_number == "1234/QĐ-UBND"
    assert award.issuer == "Chủ tịch UBND tỉnh Sóc Trăng"
    assert Outcome.objects.get().award == award


def test_a_refusal_from_above_is_recorded_with_its_reason(cast: Cast) -> None:
    nomination = cast.nomination(State.REPORTED, award="BK_TINH")

    outcome(cast, [nomination], conferred=False, reason="Chưa đủ thời gian.")

    assert Nomination.objects.get(pk=nomination.pk).state == State.REFUSED_ABOVE
    assert (Outcome.objects.get().conferred, Outcome.objects.get().reason) == (
        False,
        "Chưa đủ thời gian.",
    )
    assert not Award.objects.exists()


def test_an_answer_is_not_older_than_the_paper_it_answers(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.REPORTED, award="BK_TINH")
    report = UpwardReport.objects.get()
    path = reverse("decisions:outcomes", args=[report.public_id])
    client = cast.client(cast.secretary)
    cast.province.head_title = "Chủ tịch UBND tỉnh Sóc Trăng"
    cast.province.name = "Ủy ban nhân dân tỉnh Sóc Trăng"
    cast.province.save()
    issuer = "Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng"
    assert client.get(path).context["form"]["issuer"].value() == issuer
    given = {
        "paper_number": "1234/QĐ-UBND",
        "paper_date": f"{report.issued_on:%d/%m/%Y}",
        "issuer": issuer,
        f"outcome_{nomination.pk}": "conferred",
    }
    before = everything()

    for wrong, sentence in (
        ({"paper_number": "xyz"}, "“xyz” chưa đúng cách ghi số văn bản"),
        ({"paper_date": "01/01/2010"}, f"{report.number} ngày {report.issued_on:%d/%m/%Y}"),
    ):
        page = client.post(path, {**given, **wrong}).content.decode()
        assert sentence in page
        assert f'value="{issuer}"' in page
    assert everything() == before

    client.post(path, {**given, "paper_number": "Số 01234/qđ–ubnd."})
    assert Award.objects.get().decision_number == "1234/QĐ-UBND"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"paper_number": " "}, "no_paper"),
        ({"paper_number": "xyz"}, "number_form"),
        ({"paper_date": date(2010, 1, 1)}, "before_step"),
        ({"paper_date": date(2100, 1, 1)}, "future"),
        ({"issuer": ""}, "no_issuer"),
        ({"conferred": False}, "no_reason"),
    ],
)
def test_an_outcome_needs_its_paper(
    cast: Cast, everything: Picture, given: dict[str, object], code: str
) -> None:
    nomination = cast.nomination(State.REPORTED, award="BK_TINH")
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        outcome(cast, [nomination], **given)

    assert refusal.value.code == code
    assert everything() == before


def test_own_awards_have_no_outcome_from_above(cast: Cast, everything: Picture) -> None:
    nomination = cast.nomination(State.REPORTED, award="CSTDCS")
    before = everything()

    with pytest.raises(BulkRefused):
        outcome(cast, [nomination])

    assert everything() == before


# --- the parent agency ---------------------------------------------------------------------------


@pytest.fixture
def province(cast: Cast) -> tuple[Campaign, Unit, User]:
    """A campaign of the province with a council of two and its chairman."""
    unit, chairman = people_of_the_province(cast)
    opens, closes = clock.now() - timedelta(days=200), clock.now() + timedelta(days=60)
    campaign = Campaign.objects.create(
        organization=cast.province,
        code="TINH",
        name="Khen thưởng cấp tỉnh",
        year=cast.campaign.year,
        achievement_from=cast.campaign.achievement_from,
        achievement_to=cast.campaign.achievement_to,
        registration_opens_at=opens,
        registration_closes_at=closes,
        submission_opens_at=opens,
        submission_closes_at=closes,
        opened_at=opens,
    )
    place(campaign, "open")
    CampaignTitle.objects.create(
        campaign=campaign,
        award_type=cast.awards["BK_TINH"],
        own_authority=True,
        needs_consultation=False,
        threshold_numerator=1,
        threshold_denominator=2,
    )
    return campaign, unit, chairman


def received(cast: Cast, province: tuple[Campaign, Unit, User], report: UpwardReport) -> Nomination:
    campaign, unit, _chairman = province
    (arrived,) = services.receive_report(
        actor=cast.superior_officer, report=report, campaign=campaign, unit=unit
    )
    return arrived


def test_a_submission_becomes_a_nomination_of_the_parent(
    cast: Cast, province: tuple[Campaign, Unit, User]
) -> None:
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    report = issued(cast, [nomination])

    arrived = received(cast, province, report)

    assert arrived.state == State.SUBMITTED
    assert arrived.organization == cast.province
    assert arrived.arrived_from_id == nomination.pk
    assert (arrived.subject_name, arrived.unit_name) == ("Nguyễn Văn An", "Phòng Ngân sách")
    assert Report.objects.get(nomination=arrived).frozen_at is not None
    assert Report.objects.get(nomination=arrived).achievements
    assert Evidence.objects.get(nomination=arrived).sha256
    report.refresh_from_db()
    assert report.received_at is not None
    with pytest.raises(ValidationError) as refusal:
        received(cast, province, report)
    assert refusal.value.code == "received"


def test_the_parents_decision_flows_down_as_the_outcome(
    cast: Cast, province: tuple[Campaign, Unit, User]
) -> None:
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    arrived = received(cast, province, issued(cast, [nomination]))

    decided_above(cast, province[0], province[2], arrived)

    below, above = (Nomination.objects.get(pk=pk) for pk in (nomination.pk, arrived.pk))
    assert (below.state, above.state) == (State.CONFERRED, State.DECIDED)
    award = Award.objects.get()
    assert award.organization == cast.agency
    assert award.decision_number == "987/QĐ-UBND"
    assert award.issuer == "Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng"
    year = cast.campaign.year
    assert [c.count for c in tally(cast.agency, year_from=year, year_to=year)] == [1]
    assert tally(cast.province, year_from=year, year_to=year) == []
    assert [c.count for c in tally(cast.province, year_from=year, year_to=year, subtree=True)] == [
        1
    ]


def test_a_revocation_by_the_parent_flows_down_too(
    cast: Cast, province: tuple[Campaign, Unit, User]
) -> None:
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    arrived = received(cast, province, issued(cast, [nomination]))
    decided_above(cast, province[0], province[2], arrived)
    _campaign, _unit, chairman = province

    services.revoke_nomination(
        actor=chairman,
        nomination=arrived,
        ground="Điểm a khoản 2 Điều 93: kê khai sai.",
        paper_number="55/QĐ-UBND",
        paper_date=clock.today(),
    )

    below = Nomination.objects.get(pk=nomination.pk)
    award = Award.objects.get()
    assert below.state == State.REVOKED
    assert award.revoked_on == clock.today()
    assert Revocation.objects.filter(nomination=below, award=award).exists()


def test_an_outcome_typed_in_by_hand_does_not_stop_the_parents_decision(
    cast: Cast, province: tuple[Campaign, Unit, User]
) -> None:
    nomination = cast.nomination(State.DECIDED, award="BK_TINH")
    arrived = received(cast, province, issued(cast, [nomination]))
    outcome(cast, [nomination])

    decided_above(cast, province[0], province[2], arrived)

    assert Nomination.objects.get(pk=arrived.pk).state == State.DECIDED
    assert Award.objects.get().decision_number == "1234/QĐ-UBND"


def test_the_parent_receives_nothing_when_its_campaign_does_not_admit_one(
    cast: Cast, province: tuple[Campaign, Unit, User], everything: Picture
) -> None:
    report = issued(cast, [cast.nomination(State.DECIDED, award="BK_TINH")])
    Campaign.objects.filter(pk=province[0].pk).update(
        submission_closes_at=clock.now() - timedelta(days=1)
    )
    before = everything()

    with pytest.raises(BulkRefused):
        received(cast, province, report)

    assert everything() == before
    report.refresh_from_db()
    assert report.received_at is None


def test_a_broken_seal_is_not_received(
    cast: Cast, province: tuple[Campaign, Unit, User], everything: Picture
) -> None:
    report = issued(cast, [cast.nomination(State.DECIDED, award="BK_TINH")])
    UpwardReport.objects.update(package=report.package.replace("Nguyễn Văn An", "Người Khác"))
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        received(cast, province, report)

    assert refusal.value.code == "broken_seal"
    assert everything() == before


@pytest.mark.parametrize("part", ["secretary", "director", "nominee", "auditor"])
def test_only_the_officer_of_the_parent_receives(
    cast: Cast, province: tuple[Campaign, Unit, User], everything: Picture, part: str
) -> None:
    report = issued(cast, [cast.nomination(State.DECIDED, award="BK_TINH")])
    campaign, unit, _chairman = province
    before = everything()

    with pytest.raises(NotAllowed):
        services.receive_report(actor=cast.users[part], report=report, campaign=campaign, unit=unit)

    assert everything() == before


def test_an_annual_report_is_acknowledged(cast: Cast) -> None:
    report = issued(cast, [cast.nomination(State.DECIDED)], kind="annual_report")

    assert services.receive_report(actor=cast.superior_officer, report=report) == []

    report.refresh_from_db()
    assert report.received_at is not None


# --- revocation ----------------------------------------------------------------------------------


def test_a_revocation_restates_the_figures_from_its_day_on(cast: Cast) -> None:
    with days_ago(20):
        decided_on = clock.today()
    nomination = cast.nomination(State.DECIDED)
    year = cast.campaign.year
    period = {"year_from": year, "year_to": year}
    assert [cell.count for cell in tally(cast.agency, **period)] == [1]

    services.revoke_nomination(
        actor=cast.director,
        nomination=nomination,
        ground="Điểm a khoản 2 Điều 93: kê khai sai.",
        paper_number="99/QĐ-STC",
        paper_date=clock.today(),
    )

    assert tally(cast.agency, **period) == []
    yesterday = clock.today() - timedelta(days=1)
    assert [c.count for c in tally(cast.agency, **period, known_on=yesterday)] == [1]
    assert tally(cast.agency, **period, known_on=decided_on - timedelta(days=1)) == []
    assert Revocation.objects.get().award == Award.objects.get()


def test_money_and_certificate_come_back_after_a_revocation(
    cast: Cast, everything: Picture
) -> None:
    cast.nomination(State.REVOKED)
    revocation = Revocation.objects.get()
    day = clock.today()

    services.record_return(
        actor=cast.secretary,
        revocation=revocation,
        money_returned_on=day,
        object_returned_on=None,
    )
    revocation.refresh_from_db()
    assert (revocation.money_returned_on, revocation.object_returned_on) == (day, None)

    before = everything()
    with pytest.raises(ValidationError):
        services.record_return(
            actor=cast.secretary,
            revocation=revocation,
            money_returned_on=date(2001, 1, 1),
            object_returned_on=None,
        )
    with pytest.raises(NotAllowed):
        services.record_return(
            actor=cast.nominee,
            revocation=revocation,
            money_returned_on=day,
            object_returned_on=day,
        )
    assert everything() == before


def test_an_award_of_above_is_not_revoked_before_it_is_conferred(
    cast: Cast, everything: Picture
) -> None:
    nomination = cast.nomination(State.REPORTED, award="BK_TINH")
    before = everything()

    with pytest.raises(Exception, match="chưa quyết định khen thưởng"):
        services.revoke_nomination(
            actor=cast.secretary,
            nomination=nomination,
            ground="Kê khai sai.",
            paper_number="1/QĐ",
            paper_date=clock.today(),
        )

    assert everything() == before
