"""Quorum by level and agenda, two shares, deadlines, opinions: read, merged, never loosened.

The regulations here are invented.
"""

from __future__ import annotations

from datetime import date

import pytest

from nominations.law import lint, rulesets
from nominations.law.datafile import DataFileError
from nominations.law.deadlines import DossierProfile, deadlines_of
from nominations.law.meetings import AgendaEntry, session_quorum
from nominations.law.rulesets import RuleSet
from nominations.law.rulesets.layer_notes import below_every_act
from nominations.law.rulesets.layers import read_layer_text
from workflow.deadlines import WorkingCalendar

HEAD = """schema = 2
layer = "{level}"
code = "{code}"
name = "Quy chế bịa ra để kiểm thử"
valid_from = 2024-03-01
source = "Quyết định 1/QĐ-BIA"
{opened}
"""
ON = date(2024, 12, 20)
QUORUMS = """
[quorum.council]
numerator = 2
denominator = 3

[level.province.quorum]
numerator = 4
denominator = 5

[award.CSTDTQ.quorum]
numerator = 3
denominator = 4

[level.province.award.CSTDTQ.quorum]
numerator = 9
denominator = 10
"""
BOTH = """
[award.LDTT.vote]
needed = true
numerator = 1
denominator = 2
strict = true
also_numerator = {numerator}
also_denominator = 3
"""
DEADLINE = """
[[deadline]]
key = "decide"
step = "decision"
event = "meeting"
count = {count}
says = "Ký quyết định sau khi họp"
"""
OPINION = """
[[opinion]]
key = "party"
body = "party_committee"
says = "Hỏi Đảng ủy"
before = "vote"
days = 5
silence = "{silence}"
"""


def layer(
    text: str, *, level: str = "agency", code: str = "BIA-1", opened: str = ""
) -> rulesets.Layer:
    head = HEAD.format(level=level, code=code, opened=opened)
    return read_layer_text(head + text, "bia.toml")


def rules(text: str) -> RuleSet:
    return rulesets.rule_set_on(ON, layers=[layer(text)])


# --- quorum by level and agenda -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "awards", "fraction", "asked_by"),
    [
        ("agency", [], (2, 3), ""),
        ("agency", ["LDTT"], (2, 3), ""),
        ("agency", ["LDTT", "CSTDTQ", "GK"], (3, 4), "CSTDTQ"),
        ("province", ["LDTT"], (4, 5), ""),
        ("province", ["LDTT", "CSTDTQ"], (9, 10), "CSTDTQ"),
    ],
)
def test_a_session_takes_the_highest_quorum_of_its_agenda(
    level: str, awards: list[str], fraction: tuple[int, int], asked_by: str
) -> None:
    found = session_quorum(rules(QUORUMS), [AgendaEntry(one) for one in awards], level=level)

    assert (found.rule.numerator, found.rule.denominator) == fraction
    assert found.award == asked_by
    assert found.rule.source == "Quyết định 1/QĐ-BIA"


def test_an_item_that_asks_for_less_does_not_lower_that_of_the_others() -> None:
    text = QUORUMS.replace(
        "[award.CSTDTQ.quorum]\nnumerator = 3", "[award.GK.quorum]\nnumerator = 2"
    )
    rule_set = rules(text)  # 2/4 for giấy khen, 2/3 for the rest

    alone = session_quorum(rule_set, [AgendaEntry("GK")], level="agency")
    both = session_quorum(rule_set, [AgendaEntry("GK"), AgendaEntry("LDTT")], level="agency")
    assert (alone.rule.numerator, alone.rule.denominator) == (2, 4)
    assert (both.rule.numerator, both.rule.denominator) == (2, 3)


