"""Layers: what a province or an agency may say on top of the law, and what then holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign
from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import judge
from nominations.law import rulesets
from nominations.law.datafile import DataFileError
from nominations.law.models import RuleLayer
from nominations.law.rulesets import Layer, RuleSet, loader
from nominations.law.rulesets.parts import Standard
from nominations.states import State
from tests.cast import Cast
from tests.cast.sample_data import days_ago
from tests.cast.sessions import move
from tests.dossiers.test_campaigns import CHOICE, arguments
from tests.law.rulebook import LAYER, facts, grades
from tests.workflow.placing import place
from workflow import clock

DAY = date(2024, 5, 1)
HEAD = LAYER.partition("[award.LDTT.vote]")[0]
PROVINCE = (
    HEAD.replace('"agency"', '"province"')
    .replace("STC-2024", "TINH-25")
    .replace("Quyết định 12/QĐ-STC", "Quyết định 25/2024/QĐ-UBND")
)
VOTE = "[award.{}.vote]\nneeded = true\nnumerator = {}\ndenominator = {}\nstrict = false\n"


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Path) -> Cast:
    """Everybody, with campaigns and sessions to open."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return Cast.build()


def read(text: str) -> Layer:
    return rulesets.read_layer_text(text, "quy-che.toml")


def stacked(*texts: str, day: date = DAY) -> RuleSet:
    return rulesets.with_layers(rulesets.regime_on(day), [read(text) for text in texts])


def vote(rule_set: RuleSet, code: str = "LDTT", level: str = "agency") -> rulesets.StepRule:
    return rule_set.rule(
        "vote", code=code, form="title", level=level, commendation_type="CONG_TRANG"
    )


def test_a_layer_fills_what_is_silent_adds_a_rule_and_signs_it() -> None:
    rule_set = stacked(LAYER)

    assert (vote(rule_set).numerator, vote(rule_set).denominator) == (7, 10)
    assert (vote(rule_set).source, vote(rule_set).layer) == ("Quyết định 12/QĐ-STC", "STC-2024")
    assert not vote(rule_set).verified
    assert vote(rule_set, "CSTDCS").numerator == 4
    assert rule_set.layers == ("STC-2024",)
    added = rule_set.standards_for("GK", "individual")[-1]
    assert (added.key, added.layer) == ("excellent", "STC-2024")
    assert judge(rule_set, "GK", facts(grades=grades({2024: 2}))).answer == Answer.UNMET
    assert rule_set.quorum_of("council").numerator == 3
    assert rule_set.quorum_of("unit_meeting").numerator == 2
    assert rule_set.settings["papers_lead_days"].value == 3
    assert rule_set.digest != rulesets.regime_on(DAY).digest


def test_a_layer_holds_on_its_days_only() -> None:
    layer = read(LAYER)

    assert rulesets.rule_set_on(date(2024, 2, 29), layers=[layer]).layers == ()
    assert rulesets.rule_set_on(date(2024, 3, 1), layers=[layer]).layers == ("STC-2024",)
    assert rulesets.rule_set_on(date(2026, 11, 1), layers=[layer]).layers == ("STC-2024",)


def test_a_sourced_threshold_may_be_raised_and_not_lowered() -> None:
    assert vote(stacked(HEAD + VOTE.format("CSTDCS", 9, 10)), "CSTDCS").numerator == 9
    with pytest.raises(DataFileError) as error:
        stacked(HEAD + VOTE.format("CSTDCS", 7, 10))

    assert (error.value.file, error.value.key) == ("quy-che.toml", "award.CSTDCS.vote")
    assert error.value.line == HEAD.count("\n") + 1
    assert "STC-2024" in error.value.problem
    assert "Điều 30, khoản 7 Nghị định 98/2023/NĐ-CP" in error.value.problem
    assert "không được thấp hơn 4/5" in error.value.problem


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("[settings.return_days]\nvalue = 20\n", "không được cao hơn 15"),
        ("[award.CSTDCS.vote]\nneeded = false\n", "không được bỏ bước này"),
        (VOTE.format("CSTDCS", 4, 5) + 'base = "present"\n', "tổng số thành viên"),
        (VOTE.format("CSTDCS", 4, 5) + 'absent = "silence_agrees"\n', "vắng mặt"),
        ("[award.CSTDCS.papers]\nrequired = []\n", "thiếu giấy tờ"),
        ("[type.DOT_XUAT.vote]\nneeded = false\n", ""),
        ("[type.PHONG_TRAO.vote]\nneeded = false\n", "không được bỏ bước này"),
        ("[level.province.award.HCLD1.consultation]\nneeded = true\ndays = 9\n", "10 ngày"),
    ],
)
def test_what_the_law_says_can_only_be_tightened(table: str, reason: str) -> None:
    if not reason:
        assert stacked(HEAD + table)
        return
    with pytest.raises(DataFileError, match=reason):
        stacked(HEAD + table)


