"""The law as data: what each regime says, and that a wrong file says where it is wrong."""

from __future__ import annotations

import json
import shutil
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nominations.awards.issuer_name import issuer_of
from nominations.fractions import BodyFraction
from nominations.law import catalogue, rulesets
from nominations.law.checks import data_files
from nominations.law.datafile import DataFileError
from nominations.law.models import AwardType
from nominations.law.services import rename_award
from nominations.people.models import Organization
from tests.rows import check_rows
from workflow import audit
from workflow.actors import SYSTEM
from workflow.verification import chain_breaks

R1, R2, R3, R4 = date(2018, 3, 1), date(2024, 5, 1), date(2026, 1, 1), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2014, 6, 1), "R1A"),
        (date(2017, 9, 30), "R1A"),
        (date(2017, 10, 1), "R1B"),
        (date(2019, 12, 31), "R1B"),
        (date(2023, 12, 31), "R1C"),
        (date(2024, 1, 1), "R2"),
        (date(2025, 6, 30), "R2"),
        (date(2025, 7, 1), "R3A"),
        (date(2025, 12, 31), "R3A"),
        (date(2026, 1, 1), "R3B"),
        (date(2026, 9, 30), "R3B"),
        (date(2026, 10, 1), "R4"),
        (date(2050, 1, 1), "R4"),
    ],
)
def test_the_regime_is_chosen_by_the_day(day: date, code: str) -> None:
    assert rulesets.rule_set_on(day).code == code


def test_no_rule_set_holds_before_the_first_one() -> None:
    with pytest.raises(rulesets.NoRuleSet, match="31/05/2014"):
        rulesets.title_defaults("LDTT", on=date(2014, 5, 31))


def test_registration_is_a_ground_for_titles_under_the_law_of_2003_only() -> None:
    assert rulesets.title_defaults("LDTT", on=R1).needs_registration
    assert not rulesets.title_defaults("GK", on=R1).needs_registration
    assert not rulesets.title_defaults("LDTT", on=R2).needs_registration


def test_the_vote_on_base_level_fighters_needs_four_fifths_since_2024() -> None:
    before = rulesets.title_defaults("CSTDCS", on=R1)
    since = rulesets.title_defaults("CSTDCS", on=R2)
    inferred = rulesets.title_defaults("CSTDCS", on=R3)

    assert (before.threshold_numerator, before.threshold_denominator) == (1, 2)
    assert before.threshold_strict
    assert (before.citation, before.verified) == ("", False)
    assert (since.threshold_numerator, since.threshold_denominator) == (4, 5)
    assert not since.threshold_strict
    assert (since.citation, since.verified) == ("Nghị định 98/2023/NĐ-CP Đ30 k7", True)
    assert (inferred.threshold_numerator, inferred.verified) == (4, False)


def test_the_initiative_is_optional_since_2024() -> None:
    assert rulesets.title_defaults("CSTDCS", on=R1).required_papers == ["initiative"]
    assert rulesets.title_defaults("CSTDCS", on=R2).required_papers == ["initiative|excellence"]
    assert rulesets.title_defaults("LDTT", on=R2).required_papers == []


def test_the_province_votes_with_nine_tenths_and_decides_its_own_awards() -> None:
    here = rulesets.title_defaults("CSTD_TINH", on=R1)
    above = rulesets.title_defaults("CSTD_TINH", on=R1, level="province")

    assert (here.own_authority, above.own_authority) == (False, True)
    assert (above.threshold_numerator, above.threshold_denominator) == (9, 10)
    assert (above.citation, above.verified) == ("Nghị định 91/2017/NĐ-CP Đ45 k8", True)


def test_sudden_achievements_skip_vote_and_posting() -> None:
    sudden = rulesets.title_defaults("GK", on=R4, commendation_type="DOT_XUAT")

    assert not sudden.needs_vote
    assert not sudden.needs_consultation
    assert sudden.consultation_days == 0


def test_where_the_law_is_silent_the_value_is_an_unchecked_setting() -> None:
    title = rulesets.title_defaults("LDTT", on=R4)

    assert (title.consultation_days, title.citation, title.verified) == (5, "", False)
    assert rulesets.rule_set_on(R4).quorum_of("council").fraction == BodyFraction(2, 3)
    assert rulesets.rule_set_value("correction_days", on=R4).value == 3


