"""Legal standards at submission: evaluated, stored, blocking, overridden with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from nominations.awards.models import Award
from nominations.dossiers import services
from nominations.dossiers.models import (
    Campaign,
    CampaignTitle,
    EligibilityOverride,
    Nomination,
)
from nominations.dossiers.services import standards
from nominations.law import rulesets
from nominations.law.models import AwardType
from nominations.pipeline import PIPELINE
from nominations.records.models import AnnualGrade, Service
from nominations.states import State
from tests.cast import REPORT, Cast, pdf
from tests.dossiers.test_rules import refused
from tests.page import parsed
from workflow import audit, clock, engine
from workflow.exceptions import BulkRefused, ConditionUnmet, NotAllowed

GRADE = "Hoàn thành tốt nhiệm vụ trở lên"


@pytest.fixture
def law(cast: Cast) -> Cast:
    """The cast's campaign under the shipped law of the day."""
    frozen = rulesets.frozen_rules(clock.today())
    Campaign.objects.filter(pk=cast.campaign.pk).update(rules=frozen)
    cast.campaign.refresh_from_db()
    return cast


def grade(cast: Cast, value: str, person: Any = None, year: int | None = None) -> AnnualGrade:
    return AnnualGrade.objects.create(
        organization=cast.agency,
        person=person or cast.nominee.person,
        year=year or cast.campaign.year,
        grade=value,
        recorded_at=clock.now(),
    )


def registered(cast: Cast, award: str = "LDTT") -> Nomination:
    """A registered nomination whose dossier lacks nothing."""
    nomination = cast.nomination(State.REGISTERED, award=award)
    services.save_report(actor=cast.nominee, nomination=nomination, fields=REPORT, revision=0)
    services.attach_evidence(
        actor=cast.nominee, nomination=nomination, paper="initiative", upload=pdf()
    )
    return nomination


def submit(cast: Cast, nomination: Nomination) -> Nomination:
    engine.perform(PIPELINE, nomination.pk, "submit", actor=cast.nominee)
    nomination.refresh_from_db()
    return nomination


def test_whoever_meets_the_standards_submits_and_the_answer_is_kept(law: Cast) -> None:
    grade(law, "HTT")

    kept = submit(law, registered(law)).eligibility

    by_key = {rule["key"]: rule for rule in kept["rules"]}
    assert kept["rule_set"] == law.campaign.rules["rule_set"]
    assert by_key["grade"]["answer"] == "met"
    assert by_key["grade"]["source"]
    assert any(str(law.campaign.year) in one for one in by_key["grade"]["records"])
    assert {rule["answer"] for rule in kept["rules"]} <= {"met", "unknown"}


@pytest.mark.parametrize(
    ("commendation_type", "asked", "left_out"),
    [("CONG_TRANG", "years", "movement"), ("PHONG_TRAO", "movement", "years")],
)
def test_the_standards_are_those_of_the_campaigns_type(
    law: Cast, commendation_type: str, asked: str, left_out: str
) -> None:
    Campaign.objects.filter(pk=law.campaign.pk).update(commendation_type=commendation_type)
    drafted = law.nomination(State.REGISTERED, award="LDTT")
    call_command("load_catalogue")
    letter = AwardType.objects.get(code="BK_TTG")
    Nomination.objects.filter(pk=drafted.pk).update(award_type=letter)
    nomination = Nomination.objects.get(pk=drafted.pk)

    found = standards.assess_nominations([nomination])[nomination.pk]
    keys = {one.standard.key for one in found.rules}
    assert asked in keys
    assert left_out not in keys
    assert {one.standard.key for one in standards.evaluate_nomination(nomination)[1].rules} == keys


def test_missing_data_bars_nobody(law: Cast) -> None:
    nomination = submit(law, registered(law))

    assert nomination.state == State.SUBMITTED
    answers = {rule["key"]: rule["answer"] for rule in nomination.eligibility["rules"]}
    assert answers["grade"] == "unknown"


