"""Achievements count from the end of a discipline: every award asks for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nominations.eligibility.answers import Answer, RuleAnswer
from nominations.eligibility.assessment import judge, next_year
from nominations.eligibility.collect_facts import collect_persons
from nominations.eligibility.facts import DisciplineFact, Facts
from nominations.law.rulesets.rule_settings import SETTINGS
from nominations.records.models import Discipline
from tests.awards.office import Office
from tests.built_once import built_once
from tests.law.regimes import regimes
from tests.law.rulebook import facts, grades, held
from workflow import clock

SINCE_2024 = ("R2", "R3A", "R3B", "R4")
OF_THE_YEAR = ("LDTT", "TTLDTT", "CSTDCS", "TTLDXS")


def reprimand(decided_on: date, ends_on: date | None = None) -> DisciplineFact:
    return DisciplineFact(rank=1, form="KHIEN_TRACH", decided_on=decided_on, ends_on=ends_on)


def asked(code: str, award: str, key: str, known: Facts) -> RuleAnswer:
    found = judge(regimes()[code], award, known).rules
    return next(one for one in found if one.standard.key == key)


def person(**more: Any) -> Facts:
    """Ten good years, three titles in the last five."""
    more.setdefault("grades", grades(dict.fromkeys(range(2015, 2027), 3)))
    more.setdefault("awards", [*held("BK_TINH", 2018), *held("CSTDCS", 2022, 2024, 2026)])
    return facts(year=2026, on=date(2026, 12, 20), **more)


@pytest.mark.parametrize("code", SINCE_2024)
def test_every_award_waits_until_a_discipline_has_been_served(code: str) -> None:
    rule_set = regimes()[code]
    running = person(disciplines=[reprimand(date(2026, 5, 5), date(2027, 5, 5))])
    served = person(disciplines=[reprimand(date(2025, 5, 5), date(2026, 5, 5))])

    for award in rule_set.catalogue:
        after = Answer.UNKNOWN if award in OF_THE_YEAR else Answer.MET
        for known, answer in ((running, Answer.UNMET), (served, after)):
            found = asked(code, award, "examination", known)
            assert found.answer == answer, (code, award)
            assert found.standard.source.endswith("Đ4 k4")
            assert found.standard.verified


@pytest.mark.parametrize("code", ["R1A", "R1B", "R1C"])
def test_the_acts_before_2024_let_earlier_years_count(code: str) -> None:
    rule_set = regimes()[code]

    assert "discipline_restart" not in rule_set.settings
    found = judge(rule_set, "HCLD3", person(disciplines=[reprimand(date(2024, 1, 1))]))
    assert not any("chấp hành" in line for one in found.rules for line in one.records)


def test_the_years_begin_anew_and_the_article_is_named() -> None:
    known = person(disciplines=[reprimand(date(2022, 5, 5), date(2023, 12, 31))])

    found = asked("R4", "BK_TTG", "years", known)

    assert found.answer == Answer.UNMET
    (missing,) = found.missing
    assert missing == "Còn thiếu 2 năm được xếp loại Hoàn thành tốt nhiệm vụ trở lên (mới có 3)"
    *years, restart = found.records
    counted = [line.partition(":")[0] for line in years if line.startswith("Năm ")]
    assert counted == ["Năm 2026", "Năm 2025", "Năm 2024"]
    assert restart == (
        "Thành tích chỉ tính từ khi chấp hành xong kỷ luật này (Điều 4, khoản 4 Nghị định"
        " 152/2025/NĐ-CP): Khiển trách, quyết định ngày 05/05/2022, hết hiệu lực ngày 31/12/2023"
    )


def test_titles_from_before_are_not_shown_as_counted() -> None:
    known = person(disciplines=[reprimand(date(2022, 5, 5), date(2023, 5, 5))])

    found = asked("R4", "BK_TTG", "fighter", known)

    assert found.answer == Answer.UNMET
    assert [line for line in found.records if line.startswith("Năm 2022")] == []
    assert asked("R4", "BK_TTG", "prerequisite", known).answer == Answer.MET


def test_titles_from_before_are_no_part_of_a_chain_and_not_shown_as_one() -> None:
    known = person(
        disciplines=[reprimand(date(2022, 5, 5), date(2023, 12, 31))],
        awards=held("CSTDCS", *range(2021, 2027)),
    )

    found = asked("R4", "CSTD_TINH", "chain", known)

    years = [line.partition(":")[0] for line in found.records if line.startswith("Năm ")]
    assert years == ["Năm 2026", "Năm 2025", "Năm 2024"]


def test_a_year_in_which_the_time_ends_is_told_as_open() -> None:
    known = person(disciplines=[reprimand(date(2021, 5, 5), date(2022, 5, 5))])

    found = asked("R4", "BK_TTG", "years", known)

    assert found.answer == Answer.UNKNOWN
    (missing,) = found.missing
    assert missing == (
        "Chấp hành xong kỷ luật ngày 05/05/2022: năm 2022 chỉ tính thành tích sau ngày đó, không"
        " văn bản nào nói năm ấy có được tính là một năm hay không"
    )


def test_a_title_of_the_year_in_which_the_time_ends_is_for_the_agency_to_judge() -> None:
    known = person(disciplines=[reprimand(date(2025, 5, 5), date(2026, 5, 5))])

    found = asked("R4", "LDTT", "examination", known)

    assert found.answer == Answer.UNKNOWN
    (missing,) = found.missing
    assert missing == (
        "Chấp hành xong kỷ luật ngày 05/05/2026, thành tích chỉ tính từ sau ngày đó (Điều 4, khoản"
        " 4 Nghị định 152/2025/NĐ-CP); không văn bản nào nói danh hiệu của năm 2026 có được xét"
        " tặng hay không: cơ quan, Hội đồng xem xét, quyết định"
    )


def test_a_missing_last_day_is_told_with_what_to_record() -> None:
    known = person(disciplines=[reprimand(date(2019, 5, 5))])
    record = (
        "Chưa ghi ngày hết thời gian chấp hành kỷ luật (Khiển trách, quyết định ngày 05/05/2019):"
        " ghi ngày đó vào hồ sơ kỷ luật; thành tích tính từ sau ngày đó"
    )

    for key in ("examination", "years", "fighter"):
        found = asked("R4", "BK_TTG", key, known)
        assert found.answer == Answer.UNKNOWN
        assert record in found.missing, key


def test_a_gap_in_the_grades_is_told_beside_the_missing_last_day() -> None:
    all_but_one = grades({year: 3 for year in range(2015, 2027) if year != 2025})
    known = person(disciplines=[reprimand(date(2019, 5, 5))], grades=all_but_one)

    missing = asked("R4", "BK_TTG", "years", known).missing

    assert len(missing) == 2
    assert "Chưa ghi ngày hết thời gian chấp hành kỷ luật" in missing[0]
    assert "2025" in missing[1]


def test_what_is_running_now_may_be_served_in_the_year_to_come() -> None:
    known = person(disciplines=[reprimand(date(2026, 5, 5), date(2027, 5, 5))])

    found = next_year(regimes()["R4"], "LDTT", known).rules

    assert next(one for one in found if one.standard.key == "examination").answer != Answer.UNMET


def test_a_discipline_decided_after_the_day_of_the_question_is_not_known_yet() -> None:
    known = person(disciplines=[reprimand(date(2026, 12, 21), date(2027, 12, 21))])

    assert asked("R4", "LDTT", "examination", known).answer == Answer.MET


def test_the_record_of_a_person_is_judged_by_it(db: None) -> None:
    office = built_once("office", Office.build)
    mai = office.people["Trần Thị Mai"]
    Discipline.objects.create(
        organization=office.agency, recorded_at=clock.now(), person=mai, form="KHIEN_TRACH",
        decided_on=date(2026, 5, 5), ends_on=date(2026, 12, 20), paper_number="7/QĐ-STC",
    )  # fmt: skip
    answers = []
    for day in (date(2026, 12, 20), date(2026, 12, 21)):
        (known,) = collect_persons([mai.pk], year=2026, on=day)
        answers.append(asked("R4", "GK", "examination", known).answer)

    assert answers == [Answer.UNMET, Answer.MET]


def test_the_setting_is_one_of_the_language() -> None:
    found = SETTINGS["discipline_restart"]

    assert found.words == ("from_end", "all")
    cited = {code: regimes()[code].settings["discipline_restart"].source for code in SINCE_2024}
    assert cited == {
        "R2": "Nghị định 98/2023/NĐ-CP Đ4 k4",
        **dict.fromkeys(SINCE_2024[1:], "Nghị định 152/2025/NĐ-CP Đ4 k4"),
    }
