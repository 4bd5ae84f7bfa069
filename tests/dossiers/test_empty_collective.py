"""A collective in which nobody is on record: a sentence where a share is asked, sensible papers.

And the agency as a whole, whose people are on record in its units.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from nominations.council.models import VotingSession
from nominations.council.papers import count_minutes, meeting_minutes
from nominations.decisions.certificates import certificates_of
from nominations.decisions.models import Decision
from nominations.decisions.papers import decision_paper
from nominations.dossiers.achievement_paper import achievement_paper
from nominations.dossiers.models import Nomination, UnitReview
from nominations.dossiers.nomination_list_paper import nomination_list
from nominations.dossiers.registration_papers import registration_list, registration_sheet
from nominations.dossiers.services import save_report, start_nomination
from nominations.dossiers.subject_records import subject_records
from nominations.dossiers.unit_minutes_paper import meetings_of_unit, unit_minutes
from nominations.eligibility.collective_values import (
    member_grade_share,
    member_share,
    members,
    members_with,
)
from nominations.eligibility.facts import MembersFact
from nominations.people.models import Unit, UnitMembership
from nominations.people.queries import staff_count, staff_counts
from nominations.people.roles import Role
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.cast import REPORT, SINCE, Cast, days_ago, endorsement
from tests.documents.reading_papers import bare, body_text, both, pdf_text, word_text
from tests.press_button import press_button
from workflow import clock, engine
from workflow.exceptions import ConditionUnmet

NAME = "Trạm Kiểm soát Trần Đề"


def unit_of(cast: Cast, body_kind: str = "") -> Unit:
    """A unit with a head and a clerk who work elsewhere."""
    found = Unit.objects.create(
        organization=cast.agency, code="TRAM", name=NAME, body_kind=body_kind, valid_from=SINCE
    )
    cast.give(cast.unit_head, Role.UNIT_HEAD, found)
    cast.give(cast.clerk, Role.UNIT_CLERK, found)
    return found


def submitted(cast: Cast, unit: Unit) -> Nomination:
    row = start_nomination(
        actor=cast.clerk, campaign=cast.campaign, award_type=cast.awards["GK"], unit=unit,
        collective=unit, goals="Không để tàu chờ.", planned_initiative="Sổ trực điện tử.",
    )  # fmt: skip
    cast.act([row.pk], "register", cast.clerk)
    save_report(actor=cast.clerk, nomination=row, fields=REPORT, revision=0)
    cast.act([row.pk], "submit", cast.clerk)
    return Nomination.objects.select_related("campaign", "award_type", "organization").get(
        pk=row.pk
    )


def endorse(cast: Cast, row: Nomination, present: int = 3) -> None:
    data = endorsement(row, present=present, agreed=present)
    engine.perform(PIPELINE, row.pk, "endorse", actor=cast.unit_head, data=data)


def quorate(cast: Cast) -> None:
    quorum = {"numerator": 2, "denominator": 3, "source": "Quyết định 12/QĐ-STC"}
    vote = {"numerator": 4, "denominator": 5, "source": "Quyết định 12/QĐ-STC", "base": "all"}
    cast.set_title("GK", unit_meeting={"quorum": quorum, "vote": vote})


def test_its_pages_say_that_nobody_is_on_record_and_reckon_no_share_of_nobody(cast: Cast) -> None:
    quorate(cast)
    unit = unit_of(cast)
    row = submitted(cast, unit)
    year = cast.campaign.year
    pages = (
        (cast.unit_head, row.get_absolute_url()),
        (cast.unit_head, reverse("dossiers:transition", args=[row.public_id, "endorse"])),
        (cast.unit_head, f"{reverse('dossiers:unit')}?dv={unit.pk}"),
        (cast.unit_head, reverse("dossiers:board_unit", args=[row.campaign_id, unit.pk])),
        (cast.secretary, reverse("dossiers:board", args=[row.campaign_id])),
        (cast.secretary, reverse("dossiers:fairness")),
        (cast.secretary, f"{reverse('records:grade_sheet')}?don_vi={unit.pk}&nam={year}"),
    )
    texts = []
    for user, path in pages:
        answer = cast.client(user).get(path)
        assert answer.status_code == 200, path
        texts.append(answer.content.decode())
    for text in texts[:2]:
        assert "Hệ thống chưa ghi nhận ai công tác tại đơn vị nên đơn vị chưa xét được." in text
        assert "0 người" not in text
        assert "Ít nhất 0" not in text


def test_its_meeting_is_refused_with_one_sentence_and_nothing_is_recorded(cast: Cast) -> None:
    quorate(cast)
    unit = unit_of(cast)
    row = submitted(cast, unit)
    version = row.version
    with override("vi"), pytest.raises(ConditionUnmet) as refused:
        endorse(cast, row)
    sentence = (
        f"Hệ thống chưa ghi nhận ai công tác tại đơn vị vào ngày {clock.today():%d/%m/%Y};"
        " đề nghị kiểm tra lại ngày họp và danh sách nhân sự của đơn vị."
    )
    assert str(refused.value) == sentence
    client = cast.client(cast.unit_head)
    path = reverse("dossiers:transition", args=[row.public_id, "endorse"])
    held_on = f"{clock.today():%d/%m/%Y}"
    page = press_button(client, path, {"present": "3", "agreed": "3", "held_on": held_on})
    assert sentence in page.content.decode()
    row.refresh_from_db()
    assert (row.state, row.version, UnitReview.objects.count()) == (State.SUBMITTED, version, 0)
    minutes = reverse("dossiers:unit_minutes", args=[unit.pk, row.campaign_id, 1])
    told = client.get(minutes, follow=True).content.decode()
    assert "Đơn vị chưa ghi kết quả cuộc họp nào trong đợt này." in told
    # Once somebody is on record the meeting counts.
    for _each in range(3):
        cast.person(unit=unit)
    endorse(cast, row)
    row.refresh_from_db()
    assert row.state == State.UNIT_REVIEWED


def test_its_papers_leave_the_number_of_its_people_to_the_pen(cast: Cast) -> None:
    unit = unit_of(cast)
    row = submitted(cast, unit)
    report = achievement_paper(row, row.reports.get(), subject_records([row])[row.pk])
    papers = [report, registration_sheet(row), registration_list(cast.campaign, unit)]
    _say_the_same([*papers, nomination_list(cast.campaign, unit)])

    text = bare(pdf_text(both(report)[1]))
    assert bare("Tổng số công chức, viên chức, người lao động: ……") in text


def test_its_papers_are_composed_after_everybody_has_left(cast: Cast) -> None:
    """Endorsed and decided while people worked there, who are taken off the record since."""
    unit = unit_of(cast)
    people = [cast.person(unit=unit) for _each in range(3)]
    with days_ago(90):
        row = submitted(cast, unit)
    with days_ago(80):
        endorse(cast, row)
    cast.walk([Nomination.objects.get(pk=row.pk)], State.REPORTED)
    UnitMembership.objects.filter(person__in=people).delete()
    decision, session = Decision.objects.get(), VotingSession.objects.get()
    minutes = unit_minutes(cast.campaign, unit, meetings_of_unit(cast.campaign, unit)[0])

    _say_the_same(
        [minutes, meeting_minutes(session), count_minutes(session), decision_paper(decision)]
    )
    assert bare("Số người dự họp: 03.") in bare(pdf_text(both(minutes)[1]))
    (certificate,) = certificates_of(decision)
    assert (certificate.recipient, certificate.post) == (NAME, "Sở Tài chính")


def test_the_agency_as_a_whole_has_the_people_of_its_units(cast: Cast) -> None:
    quorate(cast)
    whole = unit_of(cast, "CO_QUAN")
    everybody = UnitMembership.objects.filter(unit__organization=cast.agency)
    staff = everybody.values("person").distinct().count()
    assert staff_count(whole, clock.today()) == staff > staff_count(cast.unit, clock.today())
    row = submitted(cast, whole)
    page = cast.client(cast.unit_head).get(row.get_absolute_url()).content.decode()
    assert f"Đơn vị có {staff} người." in page
    with pytest.raises(ConditionUnmet) as refused:
        endorse(cast, row, present=staff // 2)
    assert refused.value.key == "unit_meeting_not_quorate"
    with pytest.raises(ConditionUnmet) as refused:
        endorse(cast, row, present=staff + 1)
    assert refused.value.key == "more_present_than_staff"
    endorse(cast, row, present=staff)

    minutes = unit_minutes(cast.campaign, whole, meetings_of_unit(cast.campaign, whole)[0])
    report = achievement_paper(row, row.reports.get(), subject_records([row])[row.pk])
    assert bare(f"người lao động của đơn vị: {staff:02d}; dự họp: {staff:02d}") in bare(
        pdf_text(both(minutes)[1])
    )
    assert bare(f"người lao động: {staff}") in bare(pdf_text(both(report)[1]))
    # Not more: the other agency's people are not among them.
    assert staff < UnitMembership.objects.values("person").distinct().count()


def test_the_staff_of_many_collectives_is_counted_by_one_query_each_on_its_day(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    today, whole, empty = clock.today(), unit_of(cast, "CO_QUAN"), Unit.objects.create(
        organization=cast.agency, code="RONG", name="Tổ Bảo vệ", valid_from=SINCE
    )  # fmt: skip
    left = cast.person(unit=cast.unit)
    UnitMembership.objects.filter(person=left).update(valid_to=today - timedelta(days=1))
    asked = [
        (unit, day)
        for unit in (whole, empty, cast.unit)
        for day in (today, today - timedelta(days=1), SINCE - timedelta(days=1))
    ]
    with django_assert_num_queries(1):
        found = staff_counts(asked)

    assert found == {(unit.pk, day): staff_count(unit, day) for unit, day in asked}
    assert found[cast.unit.pk, today] == found[cast.unit.pk, today - timedelta(days=1)] - 1
    assert found[empty.pk, today] == 0 < found[whole.pk, today]
    rows = list(
        Nomination.objects.select_related("campaign", "collective").filter(
            pk__in=[submitted(cast, unit).pk for unit in (whole, cast.unit)]
        )
    )
    with CaptureQueriesContext(connection) as of_one:
        subject_records(rows[:1])
    with django_assert_num_queries(len(of_one)):
        records = subject_records(rows)
    assert {records[one.pk].staff for one in rows} == {
        found[whole.pk, today], found[cast.unit.pk, today],
    }  # fmt: skip


@pytest.mark.parametrize("found", [None, MembersFact(total=0), MembersFact(total=None)])
def test_a_share_of_nobody_is_open_and_never_reckoned(found: MembersFact | None) -> None:
    class View:
        class facts:  # noqa: N801 -- stands for an attribute
            members = found

        class reading:  # noqa: N801
            recruits_left_out = True

    class Asked:
        codes = ("LDTT",)
        rank = 2

    view: Any = View()
    asked: Any = Asked()
    assert member_share(view, asked) == (0, 100)
    assert member_grade_share(view, asked) == (0, 100)
    assert members(view, asked)[0] in (0, 1)
    assert members_with(view, asked)[0] == 0


def _say_the_same(papers: list[Any]) -> None:
    for paper in papers:
        word, pdf = both(paper)
        assert body_text(word_text(word), paper) == body_text(pdf_text(pdf), paper), paper.title
        assert bare(NAME) in bare(pdf_text(pdf)), paper.title
