"""Opening campaigns with the rules of the day, extending windows, steps of an award."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from nominations.dossiers import services
from nominations.dossiers.campaign_proposal import proposed_dates
from nominations.dossiers.campaign_workflow import CAMPAIGNS
from nominations.dossiers.forms.campaigns import WindowField
from nominations.dossiers.inbox import items
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination, StepChange
from nominations.dossiers.services.step_changes import occupied_steps
from nominations.dossiers.step_change_workflow import STEP_CHANGES
from nominations.law import catalogue, rulesets
from nominations.law.models import AwardType
from nominations.law.services import propose_layer
from nominations.people.models import Organization
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.cast import Cast
from tests.golden import put_in
from tests.law.layer_steps import approve
from tests.press_button import press_button
from tests.workflow.placing import place
from workflow import audit, clock, verification
from workflow.engine import perform
from workflow.exceptions import ConditionUnmet, NotAllowed
from workflow.models import AuditEvent

CHOICE = "Tỉnh chưa ban hành quy định; giữ mức đã áp dụng năm 2025."
CHOSEN = {"takes_proposed": "on", "choice_reason": CHOICE}


def local_time(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.zone())


def arguments(cast: Cast, **changes: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "organization": cast.agency,
        "code": "2026-CD",
        "name": "Thi đua chuyên đề",
        "year": clock.today().year,
        "award_codes": ["LDTT", "CSTDCS", "BK_TINH"],
        "achievement_from": date(2026, 1, 1),
        "achievement_to": date(2026, 12, 31),
        "registration": (now, now + timedelta(days=30)),
        "submission": (now, now + timedelta(days=60)),
    } | changes


@pytest.fixture
def awards(cast: Cast) -> Cast:
    """The real catalogue instead of the cast's own."""
    QuerySet(Campaign).delete()  # Django's own: the subject's refuses what has a history
    AwardType.objects.all().delete()
    catalogue.load_award_types()
    return cast


def test_titles_take_the_parameters_of_the_rule_set_of_the_day(awards: Cast) -> None:
    campaign = services.open_campaign(
        actor=awards.secretary, choice_reason=CHOICE, **arguments(awards)
    )

    title = campaign.titles.get(award_type__code="CSTDCS")
    rules = rulesets.title_defaults("CSTDCS", on=clock.today())
    assert title.threshold_numerator == rules.threshold_numerator
    assert title.threshold_denominator == rules.threshold_denominator
    assert title.required_papers == rules.required_papers
    assert title.citation == rules.citation
    assert not campaign.titles.get(award_type__code="BK_TINH").own_authority
    assert campaign.rules["rule_set"] == rulesets.frozen_rules(clock.today())["rule_set"]


def test_a_campaign_of_2015_has_the_rules_of_2015(awards: Cast) -> None:
    with clock.at(datetime(2015, 3, 2, 2, tzinfo=UTC)):
        campaign = services.open_campaign(
            actor=awards.secretary, **arguments(awards, award_codes=["LDTT"])
        )

    assert campaign.rules["rule_set"] == "R1A"


def test_for_a_province_its_own_awards_are_of_own_authority(awards: Cast) -> None:
    awards.give(awards.superior_officer, "secretary", awards.province)
    given = arguments(awards, organization=awards.province, award_codes=["BK_TINH"])

    campaign = services.open_campaign(actor=awards.superior_officer, choice_reason=CHOICE, **given)

    assert campaign.titles.get().own_authority


def test_an_agency_without_a_parent_and_without_children_opens_campaigns_too(awards: Cast) -> None:
    alone = awards.agency
    alone.parent = None
    alone.save()

    campaign = services.open_campaign(
        actor=awards.secretary, choice_reason=CHOICE, **arguments(awards, award_codes=["LDTT"])
    )

    assert campaign.titles.get().own_authority


