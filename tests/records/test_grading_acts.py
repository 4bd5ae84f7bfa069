"""The decrees on yearly grades: which governs whom, and what each says of a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from nominations.records.grading.decrees import (
    GradingActError,
    acts_for,
    asks_own_regulation,
    grading_acts,
    read_grading_act,
)
from nominations.records.grading.limits import (
    YearOfWork,
    expectations,
    grade_limits,
    rank_allowed_by_all,
)
from nominations.records.scales import GRADE_RANK

CASES = yaml.safe_load(
    (Path(__file__).parent / "grading_cases" / "limits.yaml").read_text(encoding="utf-8")
)
CITED = {"90/2020/NĐ-CP": 15, "335/2025/NĐ-CP": 25, "233/2026/NĐ-CP": 15}  # cases at least
ACTS = {one.code: one for one in grading_acts()}


@dataclass(frozen=True)
class Punished:
    decided_on: date
    concerns: str = ""
    counted_year: int | None = None


def work(year: int, kind: str, regulation: bool | None = None, **given: Any) -> YearOfWork:
    """A full year of work without anything on record but what is given."""
    rows = given.get("disciplines", [])
    return YearOfWork(
        year=year,
        kinds=(kind,),
        own_regulation=regulation,
        service_months=given.get("months", 12),
        absence_months=given.get("absence", 0),
        recruited=given.get("recruited", False if given.get("months", 12) == 12 else None),
        absences=frozenset(given.get("absences", ())),
        disciplines=rows if rows is None else [
            Punished(row["day"], row.get("concerns", ""), row.get("counted")) for row in rows
        ],
    )  # fmt: skip


def rank(word: str) -> int:
    return 0 if word == "none" else GRADE_RANK[word]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_the_decrees_leave(case: dict[str, Any]) -> None:
    found = work(case["year"], case["kind"], case.get("regulation"), **case.get("with", {}))
    left = case["left"] if isinstance(case["left"], list) else [case["left"]] * 2
    assert rank_allowed_by_all(found) == (rank(left[0]), rank(left[1])), case["cite"]
    if "acts" in case:
        assert {one.act.code for one in found.acts()} == set(case["acts"]), case["cite"]
    if "source" in case:
        sure = [
            one for choice in found.acts() for one in grade_limits(choice.act, found) if one.sure
        ]
        assert {one.article for one in sure} == {case["source"]}


def test_a_case_is_never_told_twice() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["cite"] for case in CASES)


def test_no_decree_loses_its_cases() -> None:
    cited = {act: sum(act in case["cite"] for case in CASES) for act in CITED}
    assert {act: found for act, found in cited.items() if found < CITED[act]} == {}
    assert len(CASES) >= 55


@pytest.mark.parametrize(
    ("act", "points", "grade"),
    [
        ("ND335_2025", 100, "HTXS"),  # Điều 20, khoản 1
        ("ND335_2025", 90, "HTXS"),  # Điều 20, khoản 1
        ("ND335_2025", 89.9, "HTT"),  # Điều 20, khoản 2
        ("ND335_2025", 70, "HTT"),  # Điều 20, khoản 2
        ("ND335_2025", 69.9, "HT"),  # Điều 20, khoản 3
        ("ND335_2025", 50, "HT"),  # Điều 20, khoản 3
        ("ND335_2025", 49.9, "KHT"),  # Điều 20, khoản 4, điểm a
        ("ND233_2026", 90, "HTXS"),  # Điều 12, khoản 1
        ("ND233_2026", 89.9, "HTT"),  # Điều 12, khoản 2
        ("ND233_2026", 70, "HTT"),  # Điều 12, khoản 2
        ("ND233_2026", 69.9, "HT"),  # Điều 12, khoản 3
        ("ND233_2026", 50, "HT"),  # Điều 12, khoản 3
        ("ND233_2026", 49.9, "KHT"),  # Điều 12, khoản 4, điểm a
        ("ND90_2020", 95, ""),  # criteria, no points
    ],
)
def test_points_and_grades(act: str, points: float, grade: str) -> None:
    assert ACTS[act].grade_of(points) == grade


@pytest.mark.parametrize(
    ("act", "table", "name", "value", "article"),
    [
        ("ND335_2025", "share", "percent", 20, "Điều 20, khoản 5"),
        ("ND335_2025", "share", "raised", 25, "Điều 20, khoản 5"),
        ("ND335_2025", "share", "needs_excellent_body", False, "Điều 20, khoản 5"),
        ("ND335_2025", "head", "not_above_body", True, "Điều 20, khoản 6"),
        ("ND335_2025", "replacement", "verified", True, "Điều 4, khoản 4; Điều 21, khoản 3"),
        ("ND335_2025", "moved", "opinion_months", 0, "Điều 19, khoản 1"),
        ("ND233_2026", "share", "percent", 20, "Điều 12, khoản 6"),
        ("ND233_2026", "share", "raised", 25, "Điều 12, khoản 6"),
        ("ND233_2026", "share", "needs_excellent_body", True, "Điều 12, khoản 6"),
        ("ND233_2026", "head", "not_above_body", True, "Điều 12, khoản 7"),
        ("ND233_2026", "replacement", "verified", True, "Điều 4, khoản 5; Điều 15, khoản 4"),
        ("ND90_2020", "head", "not_above_body", False, ""),
        ("ND90_2020", "moved", "opinion_months", 6, "Điều 20, khoản 1"),
        ("ND90_2020", "counted_once", "verified", True, "Điều 2, khoản 5, điểm b"),
    ],
)
def test_figures_and_articles(act: str, table: str, name: str, value: Any, article: str) -> None:
    rule = getattr(ACTS[act], table)
    assert (getattr(rule, name), rule.article) == (value, article)


@pytest.mark.parametrize(
    ("act", "few", "at_most", "article", "unit", "department"),
    [
        # Điều 8, khoản 5; Điều 5, khoản 4 and khoản 2
        ("ND335_2025", 0, 0, "Điều 8, khoản 5", "Điều 5, khoản 4", "Điều 5, khoản 2"),
        # Điều 7, khoản 7, điểm c; Điều 8, khoản 5 and khoản 2
        ("ND233_2026", 5, 1, "Điều 7, khoản 7", "Điều 8, khoản 5", "Điều 8, khoản 2"),
    ],
)
def test_bodies(act: str, few: int, at_most: int, article: str, unit: str, department: str) -> None:
    rule = ACTS[act].bodies
    assert rule is not None
    assert (rule.few, rule.few_at_most, rule.share_article) == (few, at_most, article)
    assert (rule.share_percent, rule.share_raised) == (20, 25)
    best, well, done, failed = rule.grades
    assert (best.minimum, best.tasks, best.beyond) == (90, 100, 30)
    assert (well.minimum, well.below, well.tasks) == (70, 90, 100)
    assert (done.minimum, done.below, done.tasks, done.late) == (50, 70, 100, 20)
    assert (failed.below, failed.tasks_below) == (50, 70)
    by = {one.of: one.article for one in ACTS[act].authority}
    assert (by["unit"], by["department"]) == (unit, department)


@pytest.mark.parametrize("act", list(ACTS))
def test_a_year_is_graded_before_the_middle_of_december(act: str) -> None:
    assert ACTS[act].due.day_of(2026) == date(2026, 12, 15)


def test_only_the_end_of_2026_asks_for_the_regulation_of_a_unit() -> None:
    assert [year for year in range(2020, 2030) if asks_own_regulation(year)] == [2026]


def test_expectations_cite_the_article_and_promise_no_grade() -> None:
    lines = expectations(work(2026, "CONG_CHUC", months=5, recruited=True))
    assert len(lines) == 1
    assert "Điều 11, khoản 1" in lines[0]
    assert "335/2025" in lines[0]
    lines = expectations(work(2026, "CONG_CHUC"))
    assert "15/12/2026" in lines[0]
    assert "Điều 19, khoản 2" in lines[0]
    assert expectations(work(2015, "CONG_CHUC", absence=5)) == []


def test_two_kinds_in_one_year_get_one_clear_sentence() -> None:
    both = YearOfWork(
        year=2026, kinds=("VIEN_CHUC", "CONG_CHUC"), service_months=12, recruited=False
    )
    first = expectations(both)[0]
    assert "viên chức" in first
    assert "công chức" in first
    assert "Điều 19, khoản 1" in first
    assert [one.act.code for one in both.acts()] == ["ND335_2025"]


def test_an_unknown_kind_is_asked_for() -> None:
    first = expectations(work(2026, "", absence=4))[0]
    assert "công chức hay viên chức" in first
    unknown = expectations(work(2026, "VIEN_CHUC", absence=4))[0]
    assert "Điều 20, khoản 1" in unknown
    contract = expectations(work(2026, "HOP_DONG", False))[0]
    assert "Điều 28, khoản 2" in contract


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("schema = 2", "schema"),
        ("= nonsense", "Invalid"),
        ("schema = 1\ncode = 'X'", "missing"),
        ("schema = 1\n[months]\nminimum = 6", "months"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GradingActError, match=problem):
        read_grading_act(path)


def test_acts_come_in_order_and_none_reaches_back_too_far() -> None:
    assert [one.code for one in grading_acts()] == ["ND90_2020", "ND335_2025", "ND233_2026"]
    assert acts_for("CONG_CHUC", 2019) == ()
