"""A number is taken once; who names a paper attaches to it; dates are in their order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from nominations.paper_numbers.models import PaperNumber, PaperPurpose, PaperType
from nominations.paper_numbers.paper_days import StepDay, check_order
from nominations.paper_numbers.services import (
    NamedPaper,
    attach_number,
    named_paper,
    own_issuer,
    read_number,
    release_numbers,
    take_number,
)
from nominations.people.models import Organization
from nominations.web.refusals import key_of
from workflow import clock

DAY = date(2026, 3, 5)


def agencies() -> tuple[Organization, Organization]:
    parent = Organization.objects.create(
        code="TINH", name="Ủy ban nhân dân tỉnh", symbol="UBND", head_title="Chủ tịch",
        valid_from=date(2010, 1, 1),
    )  # fmt: skip
    agency = Organization.objects.create(
        code="STC", name="Sở Tài chính", symbol="STC", head_title="Giám đốc", parent=parent,
        valid_from=date(2010, 1, 1),
    )  # fmt: skip
    return parent, agency


def own(
    agency: Organization, text: str, *, day: date = DAY, purpose: str = PaperPurpose.COMMEND
) -> NamedPaper:
    return NamedPaper(
        issuer=own_issuer(agency), paper=PaperType.DECISION.value,
        number=read_number(text, PaperType.DECISION), day=day, purpose=purpose,
    )  # fmt: skip


def refusal_of(act: Callable[[], object]) -> str:
    """The key of the refusal, "" if there is none; what was written goes with it."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as refusal:
        return key_of(refusal)
    return ""


@pytest.mark.django_db
def test_one_register_for_all_papers_of_an_issuer() -> None:
    parent, agency = agencies()
    take_number(own(agency, "131/QĐ-STC", purpose=PaperPurpose.REVOKE), subject="revocation:1")

    def takes(text: str, **more: object) -> str:
        return refusal_of(lambda: take_number(own(agency, text, **more), subject="decision:1"))

    assert takes("số 0131/qđ–stc.") == "number_taken"
    assert takes("131/QĐ-STC", day=date(2027, 1, 4)) == ""
    assert takes("132/QĐ-STC") == ""
    assert refusal_of(lambda: take_number(own(parent, "131/QĐ-STC"), subject="decision:9")) == ""
    row = PaperNumber.objects.get(issuer=f"agency:{agency.pk}", canonical="131/QĐ-STC", year=2026)
    with pytest.raises(ValidationError, match=r"quyết định hủy.*05/03/2026"):
        take_number(own(agency, "131/QĐ-STC"), subject="decision:2")

    # Another award is revoked by the same paper; an award on that number is refused.
    again = own(agency, "131/QÐ-STC", purpose=PaperPurpose.REVOKE)
    assert attach_number(again, subjects=["revocation:2"]) == row
    for paper in (own(agency, "131/QĐ-STC"),
                  own(agency, "131/QĐ-STC", day=DAY + timedelta(1), purpose="revoke")):  # fmt: skip
        assert refusal_of(lambda paper=paper: attach_number(paper, subjects=["award:1"])) == (
            "number_of_another_paper"
        )

    # It is free again when no record names it any more.
    release_numbers("revocation:1")
    assert takes("131/QĐ-STC") == "number_taken"
    release_numbers("revocation:2")
    assert takes("131/QĐ-STC") == ""


@pytest.mark.django_db
def test_the_symbol_or_the_name_tells_whose_paper_is_named() -> None:
    parent, agency = agencies()

    def issuer(text: str, words: str) -> Organization | str:
        found = named_paper(agency, text, DAY, issuer=words).issuer
        return found.organization or found.key

    assert issuer("1234/QĐ-UBND", "") == parent
    assert issuer("1234/QĐ-CTUB", "Chủ tịch Ủy ban nhân dân tỉnh") == parent
    assert issuer("15/QĐ-STC", "Giám đốc Sở") == agency
    assert issuer("1234/QĐ-TTg", "Thủ tướng  Chính phủ") == "thu tuong chinh phu"

    # What an agency below named is taken by the paper itself, once, on the same day.
    attach_number(named_paper(agency, "1234/QĐ-UBND", DAY), subjects=["outcome:1"])
    other_day = own(parent, "1234/QĐ-UBND", day=DAY + timedelta(1))
    assert refusal_of(lambda: take_number(other_day, subject="decision:5")) == "number_taken"
    take_number(own(parent, "1234/QĐ-UBND"), subject="decision:5")
    twice = own(parent, "1234/QĐ-UBND")
    assert refusal_of(lambda: take_number(twice, subject="decision:6")) == "number_taken"


def test_papers_are_not_older_than_the_step_they_follow() -> None:
    with clock.at(clock.now()):
        today = clock.today()
        steps = [
            StepDay("mở đợt", today - timedelta(90)),
            None,
            StepDay("họp", today - timedelta(9)),
        ]

        def said(day: date, **more: object) -> str:
            with pytest.raises(ValidationError) as refusal:
                check_order(day, after=steps, **more)
            return f"{key_of(refusal.value)}: {refusal.value.messages[0]}"

        check_order(today, after=steps)
        check_order(today - timedelta(9), after=steps, before=[StepDay("báo cáo", today)])
        assert said(today + timedelta(1)).startswith("future")
        early = said(today - timedelta(10))
        assert early.startswith("before_step")
        assert f"họp ngày {today - timedelta(9):%d/%m/%Y}" in early
        late = said(today, before=[StepDay("báo cáo", today - timedelta(1))])
        assert late.startswith("after_step")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_number_at_once_one_gets_it() -> None:
    _parent, agency = agencies()
    gate = Barrier(2)

    def act(place: int) -> str:
        gate.wait(10)
        try:
            with transaction.atomic():
                take_number(
                    own(agency, ("45/QĐ-STC", "số 045/qđ-stc")[place]), subject=f"decision:{place}"
                )
        except ValidationError as refusal:
            return key_of(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, range(2))) == ["", "number_taken"]
    assert PaperNumber.objects.get().uses.count() == 1