@pytest.mark.parametrize("who", ["nominee", "unit_head", "director", "administrator", "stranger"])
def test_only_the_secretary_opens_a_campaign(awards: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.open_campaign(actor=awards.users[who], **arguments(awards))

    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"award_codes": ["LDTT", "XYZ"]}, "unknown_award"),
        ({"award_codes": []}, "no_award"),
        ({"achievement_to": date(2025, 1, 1)}, "period_in_reverse"),
        ({"registration": timedelta(days=-1)}, "window_in_reverse"),
        ({"registration": timedelta(days=61)}, "windows_out_of_order"),
        ({"year": 2072}, "year_disagrees"),
        ({"review_due_on": timedelta(days=-9)}, "review_too_early"),
    ],
)
def test_an_impossible_campaign_is_refused(
    awards: Cast, changes: dict[str, Any], code: str
) -> None:
    """A window, or the day of the review, is written as how far from now it ends."""
    given, now = dict(changes), clock.now()
    if "registration" in changes:
        given["registration"] = (now, now + changes["registration"])
    if "review_due_on" in changes:
        given["review_due_on"] = clock.day_of(now + changes["review_due_on"])

    with pytest.raises(ValidationError) as caught:
        services.open_campaign(actor=awards.secretary, **arguments(awards, **given))

    assert caught.value.code == code
    assert not Campaign.objects.exists()
    assert not CampaignTitle.objects.exists()


def test_a_code_is_used_once_in_an_agency(awards: Cast) -> None:
    services.open_campaign(actor=awards.secretary, choice_reason=CHOICE, **arguments(awards))

    with pytest.raises(ValidationError) as caught:
        services.open_campaign(actor=awards.secretary, choice_reason=CHOICE, **arguments(awards))

    assert caught.value.code == "code_taken"


def test_extending_a_window_is_recorded_with_its_reason(cast: Cast) -> None:
    later = cast.campaign.submission_closes_at + timedelta(days=5)

    services.extend_window(
        actor=cast.secretary,
        campaign=cast.campaign,
        window="submission",
        closes_at=later,
        reason="Các đơn vị đang quyết toán.",
    )

    cast.campaign.refresh_from_db()
    event = audit.history(f"campaign:{cast.campaign.pk}")[-1]
    assert cast.campaign.submission_closes_at == later
    assert event.action == "campaign.window_extended"
    assert event.content["reason"] == "Các đơn vị đang quyết toán."


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"window": "voting"}, "unknown_window"),
        ({"reason": "  "}, "no_reason"),
        ({"closes_after": timedelta(minutes=-1)}, "not_later"),
        ({"closes_after": timedelta(days=61)}, "windows_out_of_order"),
    ],
)
def test_an_impossible_extension_is_refused(cast: Cast, changes: dict[str, Any], code: str) -> None:
    usual = {"window": "registration", "closes_after": timedelta(days=59), "reason": "Gia hạn."}
    given = usual | changes
    given["closes_at"] = clock.now() + given.pop("closes_after")
    before, entries = cast.campaign.registration_closes_at, AuditEvent.objects.count()

    with pytest.raises(ValidationError) as caught:
        services.extend_window(actor=cast.secretary, campaign=cast.campaign, **given)

    cast.campaign.refresh_from_db()
    assert caught.value.code == code
    assert cast.campaign.registration_closes_at == before
    assert AuditEvent.objects.count() == entries