def test_every_award_has_defaults_in_every_regime() -> None:
    def check(row: tuple[str, date]) -> None:
        code, day = row
        title = rulesets.title_defaults(code, on=day)
        assert 0 < title.threshold_numerator <= title.threshold_denominator
        assert title.own_authority == (code in ("LDTT", "TTLDTT", "CSTDCS", "GK"))

    check_rows(product(sorted(catalogue.entries()), [date(2015, 1, 5), R1, R2, R3, R4]), check)


def test_a_frozen_rule_set_is_plain_data_that_names_its_source() -> None:
    frozen = rulesets.frozen_rules(R2)

    assert json.loads(json.dumps(frozen)) == frozen
    assert frozen["rule_set"] == "R2"
    assert len(frozen["digest"]) == 64
    assert frozen["rules"]["award.CSTDCS.vote"]["source"] == "Nghị định 98/2023/NĐ-CP Đ30 k7"


def test_no_value_is_called_checked_without_a_source() -> None:
    for rule_set in rulesets.read_rule_sets():
        for place, rule in rule_set.rules.items():
            assert not rule.verified or rule.source, (rule_set.code, place)


# --- wrong files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("numerator = 4", "numerator = 6", "award.CSTDCS.vote.numerator"),
        ("numerator = 4", 'numerator = "4"', "award.CSTDCS.vote.numerator"),
        ("denominator = 5\n", "", "award.CSTDCS.vote.denominator"),
        ("[award.CSTDCS.vote]", "[award.CSTDXX.vote]", "award.CSTDXX"),
        ("[award.CSTDCS.vote]", "[award.CSTDCS.ballot]", "award.CSTDCS.ballot"),
        ("initiative|excellence", "initiative|excelence", "award.CSTDCS.papers.required"),
        ("[defaults.papers]", "[defaults.paper]", "defaults.paper"),
        ("valid_from = 2024-01-01", 'valid_from = "2024-01-01"', "valid_from"),
        ("days = 5", "days = -5", "defaults.consultation.days"),
        ("schema = 2", "schema = 9", "schema"),
        ('code = "R2"', 'code = ""', "code"),
        ('code = "R2"', 'code = "R2"\ncolour = "red"', "colour"),
        ("value = 15", "value = 15\nunit = 3", "settings.return_days.unit"),
        ("[type.DOT_XUAT.vote]", "[type.DOTXUAT.vote]", "type.DOTXUAT"),
        ("strict = true", "strict = 1", "defaults.vote.strict"),
        (
            'source = "Nghị định 98/2023/NĐ-CP Đ76"\nverified = true',
            'source = "Nghị định 98/2023/NĐ-CP Đ76"\nverified = "yes"',
            "settings.return_days.verified",
        ),
    ],
)
def test_a_wrong_rule_set_names_the_file_and_the_key(
    tmp_path: Path, before: str, after: str, key: str
) -> None:
    text = (rulesets.FOLDER / "R2.toml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "R2.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(DataFileError) as error:
        rulesets.read_file(path)

    assert (error.value.file, error.value.key) == ("R2.toml", key)
    assert str(error.value).startswith(f"R2.toml: {key}: ")


def test_a_file_that_is_no_toml_says_so(tmp_path: Path) -> None:
    (tmp_path / "R9.toml").write_text("code = ", encoding="utf-8")

    with pytest.raises(DataFileError, match=r"R9\.toml"):
        rulesets.read_rule_sets(tmp_path)


@pytest.mark.parametrize("ends", ["2025-06-29", "2025-07-01"])
def test_regimes_follow_each_other_without_gap_or_overlap(tmp_path: Path, ends: str) -> None:
    for path in rulesets.FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    path = tmp_path / "R2.toml"
    text = path.read_text(encoding="utf-8").replace("2025-06-30", ends)
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataFileError) as error:
        rulesets.read_rule_sets(tmp_path)

    assert (error.value.file, error.value.key) == ("R3A.toml", "valid_from")


def test_the_shipped_files_pass_the_systems_check() -> None:
    assert data_files(None) == []


