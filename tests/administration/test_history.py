"""Changes by administrators are in the history with old and new values, shown in words."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import StringIO
from typing import Any

from django.db import connection
from django.urls import reverse

from nominations.administration import services as calendar
from nominations.administration.history.entry_wording import entries_of
from nominations.administration.history.scope import entries_in, scope_of
from nominations.council import services as councils
from nominations.council.models import CouncilMember
from nominations.law.services import rename_award
from nominations.people import services
from nominations.people.models import Person, Position, Unit
from nominations.people.roles import Role
from tests.cast import Cast
from tests.rows import check_rows
from workflow import append_only, audit, clock
from workflow.models import AuditEvent, CalendarDay

TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


def lines() -> list[str]:
    """The newest entry in words."""
    (entry,) = entries_of(AuditEvent.objects.order_by("-id")[:1])
    return [f"{entry.act} | {entry.subject}", *map(str, entry.lines)]


def test_every_change_of_an_administrator_is_chained_with_before_and_after(cast: Cast) -> None:
    cast.give(cast.administrator, Role.SHARED_DATA_ADMINISTRATOR, cast.agency)
    actor, person = {"actor": cast.administrator}, cast.member.person
    held = cast.give(cast.colleague, Role.SECRETARY, cast.agency)
    member = CouncilMember.objects.get(person=person)
    place = cast.clerk.person.memberships.get()
    today, day_off = clock.today(), CalendarDay()
    shown = f"{today:%d/%m/%Y}"

    def unit_row() -> Unit:
        return Unit.objects.get(pk=cast.unit.pk)

    rows: list[tuple[str, Any, str]] = [
        ("person", lambda: services.save_person(
            row=Person.objects.get(pk=person.pk), values={"full_name": "Trần Đổi Tên"}, **actor),
         f"Họ và tên: {person.full_name} → Trần Đổi Tên"),
        ("unit", lambda: services.save_unit(
            row=unit_row(), values={"name": "Phòng Ngân sách tỉnh"}, **actor),
         "Tên: Phòng Ngân sách → Phòng Ngân sách tỉnh"),
        ("unit closed", lambda: services.save_unit(
            row=unit_row(), values={"valid_to": today}, **actor),
         f"(trống) → {shown}"),
        ("agency", lambda: services.save_organization(
            row=cast.agency, values={"symbol": "STCST"}, **actor), "STC → STCST"),
        ("position", lambda: services.save_position(
            row=Position.objects.get(name="Chuyên viên"), values={"is_manager": True}, **actor),
         "không → có"),
        ("award", lambda: rename_award(
            row=cast.awards["GK"], values={"short_name": "Giấy khen"}, **actor),
         "Giấy khen của Giám đốc Sở → Giấy khen"),
        ("calendar", lambda: calendar.save_day(
            row=day_off, values={"day": today, "is_working": True, "note": "Làm bù"}, **actor),
         f"(trống) → {shown}"),
        ("calendar taken back", lambda: calendar.remove_day(row=day_off, **actor),
         "Làm bù → (trống)"),
        ("account", lambda: services.change_account(
            user=cast.clerk, username="ten-moi", email="", **actor),
         f"{cast.clerk.username} → ten-moi"),
        ("account closed", lambda: services.set_account_active(
            user=cast.clerk, active=False, reason="Nghỉ việc", **actor), "có → không"),
        ("role ended", lambda: services.end_role(assignment=held, on=today, **actor),
         f"(trống) → {shown}"),
        ("moved", lambda: services.place_person(
            person=cast.clerk.person, unit=cast.other_unit, position=place.position,
            valid_from=today, **actor),
         "Phòng Tài chính doanh nghiệp"),
        ("left", lambda: services.end_membership(
            membership=cast.clerk.person.memberships.get(unit=cast.other_unit), on=today, **actor),
         f"(trống) → {shown}"),
        ("seat ended", lambda: councils.end_seat(member=member, on=today, **actor),
         f"(trống) → {shown}"),
        ("council", lambda: councils.change_council(
            council=cast.council, values={"name": "Hội đồng TĐKT"}, **actor),
         "→ Hội đồng TĐKT"),
    ]  # fmt: skip

    def check(row: tuple[str, Any, str]) -> None:
        _name, act, words = row
        before = AuditEvent.objects.count()
        act()
        assert AuditEvent.objects.count() > before
        found = lines()
        assert any(words in line for line in found), found
        assert AuditEvent.objects.order_by("-id")[0].actor_id == cast.administrator.pk

    check_rows(rows, check, name=lambda row: row[0])
    # Without a difference there is no entry.
    before = AuditEvent.objects.count()
    assert not services.save_unit(row=unit_row(), values={"code": "NS"}, **actor)
    assert AuditEvent.objects.count() == before


def test_the_inspector_reads_the_agency_the_administrator_the_acts_of_administration(
    cast: Cast,
) -> None:
    nomination = cast.nomination("submitted")
    given = services.assign_role(
        actor=cast.administrator,
        person=cast.colleague,
        role=Role.UNIT_CLERK,
        unit=cast.unit,
        valid_from=clock.today(),
        paper_number="25/QĐ-STC",
        paper_date=TODAY,
    )
    foreign = cast.person("Người Nơi Khác", cast.foreign_unit)
    cast.give(cast.stranger, Role.ADMINISTRATOR, cast.other_agency)
    services.save_person(actor=cast.stranger, row=foreign, values={"gender": "female"})

    def streams(user: Any) -> set[str]:
        return set(entries_in(scope_of(user)).values_list("stream", flat=True))

    own, theirs = f"organization:{cast.agency.pk}", f"person:{foreign.pk}"
    assert {own, nomination.stream} <= streams(cast.auditor)
    assert own in streams(cast.administrator)
    assert nomination.stream not in streams(cast.administrator)
    assert theirs not in streams(cast.auditor) | streams(cast.administrator)
    assert streams(cast.stranger) == {theirs}
    assert not scope_of(cast.nominee)

    page = reverse("administration:history")
    browser = cast.client(cast.auditor)
    shown = unescape(browser.get(page, {"kind": "organization"}).content.decode())
    assert "25/QĐ-STC" in shown
    assert str(given.get_role_display()) in shown
    words = re.sub(r"<[^>]+>", " ", shown)
    for code in ("unit_clerk", "role.assigned", "organization:", "nomination."):
        assert code not in words, code
    attached = audit.record_on(
        nomination, "progress.written", actor=cast.nominee, payload={"note": 55, "name": "Quý I"}
    )
    assert attached
    assert lines()[1:] == ["Tên: Quý I"]  # 55 is a key of the program
    moved = unescape(browser.get(page, {"kind": "nomination"}).content.decode())
    assert "Đã đăng ký → <strong>" in moved
    for wanted, found in (
        ({"actor": cast.administrator.get_full_name()}, True),
        ({"actor": "Không Ai"}, False),
        ({"act": "role.assigned"}, True),
        ({"first": f"{clock.today() + DAY:%d/%m/%Y}"}, False),
        ({"person": str(cast.colleague.pk)}, False),
    ):
        answer = unescape(browser.get(page, wanted).content.decode())
        assert ("25/QĐ-STC" in answer) is found, wanted
    assert browser.get(page, {"first": "khong phai ngay"}).status_code == 200
    assert browser.post(page).status_code == 405

    name = reverse("administration:history_export", args=["csv"])
    table = list(csv.reader(StringIO(browser.get(name).content.decode("utf-8-sig"))))
    assert table[0][0] == "Thời gian"
    assert any("25/QĐ-STC" in row[4] for row in table)
    assert not any("Người Nơi Khác" in cell for row in table for cell in row)
    excel = browser.get(reverse("administration:history_export", args=["xlsx"]))
    assert excel.content[:2] == b"PK"


def test_an_altered_entry_is_named_on_the_page(cast: Cast) -> None:
    services.end_sessions(actor=cast.administrator, user=cast.member)
    browser, page = cast.client(cast.auditor), reverse("administration:history_check")
    assert "Nhật ký nguyên vẹn" in unescape(browser.get(page).content.decode())
    with connection.cursor() as cursor:  # the end of the test puts the triggers back
        for statement in append_only.HISTORY.drop_triggers(connection.vendor):
            cursor.execute(statement)
    AuditEvent.objects.filter(stream=f"person:{cast.member.person_id}").update(actor_name="Ai")
    broken = unescape(browser.get(page).content.decode())
    assert cast.member.get_full_name() in broken
    assert "từ mục thứ 1" in broken
