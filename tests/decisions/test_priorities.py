"""The secretary orders the dossiers of a submission; every paper and the level above follow."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.decisions.models import UpwardReport
from nominations.decisions.report_papers import report_paper
from nominations.decisions.services import issue_report
from nominations.decisions.services.reports import in_order_of
from nominations.documents.blocks import Paragraph
from nominations.dossiers.models import Nomination
from nominations.law.models import AwardType
from nominations.packages.report_dossiers import report_dossiers
from nominations.states import State
from tests.built_once import built_once
from tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    def build() -> Cast:
        found = Cast.build()
        subjects = [(None, None), (found.person("Bùi Thị Hai"), None), (None, found.unit)]
        subjects.insert(1, (found.person("Cao Văn Ba"), None))
        found.nominations(subjects, State.DECIDED, award="BK_TINH")
        return found

    return built_once("decided and to be ordered", build)


def names(rows: list[Nomination]) -> list[str]:
    return [one.subject_name.rpartition(" ")[2] for one in rows]


def test_the_order_is_typed_printed_sealed_and_shown_above(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = cast.client(cast.secretary)
    path = reverse("decisions:report_new")
    with django_assert_max_num_queries(20):
        form = client.get(path).context["form"]
    rows = {one.subject_name: one for one in Nomination.objects.all()}
    given = {
        "name": "Đề nghị tặng Bằng khen",
        "issued_on": f"{form['issued_on'].value():%d/%m/%Y}",
        "nominations": [one.pk for one in rows.values()],
        f"priority_{rows['Bùi Thị Hai'].pk}": "1",
        f"priority_{rows['Nguyễn Văn An'].pk}": "1",
        f"priority_{rows['Cao Văn Ba'].pk}": "0",
    }
    page = client.post(path, given).content.decode()
    assert "đã mang thứ tự ưu tiên 1" in page
    assert page.count("field-error") == 2  # the number twice, and the nought
    assert not UpwardReport.objects.exists()
    given[f"priority_{rows['Cao Văn Ba'].pk}"] = ""
    given[f"priority_{rows['Nguyễn Văn An'].pk}"] = "2"
    client.post(path, given)

    report = UpwardReport.objects.get()
    assert report.in_priority_order
    lines = report.lines.order_by("position").select_related("nomination")
    wanted = ["sách", "Hai", "An", "Ba"]  # Phòng Ngân sách before the individuals
    assert names([line.nomination for line in lines]) == wanted
    assert [
        one["subject"].rpartition(" ")[2] for one in json.loads(report.package)["nominations"]
    ] == wanted
    assert names(list(report_dossiers(report).nominations)) == wanted
    paper = report_paper(report)
    said = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    assert any("thứ tự ưu tiên" in text for text in said)
    table = repr(paper.appendices[0])
    assert "Thứ tự ưu tiên" in table
    assert table.index("Bùi Thị Hai") < table.index("Nguyễn Văn An") < table.index("Cao Văn Ba")
    above = cast.client(cast.superior_officer).get(
        reverse("decisions:arrival", args=[report.public_id])
    )
    text = above.content.decode()
    assert "theo thứ tự ưu tiên của cơ quan trình" in text
    assert text.index("Bùi Thị Hai") < text.index("Nguyễn Văn An") < text.index("Cao Văn Ba")


def test_without_numbers_nothing_speaks_of_priority(cast: Cast) -> None:
    rows = list(Nomination.objects.all())
    report = issue_report(
        actor=cast.secretary, organization=cast.agency, kind="submission", nominations=rows,
        name="Đề nghị tặng Bằng khen",
    )  # fmt: skip
    assert not report.in_priority_order
    assert "in_priority_order" not in report.package
    assert "ưu tiên" not in repr(report_paper(report))
    assert list(report.lines.order_by("id").values_list("position", flat=True)) == [1, 2, 3, 4]


def _row(pk: int, kind: str, award: AwardType) -> Nomination:
    return Nomination(pk=pk, kind=kind, award_type=award, subject_name=f"Người {pk}")


def test_numbers_order_within_award_and_kind() -> None:
    first, second = AwardType(pk=1, rank=1), AwardType(pk=2, rank=2)
    rows = [
        _row(1, "individual", second),
        _row(2, "collective", first),
        _row(3, "individual", first),
        _row(4, "individual", first),
        _row(5, "individual", first),
    ]
    found = in_order_of(rows, {5: 1, 4: 7, 1: 1})
    assert [one.pk for one in found] == [2, 5, 4, 3, 1]
    with pytest.raises(ValidationError, match="Người 3 và Người 4"):
        in_order_of(rows, {3: 2, 4: 2})
    with pytest.raises(ValidationError):
        in_order_of(rows, {3: 0})