# --- the catalogue -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_loading_the_catalogue_twice_changes_nothing() -> None:
    every = len(catalogue.read_entries())
    assert catalogue.load_award_types() == (every, 0)
    before = list(AwardType.objects.order_by("pk").values())

    assert catalogue.load_award_types() == (0, every)

    assert list(AwardType.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_names_that_people_gave_survive_a_newer_catalogue(tmp_path: Path) -> None:
    catalogue.load_award_types()
    ours, theirs = AwardType.objects.get(code="GK"), AwardType.objects.get(code="LDTT")
    rename_award(actor=SYSTEM, row=ours, values={"short_name": "Giấy khen Sở", "rank": 7})
    rename_award(actor=SYSTEM, row=theirs, values={"name": "Thử"})
    rename_award(actor=SYSTEM, row=theirs, values={"name": "Lao động tiên tiến (cũ)"})
    AwardType.objects.filter(pk=theirs.pk).update(name="Chép đè ngoài hệ thống")
    newer = tmp_path / "catalogue.toml"
    text = catalogue.FILE.read_text(encoding="utf-8")
    start = text.index("[[award]]")
    first = text[start : text.index("[[award]]", start + 1)]
    added = first.replace('code = "LDTT"', 'code = "MOI"')
    text = text.replace(f'short_name = "{shipped(ours.code).short_name}"', 'short_name = "GK mới"')
    newer.write_text(f"{text}\n{added}", encoding="utf-8")

    every = len(catalogue.read_entries())
    assert catalogue.load_award_types(newer) == (1, every)
    assert catalogue.load_award_types(newer) == (0, every + 1)

    ours.refresh_from_db()
    assert (ours.short_name, ours.rank) == ("Giấy khen Sở", 7)
    assert ours.name == shipped("GK").name
    assert AwardType.objects.get(code="LDTT").name == shipped("LDTT").name, "nobody gave that one"
    assert AwardType.objects.filter(code="MOI").exists()
    (kept,) = [event for event in audit.history("award:GK") if event.action == "catalogue.kept"]
    assert kept.content["changes"] == {
        "short_name": {"before": "GK mới", "after": "Giấy khen Sở"},
        "rank": {"before": shipped("GK").rank, "after": 7},
    }
    assert not [event for event in audit.history("award:LDTT") if event.action == "catalogue.kept"]
    assert list(chain_breaks()) == []


def shipped(code: str) -> catalogue.CatalogueAward:
    return catalogue.entries()[code]


@pytest.mark.django_db
def test_the_catalogue_is_in_the_order_of_the_report() -> None:
    call_command("load_catalogue", verbosity=0)

    codes = list(AwardType.objects.values_list("code", flat=True))
    report_order = [
        "LDTT",
        "TTLDTT",
        "CSTDCS",
        "GK",
        "CSTD_TINH",
        "BK_TINH",
        "TTLDXS",
        "BK_TTG",
        "HCLD2",
        "HCLD3",
        "BK_BO",
    ]
    assert [code for code in codes if code in report_order] == report_order
    unchecked = set(AwardType.objects.filter(verified=False).values_list("code", flat=True))
    assert unchecked == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('form = "title"', 'form = "titel"', "award[0].form"),
        ("rank = 10", "rank = 0", "award[0].rank"),
        ('targets = ["individual"]', 'targets = ["person"]', "award[0].targets"),
        ('code = "TTLDTT"', 'code = "LDTT"', "award"),
        ('joins = "LDTT"', 'joins = "LTTD"', "TTLDTT.joins"),
    ],
)
def test_a_wrong_catalogue_loads_nothing(tmp_path: Path, before: str, after: str, key: str) -> None:
    text = catalogue.FILE.read_text(encoding="utf-8")
    path = tmp_path / "catalogue.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(DataFileError) as error:
        catalogue.load_award_types(path)

    assert (error.value.file, error.value.key) == ("catalogue.toml", key)
    assert not AwardType.objects.exists()


@pytest.mark.django_db
def test_the_command_tells_a_wrong_file_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text("schema = 7", encoding="utf-8")

    with pytest.raises(CommandError, match=r"^catalogue\.toml: schema: "):
        call_command("load_catalogue", file=path)


@pytest.mark.parametrize(
    ("title", "name", "issuer"),
    [
        ("Giám đốc Sở", "Sở Tài chính", "Giám đốc Sở Tài chính"),
        ("Giám đốc Sở Tài chính", "Sở Tài chính tỉnh", "Giám đốc Sở Tài chính tỉnh"),
        ("Giám đốc", "Sở Tài chính", "Giám đốc Sở Tài chính"),
        ("Chủ tịch", "UBND tỉnh Sóc Trăng", "Chủ tịch UBND tỉnh Sóc Trăng"),
    ],
)
def test_the_giver_is_named_by_title_and_agency(title: str, name: str, issuer: str) -> None:
    assert issuer_of(Organization(head_title=title, name=name)) == issuer
