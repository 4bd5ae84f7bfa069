"""Standards by type of commendation: read, judged, checked, tightened, shown, asked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import judge, judge_many, next_year
from nominations.eligibility.facts import ExaminationFact
from nominations.law import rulesets
from nominations.law.award_summary import summarize_award
from nominations.law.datafile import DataFileError
from nominations.law.deadlines import SETTING_EVENTS, ComputedDeadline, DossierProfile, deadlines_of
from nominations.law.rulesets import RuleSet
from nominations.law.rulesets.rule_keys import SETTING_TABLES
from nominations.law.rulesets.rule_settings import SETTINGS, SettingKind
from nominations.law.rulesets.types_key import TYPES
from tests.law.rulebook import facts, held, rules
from workflow.deadlines import WorkingCalendar

MET, UNMET, UNKNOWN = Answer.MET, Answer.UNMET, Answer.UNKNOWN
MERIT, MOVEMENT, SUDDEN = "CONG_TRANG", "PHONG_TRAO", "DOT_XUAT"
FLAG = """schema = 2
layer = "{level}"
code = "QD-10"
name = "Quy định về công tác thi đua, khen thưởng"
valid_from = 2024-03-01
source = "Quyết định 10/2024/QĐ-UBND"

[[award.CO_TINH.standard]]
key = "leads"
{types}says = "Dẫn đầu cụm, khối thi đua"
rule = "attested(DAN_DAU)"
"""


def book() -> RuleSet:
    """One way by merit, one by a campaign, and what is asked of everybody."""
    found = rules("BK_TTG", merit="grade >= HTT", movement="attested(PHONG_TRAO)",
                  examination="not under_examination")  # fmt: skip
    merit, movement, common = found.standards
    return replace(
        found,
        standards=(replace(merit, types=(MERIT,)), replace(movement, types=(MOVEMENT,)), common),
        digest="types",
    )


def keys(rule_set: RuleSet, commendation_type: str) -> list[str]:
    return [one.key for one in rule_set.standards_for("BK_TTG", "individual", commendation_type)]


def test_each_type_is_asked_its_own_way_and_what_is_common() -> None:
    assert keys(book(), MERIT) == ["merit", "examination"]
    assert keys(book(), MOVEMENT) == ["movement", "examination"]
    assert keys(book(), SUDDEN) == ["examination"]
    asked = [one.key for one in book().standards_for("BK_TTG", "individual")]
    assert asked == ["merit", "examination"]


@pytest.mark.parametrize(
    ("commendation_type", "attested", "expected"),
    [
        (MERIT, {"PHONG_TRAO": True}, UNKNOWN),  # no grade is known; the campaign does not help
        (MOVEMENT, {"PHONG_TRAO": True}, MET),
        (MOVEMENT, {"PHONG_TRAO": False}, UNMET),
        (MOVEMENT, {}, UNKNOWN),
        (SUDDEN, {"PHONG_TRAO": True}, UNKNOWN),  # the common condition alone earns nothing
    ],
)
def test_explained_and_fast_answers_go_by_the_type(
    commendation_type: str, attested: dict[str, bool], expected: Answer
) -> None:
    known = facts(attested=attested)

    assert judge(book(), "BK_TTG", known, commendation_type).answer == expected
    assert judge_many(book(), ["BK_TTG"], known, commendation_type) == {"BK_TTG": expected}


def test_without_a_way_a_common_condition_still_bars() -> None:
    known = facts(examinations=[ExaminationFact("complaint", date(2024, 5, 1))])
    found = judge(book(), "BK_TTG", known, SUDDEN)

    assert (found.has_way, found.answer) == (False, UNMET)
    assert [one.standard.key for one in found.blocking] == ["examination"]
    assert judge_many(book(), ["BK_TTG"], known, SUDDEN) == {"BK_TTG": UNMET}


def test_the_coming_year_is_asked_by_the_type_as_well() -> None:
    found = next_year(book(), "BK_TTG", facts(), MOVEMENT)

    assert [one.standard.key for one in found.rules] == ["movement", "examination"]


def test_the_shipped_law_gives_the_prime_ministers_letter_in_four_ways() -> None:
    law = rulesets.regime_on(date(2024, 6, 1))
    plain = facts(attested={"PHONG_TRAO": True, "DOT_XUAT": False, "NHIEU_THANH_TICH": False,
                            "DONG_GOP": False})  # fmt: skip

    assert judge(law, "BK_TTG", plain, MERIT).answer == UNMET
    assert judge(law, "BK_TTG", plain, MOVEMENT).answer == MET
    assert judge(law, "BK_TTG", plain, SUDDEN).answer == UNMET
    assert judge(law, "BK_TTG", plain, "DOI_NGOAI").answer == UNMET
    assert judge(law, "BK_TTG", plain, "NIEN_HAN").answer == UNKNOWN


@pytest.mark.parametrize(("years", "expected"), [((2018, 2022), MET), ((2021,), UNMET)])
def test_a_window_since_the_first_is_not_opened_anew(
    years: tuple[int, ...], expected: Answer
) -> None:
    rule = "awards(CSTDCS, since=BK_TINH) >= 5"
    known = facts(awards=[*held("BK_TINH", *years), *held("CSTDCS", *range(2019, 2025))])

    assert judge(rules(one=rule), "CSTDCS", known).answer == expected


def test_a_window_is_opened_by_awards_of_the_types_named() -> None:
    theme = held("BK_TINH", 2018, commendation_type=MOVEMENT)
    known = facts(awards=[*theme, *held("BK_TINH", 2022), *held("CSTDCS", *range(2019, 2025))])
    of_merit = "awards(CSTDCS, since=BK_TINH, type=CONG_TRANG|DOT_XUAT) >= 5"

    assert judge(rules(one=of_merit), "CSTDCS", known).answer == UNMET
    found = judge(rules(one=of_merit), "CSTDCS", known).rules[0]
    assert found.records[-1].startswith("Tính từ")
    assert "2022" in found.records[-1]
    both = "awards(CSTDCS, since=BK_TINH) >= 5"
    assert judge(rules(one=both), "CSTDCS", known).answer == MET


# --- files and layers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("types", "says"),
    [
        ('["CONG"]', "CONG_TRANG, DOT_XUAT"),
        ("[]", "CONG_TRANG, DOT_XUAT"),
        ('["DOT_XUAT", "DOT_XUAT"]', "ghi trùng"),
        ('["CONG_TRANG", "DOT_XUAT", "PHONG_TRAO", "CONG_HIEN", "NIEN_HAN", "DOI_NGOAI"]', "mọi"),
    ],
)
def test_wrong_types_stop_with_the_line(
    types: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "quy-dinh.toml"
    path.write_text(FLAG.format(level="province", types=f"types = {types}\n"), encoding="utf-8")

    with pytest.raises(CommandError):
        call_command("rules", "check", str(path))
    output = capsys.readouterr().out
    assert output.startswith("quy-dinh.toml, dòng 10: award.CO_TINH.standard[0].types")
    assert says in output


@pytest.mark.parametrize(
    ("types", "fits"),
    [
        ('types = ["CONG_TRANG"]\n', True),
        ('types = ["CONG_TRANG", "PHONG_TRAO"]\n', True),
        ("", True),
        ('types = ["PHONG_TRAO"]\n', False),
    ],
)
def test_a_layer_may_ask_more_types_and_never_fewer(types: str, fits: bool) -> None:
    layer = rulesets.read_layer_text(FLAG.format(level="province", types=types), "x")
    law = rulesets.regime_on(date(2024, 6, 1))

    if fits:
        leads = rulesets.with_layers(law, [layer]).standards_for("CO_TINH", "collective")
        assert [one.layer for one in leads if one.key == "leads"] == ["QD-10"]
    else:
        with pytest.raises(DataFileError, match="loại hình"):
            rulesets.with_layers(law, [layer])


def test_a_frozen_rule_set_keeps_the_types() -> None:
    law = rulesets.regime_on(date(2024, 6, 1))

    again = rulesets.from_frozen(json.loads(json.dumps(rulesets.frozen_copy(law))))
    for name in ("standards", "quotas"):
        kept, written = (
            [one.types for one in getattr(rule_set, name)] for rule_set in (again, law)
        )
        assert kept == written
    assert again.filings["CO_CP"].types == (MERIT,)
    assert again.settings["province_submits_days"].types == (MERIT,)


# --- days and limits ------------------------------------------------------------------------------

DAYS = """schema = 2
layer = "agency"
code = "QC-1"
name = "Quy chế thi đua, khen thưởng"
valid_from = 2026-01-01
source = "Quyết định 1/QĐ-STC"

