"""The agency's own numbers: in order, without gaps, one each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from nominations.paper_numbers.models import NumberedBy, NumberSeries, PaperType, SeriesSetting
from nominations.paper_numbers.series import (
    OwnPapers,
    coming_number,
    next_number,
    settle_number,
)
from nominations.people.models import Organization

DAY = date(2026, 3, 5)


@pytest.fixture
def agency(db: None) -> Organization:
    return Organization.objects.create(
        code="STC", name="Sở Tài chính", symbol="STC", head_title="Giám đốc", valid_from=DAY
    )


SUBJECTS = count()


def following(agency: Organization, paper: PaperType = PaperType.DECISION, on: date = DAY) -> str:
    """The next number of the series, taken by a paper of its own."""
    with transaction.atomic():
        return next_number(agency, paper, on, subject=f"decision:{next(SUBJECTS)}")


def typed(agency: Organization, number: str) -> str:
    subject = f"decision:{next(SUBJECTS)}"
    return settle_number(agency, PaperType.DECISION, number, DAY, subject=subject)


def test_numbers_run_from_one_for_each_paper_and_year(agency: Organization) -> None:
    taken = [following(agency) for _ in range(10)]

    assert taken[0] == "01/QĐ-STC"
    assert taken[9] == "10/QĐ-STC"
    assert following(agency, PaperType.SUBMISSION) == "01/TTr-STC"
    assert following(agency, on=date(2027, 1, 4)) == "01/QĐ-STC"


def test_a_number_typed_in_is_skipped_by_the_series(agency: Organization) -> None:
    assert typed(agency, "Số 002/qđ-stc.") == "02/QĐ-STC"

    assert coming_number(agency, PaperType.DECISION, "", DAY) == "01/QĐ-STC"
    assert [following(agency) for _ in range(2)] == ["01/QĐ-STC", "03/QĐ-STC"]
    assert coming_number(agency, PaperType.DECISION, " 7 /qđ-stc", DAY) == "07/QĐ-STC"
    for number, key in (("02/QĐ-STC", "number_taken"), ("con số gì đó", "number_form")):
        for act in (
            typed,
            lambda *given: coming_number(given[0], PaperType.DECISION, given[1], DAY),
        ):
            with pytest.raises(ValidationError) as refusal:
                act(agency, number)
            assert refusal.value.code == key


def test_a_refused_paper_gives_its_number_back(agency: Organization) -> None:
    with transaction.atomic():
        following(agency)
        transaction.set_rollback(True)

    assert following(agency) == "01/QĐ-STC"


def test_an_agency_without_symbol_is_told_what_to_do(agency: Organization) -> None:
    agency.symbol = ""

    with pytest.raises(ValidationError) as refusal:
        typed(agency, "")

    assert refusal.value.code == "no_symbol"
    assert not NumberSeries.objects.exists()
    assert typed(agency, "7/QĐ-STC") == "07/QĐ-STC"


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
            numbers.append(following(agency))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == [f"{n:02d}/QĐ-STC" for n in range(1, 17)]


def test_an_agency_settles_who_numbers_a_type_of_paper(agency: Organization) -> None:
    def refusal(act: Callable[[], object]) -> str:
        with pytest.raises(ValidationError) as found:
            act()
        return str(found.value.code)

    decisions = OwnPapers(organization=agency, paper=PaperType.DECISION)
    council = OwnPapers(organization=agency, paper=PaperType.MINUTES, symbol="HĐTĐKT")
    assert decisions.numbered_by == NumberedBy.EITHER
    setting = SeriesSetting.objects.create(
        organization=agency, paper="QĐ", numbered_by=NumberedBy.REGISTRY
    )
    assert refusal(lambda: following_by(decisions, "")) == "number_missing"
    assert refusal(lambda: decisions.coming("", DAY)) == "number_missing"
    assert following_by(decisions, "9/QĐ-STC") == "09/QĐ-STC"
    assert following_by(council, "") == "01/BB-HĐTĐKT"  # another type, and its own organ
    SeriesSetting.objects.filter(pk=setting.pk).update(numbered_by=NumberedBy.HERE)
    assert refusal(lambda: following_by(decisions, "10/QĐ-STC")) == "numbered_here"
    assert [following_by(decisions, "") for _ in range(2)] == ["01/QĐ-STC", "02/QĐ-STC"]
    assert {row.symbol for row in NumberSeries.objects.all()} == {"STC", "HĐTĐKT"}


def following_by(papers: OwnPapers, number: str) -> str:
    with transaction.atomic():
        return papers.settle(number, DAY, subject=f"decision:{next(SUBJECTS)}")
