"""Discipline and examinations: what is refused, and that hardly anybody learns of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from nominations.people.models import User
from nominations.records import services
from nominations.records.models import Discipline, Examination
from nominations.records.services.entry import RecordPaper, content_checksum, content_of, stream_of
from workflow import audit, clock
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent

from .conftest import Office, stored_rows
from .test_grades import WHO_MAY_NOT, codes

DAY = timedelta(days=1)
PAPER = RecordPaper("31/QĐ-KL", issuer="Giám đốc Sở")
SECRETS = ("Cảnh cáo", "khiếu nại, tố cáo", "31/QĐ-KL", "CANH_CAO", "complaint")


def discipline(office: Office, **changes: Any) -> Discipline:
    """One entered by the secretary; a day may be told as how many days from today it is."""
    given: dict[str, Any] = {
        "person": office.cast.nominee.person,
        "form": "CANH_CAO",
        "decided_on": -30,
        "ends_on": 300,
        "paper": PAPER,
        **office.by_secretary,
    }
    given |= changes
    for name in ("decided_on", "ends_on"):
        if isinstance(given[name], int):
            given[name] = clock.today() + given[name] * DAY
    return services.enter_discipline(**given)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"decided_on": 1}, "decided_in_future"),
        ({"ends_on": -31}, "end_before_start"),
        ({"form": "NHAC_NHO"}, "unknown_form"),
        ({"paper": RecordPaper(" ")}, "paper_needed"),
        ({"concerns": "RIENG"}, "unknown_concern"),
        ({"track": "DOAN"}, "unknown_concern"),
        ({"counted_year": 1970}, "counted_too_far"),
    ],
)
def test_a_discipline_that_cannot_be_is_refused(
    office: Office, changes: dict[str, Any], code: str
) -> None:
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        discipline(office, **changes)
    assert codes(refusal.value) == [code]
    assert stored_rows() == before


def test_a_discipline_is_recorded_once_and_only_by_the_secretary(office: Office) -> None:
    discipline(office)
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        discipline(office)
    assert codes(refusal.value) == ["recorded_already"]
    for who in WHO_MAY_NOT:
        with pytest.raises(NotAllowed):
            discipline(office, actor=office.cast.users[who], paper=RecordPaper("9/QĐ"))
    with pytest.raises(ValidationError) as refusal:
        discipline(office, person=office.cast.stranger.person)
    assert codes(refusal.value) == ["not_of_agency"]
    assert stored_rows() == before


def test_an_examination_ends_with_a_finding_and_once(office: Office) -> None:
    row = office.examination(opened_on=clock.today() - 10 * DAY)
    close = services.close_examination
    secretary = office.cast.secretary
    before = stored_rows()
    for closed_on, fault, code in (
        (clock.today(), None, "finding_needed"),
        (clock.today() + DAY, False, "closed_in_future"),
        (clock.today() - 11 * DAY, False, "closed_before_opened"),
    ):
        with pytest.raises(ValidationError) as refusal:
            close(actor=secretary, examination=row, closed_on=closed_on, fault_found=fault)
        assert codes(refusal.value) == [code]
    for who in WHO_MAY_NOT:
        with pytest.raises(NotAllowed):
            close(
                actor=office.cast.users[who], examination=row, closed_on=clock.today(),
                fault_found=False,
            )  # fmt: skip
    assert stored_rows() == before

    close(actor=secretary, examination=row, closed_on=clock.today(), fault_found=False)
    row.refresh_from_db()
    assert (row.closed_on, row.fault_found) == (clock.today(), False)
    with pytest.raises(ValidationError) as refusal:
        close(actor=secretary, examination=row, closed_on=clock.today(), fault_found=True)
    assert codes(refusal.value) == ["closed_already"]
    cancelled = office.examination(office.cast.colleague)
    services.cancel_record(actor=secretary, record=cancelled, reason="Sai người")
    with pytest.raises(ValidationError) as refusal:
        close(actor=secretary, examination=cancelled, closed_on=clock.today(), fault_found=True)
    assert codes(refusal.value) == ["cancelled_already"]


def test_an_examination_of_a_unit_may_be_opened_and_not_twice_a_day(office: Office) -> None:
    given = {"unit": office.cast.unit, "kind": "investigation", "opened_on": clock.today()}
    services.open_examination(**given, **office.by_secretary)
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        services.open_examination(**given, **office.by_secretary)
    assert codes(refusal.value) == ["recorded_already"]
    with pytest.raises(ValidationError) as refusal:
        services.open_examination(
            **{**given, "opened_on": clock.today() + DAY}, **office.by_secretary
        )
    assert codes(refusal.value) == ["opened_in_future"]
    assert stored_rows() == before


# --- secrecy --------------------------------------------------------------------------------------

SEES = {"nominee", "secretary", "director", "auditor"}


@pytest.fixture
def marked(office: Office) -> Office:
    """The nominee has a discipline and an open examination."""
    discipline(office)
    office.examination()
    return office


def pages_of(office: Office) -> list[str]:
    nominee = office.cast.nominee.person
    initiative = office.initiative("recognised")
    return [
        reverse("records:person", args=[nominee.pk]),
        reverse("records:mine"),
        reverse("records:unit", args=[office.cast.unit.pk]),
        reverse("records:grades"),
        reverse("records:conduct"),
        reverse("records:initiatives"),
        initiative.get_absolute_url(),
        reverse("people:person", args=[nominee.pk]),
        reverse("people:index"),
        "/",
    ]


def test_only_the_four_who_may_learn_of_conduct(marked: Office) -> None:
    pages = pages_of(marked)
    everybody: dict[str, User | None] = {"visitor": None, **marked.cast.users}
    learnt = set()
    for who, user in everybody.items():
        client = marked.cast.client(user) if user else Client()
        for page in pages:
            body = client.get(page).content.decode()
            if any(secret in body for secret in SECRETS):
                learnt.add(who)
    assert learnt == SEES


def test_what_is_secret_cannot_be_asked_for_by_its_number(marked: Office) -> None:
    rows = (("ky-luat", Discipline.objects.get()), ("xem-xet", Examination.objects.get()))
    before = stored_rows()
    for who, user in marked.cast.users.items():
        if who == "secretary":
            continue
        expected = 403 if who in SEES - {"nominee"} else 404
        client = marked.cast.client(user)
        for kind, row in rows:
            path = reverse("records:cancel", args=[kind, row.pk])
            assert client.get(path).status_code == expected, who
            assert client.post(path, {"reason": "x"}).status_code == expected, who
        path = reverse("records:close_examination", args=[rows[1][1].pk])
        assert client.post(path, {"fault_found": "0"}).status_code == expected, who
    assert stored_rows() == before


def test_the_history_proves_conduct_without_telling_it(marked: Office) -> None:
    """The administrator reads the history: it names neither the person nor the matter."""
    events = [
        event
        for event in AuditEvent.objects.filter(stream=stream_of(marked.cast.agency.pk))
        if event.content["record"] in ("discipline", "examination")
    ]
    assert len(events) == 2
    rows = (Discipline.objects.get(), Examination.objects.get())
    for event, row in zip(events, rows, strict=True):
        assert set(event.content) == {"record", "pk", "seal"}
        assert event.content["seal"] == content_checksum(row)
    # The control: whoever changes a row afterwards no longer matches its seal.
    Discipline.objects.update(form="KHIEN_TRACH")
    assert events[0].content["seal"] != content_checksum(Discipline.objects.get())
    # The control of the control: a grade is told in full.
    marked.grade()
    last = audit.last_event(stream_of(marked.cast.agency.pk))
    assert last is not None
    assert "person_id" in last.content


def test_a_reason_of_a_cancelled_examination_stays_out_of_the_history(marked: Office) -> None:
    services.cancel_record(
        actor=marked.cast.secretary, record=Examination.objects.get(), reason="Đơn nặc danh"
    )
    event = audit.last_event(stream_of(marked.cast.agency.pk))
    assert event is not None
    assert set(event.content) == {"record", "pk", "seal"}


def test_the_administration_shows_no_conduct(db: None) -> None:
    assert Discipline not in admin.site._registry
    assert Examination not in admin.site._registry


def test_an_agency_that_the_person_left_keeps_seeing_only_what_it_recorded(marked: Office) -> None:
    from nominations.people.models import UnitMembership

    cast = marked.cast
    person = cast.nominee.person
    UnitMembership.objects.filter(person=person).update(valid_to=clock.today() - DAY)
    UnitMembership.objects.create(
        person=person, unit=cast.foreign_unit, valid_from=clock.today(),
        position=person.memberships.get().position,
    )  # fmt: skip
    from nominations.people.roles import Role

    cast.give(cast.stranger, Role.SECRETARY, cast.other_agency)
    services.enter_grade(
        actor=cast.stranger, organization=cast.other_agency, person=person,
        year=marked.year - 1, grade="KHT",
    )  # fmt: skip
    marked.grade(year=marked.year - 2)
    path = reverse("records:person", args=[person.pk])
    before = cast.client(cast.secretary).get(path).content.decode()
    now = cast.client(cast.stranger).get(path).content.decode()
    assert "31/QĐ-KL" in before
    assert "Không hoàn thành nhiệm vụ" not in before
    assert "31/QĐ-KL" in now
    assert "Không hoàn thành nhiệm vụ" in now


def test_discipline_days_are_days_of_the_decision(office: Office) -> None:
    row = discipline(office, decided_on=date(office.year - 1, 2, 1), ends_on=None)
    assert row.ends_on is None


def test_a_discipline_says_what_it_concerns_and_in_which_year_it_counts(office: Office) -> None:
    plain = discipline(office)
    assert (plain.track, plain.concerns, plain.counted_year) == ("CHINH_QUYEN", "", None)
    year = plain.decided_on.year - 1
    row = discipline(
        office, paper=RecordPaper("9/QĐ"), track="DANG", concerns="CONG_VU", counted_year=year
    )
    assert (row.track, row.concerns, row.counted_year) == ("DANG", "CONG_VU", year)


def test_the_seal_of_a_record_is_that_of_before_while_later_columns_say_nothing(
    office: Office,
) -> None:
    row = discipline(office)
    assert not {"track", "concerns", "counted_year"} & set(content_of(row))
    row.concerns = "CONG_VU"
    assert content_of(row)["concerns"] == "CONG_VU"