def test_a_standard_that_is_not_met_bars_the_submission(law: Cast) -> None:
    grade(law, "HT")
    nomination = registered(law)

    assert refused(ConditionUnmet, nomination, "submit", law.nominee) == "standards_not_met"
    nomination.refresh_from_db()
    assert nomination.eligibility == {}

    standards.refresh_obstacles([nomination.pk])  # what the button's page does before it asks
    nomination.refresh_from_db()
    assert nomination.eligibility_block
    assert refused(ConditionUnmet, nomination, "submit", law.nominee) == "standards_not_met"


def test_the_bar_falls_when_the_standards_are_switched_off(law: Cast) -> None:
    """The control: the same person under a rule set without standards submits."""
    grade(law, "HT")
    rules = dict(law.campaign.rules)
    rules["content"] = {
        **rules["content"],
        "award": {
            code: {name: part for name, part in award.items() if name != "standard"}
            for code, award in rules["content"]["award"].items()
        },
    }
    Campaign.objects.filter(pk=law.campaign.pk).update(rules={**rules, "digest": "without"})

    assert submit(law, registered(law)).state == State.SUBMITTED


def test_one_barred_nomination_holds_up_none_but_itself_when_it_was_asked_before(
    law: Cast,
) -> None:
    grade(law, "HT")
    colleague = law.person()
    grade(law, "HTT", colleague)
    bad = registered(law)
    good = law.nominations([(colleague, None)], State.REGISTERED, award="LDTT")[0]
    services.save_report(actor=law.clerk, nomination=good, fields=REPORT, revision=0)
    pks = [bad.pk, good.pk]

    with pytest.raises((BulkRefused, ConditionUnmet)):
        engine.perform_many(PIPELINE, pks, "submit", actor=law.clerk)
    standards.refresh_obstacles(pks)
    result = engine.perform_many(PIPELINE, pks, "submit", actor=law.clerk, all_or_nothing=False)

    assert [one.pk for one in result.moved] == [good.pk]
    assert [one.pk for one in result.refused] == [bad.pk]


def test_a_higher_title_needs_the_base_title_beside_it(law: Cast) -> None:
    grade(law, "HTXS")
    fighter = registered(law, "CSTDCS")
    assert refused(ConditionUnmet, fighter, "submit", law.nominee) == "standards_not_met"

    law.nomination(State.REGISTERED, award="LDTT")

    assert submit(law, fighter).state == State.SUBMITTED


def test_the_secretary_sets_a_standard_aside_with_a_reason(law: Cast) -> None:
    grade(law, "HT")
    nomination = registered(law)
    standards.refresh_obstacles([nomination.pk])

    standards.grant_override(
        actor=law.secretary, nomination=nomination, rule="grade", reason="Đã có kết luận mới."
    )

    assert submit(law, nomination).state == State.SUBMITTED
    kept = {rule["key"]: rule for rule in nomination.eligibility["rules"]}["grade"]
    assert (kept["answer"], kept["overridden"]) == ("unmet", True)
    events = audit.history(nomination.stream)
    assert "standard.overridden" in {event.action for event in events}


@pytest.mark.parametrize("who", ["nominee", "clerk", "unit_head", "director", "administrator"])
def test_nobody_else_sets_a_standard_aside(law: Cast, who: str) -> None:
    grade(law, "HT")
    nomination = registered(law)

    with pytest.raises(NotAllowed):
        standards.grant_override(
            actor=law.users[who], nomination=nomination, rule="grade", reason="Xin bỏ qua."
        )

    assert not EligibilityOverride.objects.exists()


def test_the_secretary_sets_nothing_aside_for_the_secretary(law: Cast) -> None:
    person = law.secretary.person
    grade(law, "HT", person)
    unit = person.memberships.first().unit
    law.give(law.clerk, "unit_clerk", unit)
    nomination = services.start_nomination(
        actor=law.secretary,
        campaign=law.campaign,
        award_type=law.awards["LDTT"],
        unit=unit,
        person=person,
    )

    with pytest.raises(NotAllowed):
        standards.grant_override(
            actor=law.secretary, nomination=nomination, rule="grade", reason="Cho tôi."
        )
    assert not EligibilityOverride.objects.exists()


# --- screens --------------------------------------------------------------------------------------


def page(cast: Cast, user: Any, nomination: Nomination) -> str:
    return cast.client(user).get(nomination.get_absolute_url()).content.decode()


