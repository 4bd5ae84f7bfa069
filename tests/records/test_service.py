"""Service, absence, headcount: the secretary and the administrator keep them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.records import services
from nominations.records.models import Absence, Headcount, Service
from workflow import clock
from workflow.exceptions import NotAllowed

from .conftest import Office, stored_rows
from .test_grades import WHO_MAY_NOT, codes

SPRING = (date(2024, 2, 1), date(2024, 4, 30))


def absence(office: Office, start: date, end: date | None, **changes: Any) -> Absence:
    given: dict[str, Any] = {
        "person": office.cast.nominee.person,
        "kind": "maternity",
        "valid_from": start,
        "valid_to": end,
        **office.by_secretary,
    }
    return services.enter_absence(**given | changes)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2024, 4, 30), date(2024, 6, 1)),
        (date(2024, 1, 1), date(2024, 2, 1)),
        (date(2024, 3, 1), date(2024, 3, 2)),
        (date(2023, 1, 1), None),
    ],
)
def test_absences_that_share_a_day_are_refused(
    office: Office, start: date, end: date | None
) -> None:
    row = absence(office, *SPRING)
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        absence(office, start, end, kind="other")
    assert codes(refusal.value) == ["absence_overlaps"]
    assert "01/02/2024" in refusal.value.messages[0]
    assert stored_rows() == before
    # The control: the day after is free, and so are the days of a cancelled one.
    absence(office, date(2024, 5, 1), date(2024, 5, 31))
    services.cancel_record(actor=office.cast.secretary, record=row, reason="Sai")
    absence(office, date(2024, 3, 1), date(2024, 3, 2))


def test_only_a_training_has_a_result_and_a_period_has_an_order(office: Office) -> None:
    before = stored_rows()
    for changes, code in (
        ({"result": "below"}, "result_without_training"),
        ({"kind": "training", "result": "bad"}, "result_without_training"),
        ({"kind": "holiday"}, "unknown_kind"),
    ):
        with pytest.raises(ValidationError) as refusal:
            absence(office, *SPRING, **changes)
        assert codes(refusal.value) == [code]
    with pytest.raises(ValidationError) as refusal:
        absence(office, *SPRING[::-1])
    assert codes(refusal.value) == ["end_before_start"]
    assert stored_rows() == before
    assert absence(office, *SPRING, kind="training", result="below").result == "below"


def test_service_in_one_agency_does_not_overlap(office: Office) -> None:
    given = {"person": office.cast.nominee.person, **office.by_secretary}
    services.enter_service(valid_from=date(2020, 3, 1), **given)
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        services.enter_service(valid_from=date(2024, 1, 1), **given)
    assert codes(refusal.value) == ["service_overlaps"]
    assert stored_rows() == before
    services.enter_service(valid_from=date(2015, 1, 1), valid_to=date(2019, 1, 1), **given)
    assert Service.objects.count() == 2


def test_a_headcount_is_of_one_day_that_has_come(office: Office) -> None:
    given = {"unit": office.cast.unit, "total": 9, **office.by_secretary}
    services.enter_headcount(counted_on=clock.today(), **given)
    before = stored_rows()
    with pytest.raises(ValidationError) as refusal:
        services.enter_headcount(counted_on=clock.today(), **given)
    assert codes(refusal.value) == ["counted_already"]
    tomorrow = clock.today().fromordinal(clock.today().toordinal() + 1)
    with pytest.raises(ValidationError) as refusal:
        services.enter_headcount(counted_on=tomorrow, **given)
    assert codes(refusal.value) == ["counted_in_future"]
    with pytest.raises(ValidationError) as refusal:
        services.enter_headcount(
            **{**given, "unit": office.cast.foreign_unit}, counted_on=clock.today()
        )
    assert codes(refusal.value) == ["not_of_agency"]
    assert stored_rows() == before
    assert Headcount.objects.get().total == 9


def test_the_administrator_keeps_service_but_no_other_does(office: Office) -> None:
    row = absence(office, *SPRING, actor=office.cast.administrator)
    before = stored_rows()
    for who in set(WHO_MAY_NOT) - {"administrator"}:
        with pytest.raises(NotAllowed) as refusal:
            absence(office, date(2023, 1, 1), None, actor=office.cast.users[who])
        assert refusal.value.key == "not_staff_keeper"
    with pytest.raises(NotAllowed):
        services.cancel_record(actor=office.cast.clerk, record=row, reason="x")
    assert stored_rows() == before
    services.cancel_record(actor=office.cast.administrator, record=row, reason="Sai")


def test_a_service_says_how_it_began_and_ended(office: Office) -> None:
    given = {"person": office.cast.nominee.person, **office.by_secretary}
    before = stored_rows()
    for changes, code in (
        ({"begins_by": "NGHI_HUU"}, "unknown_way"),
        ({"ends_by": "TUYEN_DUNG"}, "unknown_way"),
        ({"ends_by": "NGHI_HUU"}, "end_needed"),
    ):
        with pytest.raises(ValidationError) as refusal:
            services.enter_service(valid_from=date(2020, 1, 1), **given, **changes)
        assert codes(refusal.value) == [code]
    assert stored_rows() == before
    row = services.enter_service(
        valid_from=date(2020, 1, 1),
        valid_to=date(2021, 5, 31),
        begins_by="CHUYEN_DEN",
        ends_by="NGHI_HUU",
        **given,
    )
    assert (row.begins_by, row.ends_by) == ("CHUYEN_DEN", "NGHI_HUU")
