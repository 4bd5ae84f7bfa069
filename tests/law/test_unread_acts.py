"""Acts that nobody read: which values they may have changed, and how that is told."""

from __future__ import annotations

from datetime import date

import pytest

from nominations import citations
from nominations.law import datafile, rulesets
from nominations.law.rulesets.loader import plain_document
from nominations.law.rulesets.unread_acts import ChangeKind, UnreadAct
from nominations.law.verified_values import regime_values, verified_report
from tests.law.regimes import REGIMES, regimes, standard

LAW, DECREE, NEW = "Luật 06/2022/QH15", "Nghị định 152/2025/NĐ-CP", "Luật 06/2026/QH16"
CONTENT = f"(nội dung {NEW} chưa đối chiếu)"
PROCEDURE = f"(thẩm quyền, thủ tục theo {NEW} chưa đối chiếu)"
AMENDMENT = UnreadAct(
    act=NEW, since=date(2026, 10, 1), what="", amends=(LAW,), ends_procedures_of=(DECREE,)
)


@pytest.mark.parametrize(
    ("place", "source", "kind"),
    [
        # the law itself: everything that cites it
        (("award", "CSTDCS", "standard"), f"{LAW} Đ23", ChangeKind.CONTENT),
        (("duplicates", "same_award"), f"{LAW} Đ5 k2 c", ChangeKind.CONTENT),
        (("award", "CSTDCS", "catalogue"), f"{LAW} Đ80 k1", ChangeKind.PROCEDURE),
        (("award", "GK", "papers"), f"{LAW} Đ84 k2", ChangeKind.PROCEDURE),
        # of the decree, only what article 60 clause 1 b names: authority, order, procedure
        (("award", "CSTDTQ", "vote"), f"{DECREE} Đ33 k5", ChangeKind.PROCEDURE),
        (("settings", "appraisal_days"), f"{DECREE} Đ35 k2", ChangeKind.PROCEDURE),
        (("level", "province", "award", "HCLD1", "vote"), f"{DECREE} Đ44", ChangeKind.PROCEDURE),
        (("award", "LDTT", "prize"), f"{DECREE} Đ50 k1 d", None),
        (("award", "LDTT", "standard"), f"{DECREE} Đ4 k4", None),
        # what cites neither, and settings
        (("award", "LDTT", "standard"), "Nghị định 335/2025/NĐ-CP Đ11 k1", None),
        (("quorum",), "", None),
    ],
)  # fmt: skip
def test_which_values_an_act_may_have_changed(
    place: tuple[str, ...], source: str, kind: ChangeKind | None
) -> None:
    assert AMENDMENT.change_of(place, source) == kind


def test_the_values_of_2026_keep_their_mark_and_say_what_may_have_changed() -> None:
    rules = regimes()["R4"]
    fighter, prize = standard("R4", "CSTDCS", "merit"), rules.prizes["CSTDCS"]
    vote = rules.rules["award", "CSTDTQ", "vote"]

    assert (fighter.source, fighter.verified) == (f"{LAW} Đ23 {CONTENT}", True)
    assert (prize.source, prize.verified) == (f"{DECREE} Đ50 k1 c", True)
    assert (vote.source, vote.verified) == (f"{DECREE} Đ33 k5 {PROCEDURE}", True)
    assert rules.catalogue["GK"].source.endswith(PROCEDURE)
    assert rules.settings["appraisal_days"].source.endswith(PROCEDURE)
    assert rules.settings["correction_days"].source == ""
    assert rules.duplicates["same_award"].source == f"{LAW} Đ5 k2 c {CONTENT}"
    assert citations.plain(fighter.source) == f"Điều 23 {LAW}"


@pytest.mark.parametrize("regime", [one for one in REGIMES if one != "R4"])
def test_no_other_regime_is_changed_by_what_was_not_read(regime: str) -> None:
    rules = regimes()[regime]

    assert not any(act.may_change for act in rules.unread)
    assert not any(citations.unread_acts(one.source) for one in rules.standards)


def test_a_frozen_copy_says_the_same_once() -> None:
    kept = rulesets.from_frozen(rulesets.frozen_copy(regimes()["R4"]))

    assert kept.unread == regimes()["R4"].unread
    assert kept.standards == regimes()["R4"].standards
    assert rulesets.frozen_copy(kept)["content"] == plain_document(regimes()["R4"].content)


def test_a_layer_and_the_standards_of_another_day_are_left_alone() -> None:
    layer = rulesets.read_layer_text(
        'schema = 2\nlayer = "province"\ncode = "T"\nname = "T"\nvalid_from = 2026-01-01\n'
        f'source = "Quyết định 1/2026/QĐ-UBND"\n\n[award.LDTT.vote]\nneeded = true\nnumerator = 7\n'
        f'denominator = 10\nstrict = false\nsource = "{LAW} Đ24 k4"\nverified = true\n',
        "t.toml",
    )
    changed = rulesets.with_layers(regimes()["R4"], [layer])
    assert changed.rules["award", "LDTT", "vote"].source == f"{LAW} Đ24 k4"

    mixed = rulesets.rule_set_for(date(2026, 11, 15), standards_on=date(2026, 9, 1))
    assert mixed.standards_code == "R3B"
    assert not any(citations.unread_acts(one.source) for one in mixed.standards)
    assert mixed.catalogue["GK"].source.endswith(PROCEDURE)


def test_the_report_counts_apart_what_may_have_changed() -> None:
    head, loud, *rest = verified_report(regimes()["R4"])
    values = [one for one in regime_values(regimes()["R4"].content) if one.is_verified]
    act = regimes()["R4"].unread[0]
    content = sum(one.change_by(act) == ChangeKind.CONTENT for one in values)
    procedure = sum(one.change_by(act) == ChangeKind.PROCEDURE for one in values)

    assert f"{len(values)} trên " in head
    assert loud.strip().startswith("CHÚ Ý")
    assert f"{content + procedure} giá trị có thể đã được {NEW}" in loud
    assert f"{content} giá trị về tiêu chuẩn và mức" in loud
    assert f"{procedure} giá trị về thẩm quyền, trình tự, thủ tục" in loud
    assert min(content, procedure) > 40
    assert sum(f"{NEW} có thể đã sửa đổi" in line for line in rest) == content + procedure
    assert not any("CHÚ Ý" in line for line in verified_report(regimes()["R3B"]))


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ('act = "A"', "unread[0].what"),
        ("from = 2026-10-01", "unread[0].act"),
        ('act = "A"\nwhat = "B"\nfrom = 2026-10-01\namend = ["C"]', "unread[0].amend"),
    ],
)
def test_a_wrong_row_is_refused_with_its_key(row: str, key: str) -> None:
    text = (rulesets.FOLDER / "R2.toml").read_text(encoding="utf-8")
    text = text.replace("[quorum]\n", f"[[unread]]\n{row}\n\n[quorum]\n", 1)

    with pytest.raises(datafile.DataFileError) as refused:
        rulesets.from_content(datafile.read_text(text, "R2.toml"), digest="")
    assert refused.value.key == key
