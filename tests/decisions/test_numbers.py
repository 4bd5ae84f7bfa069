"""The agency's own numbers: in order, without gaps, one each."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from nominations.decisions.models import Decision, NumberSeries
from nominations.decisions.numbers import PaperType, next_number, settle_number
from nominations.people.models import Organization
from tests.workflow.placing import place
from workflow import clock

DAY = date(2026, 3, 5)


@pytest.fixture
def agency(db: None) -> Organization:
    return Organization.objects.create(
        code="STC", name="Sở Tài chính", symbol="STC", head_title="Giám đốc", valid_from=DAY
    )


def issued(agency: Organization, number: str) -> Decision:
    decision = Decision.objects.create(
        organization=agency, name="x", number=number, signed_on=DAY, created_at=clock.now()
    )
    place(decision, "signed")
    return decision


def test_numbers_run_from_one_for_each_paper_and_year(agency: Organization) -> None:
    taken = [next_number(agency, PaperType.DECISION, DAY) for _ in range(10)]

    assert taken[0] == "01/QĐ-STC"
    assert taken[9] == "10/QĐ-STC"
    assert next_number(agency, PaperType.SUBMISSION, DAY) == "01/TTr-STC"
    assert next_number(agency, PaperType.DECISION, date(2027, 1, 4)) == "01/QĐ-STC"


def test_a_number_typed_in_is_skipped_by_the_series(agency: Organization) -> None:
    issued(agency, "02/QĐ-STC")

    assert [next_number(agency, PaperType.DECISION, DAY) for _ in range(2)] == [
        "01/QĐ-STC",
        "03/QĐ-STC",
    ]


def test_a_refused_paper_gives_its_number_back(agency: Organization) -> None:
    with transaction.atomic():
        next_number(agency, PaperType.DECISION, DAY)
        transaction.set_rollback(True)

    assert next_number(agency, PaperType.DECISION, DAY) == "01/QĐ-STC"


def test_an_agency_without_symbol_is_told_what_to_do(agency: Organization) -> None:
    agency.symbol = ""

    with pytest.raises(ValidationError) as refusal:
        settle_number(agency, PaperType.DECISION, "", DAY)

    assert refusal.value.code == "no_symbol"
    assert not NumberSeries.objects.exists()
    assert settle_number(agency, PaperType.DECISION, "7/QĐ", DAY) == "7/QĐ"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixteen_threads_take_sixteen_numbers_without_a_gap() -> None:
    agency = Organization.objects.create(
        code="STC", name="Sở Tài chính", symbol="STC", head_title="Giám đốc", valid_from=DAY
    )
    start = threading.Barrier(16)
    numbers: list[str] = []

    def take() -> None:
        start.wait()
        try:
            with transaction.atomic():
                number = next_number(agency, PaperType.DECISION, DAY)
                issued(agency, number)
            numbers.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == [f"{n:02d}/QĐ-STC" for n in range(1, 17)]