@pytest.mark.parametrize(
    "lower",
    [
        "[award.CSTDTQ.quorum]\nnumerator = 7\ndenominator = 10\n",
        "[level.province.quorum]\nnumerator = 3\ndenominator = 4\n",
        "[level.province.award.CSTDTQ.quorum]\nnumerator = 4\ndenominator = 5\n",
        "[award.GK.quorum]\nnumerator = 3\ndenominator = 5\n",
    ],
)
def test_an_agency_does_not_lower_the_quorum_of_its_province(lower: str) -> None:
    province = layer(QUORUMS, level="province")
    with pytest.raises(DataFileError, match="không được thấp hơn") as error:
        rulesets.rule_set_on(ON, layers=[province, layer(lower, code="BIA-2")])
    assert error.value.line == 8

    higher = "[award.CSTDTQ.quorum]\nnumerator = 4\ndenominator = 5\n"
    rule_set = rulesets.rule_set_on(ON, layers=[province, layer(higher, code="BIA-2")])
    assert (
        rule_set.agenda_quorum(
            "CSTDTQ", form="title", level="agency", commendation_type="CONG_TRANG"
        ).numerator
        == 4
    )  # type: ignore[union-attr]  # written two lines above


# --- two shares -----------------------------------------------------------------------------------


def test_a_second_share_is_of_the_other_base() -> None:
    rule = rules(BOTH.format(numerator=2)).rules["award", "LDTT", "vote"]

    shares = rule.shares(members=9, took_part=6)
    assert [(one.text(), base) for one, base in shares] == [("trên 1/2", 9), ("2/3", 6)]


@pytest.mark.parametrize(
    ("before", "after", "key", "says"),
    [
        ("also_denominator = 3", "", "also_numerator", "số nguyên"),
        ("also_numerator = 2", "", "also_numerator", "tử số"),
        ("also_numerator = 2", "also_numerator = 4", "also_numerator", "số nguyên"),
        ("strict = true", 'absent = "silence_agrees"\nstrict = true', "absent", "đồng ý"),
        ("also_numerator", "also_numerators", "also_numerators", "không có trong mẫu|tử số"),
    ],
)  # fmt: skip
def test_a_wrong_second_share_names_its_key(before: str, after: str, key: str, says: str) -> None:
    text = BOTH.format(numerator=2)
    assert before in text
    with pytest.raises(DataFileError, match=says) as error:
        layer(text.replace(before, after))
    assert error.value.key.startswith(f"award.LDTT.vote.{key.rstrip('s')}")
    assert error.value.line >= 9


@pytest.mark.parametrize("numerator", [1, 0])
def test_a_second_share_is_neither_lowered_nor_dropped(numerator: int) -> None:
    above = layer(BOTH.format(numerator=2), level="province")
    text = BOTH.format(numerator=numerator)
    if not numerator:
        text = "\n".join(line for line in text.splitlines() if not line.startswith("also_"))
    with pytest.raises(DataFileError, match="tỷ lệ thứ hai"):
        rulesets.rule_set_on(ON, layers=[above, layer(text, code="BIA-2")])

    raised = layer(BOTH.format(numerator=3), code="BIA-2")
    assert rulesets.rule_set_on(ON, layers=[above, raised])


def test_a_second_share_may_be_added_to_what_the_decree_asks() -> None:
    text = BOTH.format(numerator=2).replace("LDTT", "CSTDCS").replace("= 1\n", "= 4\n")
    rule_set = rules(
        text.replace("denominator = 2\nstrict = true", "denominator = 5\nstrict = false")
    )

    assert rule_set.rules["award", "CSTDCS", "vote"].also is not None


# --- deadlines ------------------------------------------------------------------------------------


def asked(
    award: str = "GK", commendation_type: str = "CONG_TRANG", sector: str = ""
) -> DossierProfile:
    return DossierProfile(
        award=award, year=2024, commendation_type=commendation_type, level="agency", sector=sector
    )


def days(rule_set: RuleSet, question: DossierProfile, **events: date) -> dict[str, date | None]:
    found = deadlines_of(rule_set, question, events, WorkingCalendar())
    return {one.key: one.day for one in found}


def test_the_type_wins_over_the_sector_and_the_sector_over_the_award() -> None:
    text = DEADLINE.format(count=10)
    text += text.replace('"decide"', '"award"').replace("= 10", '= 9\nawards = ["GK"]')
    text += (
        DEADLINE.format(count=8)
        .replace('"decide"', '"school"')
        .replace("says", 'sectors = ["education"]\nsays')
    )
    text += (
        DEADLINE.format(count=3)
        .replace('"decide"', '"sudden"')
        .replace('event = "meeting"', 'types = ["DOT_XUAT"]\nevent = "achievement"')
    )
    rule_set, monday = rules(text), date(2024, 10, 7)

    assert days(rule_set, asked("LDTT"), meeting=monday)["decision"] == date(2024, 10, 21)
    assert days(rule_set, asked("GK"), meeting=monday)["decision"] == date(2024, 10, 18)
    school = asked("GK", sector="education")
    assert days(rule_set, school, meeting=monday)["decision"] == date(2024, 10, 17)
    sudden = asked("GK", "DOT_XUAT", "education")
    assert days(rule_set, sudden, meeting=monday)["decision"] is None
    assert days(rule_set, sudden, achievement=monday)["decision"] == date(2024, 10, 10)


