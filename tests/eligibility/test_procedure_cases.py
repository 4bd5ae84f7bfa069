"""Meetings, routes, quotas, days and opinions are answered as the acts say, case by case.

A sheet of `procedure_cases` names the day, the award and the article of each case, the facts as
`rules evaluate` reads them, and the answers by their key: a word, or some of the fields of the
answer (`says_has` is a part of its sentence). `absent` names keys that must not be answered,
`order` steps that follow each other. `layer` is a shipped example, `invented` a regulation made up
for the test in the file of that name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nominations.eligibility.procedure_answers import procedure_answers
from nominations.eligibility.procedure_facts import procedure_of
from nominations.law import rulesets
from nominations.law.datafile import DATA, Section
from nominations.law.deadlines import DossierProfile
from nominations.law.rulesets import Layer, RuleSet
from tests.eligibility.case_sheets import LOADER
from tests.rows import check_rows
from workflow.deadlines import WorkingCalendar

FOLDER = Path(__file__).resolve().parent / "procedure_cases"
PART = {
    "hop": "meeting",
    "trinh_tu": "route",
    "so_luong": "quotas",
    "thoi_han": "dates",
    "y_kien": "opinions",
    "trung_lap": "doubles",
}
# Cases that there are at least of each part, from the texts and not from an invented regulation.
WRITTEN = {
    "meeting": 15,
    "route": 19,
    "quotas": 20,
    "dates": 46,
    "opinions": 25,
    "doubles": 15,
}
KEYS = {
    "name", "day", "year", "award", "type", "layer", "invented", "cite", "facts", "expect",
    "absent", "order",
}  # fmt: skip


@cache
def sheets() -> dict[str, list[dict[str, Any]]]:
    return {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)["cases"]  # noqa: S506
        for path in sorted(FOLDER.glob("*.yaml"))
    }


@cache
def layer_of(name: str, *, is_invented: bool) -> Layer:
    return rulesets.read_layer_file((FOLDER if is_invented else DATA / "layers") / name)


def rules_of(case: Mapping[str, Any]) -> RuleSet:
    layers = [layer_of(case[key], is_invented=key == "invented")
              for key in ("layer", "invented") if key in case]  # fmt: skip
    return rulesets.rule_set_on(case["day"], layers=layers)


def answers_to(case: Mapping[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    section = Section(file="case", path="", content=case["facts"])
    facts = procedure_of(section)
    section.close()
    asked = DossierProfile(
        award=case["award"],
        year=case.get("year", case["day"].year),
        commendation_type=case.get("type", "CONG_TRANG"),
        level=facts.level,
        sector=facts.sector,
    )
    found = procedure_answers(
        rules_of(case), asked, facts, on=case["day"], calendar=WorkingCalendar()
    )
    return {part: {one.key: one.as_data() for one in rows} for part, rows in found.items()}


def answers_as_the_act(case: Mapping[str, Any]) -> None:
    assert set(case) <= KEYS, set(case) - KEYS
    assert any(letter.isdigit() for letter in case["cite"])
    found = answers_to(case)
    for part, wanted in case["expect"].items():
        for key, fields in wanted.items():
            data = found[part][key]
            want = {"answer": fields} if isinstance(fields, str) else dict(fields)
            assert want.pop("says_has", "") in data["says"], data
            assert {one: data[one] for one in want} == want, data
        assert not set(case.get("absent", ())) & set(found[part]), found[part]
    if "order" in case:
        steps = [key for key in found["route"] if key in case["order"]]
        assert steps == case["order"]


@pytest.mark.parametrize("sheet", sorted(PART))
def test_the_rules_answer_as_the_act(sheet: str) -> None:
    check_rows(sheets()[sheet], answers_as_the_act, name=lambda case: case["name"])


def test_no_part_loses_its_cases_from_the_texts() -> None:
    written = Counter(
        PART[sheet] for sheet, rows in sheets().items() for case in rows if "invented" not in case
    )
    assert {part: written[part] for part in WRITTEN if written[part] < WRITTEN[part]} == {}
    assert set(WRITTEN) == set(PART.values())
    for sheet, rows in sheets().items():
        assert len({case["name"] for case in rows}) == len(rows), sheet
        assert all(PART[sheet] in case["expect"] for case in rows), sheet


def test_a_case_that_is_answered_wrongly_is_named() -> None:
    right, *_rest = sheets()["hop"]
    wrong = {**right, "name": "sai", "expect": {"meeting": {"quorum": "unmet"}}}
    with pytest.raises(AssertionError, match="sai: "):
        check_rows([right, wrong], answers_as_the_act, name=lambda case: case["name"])


def test_a_holiday_between_is_not_counted() -> None:
    """Decree 152/2025 article 35 clause 4 a, over the holidays from 30 April to 3 May 2026."""
    case = {
        "day": date(2026, 4, 24),
        "award": "CSTDTQ",
        "facts": {"events": {"received_above": date(2026, 4, 24)}},
    }
    day = answers_to(case)["dates"]["dossier_return_days"]["day"]
    # 27 April is the day in lieu of the Hung Kings' day (26 April, a Sunday)
    assert day == "2026-05-13"