def test_only_the_secretary_extends(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.extend_window(
            actor=cast.director,
            campaign=cast.campaign,
            window="registration",
            closes_at=clock.now() + timedelta(days=90),
            reason="Gia hạn.",
        )


# --- drafted, corrected, copied -------------------------------------------------------------------


def path(name: str, *args: Any) -> str:
    return reverse(f"dossiers:{name}", args=args)


def typed(**changes: Any) -> dict[str, Any]:
    """What the browser's date inputs send: days, no hours."""
    year = clock.today().year + 1
    return {
        "name": "Thi đua năm sau", "code": "NAM-SAU", "year": year,
        "award_codes": ["LDTT", "TTLDTT"],
        "commendation_type": "CONG_TRANG", "achievement_from": f"{year}-01-01",
        "achievement_to": f"{year}-12-31", "registration_opens_at": f"{year}-01-05",
        "registration_closes_at": f"{year}-02-05", "submission_opens_at": f"{year}-11-02",
        "submission_closes_at": f"{year}-11-30", "review_due_on": f"{year}-12-10",
    } | changes  # fmt: skip


def test_the_day_of_a_window_is_typed_as_people_write_it_and_shown_so() -> None:
    field = WindowField(hour=time(8))
    opens = datetime(2026, 1, 5, 8, tzinfo=clock.zone())
    for text in ("5/1/2026", "05/01/2026", "5-1-2026", "5.1.2026", "2026-01-05"):
        assert field.clean(text) == opens, text
    shown = field.widget.render("opens", field.prepare_value(opens))
    assert 'value="05/01/2026"' in shown
    for text in ("11/30/2026", "31/02/2026", "hôm nay", "5/1/26"):
        with pytest.raises(ValidationError, match="ngày/tháng/năm, ví dụ 05/01/2026"):
            field.clean(text)


def test_a_campaign_is_drafted_looked_at_corrected_and_then_opened(awards: Cast) -> None:
    client, staff = awards.client(awards.secretary), awards.client(awards.nominee)
    given = typed(organization=awards.agency.pk)
    shown = client.get(path("campaign_new")).content.decode()
    assert 'type="date"' not in shown  # such a field shows the order of the browser's language
    assert shown.count('data-pick-day="Chọn ngày trong lịch"') == 8
    assert "dành cho tập thể" in shown
    groups = client.get(path("campaign_new")).context["form"].award_groups()
    named = {box.data["value"]: name for name, boxes in groups for box in boxes}
    assert named["LDTT"] == named["CSTDCS"]
    assert named["LDTT"].endswith(", dành cho cá nhân")
    assert named["TTLDTT"] == named["LDTT"].replace("cá nhân", "tập thể")
    assert named["BK_TINH"].startswith("Chủ tịch")
    wrong = client.post(path("campaign_new"), given | {"year": 2072}).content.decode()
    assert "Năm của đợt là 2072" in wrong
    assert 'value="2072"' in wrong
    assert not Campaign.objects.exists()

    preview = client.post(path("campaign_new"), given, follow=True).content.decode()
    row = Campaign.objects.get()
    assert (row.state, row.opened_at) == ("draft", None)
    assert localtime(row.registration_closes_at).strftime("%H:%M") == "17:00"
    for words in ("Lao động tiên tiến", "đơn vị và toàn thể cán bộ", "Chưa ghi số và ngày"):
        assert words in preview
    assert staff.get(path("campaign", row.pk)).status_code == 404
    assert row.name not in staff.get(path("campaigns")).content.decode()

    edit = path("campaign_edit", row.pk)
    first = client.get(edit).context["seen_version"]
    press_button(client, edit, given | {"name": "Thi đua đã sửa", "award_codes": ["LDTT"]})
    for stale in (first, "", "1"):
        old = client.post(edit, given | {"name": "Bản của thẻ cũ", "seen_version": stale})
        assert "đã thay đổi sau khi Ông/Bà mở" in old.content.decode()
        assert "Bản của thẻ cũ" in old.content.decode()
    client.post(path("campaign_open", row.pk), CHOSEN | {"seen_version": row.version})
    row.refresh_from_db()
    assert (row.state, row.name) == ("open", "Thi đua đã sửa")
    assert [one.award_type.code for one in row.titles.all()] == ["LDTT"]
    assert staff.get(path("campaign", row.pk)).status_code == 200
    press_button(client, edit, given | {"name": "Còn trống nên sửa được"})
    nobody = awards.client(awards.director)
    for name in ("campaign_edit", "campaign_open", "campaign_close", "campaign_cancel"):
        assert nobody.get(path(name, row.pk)).status_code == 403
    row.refresh_from_db()
    assert row.name == "Còn trống nên sửa được"
    assert [one for one in verification.chain_breaks() if one.stream == row.stream] == []


def test_what_has_nominations_is_neither_corrected_nor_cancelled(cast: Cast) -> None:
    cast.nomination(State.DRAFT)
    client, row = cast.client(cast.secretary), cast.campaign
    before = AuditEvent.objects.count()
    page = client.get(path("campaign", row.pk)).content.decode()
    assert path("campaign_edit", row.pk) not in page
    given = typed(award_codes=["GK"], code=row.code)
    page = press_button(client, path("campaign_edit", row.pk), given).content.decode()
    assert "không sửa, không hủy được nữa" in page
    changes = arguments(cast, award_codes=["GK"])
    with pytest.raises(ValidationError) as refusal:
        services.revise_campaign(actor=cast.secretary, campaign=row, **changes)
    assert refusal.value.code == "not_empty"
    with pytest.raises(ConditionUnmet):
        perform(CAMPAIGNS, row.pk, "cancel", actor=cast.secretary, comment="Thử.")
    assert AuditEvent.objects.count() == before


def test_without_an_earlier_campaign_working_days_of_the_year_are_proposed(awards: Cast) -> None:
    """06/01/2026 is the day after; 28/02 and 01/11/2026 fall on a weekend."""
    first = proposed_dates(date(2026, 1, 5), (28, 2))
    assert [f"{first[name]:%d/%m/%Y %H}" for name in (
        "registration_opens_at", "registration_closes_at", "submission_opens_at",
        "submission_closes_at",
    )] == ["06/01/2026 08", "02/03/2026 17", "02/11/2026 08", "31/12/2026 17"]  # fmt: skip
    assert f"{proposed_dates(date(2026, 1, 5))['registration_closes_at']:%d/%m/%Y}" == "05/02/2026"
    with clock.at(local_time(2026, 1, 5, 9)):
        page = awards.client(awards.secretary).get(path("campaign_new")).content.decode()
    assert 'name="registration_opens_at" value="06/01/2026"' in page


def test_last_years_campaign_is_copied_in_one_step(awards: Cast) -> None:
    with clock.at(datetime(2025, 1, 6, 2, tzinfo=UTC)):
        last = services.open_campaign(
            actor=awards.secretary,
            **arguments(
                awards, code="2025-TX", name="Thi đua năm 2025", year=2025,
                achievement_from=date(2025, 1, 1), achievement_to=date(2025, 12, 31),
                registration=(local_time(2025, 1, 6, 8), local_time(2025, 2, 28, 17)),
                submission=(local_time(2025, 11, 3, 8), local_time(2025, 12, 5, 17)),
                review_due_on=date(2025, 12, 15),
            ),
        )  # fmt: skip
        last.titles.filter(award_type__code="LDTT").update(needs_consultation=False)
    with clock.at(local_time(2026, 1, 5, 9)):
        client = awards.client(awards.secretary)
        shown = client.post(path("campaign_copy", last.pk), follow=True).content.decode()
        row = Campaign.objects.get(code="2026-TX")
        again = services.copy_campaign(actor=awards.secretary, campaign=last).campaign
    assert "Đã soạn “Thi đua năm 2026”" in shown
    assert (row.state, row.year, again.code) == ("draft", 2026, "2026-TX-2")
    found = [localtime(getattr(row, name)) for name in (
        "registration_opens_at", "registration_closes_at", "submission_opens_at",
        "submission_closes_at",
    )]  # fmt: skip
    # 28/02/2026 is a Saturday, 05/12/2026 too.
    assert [f"{one:%d/%m/%Y %H}" for one in found] == [
        "06/01/2026 08", "02/03/2026 17", "03/11/2026 08", "07/12/2026 17",
    ]  # fmt: skip
    assert (row.achievement_from, row.review_due_on) == (date(2026, 1, 1), date(2026, 12, 15))
    codes = {one.award_type.code for one in row.titles.all()}
    assert codes == {"LDTT", "CSTDCS", "BK_TINH"}
    change = StepChange.objects.get(title__campaign=row)
    assert (change.title.award_type.code, change.needs_consultation) == ("LDTT", False)
    assert row.titles.get(award_type__code="LDTT").needs_consultation


def test_nothing_is_registered_in_a_campaign_that_is_not_open(cast: Cast) -> None:
    nomination = cast.nomination(State.DRAFT)
    for state in ("draft", "closed", "cancelled"):
        place(cast.campaign, state)
        with pytest.raises(ConditionUnmet) as refusal:
            perform(PIPELINE, nomination.pk, "register", actor=cast.nominee)
        assert refusal.value.key == "campaign_not_open"


# --- steps by two people --------------------------------------------------------------------------


def test_what_the_rules_require_is_not_switched_off(awards: Cast) -> None:
    campaign = services.open_campaign(
        actor=awards.secretary, choice_reason=CHOICE, **arguments(awards)
    )
    title = campaign.titles.get(award_type__code="CSTDCS")
    client, there = awards.client(awards.secretary), path("campaign_title", campaign.pk, title.pk)
    page = client.get(there).content.decode()
    assert "áp dụng đến khi có quy định" in page
    assert re.search(r'name="needs_vote"[^>]*disabled', page)
    with pytest.raises(ValidationError) as refusal:
        services.propose_steps(
            actor=awards.secretary, title=title, reason="Cho nhanh.", needs_vote=False
        )
    assert refusal.value.code == "required"
    press_button(client, there, {"reason": "Cho nhanh."})  # as a forged form: no step ticked
    title.refresh_from_db()
    assert title.needs_vote
    made = StepChange.objects.get()
    assert (made.needs_vote, made.needs_consultation) == (True, False)


def test_other_steps_hold_once_a_second_person_confirms_them(cast: Cast) -> None:
    title = cast.campaign.titles.get(award_type=cast.awards["GK"])
    client, there = cast.client(cast.secretary), path("campaign_title", cast.campaign.pk, title.pk)
    ticked = {"needs_unit_review": "on", "needs_vote": "on", "reason": "Khen đột xuất."}
    press_button(client, there, ticked)
    change = StepChange.objects.get()
    title.refresh_from_db()
    assert title.needs_consultation
    with pytest.raises(ValidationError) as waits:
        services.propose_steps(
            actor=cast.secretary, title=title, reason="Lần nữa.", needs_vote=False
        )
    assert waits.value.code == "waits"
    where = path("step_change", change.pk)
    assert cast.client(cast.nominee).get(where).status_code == 403
    client.post(where, {"act": "confirm", "seen_version": 0})
    change.refresh_from_db()
    assert change.state == "proposed"
    assert [one.path for one in items(cast.director)] == [where]
    second = cast.client(cast.director)
    assert "Lấy ý kiến công khai" in second.get(where).content.decode()
    second.post(where, {"act": "confirm", "seen_version": 0})
    title.refresh_from_db()
    assert (title.needs_consultation, title.needs_vote) == (False, True)
    page = client.get(path("campaign", cast.campaign.pk)).content.decode()
    said = (
        "Giấy khen của Giám đốc Sở. Lấy ý kiến công khai: từ “có thực hiện” thành “không thực hiện”"
    )
    assert said in page
    assert "Khen đột xuất." in page


def test_no_step_changes_once_nominations_stand_in_it_or_are_past_it(cast: Cast) -> None:
    title = cast.campaign.titles.get(award_type=cast.awards["LDTT"])
    steps = {"needs_registration": "registered", "needs_unit_review": "submitted",
             "needs_vote": "unit_reviewed", "needs_consultation": "council_voted"}  # fmt: skip
    nomination = cast.nomination(State.DRAFT, award="LDTT", person=cast.person())
    change = services.propose_steps(
        actor=cast.secretary, title=title, reason="Đợt ngắn.", needs_consultation=False
    )
    assert change is not None
    for step, state in steps.items():
        put_in(nomination, state)
        assert step in occupied_steps(title)
        later = [one for one in steps if one not in occupied_steps(title)]
        assert len(later) == 3 - list(steps).index(step)
    models.QuerySet(Nomination).filter(pk=nomination.pk).update(
        state="refused", previous_state="consulted"
    )
    assert set(occupied_steps(title)) == set(steps)
    with pytest.raises(ValidationError) as refusal:
        perform(STEP_CHANGES, change.pk, "confirm", actor=cast.director)
    assert refusal.value.code == "occupied"
    title.refresh_from_db()
    assert title.needs_consultation


def test_whoever_is_nominated_proposes_no_steps_for_the_award(cast: Cast) -> None:
    title = cast.campaign.titles.get(award_type=cast.awards["LDTT"])
    nomination = cast.nomination(State.DRAFT, award="LDTT", person=cast.person())
    Nomination.objects.filter(pk=nomination.pk).update(person=cast.secretary.person)
    with pytest.raises(NotAllowed):
        services.propose_steps(
            actor=cast.secretary, title=title, reason="Cho nhanh.", needs_consultation=False
        )
    page = cast.client(cast.secretary).get(path("campaign_title", cast.campaign.pk, title.pk))
    assert "Ông/Bà cũng được đề nghị" in page.content.decode()
    assert not StepChange.objects.exists()


# --- what the law leaves to the province ----------------------------------------------------------


def _draft_of_2026(cast: Cast, **changes: Any) -> Campaign:
    return services.draft_campaign(actor=cast.secretary, **arguments(cast, **changes))


@pytest.mark.parametrize("day", [local_time(2026, 2, 2, 9), local_time(2026, 11, 2, 9)])
def test_a_threshold_of_the_province_is_chosen_before_opening_with_its_reason(
    awards: Cast, day: datetime
) -> None:
    with clock.at(day):
        row = _draft_of_2026(awards, registration=(day, day + timedelta(days=30)))
        client, there = awards.client(awards.secretary), path("campaign_open", row.pk)
        preview = client.get(there).content.decode()
        refused = client.post(there, {"seen_version": 0}).content.decode()
        row.refresh_from_db()
        assert row.state == "draft"
        with pytest.raises(ConditionUnmet) as refusal:
            perform(CAMPAIGNS, row.pk, "open", actor=awards.secretary)
        assert refusal.value.key == "left_to_province"
        client.post(there, CHOSEN | {"seen_version": 0})
        row.refresh_from_db()
        shown = client.get(path("campaign", row.pk)).content.decode()

    article = "Điều 6 khoản 2 Nghị định 152/2025/NĐ-CP"
    for words in ("Chiến sĩ thi đua cơ sở", "Hội đồng bỏ phiếu", article, "4/5"):
        assert words in preview, words
    assert "Xin nhập văn bản đó, hoặc để cơ quan chọn" in preview
    assert "Xin ghi lý do cơ quan chọn các giá trị này." in refused
    assert (row.state, row.own_choice) == ("open", CHOICE)
    title = row.titles.get(award_type__code="CSTDCS")
    assert (title.threshold_numerator, title.threshold_denominator) == (4, 5)
    assert (title.citation, title.left_to) == ("", article)  # no act says four fifths any more
    entry = AuditEvent.objects.get(action="campaign.own_choice")
    assert entry.content["reason"] == CHOICE
    values = entry.content["values"]
    assert {one.split(" (")[0].split(":")[0] for one in values} == {
        "Số thành viên dự họp tối thiểu của Hội đồng",
        "Niêm yết lấy ý kiến",
        "Thời hạn",
        "Báo cáo thành tích",
        "Bỏ phiếu tại Hội đồng",
        "Bình xét tại đơn vị",
    }
    for sentence in values:
        assert html.escape(sentence) in preview, sentence
        assert html.escape(sentence) in shown, sentence
    assert shown.count(CHOICE) == 2  # with the campaign, and in its history
    assert "cơ quan chọn; Điều 6 khoản 2 điểm b, điểm c" in shown  # of the deadline of appraisal
    assert [one for one in verification.chain_breaks() if one.stream == row.stream] == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (local_time(2025, 12, 1, 9), None),
        (local_time(2026, 11, 2, 9), "Sắp hết hiệu lực, từ ngày 01/03/2027"),
        (local_time(2027, 3, 8, 9), "Đã hết hiệu lực từ ngày 01/03/2027"),
    ],
)
def test_before_it_opens_a_campaign_says_that_its_law_ends(
    awards: Cast, day: datetime, words: str | None
) -> None:
    with clock.at(day):
        row = _draft_of_2026(awards, registration=(day, day + timedelta(days=30)))
        preview = awards.client(awards.secretary).get(path("campaign_open", row.pk))

        forms = [
            awards.client(awards.secretary).get(there)
            for there in (path("campaign_new"), path("campaign_edit", row.pk))
        ]

    at_the_year = [page.context["form"]["year"].help_text for page in forms]
    pages = [preview.content.decode(), *(page.content.decode() for page in forms)]
    for page in (*pages, *at_the_year):
        assert ("Điều 60, khoản 1 Nghị định 152/2025/NĐ-CP" in page) == (words is not None)
        assert words is None or words in page