def test_the_nominee_reads_why_not(law: Cast) -> None:
    grade(law, "HT")
    text = page(law, law.nominee, registered(law))

    assert "Không đạt" in text
    assert "Điều 24, khoản 1 Luật 06/2022/QH15" in text
    assert "Cho phép ngoại lệ, có lý do" not in text


def test_before_it_is_submitted_the_page_asks_the_records_of_the_day_by_itself(law: Cast) -> None:
    """A new draft is never called out of date, and no button has to be pressed."""
    for nomination in (law.nomination(State.DRAFT, award="CSTDCS"), registered(law)):
        text = page(law, law.nominee, nomination)
        assert "Đối chiếu với dữ liệu hôm nay" in text
        assert "Dữ liệu đã thay đổi" not in text
        assert ">Đối chiếu lại<" not in text
    assert "Không đạt" not in page(law, law.nominee, nomination)
    grade(law, "HT")
    assert "Không đạt" in page(law, law.nominee, nomination)


def test_what_is_met_is_folded_under_what_is_not(law: Cast) -> None:
    grade(law, "HTT")
    shown = parsed(page(law, law.nominee, registered(law)))
    [met] = [one for one in shown.all("details") if "Các tiêu chuẩn đã đạt" in one.text]
    assert "open" not in met.attributes


def test_looking_at_the_page_writes_nothing(law: Cast) -> None:
    grade(law, "HT")
    nomination = registered(law)

    page(law, law.nominee, nomination)

    nomination.refresh_from_db()
    assert nomination.eligibility_block == ""


def test_the_secretary_reads_the_way_to_an_exception_and_takes_it(law: Cast) -> None:
    grade(law, "HT")
    nomination = registered(law)
    address = reverse("dossiers:override", args=[nomination.public_id, "grade"])
    client = law.client(law.secretary)
    assert address in client.get(nomination.get_absolute_url()).content.decode()

    assert client.post(address, {"reason": ""}).status_code == 200
    assert not EligibilityOverride.objects.exists()
    assert client.post(address, {"reason": "Theo kết luận số 5."}).status_code == 302

    text = page(law, law.nominee, nomination)
    assert "Theo kết luận số 5." in text
    assert law.client(law.nominee).get(address).status_code == 403
    unknown = reverse("dossiers:override", args=[nomination.public_id, "khong_co"])
    assert client.get(unknown).status_code == 404


def test_the_kept_answer_does_not_change_with_the_records(law: Cast) -> None:
    grade(law, "HTT")
    nomination = submit(law, registered(law))
    AnnualGrade.objects.update(cancelled_on=date(2020, 1, 1))

    text = page(law, law.nominee, nomination)

    assert "Kết quả đã lưu khi nộp báo cáo." in text


def test_a_submitted_nomination_still_says_that_the_law_names_no_way(law: Cast) -> None:
    nomination = registered(law)
    call_command("load_catalogue")
    letter = AwardType.objects.get(code="BK_TTG")
    Campaign.objects.filter(pk=law.campaign.pk).update(commendation_type="NIEN_HAN")
    CampaignTitle.objects.filter(award_type=nomination.award_type).update(award_type=letter)
    Nomination.objects.filter(pk=nomination.pk).update(award_type=letter)
    says = "Quy định chưa nêu tiêu chuẩn tặng danh hiệu, hình thức này theo loại hình"
    assert says in page(law, law.nominee, Nomination.objects.get(pk=nomination.pk))

    submitted = submit(law, Nomination.objects.get(pk=nomination.pk))

    assert submitted.state == State.SUBMITTED
    assert says in page(law, law.nominee, submitted)


def test_many_nominations_are_asked_in_a_handful_of_queries(
    law: Cast, django_assert_max_num_queries: Any
) -> None:
    people = [(law.person(), None) for _ in range(12)]
    rows = law.nominations(people, State.REGISTERED, award="LDTT")
    for person, _none in people:
        Service.objects.create(
            organization=law.agency, person=person, valid_from=date(2015, 1, 1),
            recorded_at=clock.now(),
        )  # fmt: skip
    assert Award.objects.count() == 0

    with django_assert_max_num_queries(30):
        answers = standards.assess_nominations(rows)

    assert len(answers) == 12
