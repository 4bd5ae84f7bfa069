"""`rules evaluate` about a meeting, a route, figures, days and opinions: text, JSON, mistakes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nominations.eligibility.procedure_facts import read_facts_file

FACTS = """kind: individual
agency: {level: agency}
meeting:
  members: 9
  present: 6
  items:
    - {award: CSTDCS, name: Nguyễn Văn An, agree: 6, written: 2, written_agree: 2}
counts: {LDTT: 48, nominated: 8}
events:
  returned: 2024-11-01
  done: {return_days: 2024-12-30}
opinions: {who: [head]}
"""


def evaluated(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str], form: str) -> str:
    path = tmp_path / "hop.yaml"
    path.write_text(text, encoding="utf-8")
    call_command(
        "rules", "evaluate", f"--facts={path}", "--award=CSTDCS", "--year=2024", f"--format={form}"
    )
    return capsys.readouterr().out


def test_every_part_that_is_written_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, Any] = json.loads(evaluated(tmp_path, FACTS, capsys, "json"))

    assert (found["award"], found["type"], found["rule_set"]) == ("CSTDCS", "CONG_TRANG", "R2")
    assert "rules" not in found  # nothing is said of a subject
    assert set(found) >= {"meeting", "route", "quotas", "dates", "opinions"}
    quorum, vote = found["meeting"]
    assert set(quorum) >= {"key", "answer", "says", "source", "verified", "layer"}
    assert (quorum["answer"], quorum["needed"]) == ("met", 6)
    assert (vote["answer"], vote["in_favour"]) == ("met", 8)
    assert vote["source"] == "Nghị định 98/2023/NĐ-CP Đ30 k7"
    assert found["quotas"] == found["opinions"] == []


def test_what_the_province_lays_down_is_answered_as_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hop.yaml"
    facts = "kind: individual\nagency: {level: agency}\nmeeting: {members: 9, present: 6}\n"
    path.write_text(facts, encoding="utf-8")
    given = (f"--facts={path}", "--award=GK", "--year=2026", "--format=json")
    call_command("rules", "evaluate", *given)
    found = json.loads(capsys.readouterr().out)

    quorum, composition = found["meeting"]
    article = "Điều 6 khoản 2 {} Nghị định 152/2025/NĐ-CP"
    assert article.format("điểm đ, điểm e") in quorum["says"]
    assert (quorum["answer"], quorum["source"]) == ("met", "")
    assert article.format("điểm đ, điểm e") in composition["says"]
    left = {one["key"] for one in found["route"] if article.format("điểm b, điểm c") in one["says"]}
    assert left == {"unit_review", "vote", "consultation"}


def test_a_subject_and_the_procedure_are_answered_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(evaluated(tmp_path, FACTS + "grades: {2024: HTXS}\n", capsys, "json"))

    assert found["rules"]
    assert found["meeting"]


def test_the_text_says_the_same_with_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = evaluated(tmp_path, FACTS, capsys, "text")

    assert "[Đạt] Có mặt 6/9 thành viên; phải có ít nhất 2/3, tức 6 người." in output
    assert "[Đạt] Nguyễn Văn An: 8/9 đồng ý (88,89%), phải đạt 8 (80%)." in output
    assert "Căn cứ: Điều 30, khoản 7 Nghị định 98/2023/NĐ-CP" in output
    assert "không sớm hơn ngày 06/11/2024, tức 3 ngày làm việc kể từ ngày trả hồ sơ" in output


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("members: 9", "members: chín", 4, "số nguyên"),
        ("present: 6", "present: 10", 5, "số nguyên"),
        ("agree: 6", "agree: 7", 7, "7 phiếu nhưng chỉ có 6 thành viên"),
        ("written: 2", "written: 4", 7, "nhiều hơn số thành viên vắng"),
        ("written_agree: 2", "written_agree: 3", 7, "nhiều hơn số ý kiến"),
        ("award: CSTDCS", "award: CSTD", 7, "CSTDCS"),
        ("LDTT: 48", "LDTX: 48", 8, "LDTT"),
        ("returned: 2024-11-01", "given: 2024-11-01", 10, "returned"),
        ("returned: 2024-11-01", "returned: hôm qua", 10, "ngày"),
        ("done: {return_days", "done: {return", 11, "return_days"),
        ("who: [head]", "who: [boss]", 12, "party_managed"),
        ("level: agency", "level: xã", 2, "province"),
        ("meeting:", "meetings:", 3, "meetings"),
    ],
)
def test_a_wrong_fact_names_its_line(
    tmp_path: Path, before: str, after: str, line: int, says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert before in FACTS
    with pytest.raises(CommandError) as error:
        evaluated(tmp_path, FACTS.replace(before, after, 1), capsys, "text")

    assert str(error.value).startswith(f"hop.yaml, dòng {line}: "), error.value
    assert says in str(error.value)


def test_the_example_of_the_documentation_is_read(root: Path) -> None:
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    block = text.partition("### Of the procedure")[2].partition("```yaml\n")[2].partition("```")[0]
    known = read_facts_file(block, file="rules.md", year=2026, on=date(2026, 12, 31))

    assert known.subject is None
    assert known.procedure.asks_route
    assert None not in (known.procedure.meeting, known.procedure.counts, known.procedure.events)
    assert known.procedure.who == ("party_managed",)