NO_LAW = (
    "Chưa có quy định để xét đợt thi đua năm 2013: đợt này xét thành tích đến ngày 31/12/2013,"
    " trong khi quy định sớm nhất trong hệ thống áp dụng từ ngày 01/06/2014 (Luật 15/2003/QH11 sửa"
    " đổi bởi Luật 39/2013/QH13; "
)
OF_2013 = {
    "year": 2013,
    "achievement_from": date(2013, 1, 1),
    "achievement_to": date(2013, 12, 31),
}


def test_a_campaign_of_a_year_without_law_is_refused_at_the_year(awards: Cast) -> None:
    client = awards.client(awards.secretary)
    given = typed(organization=awards.agency.pk)
    before_law = given | {key: str(value) for key, value in OF_2013.items()}
    for act in (services.draft_campaign, services.open_campaign):
        with pytest.raises(ValidationError) as refusal:
            act(actor=awards.secretary, **arguments(awards, **OF_2013))
        assert (refusal.value.code, refusal.value.message[: len(NO_LAW)]) == ("no_rule_set", NO_LAW)
    page = client.post(path("campaign_new"), before_law)
    assert [one[: len(NO_LAW)] for one in page.context["form"].errors["year"]] == [NO_LAW]
    assert not Campaign.objects.exists()

    row = _draft_of_2026(awards, award_codes=["LDTT"])
    page = press_button(client, path("campaign_edit", row.pk), before_law | {"code": row.code})
    assert [one[: len(NO_LAW)] for one in page.context["form"].errors["year"]] == [NO_LAW]
    row.refresh_from_db()
    assert row.year == clock.today().year
    for last_day, opens in ((date(2014, 5, 31), False), (date(2014, 6, 1), True)):
        changes = {"year": 2014, "achievement_from": date(2014, 1, 1), "achievement_to": last_day}
        Campaign.objects.filter(pk=row.pk).update(**changes)
        there = path("campaign_open", row.pk)
        assert client.get(there).status_code == 200
        given = CHOSEN | {"seen_version": row.version}
        page = client.post(there, given, follow=True).content.decode()
        assert ("Chưa có quy định để xét đợt thi đua năm 2014" in page) != opens
        row.refresh_from_db()
        assert (row.state == "open") == opens