def test_a_place_that_the_file_above_opens_may_be_replaced(tmp_path: Path) -> None:
    text = (rulesets.FOLDER / "R2.toml").read_text(encoding="utf-8")
    path = tmp_path / "R2.toml"
    opened = text.replace("province = [", 'province = ["award.CSTDCS.vote", ', 1)
    path.write_text(opened, encoding="utf-8")
    base = rulesets.read_file(path)
    province = read(PROVINCE + VOTE.format("CSTDCS", 7, 10))

    assert vote(rulesets.with_layers(base, [province]), "CSTDCS").numerator == 7
    with pytest.raises(DataFileError, match="không được thấp hơn"):
        rulesets.with_layers(base, [read(HEAD + VOTE.format("CSTDCS", 7, 10))])


def test_a_province_opens_for_agencies_what_it_wrote_itself() -> None:
    opening = '[open]\nagency = ["award.LDTT.vote", "award.CSTDCS.vote"]\n'
    province = PROVINCE + opening + VOTE.format("LDTT", 8, 10)
    lower = HEAD + VOTE.format("LDTT", 6, 10)

    assert vote(stacked(province, lower)).numerator == 6
    with pytest.raises(DataFileError, match="25/2024"):
        stacked(province.replace(opening, ""), lower)
    with pytest.raises(DataFileError, match="98/2023"):
        stacked(province, HEAD + VOTE.format("CSTDCS", 6, 10))


def test_the_later_layer_of_one_level_replaces_the_earlier() -> None:
    later = LAYER.replace("STC-2024", "STC-2025").replace("2024-03-01", "2024-04-01")

    rule_set = stacked(later.replace("numerator = 7", "numerator = 6"), LAYER)

    assert vote(rule_set).numerator == 6
    assert rule_set.layers == ("STC-2024", "STC-2025")


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("schema = 2", "schema = 3", "schema"),
        ('layer = "agency"', 'layer = "phong"', "layer"),
        ("numerator = 7", "numerator = 11", "award.LDTT.vote.numerator"),
        ("[award.LDTT.vote]", "[award.LDTX.vote]", "award.LDTX"),
        ("[settings.papers_lead_days]", "[settings.paper_days]", "settings.paper_days"),
        ("[settings.papers_lead_days]", "[settings.absence_months]", "settings.absence_months"),
        (
            "[settings.papers_lead_days]",
            "[settings.initiative_window]",
            "settings.initiative_window",
        ),
        ('rule = "grade >= HTXS"', 'rule = "grade >= HTX"', "award.GK.standard[0].rule"),
        ('rule = "grade >= HTXS"', 'rule = "members >= 3"', "award.GK.standard[0].rule"),
        ('before = "unit_council"', 'before = "noon"', "defaults.consultation.before"),
        ("[quorum.council]", "[quorum.board]", "quorum"),
        ("valid_from = 2024-03-01", 'valid_from = "2024"', "valid_from"),
    ],
)
def test_a_wrong_layer_names_file_line_and_key(before: str, after: str, key: str) -> None:
    assert before in LAYER
    text = LAYER.replace(before, after, 1)

    with pytest.raises(DataFileError) as error:
        read(text)

    assert error.value.file == "quy-che.toml"
    assert error.value.key.startswith(key)
    at = text.splitlines()[error.value.line - 1]
    assert any(one in after or one in at for one in (before, at))
    assert error.value.line


def test_a_text_that_is_no_toml_names_the_line() -> None:
    with pytest.raises(DataFileError) as error:
        read(LAYER + "\nnot toml at all\n")

    assert error.value.line == LAYER.count("\n") + 2


