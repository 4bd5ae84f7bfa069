"""A page does not overwrite values changed since it was opened."""

from __future__ import annotations

from django.urls import reverse

from nominations.awards.models import CommendationFund
from nominations.people.models import Unit
from tests.cast import Cast
from tests.page import page_of
from tests.press_button import press_button
from workflow import audit, clock

CHANGED = "đã thay đổi sau khi Ông/Bà mở trang"


def test_a_unit_renamed_meanwhile_keeps_the_newer_name_until_it_was_seen(cast: Cast) -> None:
    admin, unit = cast.client(cast.administrator), cast.other_unit
    page = reverse("administration:row", args=["don-vi", unit.pk])
    opened = admin.get(page).context["seen_version"]
    values = {"code": unit.code, "rank": unit.rank, "valid_from": f"{unit.valid_from:%d/%m/%Y}"}
    assert press_button(admin, page, {**values, "name": "Phòng Quản lý giá"}).status_code == 302
    entries = len(audit.history(f"organization:{cast.agency.pk}"))

    typed = {**values, "name": "Phòng Giá, công sản", "rank": unit.rank + 5}
    again = admin.post(page, {**typed, "seen_version": opened})
    said = page_of(again).one(cls="error-summary").text
    assert CHANGED in said
    assert "Tên: hiện đang ghi “Phòng Quản lý giá”." in said
    assert f"Thứ tự: hiện đang ghi “{unit.rank}”." in said
    assert "Mã: hiện" not in said  # only where something else was typed
    assert page_of(again).one("input", name="name").get("value") == "Phòng Giá, công sản"
    assert Unit.objects.get(pk=unit.pk).name == "Phòng Quản lý giá"
    assert len(audit.history(f"organization:{cast.agency.pk}")) == entries

    # Whoever has read what stands there now may write over it, knowingly.
    seen = again.context["seen_version"]
    assert admin.post(page, {**typed, "seen_version": seen}).status_code == 302
    assert Unit.objects.get(pk=unit.pk).name == "Phòng Giá, công sản"


def test_a_page_refused_for_another_reason_still_compares_with_what_it_showed(cast: Cast) -> None:
    """A mistake in the form does not make the newer values count as seen."""
    admin, unit = cast.client(cast.administrator), cast.other_unit
    page = reverse("administration:row", args=["don-vi", unit.pk])
    opened = admin.get(page).context["seen_version"]
    Unit.objects.filter(pk=unit.pk).update(name="Phòng Quản lý giá")
    wrong = admin.post(page, {"code": unit.code, "name": "", "seen_version": opened})
    assert wrong.context["seen_version"] == opened
    values = {"code": unit.code, "rank": 1, "valid_from": f"{unit.valid_from:%d/%m/%Y}"}
    stale = admin.post(page, {**values, "name": "Phòng Giá", "seen_version": opened})
    assert CHANGED in page_of(stale).text
    assert Unit.objects.get(pk=unit.pk).name == "Phòng Quản lý giá"


def test_a_fund_entered_by_the_director_meanwhile_is_shown_as_it_is_written(cast: Cast) -> None:
    secretary = cast.client(cast.secretary)
    page = reverse("decisions:fund_enter")
    opened = secretary.get(page).context["seen_version"]
    CommendationFund.objects.create(
        organization=cast.agency, year=clock.today().year, amount=96_000_000, note="Dự toán"
    )
    typed = {"amount": "120.000.000", "pay_fund": "", "note": ""}
    said = page_of(secretary.post(page, {**typed, "seen_version": opened}))
    assert CHANGED in said.text
    assert "hiện đang ghi “96.000.000”" in said.one(cls="error-summary").text
    assert "Ghi chú: hiện đang ghi “Dự toán”" in said.text
    assert said.one("input", name="amount").get("value") == "120.000.000"
    assert CommendationFund.objects.get().amount == 96_000_000
