"""Outcomes from above in a table: matched to what was submitted, all rows or none, correctable."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from nominations.awards.models import Award
from nominations.decisions import services
from nominations.decisions.importing.columns import TABLE, AnswerFromAbove, read_answer
from nominations.decisions.importing.import_plan import OutcomeChecker, write
from nominations.decisions.importing.importer import OUTCOME_IMPORTER, SLUG
from nominations.decisions.models import Outcome, UpwardReport
from nominations.dossiers.models import Nomination
from nominations.importing.cells import CellError
from nominations.importing.file_reader import read_table
from nominations.importing.models import ImportRun
from nominations.importing.plan import ImportPlan
from nominations.law.models import AwardType
from nominations.packages.wording import words
from nominations.people.models import User
from nominations.states import State
from nominations.statistics.consistency import faults
from tests.built_once import built_once
from tests.cast import Cast
from workflow import audit, clock
from workflow.exceptions import BulkRefused

HEADINGS = (
    "Họ và tên", "Ngày sinh", "Phòng, đơn vị", "Đề nghị", "Kết quả", "Hình thức khác",
    "Số quyết định", "Ngày quyết định", "Lý do", "Mã hồ sơ",
)  # fmt: skip
PAPER = "1520/QĐ-UBND"
PREMIER = "Bằng khen của Thủ tướng Chính phủ"
TWIN = "Lê Thị Hồng"


@dataclass
class Submitted:
    """A submission of four: An, two of one name in different units, and a collective."""

    cast: Cast
    report: UpwardReport
    an: Nomination
    first: Nomination
    second: Nomination
    group: Nomination

    @classmethod
    def build(cls) -> Submitted:
        cast = Cast.build()
        twins = [cast.person(TWIN), cast.person(TWIN)]
        for person, day in zip(twins, (date(1980, 5, 1), date(1985, 6, 2)), strict=True):
            person.birth_date = day
            person.save()
        subjects = [(None, None), (twins[0], None), (twins[1], None), (None, cast.unit)]
        AwardType.objects.create(
            code="BK_TTG",
            name=PREMIER,
            short_name=PREMIER,
            form="commendation",
            for_collectives=True,
            authority="prime_minister",
            valid_from=date(2010, 1, 1),
        )
        rows = cast.nominations(subjects, State.REPORTED, award="BK_TINH")
        Nomination.objects.filter(pk=rows[2].pk).update(unit_name=cast.other_unit.name)
        return cls(cast, UpwardReport.objects.get(), *Nomination.objects.order_by("pk"))

    def row(self, name: str, outcome: str = "Được tặng", **cells: Any) -> list[Any]:
        values: dict[str, Any] = {
            "name": name, "born": None, "unit": None, "proposed": None, "outcome": outcome,
            "given": None, "number": PAPER, "day": clock.today(), "reason": None, "code": None,
        }  # fmt: skip
        assert set(cells) <= set(values)
        return list({**values, **cells}.values())

    def plan(self, *rows: Sequence[Any], answers: dict[str, str] | None = None) -> ImportPlan:
        workbook = Workbook()
        for row in (HEADINGS, *rows):
            workbook.active.append(list(row))
        out = io.BytesIO()
        workbook.save(out)
        sheet = read_table("ket-qua.xlsx", out.getvalue(), OUTCOME_IMPORTER.table)
        return OutcomeChecker.make_plan(sheet, self.cast.agency, answers)


@pytest.fixture
def submitted(db: None) -> Submitted:
    return built_once("outcomes in a table", Submitted.build)


def said(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.message) for one in plan.problems]


def test_every_kind_of_outcome_is_recorded_by_its_paper(submitted: Submitted) -> None:
    cast = submitted.cast
    plan = submitted.plan(
        submitted.row(submitted.an.subject_name),
        submitted.row(
            TWIN,
            "Không được khen thưởng",
            born="02/6/1985",
            reason="Chưa đủ thời gian.",
            number="88/UBND-NC",
        ),
        submitted.row(
            submitted.group.subject_name,
            "Hình thức khác",
            given=PREMIER,
        ),
        submitted.row("", "", number=None, day=None, code=str(submitted.first.public_id)),
    )
    assert said(plan) == []
    assert plan.ok
    assert (len(plan.entries), len(plan.left_out)) == (3, 1)
    assert not Outcome.objects.exists()  # a preview writes nothing

    assert write(plan, actor=cast.secretary) == 3

    outcomes = {one.nomination_id: one for one in Outcome.objects.all()}
    assert outcomes[submitted.an.pk].issuer.endswith(cast.province.name)
    assert (outcomes[submitted.second.pk].conferred, outcomes[submitted.second.pk].reason) == (
        False,
        "Chưa đủ thời gian.",
    )
    assert submitted.first.pk not in outcomes
    other = outcomes[submitted.group.pk]
    assert (other.conferred, other.other_award.code) == (True, "BK_TTG")
    given = {one.recipient_name: one.award_type.code for one in Award.objects.all()}
    assert given == {submitted.an.subject_name: "BK_TINH", submitted.group.subject_name: "BK_TTG"}
    assert not [*faults()]
    (entry,) = [
        one
        for one in audit.history(f"organization:{cast.agency.pk}")
        if one.action == "outcomes.imported"
    ]
    assert (entry.content["rows"], entry.content["recorded"]) == (4, 3)

    again = submitted.plan(submitted.row(submitted.an.subject_name))
    assert (again.ok, len(again.already), len(again.entries)) == (True, 1, 0)
    differs = submitted.plan(
        submitted.row(submitted.an.subject_name, "Không được khen thưởng", reason="Nhầm.")
    )
    assert "đính chính" in said(differs)[0][2]

    # Corrected later with a reason: the award, the figures and the record follow.
    values = {"conferred": "yes", "award": "BK_TINH", "number": PAPER}
    values["date"] = clock.today().isoformat()
    page = cast.client(cast.secretary).get(reverse("decisions:outcome_correct", args=[other.pk]))
    assert page.context["form"]["award"].value() == "BK_TTG"
    services.propose_correction(
        actor=cast.secretary,
        paper=other,
        values={**values, "issuer": other.issuer, "note": "", "award": ""},
        reason="Chép nhầm dòng.",
    )
    assert Award.objects.get(outcome=other).award_type.code == "BK_TINH"
    assert not [*faults()]
    report = cast.client(cast.secretary).get(submitted.report.get_absolute_url()).content.decode()
    assert "Bảng để điền" in report


def test_nothing_is_guessed_and_every_fault_stands_at_its_cell(submitted: Submitted) -> None:
    an = submitted.an.subject_name
    early = submitted.report.issued_on.replace(year=submitted.report.issued_on.year - 1)
    plan = submitted.plan(
        submitted.row(TWIN),  # two may be meant
        submitted.row("Trần Không Ai"),
        submitted.row(an, "có lẽ"),
        submitted.row(an, "Không được duyệt", day=early),
        submitted.row("", code="00000000-0000"),
        submitted.row(TWIN, born="1990"),
        submitted.row(submitted.group.subject_name, given=PREMIER),
        submitted.row("Người Khác", code=str(submitted.first.public_id)),
        submitted.row(submitted.group.subject_name, number="xyz"),
    )
    found = said(plan)
    columns = [(line, column) for line, column, _message in found]
    assert columns == [
        (2, "name"), (3, "name"), (4, "name"), (4, "outcome"), (5, "name"), (5, "date"),
        (5, "reason"), (6, "code"), (7, "name"), (8, "name"), (8, "outcome"), (9, "name"),
        (10, "name"), (10, "number"),
    ]  # fmt: skip
    words = {(line, column): message for line, column, message in found}
    assert "2 hồ sơ đã trình" in words[2, "name"]
    assert "dòng 4" in words[5, "name"]
    assert "dòng 5" in words[5, "name"]
    assert submitted.report.number in words[5, "date"]
    assert not plan.ok

    # The unit tells the namesakes apart, and so does the code.
    checked = submitted.plan(
        submitted.row(TWIN, unit=submitted.cast.other_unit.name),
        submitted.row(TWIN, code=str(submitted.first.public_id)[:13]),
    )
    assert said(checked) == []
    assert [one.new.nomination.pk for one in checked.entries] == [
        submitted.second.pk,
        submitted.first.pk,
    ]
    near = submitted.plan(submitted.row("Nguyên Văn An"), answers={})
    assert len(near.open_questions) == 1


def test_the_table_to_fill_in_comes_back_through_the_screens(
    submitted: Submitted, django_assert_max_num_queries: Any
) -> None:
    cast = submitted.cast
    client = cast.client(cast.secretary)
    start = client.get(reverse("importing:start", args=[SLUG])).content.decode()
    assert "Bảng để điền" in start
    path = reverse("decisions:outcome_table", args=[submitted.report.public_id])
    assert cast.client(cast.superior_officer).get(path).status_code == 404
    with django_assert_max_num_queries(20):
        content = client.get(path).content
    everything = load_workbook(
        io.BytesIO(client.get(reverse("importing:template", args=[SLUG])).content)
    )
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=8)]
    assert [row[1] for row in rows[1:5]] == [cell.value for cell in everything.active["B"][3:7]]
    headings = [str(one) for one in rows[0]]
    for number in range(4, 8):
        for heading, value in (
            ("Kết quả", "Được khen thưởng"),
            ("Số quyết định", PAPER),
            ("Ngày quyết định", clock.today()),
        ):
            sheet.cell(number, headings.index(heading) + 1).value = value
    out = io.BytesIO()
    workbook.save(out)
    upload = io.BytesIO(out.getvalue())
    upload.name = "bang.xlsx"
    posted = client.post(
        reverse("importing:start", args=[SLUG]),
        {"organization": cast.agency.pk, "file": upload},
    )
    run = ImportRun.objects.get()
    assert posted.url.endswith(f"{run.public_id}/")
    assert run.result["ok"], run.result
    assert not Outcome.objects.exists()
    with django_assert_max_num_queries(20):
        assert client.get(posted.url).status_code == 200
    client.post(posted.url, {"seen_version": run.version})
    run.refresh_from_db()
    assert run.state == "done"
    states = set(Nomination.objects.values_list("state", flat=True))
    assert states == {State.CONFERRED}


def test_a_refused_write_leaves_nothing(submitted: Submitted) -> None:
    """The secretary's own dossier is somebody else's to record; then no row of the file is."""
    cast = submitted.cast
    Nomination.objects.filter(pk=submitted.an.pk).update(person=cast.secretary.person)
    plan = submitted.plan(
        submitted.row(submitted.group.subject_name), submitted.row(submitted.an.subject_name)
    )
    assert plan.ok
    with pytest.raises(BulkRefused), transaction.atomic():
        write(plan, actor=cast.secretary)
    assert not Outcome.objects.exists()
    for stranger in (cast.superior_officer, cast.director, User.objects.get(pk=cast.clerk.pk)):
        assert cast.agency.pk not in OUTCOME_IMPORTER.agencies(stranger)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Được khen thưởng", AnswerFromAbove.GRANTED),
        ("được TẶNG", AnswerFromAbove.GRANTED),
        ("Đồng ý", AnswerFromAbove.GRANTED),
        ("Không được khen thưởng", AnswerFromAbove.REFUSED),
        ("Chưa đủ điều kiện", AnswerFromAbove.REFUSED),
        ("Khen hình thức khác", AnswerFromAbove.OTHER),
    ],
)
def test_the_words_of_an_outcome(text: str, answer: AnswerFromAbove) -> None:
    assert read_answer(text) == answer
    for wrong in ("có lẽ", "Trả lại để bổ sung", "x"):
        with pytest.raises(CellError):
            read_answer(wrong)


def test_every_heading_that_is_handed_out_is_read_again() -> None:
    """Of the table to fill in, and of the list in a reply package."""
    with override("vi"):
        labels = {
            column.code: str(column.label) for column in TABLE.columns.values() if column.width
        }
    assert {code: TABLE.code_of(label) for code, label in labels.items()} == {
        code: code for code in labels
    }
    replied = words().lines("sheet.outcome_columns")
    assert [heading for heading in replied if TABLE.code_of(heading) is None] == []
    for name in ("conferred", "refused", "other"):
        read_answer(words().say(f"sheet.{name}"))