def test_a_layer_may_write_a_quorum_where_the_law_has_none() -> None:
    bare = replace(rulesets.regime_on(DAY), quorum=None, quorums={})
    text = LAYER + "\n[quorum.unit_meeting]\nnumerator = 3\ndenominator = 4\n"
    assert rulesets.with_layers(bare, [read(text)]).quorum_of("unit_meeting").numerator == 3


def test_every_knob_of_real_regulations_can_be_said(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
[award.LDTT.unit_meeting]
needed = true
numerator = 7
denominator = 10
strict = false
base = "all"
absent = "written"

[award.LDTT.unit_council]
needed = true
numerator = 7
denominator = 10
strict = false

[level.province.award.BK_TINH.vote]
needed = true
numerator = 8
denominator = 10
strict = false
absent = "written"

[award.LDTT.registration]
required = true
day = 31
month = 3

[award.BK_TINH.filing]
day = 31
month = 3
next_year = true
sets = 1

[quorum.unit_meeting]
numerator = 3
denominator = 4

[quorum.initiative_council]
numerator = 3
denominator = 4

[settings.ballots]
value = 2
[settings.tie]
value = "chair"
[settings.proxy]
value = "carrier"
[settings.revocation_days]
value = 15

[[award.GK.quota]]
key = "five_percent"
type = "percent"
of = "LDTT"
percent = 5
rounding = "nearest"
scope = "unit"
small_below = 10
small_count = 1
says = "Không quá 5% số cá nhân đạt Lao động tiên tiến"

[[award.CSTDCS.quota]]
key = "managers"
type = "managers"
numerator = 1
denominator = 3
rounding = "floor"
says = "Cán bộ quản lý không quá 1/3"

[[award.BK_TINH.quota]]
key = "in_this_campaign"
type = "head_count"
count = 4
says = "01 tập thể và 03 cá nhân"

[[award.KNC.quota]]
key = "ten_a_year"
type = "yearly"
count = 10
says = "Mỗi năm không quá 10"

[[award.KNC.standard]]
key = "never_disciplined"
says = "Chưa từng bị kỷ luật, mỗi người chỉ một lần"
rule = "discipline(ever) == NONE and awards(KNC) == 0"
"""
    )
    path = tmp_path / "quy-che.toml"
    path.write_text(text, encoding="utf-8")

    rule_set = stacked(text)

    assert rule_set.settings["tie"].value == "chair"
    quota = rule_set.quotas_for("GK")[0]
    assert (quota.limit(10), quota.limit(0, 9), quota.limit(0, 10)) == (1, 1, 0)
    assert rule_set.quorum_of("initiative_council").numerator == 3
    call_command("rules", "check", str(path))


# --- kept with a campaign -------------------------------------------------------------------------


def test_a_frozen_rule_set_comes_back_as_it_was() -> None:
    rule_set = stacked(LAYER)
    kept = rulesets.frozen_copy(rule_set)

    assert rulesets.from_frozen(kept) == rule_set
    with pytest.raises(rulesets.NoRuleSet):
        rulesets.from_frozen({"rule_set": "R2"})


def approved(cast: Cast, text: str = LAYER, **more: object) -> RuleLayer:
    layer = read(text)
    row = RuleLayer.objects.create(
        organization=more.pop("organization", cast.agency),
        level=layer.level, code=layer.code, name=layer.name, source=layer.source,
        valid_from=layer.valid_from, valid_to=layer.valid_to, content=text, digest=layer.digest,
        proposed_by=cast.secretary, approved_by=cast.director,
        proposed_at=clock.now(), approved_at=clock.now(), **more,
    )  # fmt: skip
    place(row, "approved")
    return row


def test_an_approved_layer_changes_a_new_campaign_and_not_an_old_one(cast: Cast) -> None:
    before = dossiers.open_campaign(
        actor=cast.secretary, choice_reason=CHOICE, **arguments(cast, award_codes=["LDTT"])
    )
    approved(cast)
    after = dossiers.open_campaign(
        actor=cast.secretary,
        choice_reason=CHOICE,
        **arguments(cast, award_codes=["LDTT"], code="2026-X"),
    )

    assert (before.titles.get().threshold_numerator, after.titles.get().threshold_numerator) == (
        1,
        7,
    )
    assert after.titles.get().consultation_days == 7
    assert after.titles.get().citation == "Quyết định 12/QĐ-STC"
    assert after.rules["layers"] == ["STC-2024"]
    assert rulesets.from_frozen(after.rules).layers == ("STC-2024",)
    assert rulesets.from_frozen(before.rules).layers == ()
    assert (after.standards_regime, after.procedure_regime) == ("R4", "R4")


def test_a_layer_counts_in_its_agency_and_a_provinces_below_it(cast: Cast) -> None:
    approved(cast)
    province = approved(cast, PROVINCE + VOTE.format("GK", 8, 10), organization=cast.province)
    today = clock.today()

    assert rulesets.rule_set_on(today, cast.agency).layers == ("TINH-25", "STC-2024")
    assert rulesets.rule_set_on(today, cast.province).layers == ("TINH-25",)
    other = rulesets.rule_set_on(today, cast.other_agency).layers
    assert other == (("TINH-25",) if cast.other_agency.parent_id == cast.province.pk else ())
    place(province, "rejected")
    assert rulesets.rule_set_on(today, cast.agency).layers == ("STC-2024",)


def test_an_agencys_own_layer_does_not_reach_another(cast: Cast) -> None:
    approved(cast, organization=cast.province)

    assert rulesets.rule_set_on(clock.today(), cast.agency).layers == ()


def test_a_layer_changes_the_quorum_of_a_session(cast: Cast) -> None:
    approved(cast)
    nomination = cast.nomination(State.UNIT_REVIEWED)
    with days_ago(10):  # the members have to have the agenda three working days
        session = cast.session([nomination.pk], until="draft")

    move(session, "open", cast.chair)

    session.refresh_from_db()
    assert (session.quorum_numerator, session.quorum_denominator) == (3, 4)
    assert session.quorum_citation == "Quyết định 12/QĐ-STC"


def _by_award(standards: Iterable[Standard]) -> dict[str, list[Standard]]:
    """An award's standards in their order; the order of the awards is the database's."""
    found: dict[str, list[Standard]] = {}
    for standard in standards:
        found.setdefault(standard.award, []).append(standard)
    return found


def test_standards_are_those_of_the_achievement_and_steps_those_of_today(cast: Cast) -> None:
    past = arguments(
        cast,
        award_codes=["LDTT"],
        achievement_from=date(2023, 1, 1),
        achievement_to=date(2023, 12, 31),
    )
    campaign = dossiers.open_campaign(actor=cast.secretary, choice_reason=CHOICE, **past)
    kept = rulesets.from_frozen(campaign.rules)

    assert (campaign.standards_regime, campaign.procedure_regime) == ("R1C", "R4")
    assert (kept.code, kept.standards_code) == ("R4", "R1C")
    old = rulesets.regime_on(date(2023, 12, 31))
    assert _by_award(kept.standards) == _by_award(old.standards)
    assert Campaign.objects.get(pk=campaign.pk).rules["content"]["standards_from"] == "R1C"


def test_a_number_in_a_rule_file_changes_everything_and_nothing_else_is_edited(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in rulesets.FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    path = tmp_path / "R4.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("[award.CSTDCS.vote]")
    changed = text[start:].replace("numerator = 4", "numerator = 3", 1)
    monkeypatch.setattr(loader, "FOLDER", tmp_path)

    def seen() -> tuple[int, int, bool]:
        today = clock.today()
        number = rulesets.title_defaults("CSTDCS", on=today).threshold_numerator
        given = arguments(cast, award_codes=["CSTDCS"], code=f"2026-{number}")
        campaign = dossiers.open_campaign(actor=cast.secretary, choice_reason=CHOICE, **given)
        call_command("rules", "show", "CSTDCS", on=today)
        shown = f"từ {number}/5" in capsys.readouterr().out
        return number, campaign.titles.get().threshold_numerator, shown

    rulesets.clear_caches()
    assert seen() == (4, 4, True)
    path.write_text(text[:start] + changed, encoding="utf-8")
    rulesets.clear_caches()
    try:
        assert seen() == (3, 3, True)
        call_command("rules", "check", folder=tmp_path)
    finally:
        rulesets.clear_caches()
