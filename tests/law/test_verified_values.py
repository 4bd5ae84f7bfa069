"""How much of a regime stands on a text, when a regime ends, and what a checked layer replaces."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nominations.law import rulesets
from nominations.law.regime_ends import ends_to_tell
from nominations.law.rulesets.layer_notes import below_every_act, replaced_inferences
from nominations.law.rulesets.quota_rules import ROUNDINGS
from nominations.law.rulesets.rule_settings import SETTINGS
from nominations.law.rulesets.tables import SINGLE
from nominations.law.verified_values import Ground, regime_values, verified_report
from nominations.law.vocabulary import WORDS
from tests.law.regimes import regimes

HEAD = """schema = 2
layer = "province"
code = "TINH-2026"
name = "Quy định của tỉnh (ví dụ)"
valid_from = 2026-01-01
source = "Quyết định 1/2026/QĐ-UBND"
"""


def layer_of(text: str) -> rulesets.Layer:
    return rulesets.read_layer_text(HEAD + text, "tinh.toml")


# --- what stands on a text ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regime", "least"),
    [
        ("R1A", 146),
        ("R1B", 145),
        ("R1C", 180),
        ("R2", 200),
        ("R3A", 180),
        ("R3B", 180),
        ("R4", 180),
    ],
)
def test_so_many_values_stand_on_a_text(regime: str, least: int) -> None:
    values = list(regime_values(regimes()[regime].content))

    assert sum(one.is_verified for one in values) >= least
    assert len({one.place for one in values}) == len(values)


def test_nine_tenths_of_the_oldest_regime_stand_on_a_text() -> None:
    """The rest: settings, and what only an act says that nobody found."""
    values = list(regime_values(regimes()["R1A"].content))
    unread = {act.act for act in regimes()["R1A"].unread}

    assert sum(one.is_verified for one in values) / len(values) >= 0.9
    assert {one.table["source"] for one in values if not one.is_verified} - {""} <= unread


def test_nothing_of_the_oldest_regime_is_inferred_from_a_later_act() -> None:
    later = ("91/2017", "08/2017", "12/2019", "06/2022", "98/2023", "152/2025", "suy theo")
    for one in regime_values(regimes()["R1A"].content):
        assert not any(act in one.table["source"] for act in later), one.place


def test_the_report_lists_each_value_with_what_is_missing() -> None:
    head, *rest = verified_report(regimes()["R3B"])
    rest = [line for line in rest if "Chưa đọc: " not in line]
    missing_of = dict(line.strip().split(": ", 1) for line in rest)

    assert head.startswith("R3B: ")
    assert "award.CSTDCS.vote" in missing_of
    assert "Điều 6 khoản 2 Nghị định 152/2025/NĐ-CP" in missing_of["award.CSTDCS.vote"]
    left = "Nghị định 152/2025/NĐ-CP giao cho bộ, ban, ngành, tỉnh quy định"
    for place in ("quorum", "defaults.consultation", "defaults.unit_review", "award.GK.report"):
        assert left in missing_of[place], place
    assert "giao cho tỉnh quy định" in missing_of["award.CSTD_TINH.vote"]
    assert "giao cho bộ, ban, ngành quy định" in missing_of["award.CSTD_BO.vote"]
    values = list(regime_values(regimes()["R3B"].content))
    decided = sum(one.ground in (Ground.TEXT, Ground.PROVINCE) for one in values)
    assert f"giao cho các nơi ấy quy định: {100 * decided // len(values)} %" in head
    assert "Thông tư 15/2025/TT-BNV" in missing_of["award.LDTT.standard[training]"]
    assert "award.CSTDTQ.vote" not in missing_of
    assert len(missing_of) == len(rest)


def test_the_commands_print_them(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules", "verified")
    every = capsys.readouterr().out.splitlines()
    call_command("rules", "verified", "R2")
    one = capsys.readouterr().out.splitlines()
    call_command("rules", "keys", "CSTDCS", on=date(2018, 5, 1))
    keys = capsys.readouterr().out
    call_command("rules", "diff", "R1B", "R1C")
    differences = capsys.readouterr().out

    assert [line.split(":")[0] for line in every] == list(regimes())
    assert one[0] in every
    assert len(one) > 10
    assert '[[award.CSTDCS.quota]] key = "share_of_ldtt"' in keys
    assert "[award.CSTDCS.consultation]  #" in keys
    assert "  days = 1..60  # Số ngày làm việc lấy ý kiến; chỉ khi needed = true" in keys
    assert "[settings.ballots] value = 1..9" in keys
    assert "duplicates.two_state_awards: effect: advisory -> blocking" in differences
    with pytest.raises(CommandError, match="R1A"):
        call_command("rules", "verified", "R9")


# --- the end of a regime --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "dates"),
    [
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), ["01/10/2026", "01/03/2027"]),
        (date(2027, 3, 1), ["01/10/2026", "01/03/2027"]),
    ],
)
def test_the_end_of_the_decree_of_2025_is_told_in_time(day: date, dates: list[str]) -> None:
    sentences = ends_to_tell(rulesets.regime_on(day), day)

    assert len(sentences) == len(dates)
    for sentence, when in zip(sentences, dates, strict=True):
        assert when in sentence
        assert "Điều 60, khoản 1" in sentence


def test_a_campaign_keeps_the_days_on_which_its_regime_ends() -> None:
    kept = rulesets.from_frozen(rulesets.frozen_copy(regimes()["R4"]))

    assert [one.day for one in kept.ends] == [date(2026, 10, 1), date(2027, 3, 1)]
    assert kept.ends == regimes()["R4"].ends


def test_the_end_is_told_by_check(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules", "check")

    assert "01/03/2027" in capsys.readouterr().out


# --- layers over what was only inferred -----------------------------------------------------------

FORM = """
[award.CSTDTQ.report]
individual = "Mẫu số 04"
years = 6
verified = {verified}
"""


def test_a_checked_layer_replaces_what_was_only_inferred_with_a_note() -> None:
    layer = layer_of(FORM.format(verified="true"))

    changed = rulesets.with_layers(regimes()["R3B"], [layer])
    (note,) = replaced_inferences(regimes()["R3B"], [layer])

    assert changed.reports["CSTDTQ"].forms == {"individual": "Mẫu số 04"}
    assert "award.CSTDTQ.report" in note
    assert "suy theo danh mục mẫu báo cáo" in note


def test_an_unchecked_layer_does_not() -> None:
    layer = layer_of(FORM.format(verified="false"))

    with pytest.raises(rulesets.layers.datafile.DataFileError, match=r"award\.CSTDTQ\.report"):
        rulesets.with_layers(regimes()["R3B"], [layer])
    assert replaced_inferences(regimes()["R3B"], [layer]) == []


def test_a_checked_layer_does_not_replace_what_stands_on_a_text() -> None:
    prize = layer_of("\n[award.CSTDTQ.prize]\nindividual = 9.0\nverified = true\n")

    with pytest.raises(rulesets.layers.datafile.DataFileError, match=r"award\.CSTDTQ\.prize"):
        rulesets.with_layers(regimes()["R3B"], [prize])


def test_a_quorum_below_every_act_is_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "\n[quorum]\nnumerator = {}\ndenominator = {}\nverified = true\n"
    (asked,) = below_every_act([layer_of(text.format(1, 2))])
    path = tmp_path / "tinh.toml"
    path.write_text(HEAD + text.format(1, 2), encoding="utf-8")
    call_command("rules", "check", path)

    assert "1/2" in asked
    assert asked in capsys.readouterr().out
    assert below_every_act([layer_of(text.format(2, 3))]) == []


def test_the_number_of_sets_of_a_layer_of_before_is_read_apart() -> None:
    layer = layer_of("\n[award.BK_TINH.filing]\nday = 31\nmonth = 3\nsets = 2\nverified = true\n")
    rules = rulesets.with_layers(regimes()["R3B"], [layer])

    assert (rules.filings["BK_TINH"].day, rules.filings["BK_TINH"].month) == (31, 3)
    assert (rules.sets["BK_TINH"].count, rules.sets["BK_TINH"].layer) == (2, "TINH-2026")


# --- the document ---------------------------------------------------------------------------------


def test_the_document_names_every_setting_word_table_and_command() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    commands = ("check", "show", "evaluate", "verified", "keys", "diff")
    wanted = [
        *(f"`{name}`" for name in SETTINGS),
        *(name for name in WORDS),
        *(f"[award.CSTDCS.{name}]" for name in SINGLE if name != "report"),
        *ROUNDINGS,
        *(f"rules {name}" for name in commands),
        *("left_to", "left_for", "may_have_ended_from", "ends = ", "way = false"),
    ]

    assert [one for one in wanted if one not in text] == []
