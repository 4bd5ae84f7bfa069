"""What a report tells of plans and movements: launched by whom, the response, results, awards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from nominations.awards.models import Award
from nominations.dossiers.models import Campaign
from nominations.movements import services
from nominations.movements.models import (
    EmulationPlan,
    IndicatorResult,
    Movement,
    MovementIndicator,
    MovementReport,
)
from nominations.people.models import Organization, User
from nominations.period_reports.record_blocks import report_record
from nominations.period_reports.report_period import Period
from nominations.states import State
from nominations.statistics.period_report import period_report
from tests.cast import Cast
from tests.period_reports.test_reports import paragraphs_of, report_with_texts, secretary
from tests.workflow.placing import place
from workflow import clock

__all__ = ["secretary"]
SENTENCE = (
    "- “Chung sức”, do Ủy ban nhân dân tỉnh phát động theo văn bản số 9/KH-UBND ngày 05/02/2016,"
    " từ ngày 01/02/2016 đến ngày 31/12/2020; Sở Tài chính ban hành Kế hoạch số 8/KH-STC ngày"
    " 20/02/2016 để thực hiện. Sơ kết ngày 15/07/2018: Đã triển khai. Kết quả chỉ tiêu: Hồ sơ đúng"
    " hạn: 98,5% (mục tiêu 95%); Phản ánh: 3 lượt (mục tiêu không quá 5 lượt)."
)


def test_plans_and_movements_stand_between_the_agency_s_own_texts(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    """The five yearly paragraphs of the real report stay word for word; a campaign is told once."""
    now = clock.now()
    Organization.objects.filter(pk=department.pk).update(short_name="Sở Tài chính")
    plan = EmulationPlan.objects.create(
        organization=department, year=2017, theme="Kỷ cương", paper_number="9/KH-STC",
        paper_date=date(2017, 1, 20), created_at=now,
    )  # fmt: skip
    place(plan, "in_force")
    movement = Movement.objects.create(
        organization=department, name="Chung sức", launched_by="TINH",
        launcher="Ủy ban nhân dân tỉnh", launch_number="9/KH-UBND", launch_date=date(2016, 2, 5),
        starts_on=date(2016, 2, 1), ends_on=date(2020, 12, 31), response_number="8/KH-STC",
        response_date=date(2016, 2, 20), created_at=now,
    )  # fmt: skip
    place(movement, "running")
    review = MovementReport.objects.create(
        movement=movement, review="SO_KET", held_on=date(2018, 7, 15), results="Đã triển khai",
        recorded_at=now,
    )  # fmt: skip
    for name, measure, target, reached, at_most in (
        ("Hồ sơ đúng hạn", "%", "95", "98.5", False),
        ("Phản ánh", "lượt", "5", "3", True),
    ):
        one = MovementIndicator.objects.create(
            movement=movement, name=name, measure=measure, target=Decimal(target), at_most=at_most
        )
        IndicatorResult.objects.create(
            report=review, indicator=one, target=one.target, reached=Decimal(reached)
        )
    draft = Movement.objects.create(
        organization=department, name="Chưa phát động", launched_by="CO_QUAN",
        starts_on=date(2016, 1, 1), created_at=now,
    )  # fmt: skip

    report = report_with_texts(secretary, department, movements="Lời của Sở.", duties="Nhiệm vụ.")
    shown = paragraphs_of(report)
    assert shown[shown.index("Nhiệm vụ.") + 2] == (
        "- Năm 2017: Kế hoạch số 9/KH-STC ngày 20/01/2017, chủ đề “Kỷ cương”."
    )
    assert shown[shown.index("Lời của Sở.") + 2] == SENTENCE
    assert not any(draft.name in one for one in shown)
    texts = period_report(department, year_from=2015, year_to=2019)
    place_of = shown.index(texts.paragraphs[2015])
    assert shown[place_of : place_of + 5] == list(texts.paragraphs.values())

    # Of a part of a year, what was known by its end; of years before, nothing.
    half = report_record(department, Period(2018, 2018, 6)).paragraphs["movements"]
    whole = report_record(department, Period(2018, 2018)).paragraphs["movements"]
    assert "Sơ kết" not in half[1].text
    assert "Sơ kết" in whole[1].text
    assert report_record(department, Period(2015, 2015)).paragraphs["movements"] == ()


def _with_awards(cast: Cast) -> tuple[Movement, Movement]:
    """Two movements of this year, both with the campaign; its awards named by hand as well."""
    year = clock.today().year
    found = []
    for name in ("Chung sức", "Số hóa"):
        movement = Movement.objects.create(
            organization=cast.agency, name=name, launched_by="CO_QUAN",
            starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), created_at=clock.now(),
        )  # fmt: skip
        place(movement, "running")
        found.append(movement)
    Campaign.objects.filter(pk=cast.campaign.pk).update(
        name="Đợt thi đua chuyên đề", movement_launched_by="CO_QUAN"
    )
    cast.nominations([(None, None), (None, cast.unit)], State.REPORTED, award="GK")
    for movement in found:
        services.name_awards(
            actor=cast.secretary, movement=movement, campaigns=[cast.campaign],
            awards=list(Award.objects.all()),
        )  # fmt: skip
    first, second = found
    return first, second


def _movement_texts(cast: Cast) -> list[str]:
    year = clock.today().year
    return [
        one.text for one in report_record(cast.agency, Period(year, year)).paragraphs["movements"]
    ]


def test_an_award_of_a_movement_counts_once_however_it_came_to_it(cast: Cast) -> None:
    movements = _with_awards(cast)
    assert Award.objects.count() == 2
    texts = _movement_texts(cast)
    for movement in movements:
        (line,) = (one for one in texts if f"“{movement.name}”" in one)
        assert line.endswith(" Khen thưởng 01 tập thể và 01 cá nhân.")


def test_a_campaign_of_a_movement_is_told_by_the_movement_alone(cast: Cast) -> None:
    movements = _with_awards(cast)
    name = "Đợt thi đua chuyên đề"
    assert [one for one in _movement_texts(cast) if name in one] == []
    for movement in movements:
        movement.campaigns.clear()
    assert len([one for one in _movement_texts(cast) if name in one]) == 1