[award.BK_TINH.filing]
day = 15
month = 1
next_year = true
types = ["CONG_TRANG"]

[settings.province_submits_days]
value = 7
types = ["CONG_TRANG"]

[[award.CO_CP.quota]]
key = "share_of_flags"
type = "percent"
of = "CO_TINH"
percent = 20
rounding = "unsaid"
effect = "blocking"
says = "Không quá 20%"
{types}
"""


def test_a_filing_day_a_limit_and_a_number_of_days_hold_for_their_types_alone() -> None:
    layer = rulesets.read_layer_text(DAYS.format(types=""), "x")
    found = rulesets.with_layers(rulesets.regime_on(date(2026, 6, 1)), [layer])

    for asked, holds in ((MERIT, True), (MOVEMENT, False)):
        days = {one.key for one in title_days(found, "BK_TINH", asked)}
        assert ("report_upward" in days, "province_submits_days" in days) == (holds, holds)
        assert (found.filing_of("BK_TINH", asked) is not None) == holds
        # the layer limits every type, the law above it one
        assert len(found.quotas_for("CO_CP", "collective", asked)) == 1
        law = rulesets.regime_on(date(2026, 6, 1))
        assert bool(law.quotas_for("CO_CP", "collective", asked)) == holds


def title_days(rule_set: RuleSet, award: str, asked: str) -> list[ComputedDeadline]:
    of = DossierProfile(award=award, year=2026, commendation_type=asked, level="agency")
    return list(
        deadlines_of(rule_set, of, {"received_by_province": date(2026, 6, 1)}, WorkingCalendar())
    )


def test_a_layer_may_not_let_a_limit_or_a_number_of_days_go_for_some_types() -> None:
    law = rulesets.regime_on(date(2026, 6, 1))
    narrower = DAYS.format(types='types = ["PHONG_TRAO"]')
    with pytest.raises(DataFileError, match="giới hạn này áp dụng"):
        rulesets.with_layers(law, [rulesets.read_layer_text(narrower, "x")])

    head, _rest = DAYS.split("[award.BK_TINH.filing]")
    some = '[settings.line_ministry_days]\nvalue = 5\ntypes = ["CONG_TRANG"]\n'
    with pytest.raises(DataFileError, match="áp dụng giá trị này"):
        rulesets.with_layers(law, [rulesets.read_layer_text(head + some, "x")])


def test_what_is_asked_without_a_type_of_commendation_may_not_name_one() -> None:
    """A correction, the agenda of a session and its ballots go by one value for all dossiers."""
    head, _rest = DAYS.split("[award.BK_TINH.filing]")
    taken = {
        name
        for name, kind in SETTINGS.items()
        if reads(f'{head}[settings.{name}]\nvalue = {_value(kind)}\ntypes = ["CONG_TRANG"]\n')
    }

    assert taken == {name for name in SETTING_EVENTS if SETTINGS[name].by_type}
    assert taken.isdisjoint({"correction_days", "papers_lead_days", "ballots", "revocation_days"})
    offered = {name for name, table in SETTING_TABLES.items() if TYPES in table.keys}
    assert offered == taken


def reads(text: str) -> bool:
    try:
        rulesets.read_layer_text(text, "x")
    except DataFileError as refusal:
        return "types" not in str(refusal)
    return True


def _value(kind: SettingKind) -> str:
    return f'"{kind.words[0] if kind.words else "Mẫu 1"}"' if kind.words or kind.is_text else "2"


def test_the_page_of_the_flag_names_the_types_of_its_day_and_of_its_limit() -> None:
    found = summarize_award(rulesets.regime_on(date(2026, 6, 1)), "CO_CP", on=date(2026, 6, 1))
    labels = {line.label for part in found.parts for line in part.lines}

    assert "Nộp hồ sơ lên cấp trên, chỉ xét với loại hình: công trạng và thành tích" in labels
    assert "Tập thể, chỉ xét với loại hình: công trạng và thành tích" in labels


# --- the command ----------------------------------------------------------------------------------


def evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: Any) -> str:
    path = tmp_path / "ho-so.yaml"
    path.write_text(
        "kind: individual\nname: Nguyễn Văn A\nexaminations: []\ndisciplines: []\nawards: []\n"
        "attested: {PHONG_TRAO: true}\n",
        encoding="utf-8",
    )
    given = ["--award=BK_TTG", "--year=2024", *more]
    call_command("rules", "evaluate", f"--facts={path}", *given)
    return capsys.readouterr().out


def test_the_command_asks_by_the_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merit = evaluated(tmp_path, capsys)
    movement = evaluated(tmp_path, capsys, "--type=PHONG_TRAO")
    seniority = evaluated(tmp_path, capsys, "--type=NIEN_HAN")

    assert "(R2): Không đạt" in merit
    assert "(R2): Đạt" in movement
    assert "Điều 73, khoản 1" in movement
    assert "(R2): Thiếu dữ liệu" in seniority
    assert "chưa nêu tiêu chuẩn" in seniority
    assert '"type": "PHONG_TRAO"' in evaluated(
        tmp_path, capsys, "--type=PHONG_TRAO", "--format=json"
    )


def test_the_page_of_an_award_names_the_types(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules", "show", "BK_TTG", on=date(2024, 6, 1))

    assert "Cá nhân, chỉ xét với loại hình: " in capsys.readouterr().out
