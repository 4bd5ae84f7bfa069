"""What the sheet of grades says against a grade, what it refuses, and a later decision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.eligibility.assessment import judge
from nominations.eligibility.collect_facts import collect_persons
from nominations.law import rulesets
from nominations.people.models import Person, UnitMembership
from nominations.records import services
from nominations.records.grading.sheet_review import ReviewLine, sheet_remarks
from nominations.records.models import AnnualGrade
from nominations.records.services import RecordPaper
from workflow import clock
from workflow.exceptions import NotAllowed

from .conftest import Office
from .test_grades import codes

YEAR, DAY = 2026, datetime(2026, 12, 20, 9, tzinfo=UTC)


def of_kind(kind: str, *people: Person) -> None:
    UnitMembership.objects.filter(person__in=people).update(staff_kind=kind)


def said(office: Office, chosen: dict[Any, str], year: int = YEAR) -> list[ReviewLine]:
    return sheet_remarks(office.cast.unit, year, [], chosen)


def about(lines: list[ReviewLine], person: Person) -> list[ReviewLine]:
    return [line for line in lines if str(person) in line.text]


def absent(office: Office, person: Person, months: int, kind: str = "other") -> None:
    services.enter_absence(
        person=person, kind=kind, valid_from=date(YEAR, 1, 1),
        valid_to=date(YEAR, months + 1, 1) - timedelta(days=1), **office.by_secretary,
    )  # fmt: skip


def disciplined(office: Office, person: Person, **more: Any) -> None:
    services.enter_discipline(
        person=person, form="KHIEN_TRACH", decided_on=date(YEAR, 3, 2),
        paper=RecordPaper("4/QĐ"), **more, **office.by_secretary,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "regulation", "blocked"),
    [
        ("CONG_CHUC", None, False),  # Nghị định 335/2025/NĐ-CP Điều 11, khoản 2
        ("VIEN_CHUC", True, False),  # Nghị định 233/2026/NĐ-CP Điều 14, khoản 2
        ("VIEN_CHUC", False, True),  # Điều 20, khoản 1; Nghị định 90/2020/NĐ-CP Điều 2, khoản 3
    ],
)
def test_absence_keeps_a_grade_down_only_under_the_old_decree(
    office: Office, kind: str, regulation: bool | None, blocked: bool
) -> None:
    person = office.cast.nominee.person
    of_kind(kind, person)
    with clock.at(DAY):
        absent(office, person, 4)
        if regulation is not None:
            services.record_attestation(
                unit=office.cast.unit, year=YEAR, what="QUY_CHE_DANH_GIA", holds=regulation,
                **office.by_secretary,
            )  # fmt: skip
        found = about(said(office, {person: "HTT"}), person)
        allowed = about(said(office, {person: "HT"}), person)
    assert [line.blocks for line in found] == ([True] if blocked else [])
    assert all("Điều 2, khoản 3" in line.source for line in found)
    assert allowed == []


def test_what_the_unit_has_not_said_only_warns(office: Office) -> None:
    person = office.cast.nominee.person
    of_kind("VIEN_CHUC", person)
    with clock.at(DAY):
        absent(office, person, 4)
        found = about(said(office, {person: "HTT"}), person)
    assert [line.blocks for line in found] == [False]


@pytest.mark.parametrize(
    ("more", "blocks"),
    [
        ({"concerns": "CONG_VU"}, [True]),  # Nghị định 335/2025/NĐ-CP Điều 11, khoản 3, điểm a
        ({"concerns": "DAO_DUC"}, [True]),
        ({"concerns": "KHAC"}, []),
        ({}, [False]),
        ({"concerns": "CONG_VU", "counted_year": YEAR - 1}, []),  # điểm b
    ],
)
def test_a_discipline_of_duty_or_conduct_leaves_no_other_grade(
    office: Office, more: dict[str, Any], blocks: list[bool]
) -> None:
    person = office.cast.nominee.person
    of_kind("CONG_CHUC", person)
    with clock.at(DAY):
        disciplined(office, person, **more)
        found = about(said(office, {person: "HTT"}), person)
        assert about(said(office, {person: "KHT"}), person) == []
    assert [line.blocks for line in found] == blocks
    assert all("Điều 11, khoản 3, điểm a" in line.source for line in found)


@pytest.mark.parametrize(("kind", "blocks"), [("CONG_CHUC", [True]), ("HOP_DONG", [True])])
def test_the_head_is_not_graded_above_the_unit(
    office: Office, kind: str, blocks: list[bool]
) -> None:
    head = office.cast.unit_head.person
    assert head is not None
    of_kind(kind, head)
    with clock.at(DAY):
        found = about(said(office, {head: "HTXS", office.cast.unit: "HTT"}), head)
        same = about(said(office, {head: "HTT", office.cast.unit: "HTT"}), head)
        before = about(said(office, {head: "HTXS", office.cast.unit: "HTT"}, YEAR - 1), head)
    assert [line.blocks for line in found] == blocks
    assert "Điều 20, khoản 6" in found[0].source
    assert (same, before) == ([], [])


@pytest.mark.parametrize(
    ("best", "well", "words"),
    [
        (1, 5, ""),  # Nghị định 335/2025/NĐ-CP Điều 20, khoản 5: 20%
        (2, 9, "vượt 20%"),
        (1, 4, "vượt 20%"),  # 25% needs a decision
        (2, 8, "vượt 20%"),
        (2, 7, "vượt 25%"),
        (1, 0, "vượt 25%"),
    ],
)
def test_the_share_of_the_excellent_is_told_and_blocks_nothing(
    office: Office, best: int, well: int, words: str
) -> None:
    people = [office.cast.person() for _ in range(best + well)]
    of_kind("CONG_CHUC", *people)
    grades = {one: "HTXS" if n < best else "HTT" for n, one in enumerate(people)}
    with clock.at(DAY):
        found = [line for line in said(office, grades) if "cơ quan" in line.text]
    assert [words in line.text for line in found] == ([True] if words else [])
    assert not any(line.blocks for line in found)
    assert all("Điều 20, khoản 5" in line.source for line in found)


@pytest.mark.parametrize(("year", "findings"), [(2024, 0), (2025, 1)])
def test_a_share_is_not_told_of_years_before_the_rule_it_comes_from(
    office: Office, year: int, findings: int
) -> None:
    people = [office.cast.person() for _ in range(4)]
    of_kind("CONG_CHUC", *people)
    grades = dict.fromkeys(people, "HTXS")
    with clock.at(DAY):
        found = [line for line in said(office, grades, year) if "cơ quan" in line.text]
    assert len(found) == findings
    assert all("366" in line.source for line in found)


def test_the_sheet_refuses_what_the_text_forbids_and_enters_nothing(office: Office) -> None:
    cast = office.cast
    person, client = cast.nominee.person, cast.client(cast.secretary)
    of_kind("CONG_CHUC", person)
    path = f"{reverse('records:grade_sheet')}?dv={cast.unit.pk}&nam={YEAR}"
    with clock.at(DAY):
        disciplined(office, person, concerns="CONG_VU")
        given = {f"grade_c{person.pk}": "HTT", f"grade_c{cast.colleague.pk}": "HTT"}
        page = client.post(path, given)
        assert page.status_code == 200
        assert "Điều 11, khoản 3, điểm a Nghị định 335/2025/NĐ-CP" in page.content.decode()
        assert not AnnualGrade.objects.exists()
        assert client.post(path, {**given, f"grade_c{person.pk}": "KHT"}).status_code == 302
        assert AnnualGrade.objects.count() == 2


# --- a later decision -----------------------------------------------------------------------------


def test_a_later_decision_holds_and_the_former_is_shown(office: Office) -> None:
    cast = office.cast
    former = office.grade(grade="HTT")
    paper = RecordPaper("99/QĐ-STC", clock.today())
    client = cast.client(cast.secretary)
    assert client.get(reverse("records:grade_replace", args=[former.pk])).status_code == 200
    answer = client.post(
        reverse("records:grade_replace", args=[former.pk]),
        {"grade": "HT", "paper_number": paper.number, "paper_date": f"{paper.date:%d/%m/%Y}"},
    )
    assert answer.status_code == 302
    row = AnnualGrade.objects.not_cancelled().get()
    assert (row.grade, row.replaces_id, row.paper_number) == ("HT", former.pk, "99/QĐ-STC")
    former.refresh_from_db()
    assert former.cancelled_on == clock.today()
    assert "99/QĐ-STC" in former.cancel_reason
    page = client.get(reverse("records:person", args=[cast.nominee.person_id])).content.decode()
    assert "Thay cho: Hoàn thành tốt nhiệm vụ" in page


def test_eligibility_reads_the_later_grade_at_once_with_its_paper(office: Office) -> None:
    person, year, on = office.cast.nominee.person, 2026, date(2027, 1, 8)
    rules = rulesets.rule_set_on(on)

    def found() -> tuple[str, str]:
        facts = next(collect_persons([person.pk], year=year, on=on))
        row = next(
            one
            for one in judge(rules, "LDTT", facts).rules
            if any(f"Năm {year}: " in record for record in one.records)
        )
        return str(row.answer), "; ".join(row.records)

    with clock.at(datetime(2026, 12, 20, 9, tzinfo=UTC)):
        former = services.enter_grade(
            person=person, year=year, grade="HTT",
            paper=RecordPaper("1/QĐ-STC", date(2026, 12, 10)), **office.by_secretary,
        )  # fmt: skip
    answer, records = found()
    assert answer == "met"
    assert "1/QĐ-STC" in records
    with clock.at(datetime(2027, 1, 8, 9, tzinfo=UTC)):
        services.replace_grade(
            actor=office.cast.secretary, former=former, grade="KHT",
            paper=RecordPaper("99/QĐ-STC", date(2027, 1, 8)),
        )  # fmt: skip
    answer, records = found()
    assert answer == "unmet"
    assert "99/QĐ-STC ngày 08/01/2027" in records
    assert "1/QĐ-STC" not in records


@pytest.mark.parametrize(
    ("kind", "regulation", "year", "article"),
    [
        ("CONG_CHUC", None, 2026, "Điều 4, khoản 4; Điều 21, khoản 3 Nghị định 335/2025/NĐ-CP"),
        ("VIEN_CHUC", True, 2026, "Điều 4, khoản 5; Điều 15, khoản 4 Nghị định 233/2026/NĐ-CP"),
        ("VIEN_CHUC", False, 2026, ""),  # Decree 90/2020: no such clause on record
        ("VIEN_CHUC", None, 2026, ""),  # either of the two
        ("CONG_CHUC", None, 2025, ""),
        ("", None, 2026, ""),
    ],
)
def test_a_replacement_names_the_article_where_the_decree_has_one(
    office: Office, kind: str, regulation: bool | None, year: int, article: str
) -> None:
    cast, person = office.cast, office.cast.nominee.person
    of_kind(kind, person)
    with clock.at(datetime(2027, 1, 9, 9, tzinfo=UTC)):
        if regulation is not None:
            services.record_attestation(
                unit=cast.unit, year=year, what="QUY_CHE_DANH_GIA", holds=regulation,
                **office.by_secretary,
            )  # fmt: skip
        former = services.enter_grade(
            person=person, year=year, grade="HTT",
            paper=RecordPaper("1/QĐ", date(2027, 1, 5)), **office.by_secretary,
        )  # fmt: skip
        there = reverse("records:grade_replace", args=[former.pk])
        client = cast.client(cast.secretary)
        given = {"grade": "HT", "paper_number": "9/QĐ", "paper_date": "04/01/2027"}
        pages = [client.get(there), client.post(there, given)]
        texts = [page.content.decode() for page in pages]
        with pytest.raises(ValidationError) as refusal:
            services.replace_grade(
                actor=cast.secretary, former=former, grade="HT", paper=RecordPaper("9/QĐ")
            )
    refused = [*pages[1].context["form"].non_field_errors(), *refusal.value.messages]
    assert "quyết định trước ngày đó không thay thế được" in refused[0]
    for sentence in (*texts, *refused):
        assert ("Nghị định" in sentence) == bool(article)
        assert article in sentence


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grade": "XUAT_SAC"}, "unknown_grade"),
        ({"grade": "HTXS"}, "same_grade"),
        ({"paper": RecordPaper("9/QĐ")}, "paper_needed"),
        ({"paper": RecordPaper("", date(2026, 1, 2))}, "paper_needed"),
        ({"paper": RecordPaper("9/QĐ", date(2000, 1, 1))}, "replacement_too_early"),
    ],
)
def test_a_replacement_that_cannot_be_is_refused(
    office: Office, changes: dict[str, Any], code: str
) -> None:
    former = services.enter_grade(
        person=office.cast.nominee.person, year=office.year - 1, grade="HTXS",
        paper=RecordPaper("1/QĐ", clock.today() - timedelta(days=9)), **office.by_secretary,
    )  # fmt: skip
    given: dict[str, Any] = {
        "actor": office.cast.secretary,
        "former": former,
        "grade": "HT",
        "paper": RecordPaper("9/QĐ", clock.today()),
    }
    with pytest.raises(ValidationError) as refusal:
        services.replace_grade(**given | changes)
    assert codes(refusal.value) == [code]
    with pytest.raises(NotAllowed):
        services.replace_grade(**given | {"actor": office.cast.clerk})
    assert AnnualGrade.objects.not_cancelled().get() == former
