"""`rules check`, `rules show`, `rules evaluate`: what they find, say, and answer."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nominations.law import catalogue, lint, rulesets
from tests.law.rulebook import LAYER

FACTS = """kind: individual
name: Nguyễn Văn A
grades: {2023: HTXS, 2024: HTT}
awards:
  - {award: CSTDCS, year: 2023, date: 2023-12-28, until: 2023-11-30, type: CONG_TRANG}
nominated: [LDTT]
initiatives:
  - {name: Tra cứu, scope: CO_SO, year: 2024, kind: initiative}
disciplines:
  - {form: KHIEN_TRACH, decided_on: 2022-03-01, ends_on: 2023-03-01}
examinations: []
service_months: 12
absence_months: 0
training_below: false
registered: true
attested: {DAO_DUC: true, PHONG_TRAO: false}
"""
STANDARD = """
[[award.CSTDCS.standard]]
key = "merit_of_the_test"
kind = "{kind}"
says = "Hoàn thành xuất sắc nhiệm vụ hoặc có sáng kiến"
rule = "{rule}"
source = "Luật 06/2022/QH15 Đ23"
verified = true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "regimes"
    shutil.copytree(rulesets.FOLDER, copied)
    return copied


def with_standard(folder: Path, rule: str, kind: str = "individual") -> int:
    """Add a standard to the law of 2024; the line of its rule."""
    path = folder / "R2.toml"
    text = path.read_text(encoding="utf-8") + STANDARD.format(rule=rule, kind=kind)
    path.write_text(text, encoding="utf-8")
    return max(n for n, line in enumerate(text.splitlines(), 1) if line == f'rule = "{rule}"')


# --- check ----------------------------------------------------------------------------------------


def test_the_shipped_files_have_no_errors(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules", "check")

    assert "không có lỗi" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("grade >= HTXX", "KHT, HT, HTT, HTXS"),
        ("grades >= HTT", "không có trong bộ từ"),
        ("chain(CSTD) >= 3", "không phải mã"),
        ("grade >= KHT", "lúc nào cũng đạt"),
        ("grade > HTXS", "không bao giờ đạt được"),
        ("member_share(LDTT) >= 70", "chỉ dùng cho tập thể"),
    ],
)
def test_a_wrong_rule_stops_with_file_line_and_sentence(
    folder: Path, rule: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = with_standard(folder, rule)

    with pytest.raises(CommandError):
        call_command("rules", "check", folder=folder)

    output = capsys.readouterr().out
    assert output.startswith(f"R2.toml, dòng {line}: award.CSTDCS.standard[")
    assert says in output


def test_a_standard_for_whom_the_award_is_not_given_is_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_standard(folder, "members >= 3", "collective")

    with pytest.raises(CommandError, match="1 lỗi"):
        call_command("rules", "check", folder=folder)

    assert "không trao cho loại đối tượng này" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("day", "says"), [("2025-06-29", "để trống"), ("2025-07-01", "chồng thời gian")]
)
def test_gaps_and_overlaps_are_told_apart(folder: Path, day: str, says: str) -> None:
    path = folder / "R2.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("2025-06-30", day), encoding="utf-8")

    found = lint.lint_rule_set(folder)

    assert [(one.file, one.key) for one in found] == [("R3A.toml", "valid_from")]
    assert says in found[0].problem


def test_a_level_below_which_the_award_is_decided_is_found(folder: Path) -> None:
    path = folder / "R2.toml"
    wrong = '\n[level.province.award.LDTT.vote]\nneeded = false\nsource = ""\nverified = false\n'
    path.write_text(path.read_text(encoding="utf-8") + wrong, encoding="utf-8")

    found = lint.lint_rule_set(folder)

    assert [one.key for one in found] == ["level.province.award.LDTT.vote"]
    assert found[0].line > 0


def test_two_wrong_files_are_both_told(folder: Path) -> None:
    for name in ("R1A.toml", "R2.toml"):
        path = folder / name
        text = path.read_text(encoding="utf-8").replace("schema = 2", "schema = 1", 1)
        path.write_text(text, encoding="utf-8")

    assert {one.file for one in lint.lint_rule_set(folder)} >= {"R1A.toml", "R2.toml"}