@pytest.mark.parametrize(
    ("unit", "count", "day"),
    [("working_days", 5, date(2024, 10, 7)), ("days", 5, date(2024, 10, 5)),
     ("months", 5, date(2025, 2, 28))],
)  # fmt: skip
def test_days_and_months_count_otherwise_than_working_days(
    unit: str, count: int, day: date
) -> None:
    text = DEADLINE.format(count=count).replace("says", f'unit = "{unit}"\nsays')

    start = date(2024, 9, 30)
    assert days(rules(text), asked(), meeting=start)["decision"] == day


@pytest.mark.parametrize(
    ("before", "after", "key", "says"),
    [
        ("count = 10", "count = 400", "deadline[0].count", "số nguyên"),
        ('event = "meeting"', 'event = "lunch"', "deadline[0].event", "achievement"),
        ('event = "meeting"', 'event = "decision"', "deadline[0].event", "chính bước đó"),
        ('step = "decision"', 'step = "sleep"', "deadline[0].step", "registration"),
        ("says", 'sectors = ["giáo dục"]\nsays', "deadline[0].sectors", "education"),
        ("says", 'when = "mai"\nsays', "deadline[0].when", "không có trong mẫu"),
        ('event = "meeting"\ncount = 10', "month = 2\nday = 30", "deadline[0].day", "số nguyên"),
        ("count = 10", "month = 2\nday = 3\ncount = 10", "deadline[0].event", "ngày, tháng"),
        ("count = 10", "", "deadline[0].count", "thiếu"),
        ('event = "meeting"\ncount = 10', "", "deadline[0].event", "ngày, tháng"),
    ],
)
def test_a_wrong_deadline_names_its_key(before: str, after: str, key: str, says: str) -> None:
    text = DEADLINE.format(count=10)
    assert before in text
    with pytest.raises(DataFileError, match=says) as error:
        layer(text.replace(before, after))
    assert error.value.key == key
    assert error.value.line >= 8


def test_an_agency_may_set_an_earlier_deadline_never_a_later_one() -> None:
    above = layer(DEADLINE.format(count=10), level="province")
    later = DEADLINE.format(count=11)
    for text in (
        later,
        later.replace('"decide"', '"mine"').replace("says", 'awards = ["GK"]\nsays'),
    ):
        with pytest.raises(DataFileError, match="không được muộn hơn") as error:
            rulesets.rule_set_on(ON, layers=[above, layer(text, code="BIA-2")])
        assert error.value.key == "deadline[0]"

    earlier = layer(DEADLINE.format(count=9), code="BIA-2")
    found = rulesets.rule_set_on(ON, layers=[above, earlier]).deadlines
    mine = [one for one in found if one.key == "decide"]
    assert [(one.count, one.layer) for one in mine] == [(9, "BIA-2")]


def test_a_deadline_that_the_province_opens_may_be_later() -> None:
    opened = '[open]\nagency = ["deadline.decide"]'
    above = layer(DEADLINE.format(count=10), level="province", opened=opened)
    mine = layer(DEADLINE.format(count=11), code="BIA-2")

    assert rulesets.rule_set_on(ON, layers=[above, mine]).deadlines[-1].count == 11


