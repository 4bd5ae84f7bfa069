"""Deadlines of the rules on real dossiers: their day, how late, where they are told, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from nominations.council.models import Council
from nominations.decisions.filing_deadline import filing_lines
from nominations.decisions.services import issue_report
from nominations.dossiers.inbox import items
from nominations.dossiers.legal_deadlines import DossierDeadline, deadlines_of_page
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination
from nominations.dossiers.services.reminders import remind_of_deadlines
from nominations.people.models import Organization, UnitMembership
from nominations.states import State
from nominations.web.inbox import items_for
from notifications.models import OutboxMessage
from tests.cast import Cast
from tests.page import page_of
from workflow import clock
from workflow.deadlines import WorkingCalendar
from workflow.models import CalendarDay

FILING: dict[str, Any] = {
    "key": "filing",
    "step": "report_upward",
    "says": "Trình trước ngày 30 tháng 6",
    "source": "Quyết định 7/QĐ-BIA Đ5",
    "verified": True,
    "day": 30,
    "month": 6,
}
VOTE: dict[str, Any] = {
    "key": "appraise",
    "step": "vote",
    "says": "Họp trong 5 ngày làm việc",
    "source": "Quyết định 7/QĐ-BIA Đ6",
    "verified": True,
    "event": "complete_dossier",
    "count": 5,
}


def says(cast: Cast, award: str, *rules: dict[str, Any]) -> CampaignTitle:
    titles = CampaignTitle.objects.filter(campaign=cast.campaign, award_type__code=award)
    titles.update(deadlines=list(rules))
    return titles.get()


def lines(row: Nomination, title: CampaignTitle, **acts: date) -> dict[str, DossierDeadline]:
    row = Nomination.objects.select_related("campaign", "organization", "collective").get(pk=row.pk)
    return {one.rule.step: one for one in deadlines_of_page(row, title, acts)}


def test_a_day_counts_from_its_event_by_the_calendar_of_the_agency(cast: Cast) -> None:
    title = says(cast, "CSTDCS", VOTE)
    row = cast.nomination(State.SUBMITTED)
    assert lines(row, title)["vote"].day is None  # the dossier is not complete yet

    row = cast.walk([row], State.UNIT_REVIEWED)[0]
    complete = clock.day_of(Nomination.objects.get(pk=row.pk).state_entered_at)
    expected = WorkingCalendar().add_working_days(complete, 5)
    assert lines(row, title)["vote"].day == expected
    CalendarDay.objects.create(day=expected, is_working=False, note="Nghỉ")
    later = lines(row, title)["vote"].day
    assert later is not None
    assert later > expected

    for unit, day in (("days", complete + timedelta(days=5)), ("months", None)):
        title = says(cast, "CSTDCS", VOTE | {"unit": unit})
        found = lines(row, title)["vote"].day
        assert found == day if day else found is not None
    title = says(cast, "CSTDCS", VOTE | {"event": "campaign_opening", "count": 0})
    assert lines(row, title)["vote"].day is None  # at once names no last day
    assert "ngay" in lines(row, title)["vote"].counted


def test_a_step_that_was_taken_is_late_by_its_own_day(cast: Cast) -> None:
    title = says(cast, "CSTDCS", VOTE | {"event": "unit_meeting"})
    row = cast.nomination(State.COUNCIL_VOTED)
    due = lines(row, title, pass_vote=clock.today())["vote"].day
    assert due is not None

    assert lines(row, title, pass_vote=due)["vote"].days_late == 0
    late = lines(row, title, pass_vote=due + timedelta(days=3))["vote"]
    assert (late.days_late, late.done_on) == (3, due + timedelta(days=3))


def test_the_sector_chooses_the_deadline_and_is_asked_for(cast: Cast) -> None:
    school = FILING | {"key": "school", "sectors": ["education"], "day": 31, "month": 12}
    title = says(cast, "BK_TINH", FILING, school)
    row = cast.nomination(State.REGISTERED, award="BK_TINH")
    year = cast.campaign.year

    def found() -> DossierDeadline:
        return lines(row, title)["report_upward"]

    assert (found().day, found().sector_asked) == (date(year, 6, 30), True)
    page = page_of(cast.client(cast.secretary).get(row.get_absolute_url()))
    assert "Chưa ghi ngành của Sở Tài chính" in page.one("main").text
    campaign = cast.client(cast.secretary).get(cast.campaign.get_absolute_url())
    assert "Chưa ghi ngành của Sở Tài chính" in page_of(campaign).one("main").text
    agencies = Organization.objects.filter(pk=cast.agency.pk)
    for sector, day in (
        ("other", (6, 30)), ("health", (6, 30)), ("education", (12, 31)),
    ):  # fmt: skip
        agencies.update(sector=sector)
        assert (found().day, found().sector_asked) == (date(year, *day), False)


def test_a_dossier_from_below_has_the_sector_of_its_agency(cast: Cast) -> None:
    school = FILING | {"key": "school", "sectors": ["education"], "day": 31, "month": 12}
    title = says(cast, "BK_TINH", FILING, school)
    below = cast.nomination(State.DRAFT, award="LDTT")
    row = cast.nomination(State.REGISTERED, award="BK_TINH")
    Organization.objects.filter(pk=cast.other_agency.pk).update(sector="education")
    Nomination._base_manager.filter(pk=below.pk).update(organization=cast.other_agency)
    Nomination._base_manager.filter(pk=row.pk).update(arrived_from=below)
    assert lines(row, title)["report_upward"].day == date(cast.campaign.year, 12, 31)


def test_a_layer_for_some_kinds_of_people_has_its_deadline_for_them_alone(cast: Cast) -> None:
    reached = {"persons": ["CONG_CHUC"], "bodies": []}
    rest = {"persons": ["VIEN_CHUC", "HOP_DONG"], "bodies": None}
    title = says(
        cast, "BK_TINH", FILING | {"reached": rest}, FILING | {"day": 1, "reached": reached}
    )
    row = cast.nomination(State.REGISTERED, award="BK_TINH")
    places = UnitMembership.objects.filter(person=cast.nominee.person)
    for kind, day in (("CONG_CHUC", 1), ("VIEN_CHUC", 30), ("", 1)):
        places.update(staff_kind=kind)
        found = lines(row, title)["report_upward"].day
        assert found == date(cast.campaign.year, 6, day), kind


def test_a_late_proposal_says_by_how_many_days_and_the_article(cast: Cast) -> None:
    says(cast, "BK_TINH", FILING | {"event": "campaign_opening", "count": 1, "unit": "days"})
    row = cast.nomination(State.DECIDED, award="BK_TINH")
    client = cast.client(cast.secretary)
    opened = Campaign.objects.get(pk=cast.campaign.pk).opened_at
    assert opened
    days = (clock.today() - clock.day_of(opened)).days - 1
    assert days > 0

    before = page_of(client.get(reverse("decisions:report_new"))).one("main").text
    assert f"Nếu gửi hôm nay là muộn {days} ngày." in before
    assert "Điều 5 Quyết định 7/QĐ-BIA" in before
    paper = issue_report(
        actor=cast.secretary, organization=cast.agency, kind="submission",
        nominations=[row], name="Tờ trình",
    )  # fmt: skip
    address = reverse("decisions:report", args=[paper.public_id])
    assert f"Gửi muộn {days} ngày." in page_of(client.get(address)).one("main").text
    assert f"muộn {days} ngày" in page_of(client.get(row.get_absolute_url())).one("main").text
    in_time = filing_lines(
        list(Nomination.objects.select_related("campaign", "organization", "collective")),
        clock.day_of(opened),
    )
    assert [one.days_late for one in in_time] == [0]


def test_the_pages_and_the_inbox_tell_the_day_with_its_article(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    year = cast.campaign.year
    near = FILING | {"key": "review", "step": "unit_review", "day": 1, "month": 1}
    says(cast, "CSTDCS", near, VOTE, FILING)
    row = cast.nomination(State.SUBMITTED)
    head = cast.client(cast.unit_head)
    head.get("/")

    with django_assert_max_num_queries(20):
        page = head.get(row.get_absolute_url())
    assert f"01/01/{year}" in page_of(page).one("main").text
    [task] = [one for one in items(cast.unit_head) if one.path == row.get_absolute_url()]
    assert (task.deadline, task.deadline_source) == (
        date(year, 1, 1), "Điều 5 Quyết định 7/QĐ-BIA",
    )  # fmt: skip
    home = page_of(head.get("/"))
    assert home.all("li", "task-row")[0].get("data-tone") == "overdue"
    assert "theo Điều 5 Quyết định 7/QĐ-BIA" in home.one("main").text
    shown = page_of(head.get(cast.campaign.get_absolute_url())).one("main").text
    assert f"01/01/{year}" in shown
    assert "1 đề nghị chưa thực hiện" in shown


def test_a_reminder_goes_once_to_who_must_act_and_names_the_article(cast: Cast) -> None:
    near = clock.today() + timedelta(days=3)
    rule = FILING | {"step": "unit_review", "day": near.day, "month": near.month}
    says(cast, "CSTDCS", rule | {"next_year": near.year > cast.campaign.year}, VOTE)
    row = cast.nomination(State.SUBMITTED)

    def reminders() -> list[OutboxMessage]:
        return list(OutboxMessage.objects.filter(topic="deadline.reminder"))

    with clock.at(clock.now() - timedelta(days=4)):
        remind_of_deadlines()
    assert not reminders()  # too early
    remind_of_deadlines()
    remind_of_deadlines()
    with clock.at(clock.now() + timedelta(days=5)):
        remind_of_deadlines()
    [one] = reminders()
    assert one.recipient == cast.unit_head
    assert row.get_absolute_url() in one.context
    assert "Điều 5 Quyết định 7/QĐ-BIA" in one.context

    title = says(cast, "CSTDCS", VOTE)
    row = cast.walk([row], State.UNIT_REVIEWED)[0]
    due = lines(row, title)["vote"].day
    assert due is not None
    with clock.at(clock.now() + (due - clock.today())):
        remind_of_deadlines()
    assert [m.recipient for m in reminders() if m != one] == [cast.secretary]


@pytest.mark.parametrize("rows", [1, 12])
def test_an_inbox_costs_the_same_for_many_dossiers(
    cast: Cast, rows: int, django_assert_max_num_queries: Any
) -> None:
    says(cast, "CSTDCS", VOTE, FILING | {"step": "unit_review", "sectors": ["education"]})
    cast.nominations([(cast.person(), None) for _ in range(rows)], State.SUBMITTED, award="CSTDCS")
    client = cast.client(cast.secretary)
    client.get("/")
    with django_assert_max_num_queries(20):
        client.get("/")


def test_the_secretary_s_inbox_has_the_days_of_groups_and_the_opinions_that_lack(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    opinion = {"key": "tax", "body": "tax", "says": "Hỏi thuế", "source": "Quy chế 7",
               "verified": True, "before": "report_upward"}  # fmt: skip
    says(cast, "CSTDCS", VOTE, FILING | {"step": "decision"})
    title = says(cast, "BK_TINH", FILING)
    CampaignTitle.objects.filter(pk=title.pk).update(opinions=[opinion])
    row = cast.nomination(State.UNIT_REVIEWED)
    cast.nomination(State.CONSULTED, person=cast.person())
    cast.nomination(State.DECIDED, award="BK_TINH", person=cast.person())
    cast.nomination(State.COUNCIL_VOTED, person=cast.person())
    own = cast.nomination(State.DECIDED, award="BK_TINH", person=cast.person())
    Nomination._base_manager.filter(pk=own.pk).update(person=cast.secretary.person)
    vote = lines(row, says(cast, "CSTDCS", VOTE, FILING | {"step": "decision"}))["vote"].day
    filing, article = date(cast.campaign.year, 6, 30), "Điều 5 Quyết định 7/QĐ-BIA"
    council, pk = Council.objects.get(), cast.campaign.pk
    second = Council.objects.create(
        organization=cast.agency, name="Hội đồng hai", valid_from=council.valid_from
    )

    tasks = [
        (str(one.title).removesuffix(f": {cast.campaign.name}"), one.deadline, one.deadline_source)
        for one in items_for(cast.secretary)
    ]
    session = ("1 hồ sơ chờ lập phiên họp Hội đồng", vote, "Điều 6 Quyết định 7/QĐ-BIA")
    assert tasks == [
        ("1 trường hợp đã có quyết định, chưa báo cáo: Tờ trình", filing, article),
        ("1 đề nghị chờ quyết định", filing, article),
        session,
        session,
        ("1 hồ sơ chờ công khai lấy ý kiến", None, ""),
        ("1 đề nghị còn thiếu ý kiến phải lấy", None, ""),
    ]
    found = [one.path for one in items_for(cast.secretary)]
    assert found == [
        f"{reverse('decisions:report_new')}?nhom={cast.agency.pk}-submission-province-CONG_TRANG",
        f"{reverse('decisions:new')}?dot={pk}",
        *(f"{reverse('council:prepare')}?hoi-dong={one.pk}&dot={pk}" for one in (council, second)),
        f"{reverse('consultation:post')}?co-quan={cast.agency.pk}&dot={pk}",
        reverse("dossiers:campaign_opinions", args=[pk]),
    ]
    client = cast.client(cast.secretary)
    client.get("/")
    with django_assert_max_num_queries(19):  # four readings for all groups together
        client.get("/")