def test_layers_are_checked_on_the_law_and_against_each_other(tmp_path: Path) -> None:
    first, second = tmp_path / "mot.toml", tmp_path / "hai.toml"
    first.write_text(LAYER, encoding="utf-8")
    second.write_text(
        LAYER.replace("STC-2024", "STC-2").replace("2024-03-01", "2024-02-01"), encoding="utf-8"
    )
    assert lint.lint_rule_set(rulesets.FOLDER, [first]) == []

    later = LAYER.replace("STC-2024", "STC-3")
    second.write_text(later, encoding="utf-8")
    found = lint.lint_rule_set(rulesets.FOLDER, [first, second])
    assert found
    assert all("bị quy định" in one.problem and one.line for one in found)

    second.write_text(later.replace("award.LDTT.vote", "award.CO_CP.vote"), encoding="utf-8")
    loose = lint.lint_rule_set(rulesets.FOLDER, [second])
    assert {(one.file, one.key) for one in loose} == {("hai.toml", "award.CO_CP.vote")}


# --- show -----------------------------------------------------------------------------------------


def test_an_award_is_shown_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules", "show", "CSTDCS", on=date(2024, 6, 1))

    output = capsys.readouterr().out
    assert "Chiến sĩ thi đua cơ sở (CSTDCS), ngày 01/06/2024" in output
    assert "từ 4/5 (80" in output
    assert "Điều 30, khoản 7 Nghị định 98/2023/NĐ-CP" in output
    assert "chưa đối chiếu văn bản gốc" in output


def test_a_layer_on_the_command_line_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "quy-che.toml"
    path.write_text(LAYER, encoding="utf-8")

    call_command("rules", "show", "GK", on=date(2024, 6, 1), layer=[path])

    output = capsys.readouterr().out
    assert "Hoàn thành xuất sắc nhiệm vụ" in output
    assert "Quyết định 12/QĐ-STC (quy định STC-2024)" in output
    assert "7 ngày làm việc, tại: Trang thông tin điện tử" in output


@pytest.mark.parametrize(
    ("act", "options", "says"),
    [
        ("show", {"award": "CSTD"}, "không phải mã"),
        ("show", {"award": "LDTT", "on": date(2010, 1, 1)}, "01/01/2010"),
    ],
)
def test_a_wrong_question_is_answered_in_one_sentence(
    act: str, options: dict[str, Any], says: str
) -> None:
    award = options.pop("award")
    with pytest.raises(CommandError, match=says):
        call_command("rules", act, award, **options)


# --- evaluate -------------------------------------------------------------------------------------


def evaluated(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str], **options: Any) -> Any:
    path = tmp_path / "ho-so.yaml"
    path.write_text(text, encoding="utf-8")
    layers = options.pop("layer", [])
    given = {"award": "CSTDCS", "year": 2024, "format": "json"} | options
    words = [f"--{name}={value}" for name, value in given.items()]
    words += [f"--layer={one}" for one in layers]
    call_command("rules", "evaluate", f"--facts={path}", *words)
    output = capsys.readouterr().out
    return json.loads(output) if given["format"] == "json" else output


def layer_of(tmp_path: Path) -> list[Path]:
    path = tmp_path / "quy-che.toml"
    rule = "grade >= HTXS and initiatives(CO_SO) >= 1"
    text = LAYER.replace("award.GK.standard", "award.CSTDCS.standard")
    path.write_text(text.replace("grade >= HTXS", rule), encoding="utf-8")
    return [path]


def test_facts_of_a_file_are_judged_rule_by_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = evaluated(tmp_path, FACTS, capsys, layer=layer_of(tmp_path))

    assert (found["subject"], found["kind"]) == ("Nguyễn Văn A", "individual")
    assert (found["year"], found["on"], found["rule_set"]) == (2024, "2024-12-31", "R2")
    assert found["layers"] == ["STC-2024"]
    assert found["answer"] == "unmet"
    rule = next(one for one in found["rules"] if one["key"] == "excellent")
    assert set(rule) == {
        "key", "says", "rule", "answer", "effect", "source", "verified", "layer", "records",
        "missing",
    }  # fmt: skip
    assert (rule["answer"], rule["layer"]) == ("unmet", "STC-2024")
    assert "Năm 2024: Hoàn thành tốt nhiệm vụ" in rule["records"]


def test_what_is_left_out_is_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left_out = "".join(line + "\n" for line in FACTS.splitlines() if not line.startswith("grades"))
    found = evaluated(tmp_path, left_out, capsys, layer=layer_of(tmp_path))

    rule = next(one for one in found["rules"] if one["key"] == "excellent")
    assert rule["answer"] == "unknown"
    assert rule["missing"][0] == "Chưa có mức xếp loại năm 2024"
    assert "15/12/2024 (theo Điều 20, khoản 2 Nghị định 90/2020/NĐ-CP" in rule["missing"][1]