@pytest.mark.parametrize(
    ("year", "told"),
    [
        (
            2023,
            "Nghị định 91/2017/NĐ-CP chỉ áp dụng đến hết ngày 31/12/2023 (Nghị định 98/2023/NĐ-CP)",
        ),
        (2024, "Nghị định 98/2023/NĐ-CP chỉ áp dụng đến hết ngày 31/12/2025 (Điều 59, khoản 2"),
        (2025, ""),  # under the decree that still holds
    ],
)
def test_before_it_opens_a_campaign_says_which_law_of_its_year_has_ended(
    awards: Cast, year: int, told: str
) -> None:
    day = local_time(2026, 2, 2, 9)
    with clock.at(day):
        row = _draft_of_2026(
            awards,
            year=year,
            award_codes=["LDTT"],
            achievement_from=date(year, 1, 1),
            achievement_to=date(year, 12, 31),
            registration=(day, day + timedelta(days=30)),
        )
        page = awards.client(awards.secretary).get(path("campaign_open", row.pk)).content.decode()

    assert ("Thành tích của đợt được xét theo văn bản đã hết hiệu lực" in page) == bool(told)
    assert told in page


def test_until_the_end_of_2025_the_threshold_is_the_one_of_the_decree_before(awards: Cast) -> None:
    day = local_time(2025, 12, 31, 9)
    with clock.at(day):
        row = services.open_campaign(
            actor=awards.secretary,
            **arguments(awards, registration=(day, day + timedelta(days=30))),
        )
    title = row.titles.get(award_type__code="CSTDCS")
    assert (title.threshold_numerator, title.threshold_denominator) == (4, 5)
    assert title.citation == "Nghị định 98/2023/NĐ-CP Đ30 k7; Nghị định 152/2025/NĐ-CP Đ60 k2"
    assert (title.left_to, row.own_choice) == ("", "")


