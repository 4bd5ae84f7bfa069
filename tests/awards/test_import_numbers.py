"""The number of a decision in a table of history, however its clerk wrote it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nominations.awards.importing import AwardChecker, import_awards, read_award_table
from nominations.awards.importing.columns import AwardColumn
from nominations.awards.models import Award
from nominations.paper_numbers.models import PaperNumber, PaperPurpose, PaperType
from nominations.paper_numbers.services import NamedPaper, own_issuer, read_number, take_number
from nominations.people.models import Person
from tests.awards.office import SINCE, Office
from tests.awards.tables import line, xlsx
from workflow.actors import SYSTEM

DATA = Path(__file__).parent / "data"


@pytest.fixture
def office(db: None) -> Office:
    office = Office.build()
    office.agency.symbol = "STC"
    office.agency.save()
    person = Person.objects.create(full_name="Nguyễn Ngọc Dung", birth_date=date(1973, 3, 26))
    person.memberships.create(
        unit=office.budget, position=office.older_an.memberships.get().position, valid_from=SINCE
    )
    return office


def load(office: Office, name: str, content: bytes | None = None) -> Any:
    sheet = read_award_table(name, content or (DATA / name).read_bytes())
    return import_awards(actor=SYSTEM, sheet=sheet, organization=office.agency)


def test_a_decision_in_another_spelling_is_the_same_paper(office: Office) -> None:
    assert load(office, "03-dash-0.xlsx").added == 1
    others = ("dash-1", "eth-1", "nbhy-1", "so-1", "so-2", "undot-1", "undot-2", "zero-1", "zw-1")
    for name in others:
        outcome = load(office, f"03-{name}.xlsx")
        assert (outcome.added, len(outcome.plan.already)) == (0, 1), name

    row = PaperNumber.objects.get()
    assert (row.shown, row.issuer) == ("99/QĐ-STC", f"agency:{office.agency.pk}")
    assert row.uses.get().subject == f"award:{Award.objects.get().pk}"


def test_a_title_under_the_same_decision_is_there_already(office: Office) -> None:
    assert load(office, "03-title-0.xlsx").added == 1
    outcome = load(office, "03-title-1.xlsx")
    assert (outcome.added, outcome.plan.problems) == (0, [])


def test_the_register_decides_which_paper_a_line_names(office: Office) -> None:
    revocation = NamedPaper(
        issuer=own_issuer(office.agency), paper=PaperType.DECISION.value, day=date(2016, 1, 5),
        number=read_number("13/QĐ-STC", PaperType.DECISION), purpose=PaperPurpose.REVOKE,
    )  # fmt: skip
    take_number(revocation, subject="revocation:1")
    rows = [
        line(number="12/qđ-stc"),
        line("Đặng Quốc Ưng", number="Số 012/QĐ–STC"),
        line("Đặng Quốc Ưng", number="12/QĐ-STC", day=date(2016, 1, 6), award="Giấy khen"),
        line("Lê Hoà Thuý", number="13/QĐ-STC"),
        line("Lê Hoà Thuý", number="xyz", award="Giấy khen"),
    ]
    plan = AwardChecker.make_plan(read_award_table("a.xlsx", xlsx(rows)), office.agency)

    assert [(one.line, one.column) for one in plan.problems] == [
        (line_number, AwardColumn.NUMBER) for line_number in (4, 5, 6)
    ]
    assert "quyết định hủy" in plan.problems[1].message
    assert {entry.new.decision_number for entry in plan.entries} == {"12/QĐ-STC"}
    assert load(office, "a.xlsx", xlsx(rows[:2])).added == 2
    assert PaperNumber.objects.get(canonical="12/QĐ-STC").uses.count() == 2