def test_of_a_year_without_a_grade_the_rules_say_what_to_expect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ungraded = "".join(line + "\n" for line in FACTS.splitlines() if not line.startswith("grades"))
    found = evaluated(
        tmp_path, ungraded.replace("absence_months: 0", "absence_months: 4"), capsys,
        layer=layer_of(tmp_path),
    )  # fmt: skip

    rule = next(one for one in found["rules"] if one["key"] == "excellent")
    assert rule["answer"] == "unknown"
    assert rule["missing"][1] == (
        "Dự kiến cao nhất là “Hoàn thành nhiệm vụ”, vì đã nghỉ 4 tháng (theo Điều 2, khoản 3"
        " Nghị định 90/2020/NĐ-CP (sửa đổi, bổ sung tại Nghị định 48/2023/NĐ-CP))"
    )


def test_a_discipline_that_is_not_served_is_told_with_its_article(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    running = FACTS.replace("ends_on: 2023-03-01", "ends_on: 2025-03-01")
    found = evaluated(tmp_path, running, capsys)

    rule = next(one for one in found["rules"] if one["key"] == "examination")
    assert rule["answer"] == "unmet"
    assert rule["source"] == "Nghị định 98/2023/NĐ-CP Đ4 k4"
    (missing,) = rule["missing"]
    assert missing == (
        "Chưa chấp hành xong kỷ luật, thành tích chỉ tính từ khi chấp hành xong: Khiển trách,"
        " quyết định ngày 01/03/2022, hết hiệu lực ngày 01/03/2025"
    )


def test_the_text_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = evaluated(tmp_path, FACTS, capsys, format="text", layer=layer_of(tmp_path))

    assert "[Không đạt] Hoàn thành xuất sắc nhiệm vụ" in output
    assert "Căn cứ: Quyết định 12/QĐ-STC; chưa đối chiếu văn bản gốc" in output


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("HTXS", "HTXX", 3, "KHT, HT, HTT, HTXS"),
        ("service_months", "months", 12, "months"),
        ("2023-12-28", "2023-13-28", 5, "2023-13-28"),
        ("2023-12-28", "28/12/2023", 5, "ngày"),
        ("year: 2023", "year: hai nghìn", 5, "số nguyên"),
        ("scope: CO_SO", "scope: XA", 8, "CO_SO"),
        ("[LDTT]", "[LDTX]", 6, "LDTX"),
        ("{2023: HTXS", "{203: HTXS", 3, "năm"),
        ("kind: individual", "kind: person", 1, "individual, collective"),
        ("DAO_DUC", "DAO", 16, "DAO_DUC"),
        ("registered: true", "registered: true\nregistered: false", 16, "hai lần"),
        ("grades: {", "grades: [", 3, "sai cú pháp"),
        ("examinations: []", "examinations: *x", 11, "dấu tham chiếu"),
    ],
)
def test_a_wrong_fact_names_its_line(
    tmp_path: Path, before: str, after: str, line: int, says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert before in FACTS
    with pytest.raises(CommandError) as error:
        evaluated(tmp_path, FACTS.replace(before, after, 1), capsys)

    assert str(error.value).startswith(f"ho-so.yaml, dòng {line}: ") or "dấu tham chiếu" in str(
        error.value
    )
    assert says in str(error.value)


def test_an_award_for_collectives_is_not_asked_of_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="không trao cho đối tượng: Cá nhân"):
        evaluated(tmp_path, FACTS, capsys, award="TTLDTT")


def test_the_example_of_the_documentation_is_read(root: Path) -> None:
    from nominations.eligibility.facts_yaml import read_facts

    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    block = text.partition("### Of a subject")[2].partition("```yaml\n")[2]
    known = read_facts(block.partition("```")[0], file="rules.md", year=2024, on=date(2024, 12, 31))

    assert known.kind == "individual"
    assert known.members is not None


def test_every_award_can_be_shown_in_every_regime(capsys: pytest.CaptureFixture[str]) -> None:
    for code, entry in catalogue.entries().items():
        for rule_set in rulesets.shipped_regimes():
            call_command("rules", "show", code, on=rule_set.valid_from)
            assert entry.name in capsys.readouterr().out