def test_before_it_opens_a_campaign_says_what_else_is_left_to_the_province(awards: Cast) -> None:
    regulation = """schema = 2
layer = "agency"
code = "QC-2026"
name = "Quy chế thi đua, khen thưởng"
valid_from = 2026-01-01
source = "Quyết định 10/QĐ-SNV"

[quorum]
numerator = 3
denominator = 4
source = "Quyết định 10/QĐ-SNV Đ5"
verified = true

[defaults.consultation]
needed = true
days = 7
source = "Quyết định 10/QĐ-SNV Đ6"
verified = true
"""
    day = local_time(2026, 2, 2, 9)
    with clock.at(day):
        row = _draft_of_2026(
            awards, award_codes=["LDTT", "GK"], registration=(day, day + timedelta(days=30))
        )
        client, there = awards.client(awards.secretary), path("campaign_open", row.pk)
        before = html.unescape(client.get(there).content.decode())
        layer = propose_layer(actor=awards.secretary, organization=awards.agency, text=regulation)
        approve(actor=awards.director, layer=layer)
        after = html.unescape(client.get(there).content.decode())

    article = "Điều 6 khoản 2 {} Nghị định 152/2025/NĐ-CP giao cho tỉnh quy định; đề xuất: {}."
    quorum = article.format("điểm đ, điểm e", "2/3 tổng số thành viên")
    posting = article.format("điểm b, điểm c", "5 ngày làm việc")
    review = article.format("điểm b, điểm c", "bắt buộc")
    form = article.format("điểm c", "Mẫu số 05, thành tích của 1 năm")
    appraisal = article.format("điểm b, điểm c", "20 ngày làm việc kể từ ngày nhận đủ hồ sơ")
    for words in (quorum, posting, review, form, appraisal):
        assert words in before, words
    assert "Niêm yết lấy ý kiến (Lao động tiên tiến; " in before
    values = (quorum, posting, review, form, appraisal)
    assert [words in after for words in values] == [False, False, True, True, True]
    for page in (before, after):
        assert 'name="choice_reason"' in page


