"""The plan of a year: one of it, put in force, corrected by a later edition, copied."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nominations.movements import services
from nominations.movements.models import AttachedFile, EmulationPlan, Movement
from nominations.movements.movement_workflow import MOVEMENTS
from nominations.movements.plan_workflow import PLANS
from nominations.movements.services.movements import IndicatorInput
from nominations.movements.services.yearly_copy import a_year_later
from nominations.paper_numbers.models import PaperNumber
from tests.cast import Cast, pdf
from tests.workflow.placing import place
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import ConditionUnmet, NotAllowed

TEXTS = {"theme": "Năm 2025 đoàn kết", "tasks": "Thu đúng.", "solutions": "Đối chiếu."}


def drafted(cast: Cast, year: int = 2025, **given: Any) -> EmulationPlan:
    return services.draft_plan(
        actor=cast.secretary, organization=cast.agency, year=year, **TEXTS | given
    )


def in_force(cast: Cast, year: int = 2025, number: str = "61/KH-STC") -> EmulationPlan:
    plan = drafted(cast, year, paper_number=number, paper_date=date(year, 1, 15))
    perform(PLANS, plan.pk, "put_in_force", actor=cast.director)
    plan.refresh_from_db()
    return plan


def test_a_year_has_one_plan_and_a_plan_in_force_is_corrected_by_an_edition(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.draft_plan(actor=cast.unit_head, organization=cast.agency, year=2025)
    draft = drafted(cast)
    with pytest.raises(ValidationError) as refused:
        drafted(cast)
    assert refused.value.code == "year_has_plan"
    with pytest.raises(ConditionUnmet) as unmet:
        perform(PLANS, draft.pk, "put_in_force", actor=cast.secretary)
    assert unmet.value.key == "plan_without_paper"

    given = {"paper_number": "61/KH-STC", "paper_date": date(2025, 1, 15)}
    services.save_plan(actor=cast.secretary, plan=draft, upload=pdf(), **TEXTS | given)
    perform(PLANS, draft.pk, "put_in_force", actor=cast.secretary)
    assert PaperNumber.objects.get(paper="KH").shown == "61/KH-STC"
    with pytest.raises(ValidationError) as refused:
        drafted(cast)
    assert refused.value.code == "year_has_plan"
    with pytest.raises(ValidationError) as refused:
        services.save_plan(actor=cast.secretary, plan=draft, theme="Khác")
    assert refused.value.code == "plan_in_force"

    later = services.begin_edition(actor=cast.secretary, plan=draft, reason="Tỉnh giao thêm.")
    assert (later.edition, later.tasks, later.paper_number) == (2, TEXTS["tasks"], "")
    draft.refresh_from_db()
    assert draft.state == "in_force"
    services.save_plan(
        actor=cast.secretary, plan=later, theme="Mới",
        paper_number="75/KH-STC", paper_date=date(2025, 6, 2),
    )  # fmt: skip
    perform(PLANS, later.pk, "put_in_force", actor=cast.secretary)
    draft.refresh_from_db()
    assert (draft.state, draft.theme) == ("replaced", TEXTS["theme"])


def test_the_form_refuses_in_vietnamese_and_loses_nothing(cast: Cast) -> None:
    """A year that has a plan, a file of a wrong kind, half a paper: one sentence each."""
    in_force(cast)
    client = cast.client(cast.secretary)
    address = reverse("movements:plan_new")
    text = SimpleUploadedFile("ke_hoach.exe", b"MZ\x00\x01" * 40)
    for given, sentence in (
        ({"year": 2025}, "lập kế hoạch sửa đổi"),
        ({"year": 2026, "upload": text}, "Không nhận loại tệp này"),
        ({"year": 2026, "paper_number": "62/KH-STC"}, "cả số và ngày"),
        ({"year": 2026, "paper_number": "62"}, "62"),
    ):
        page = client.post(address, {"tasks": "Giữ nguyên phần này.", **given})
        body = page.content.decode()
        assert "Giữ nguyên phần này." in body
        assert sentence in str(page.context["form"].errors), given
    assert EmulationPlan.objects.count() == 1
    assert AttachedFile.objects.count() == 0


def test_two_who_draft_a_plan_at_once_get_one(cast: Cast) -> None:
    def again(**_given: Any) -> None:
        drafted(cast, 2031)

    again()
    with pytest.raises(ValidationError):
        again()
    assert EmulationPlan.objects.filter(year=2031).count() == 1


def test_a_year_is_taken_over_in_one_step_after_a_preview(cast: Cast) -> None:
    plan = in_force(cast)
    given = {
        "launched_by": "TINH",
        "launcher": "UBND tỉnh",
        "launch_number": "9/KH-UBND",
        "launch_date": date(2025, 1, 5),
        "for_units": True,
        "content": "Tiêu chí.",
    }
    made: dict[str, Movement] = {}
    for name, first, last in (
        ("Thi đua năm 2025", date(2025, 2, 1), date(2025, 11, 30)),
        ("Cả nước chung sức 2021-2027", date(2021, 1, 1), date(2027, 12, 31)),
        ("Đã qua", date(2023, 1, 1), date(2024, 12, 31)),
    ):
        made[name] = row = services.draft_movement(
            actor=cast.secretary, organization=cast.agency, name=name, starts_on=first,
            ends_on=last, registration_until=None, **given,
        )  # fmt: skip
        perform(MOVEMENTS, row.pk, "launch", actor=cast.secretary)
    yearly = made["Thi đua năm 2025"]
    services.save_indicators(
        actor=cast.secretary, movement=yearly, rows=[IndicatorInput(name="Đúng hạn năm 2025")]
    )
    services.save_response(
        actor=cast.secretary, movement=yearly, response_content="Làm.",
        response_number="8/KH-STC", response_date=date(2025, 2, 3),
    )  # fmt: skip

    client = cast.client(cast.secretary)
    address = reverse("movements:copy", args=[2026])
    by_hand = services.draft_movement(
        actor=cast.secretary, organization=cast.agency, name="THI ĐUA năm 2026",
        starts_on=date(2026, 1, 5), ends_on=date(2026, 2, 1), **given,
    )  # fmt: skip
    preview = client.get(address).context["preview"]
    assert (preview.movements, preview.there_already) == ([], [yearly])
    perform(MOVEMENTS, by_hand.pk, "cancel", actor=cast.secretary, comment="Nhập nhầm.")
    page = client.get(address)
    preview = page.context["preview"]
    assert [one.name for one in preview.movements] == ["Thi đua năm 2026"]
    assert [one.name for one in preview.running_on] == ["Cả nước chung sức 2021-2027"]
    assert not EmulationPlan.objects.filter(year=2026).exists()

    client.post(address, {"movements": [yearly.pk]})
    copied = EmulationPlan.objects.get(year=2026)
    assert (copied.theme, copied.paper_number, copied.state) == ("Năm 2026 đoàn kết", "", "draft")
    movement = Movement.objects.get(copied_from=yearly)
    assert (movement.starts_on, movement.ends_on) == (date(2026, 2, 1), date(2026, 11, 30))
    assert (movement.launch_number, movement.response_number) == ("", "")
    assert (movement.response_content, movement.state) == ("Làm.", "draft")
    assert [one.name for one in movement.indicators.all()] == ["Đúng hạn năm 2026"]
    with pytest.raises(ValidationError) as refused:
        services.copy_year(
            actor=cast.secretary, organization=cast.agency, year=2026, movements=[yearly.pk]
        )
    assert refused.value.code == "nothing_to_copy"
    assert Movement.objects.filter(copied_from=yearly).count() == 1
    assert plan.year == 2025


def test_the_last_of_february_stays_the_last() -> None:
    assert a_year_later(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_later(date(2026, 11, 30)) == date(2027, 11, 30)


def test_a_draft_is_for_those_who_keep_plans(cast: Cast) -> None:
    plan = drafted(cast, clock.today().year)
    for user, answer in ((cast.nominee, 404), (cast.auditor, 200), (cast.stranger, 404)):
        assert cast.client(user).get(plan.get_absolute_url()).status_code == answer
    place(plan, "in_force")
    assert cast.client(cast.nominee).get(plan.get_absolute_url()).status_code == 200