# --- opinions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "key", "says"),
    [
        ("days = 5", "days = 0", "opinion[0].days", "ghi days"),
        ('body = "party_committee"', 'body = "mayor"', "opinion[0].body", "tax"),
        ('before = "vote"', 'before = "lunch"', "opinion[0].before", "decision"),
        ("days = 5", 'days = 5\nwho = ["friend"]', "opinion[0].who", "party_managed"),
        ("days = 5", "days = 5\nday = 1", "opinion[0].day", "không có trong mẫu"),
    ],
)
def test_a_wrong_opinion_names_its_key(before: str, after: str, key: str, says: str) -> None:
    text = OPINION.format(silence="agrees")
    with pytest.raises(DataFileError, match=says) as error:
        layer(text.replace(before, after))
    assert error.value.key == key


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (OPINION.format(silence="agrees"), "im lặng"),
        (OPINION.format(silence="waits").replace("days = 5", "days = 9"), "số ngày trả lời"),
        (OPINION.format(silence="waits") + 'awards = ["GK"]\n', "đúng các danh hiệu"),
        (OPINION.format(silence="waits").replace('"vote"', '"decision"'), "giữ nguyên nơi"),
    ],
)
def test_an_agency_does_not_ask_for_less_than_its_province(changed: str, says: str) -> None:
    above = layer(OPINION.format(silence="waits"), level="province")
    with pytest.raises(DataFileError, match=says):
        rulesets.rule_set_on(ON, layers=[above, layer(changed, code="BIA-2")])


def test_the_same_key_twice_in_one_file_is_refused() -> None:
    with pytest.raises(DataFileError, match="hai lần"):
        layer(OPINION.format(silence="waits") * 2)


# --- what is said of a layer ----------------------------------------------------------------------


def faults(text: str, **head: str) -> list[tuple[str, bool, str]]:
    found = lint.lint_layer(layer(text, **head), rulesets.shipped_regimes())
    return [(one.key, one.line > 0, one.problem) for one in found]


def test_a_layer_that_contradicts_itself_is_told_where() -> None:
    no_vote = "[award.GK.vote]\nneeded = false\n[award.GK.quorum]\nnumerator = 3\ndenominator = 4\n"
    assert [(key, line) for key, line, _says in faults(no_vote)] == [("award.GK.quorum", True)]

    twice = DEADLINE.format(count=10) + DEADLINE.format(count=5).replace('"decide"', '"other"')
    ((key, has_line, problem),) = faults(twice)
    assert (key, has_line) == ("deadline[1]", True)
    assert "decide" in problem
    assert faults(twice.replace('"other"', '"other"\nawards = ["GK"]')) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[award.GK.quorum]\nnumerator = 1\ndenominator = 2\n", "award.GK.quorum"),
        ("[level.province.quorum]\nnumerator = 1\ndenominator = 2\n", "level.province.quorum"),
        (BOTH.format(numerator=1), "award.LDTT.vote.also_numerator"),
        ("[award.GK.vote]\nneeded = true\nnumerator = 2\ndenominator = 5\nstrict = false\n",
         "award.GK.vote"),
    ],
)  # fmt: skip
def test_what_is_below_every_act_is_asked_about(text: str, place: str) -> None:
    (asked_about,) = below_every_act([layer(text)])

    assert place in asked_about


def test_a_posting_of_no_days_is_refused() -> None:
    with pytest.raises(DataFileError) as error:
        layer("[defaults.consultation]\nneeded = true\ndays = 0\n")
    assert error.value.key == "defaults.consultation.days"


def test_a_title_keeps_the_opinions_of_its_type_alone() -> None:
    """Nghị định 152/2025/NĐ-CP Đ34 k3, k4: two ministries for foreign relations, the one of the
    field for bodies of the province; both before the proposal to the state level."""
    foreign = {"foreign_relations_public_security", "foreign_relations_foreign_affairs"}
    for day in (date(2025, 8, 1), date(2026, 3, 1), date(2026, 11, 15)):
        kept = {
            asked: {
                one["key"]: one["before"]
                for one in rulesets.title_defaults(
                    "BK_TTG", on=day, commendation_type=asked, level="province"
                ).opinions
            }
            for asked in ("DOI_NGOAI", "CONG_TRANG")
        }
        assert foreign <= set(kept["DOI_NGOAI"])
        assert not {"line_ministry_body", "line_ministry_head"} & set(kept["DOI_NGOAI"])
        assert not foreign & set(kept["CONG_TRANG"])
        assert {"line_ministry_body", "line_ministry_head"} <= set(kept["CONG_TRANG"])
        assert {*kept["DOI_NGOAI"].values(), *kept["CONG_TRANG"].values()} == {"report_upward"}