def test_what_two_people_took_away_is_no_choice_and_a_ministry_is_named(awards: Cast) -> None:
    """Decree 152/2025 article 6 clause 2: "bộ, ban, ngành, tỉnh", each of what is its own."""
    with clock.at(local_time(2026, 2, 2, 9)):
        now = clock.now()
        window = (now, now + timedelta(days=30))
        row = _draft_of_2026(awards, award_codes=["LDTT", "BK_BO", "BK_TINH"], registration=window)
        change = services.propose_steps(
            actor=awards.secretary,
            title=row.titles.get(award_type__code="LDTT"),
            reason="Đợt ngắn.",
            needs_consultation=False,
        )
        assert change is not None
        perform(STEP_CHANGES, change.pk, "confirm", actor=awards.director)
        there, client = path("campaign_open", row.pk), awards.client(awards.secretary)
        in_a_province = client.get(there).context["left"]
        Organization.objects.filter(pk=awards.province.pk).update(authority="ministry")
        in_a_ministry = client.get(there).context["left"]
        Organization.objects.filter(pk=awards.agency.pk).update(parent=None)
        alone = client.get(there).context["left"]

    def of(award: str, sentences: list[str]) -> set[str]:
        found = [one for one in sentences if f"({catalogue.entries()[award].name}" in one]
        return {one.split(" giao cho ")[1].split(" quy định")[0] for one in found}

    for sentences, above in (
        (in_a_province, "tỉnh"),
        (in_a_ministry, "bộ, ban, ngành"),
        (alone, "bộ, ban, ngành, tỉnh"),
    ):
        assert f" giao cho {above} quy định" in sentences[0]  # the quorum of the own council
        posted = [one for one in sentences if one.startswith("Niêm yết")]
        assert not [one for one in posted if "Lao động tiên tiến" in one]
        assert of("LDTT", sentences) == {above}
        assert of("BK_BO", sentences) == {"bộ, ban, ngành"}
        assert of("BK_TINH", sentences) == {"tỉnh"}


def test_an_open_campaign_asks_for_a_reason_once_something_is_left_open(awards: Cast) -> None:
    """One opened by rules that said everything, corrected under rules that do not; then another
    award under the reason on record."""
    with clock.at(local_time(2025, 12, 31, 9)):
        now = clock.now()
        window = (now, now + timedelta(days=30))
        given = arguments(awards, award_codes=["LDTT"], registration=window)
        row = services.open_campaign(actor=awards.secretary, **given)
    assert not AuditEvent.objects.filter(action="campaign.own_choice").exists()
    client, there = awards.client(awards.secretary), path("campaign_edit", row.pk)
    with clock.at(local_time(2026, 1, 5, 9)):
        with pytest.raises(ValidationError) as refusal:
            services.revise_campaign(actor=awards.secretary, campaign=row, **given)
        assert refusal.value.code == "left_to_province"
        refused = press_button(client, there, typed() | {"award_codes": ["LDTT"]})
        assert "choice_reason" in refused.context["form"].errors
        press_button(client, there, typed() | {"award_codes": ["LDTT"], "choice_reason": CHOICE})
        row.refresh_from_db()
        services.revise_campaign(
            actor=awards.secretary, campaign=row, **given | {"award_codes": ["LDTT", "CSTDCS"]}
        )
    entries = AuditEvent.objects.filter(action="campaign.own_choice").order_by("seq")
    chosen = [len(one.content["values"]) for one in entries]
    assert chosen == sorted(chosen)
    assert len(chosen) == 2
    assert {one.content["reason"] for one in entries} == {row.own_choice} == {CHOICE}
