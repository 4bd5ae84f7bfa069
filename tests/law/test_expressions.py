"""The language of the rules: what is read, and how a wrong rule is told."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nominations.law.expressions import ExpressionError, parse
from nominations.law.lint import constant_answer
from nominations.law.vocabulary import And, Comparison, Not, Or, read_rule
from nominations.law.wording import rule_sentence

INDIVIDUAL, COLLECTIVE = ("individual",), ("collective",)


def test_and_binds_stronger_than_or_and_not_strongest() -> None:
    rule = read_rule("grade >= HTT or not registered and under_examination", INDIVIDUAL)

    assert isinstance(rule, Or)
    first, second = rule.children
    assert isinstance(first, Comparison)
    assert isinstance(second, And)
    assert isinstance(second.children[0], Not)


def test_a_comparison_may_be_written_either_way_round() -> None:
    assert read_rule("2 <= initiatives(CO_SO)") == read_rule("initiatives(CO_SO) >= 2")


def test_arguments_are_understood() -> None:
    rule = read_rule("awards(CO_TINH|CO_BO, after=BK_TTG, type=CONG_TRANG) >= 2", COLLECTIVE)

    assert isinstance(rule, Comparison)
    assert rule.args.codes == ("CO_TINH", "CO_BO")
    assert (rule.args.after, rule.args.type, rule.bound) == (("BK_TTG",), ("CONG_TRANG",), 2)


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 0, "Quy tắc còn trống"),
        ("grade >= HTXX", 9, "KHT, HT, HTT, HTXS"),
        ("grade >= 3", 9, "KHT, HT, HTT, HTXS"),
        ("graed >= HTT", 0, '"graed" không có trong bộ từ'),
        ("grade", 0, "phải so sánh"),
        ("registered == 1", 11, "không so sánh được"),
        ("initiatives(CO_SO) >= HTT", 22, "phải so sánh với một số"),
        ("initiatives >= 1", 0, "thiếu tham số"),
        ("initiatives(LDTT) >= 1", 12, "CO_SO"),
        ("chain(LDTX) >= 2", 6, '"LDTX" không phải mã'),
        ("chain(LDTT, last=2) >= 2", 12, "không nhận tham số last"),
        ("awards(LDTT, last=0) >= 2", 13, "từ 1 đến 60"),
        ("graded(HTT) >= 2", 0, "last=, after= hoặc since="),
        ("awards(LDTT, after=GK, since=GK) >= 2", 0, "after= hoặc since="),
        ("grade_chain(HTT, type=CONG_TRANG) >= 2", 0, "after= hoặc since="),
        ("awards(GK, type=CONG_TRANG|GK) >= 2", 11, "CONG_TRANG"),
        ("attested(DAO_DUCX)", 9, "DAO_DUC"),
        ("members >= 3", 0, "chỉ dùng cho tập thể"),
        ("grade >= HTT grade", 13, "nối các điều kiện"),
        ("1 < initiatives(CO_SO) < 3", 23, "chỉ một phép so sánh"),
        ("(grade >= HTT", 13, 'thiếu dấu ")"'),
        ("(registered) == 1", 13, "trong ngoặc"),
        ("grade >= grade(1)", 9, "không so sánh với từ khác"),
        ("HTT >= HT", 4, "hai giá trị cố định"),
        ("HTT", 3, "bắt đầu bằng một từ"),
        ("grade & HTT", 6, "Ký hiệu này"),
        ("grade = HTT", 6, "phải kết thúc ở đây"),
        ("registered()", 11, "ngoặc trống"),
        ("not", 3, "cần một từ"),
        ("discipline == NONEX", 14, "KHIEN_TRACH"),
        ("(" * 60 + "registered" + ")" * 60, 50, "quá nhiều cấp"),
    ],
)
def test_a_wrong_rule_says_where_and_why(text: str, at: int, says: str) -> None:
    with pytest.raises(ExpressionError) as error:
        read_rule(text, INDIVIDUAL)

    assert error.value.at == at
    assert says in str(error.value)
    assert f"ký tự thứ {at + 1}" in str(error.value)


def test_a_word_about_a_person_cannot_be_asked_of_a_collective() -> None:
    with pytest.raises(ExpressionError, match="chỉ dùng cho cá nhân"):
        read_rule("service_months >= 6", COLLECTIVE)


@given(st.text(alphabet="grade()|=<>!,.0129 HTXSandornt_", max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "chain(CSTDCS, after=CSTD_TINH) >= 3 and initiatives(TINH, last=3) >= 1",
            (
            "Số năm liên tục tính đến năm xét đạt CSTĐ cơ sở tính từ sau lần đạt CSTĐ cấp tỉnh"
            " gần nhất: từ 3 trở lên; và số sáng kiến, đề tài được công nhận từ cấp tỉnh hoặc cấp"
            " bộ trở lên trong 3 năm tính đến năm xét: từ 1 trở lên."
            ),
        ),
        ("not under_examination", "Không có vụ việc đang được xem xét."),
        ("not (registered or holds(LDTT))",
         "Không đăng ký thi đua trong hạn; và chưa đạt và không được đề nghị LĐTT năm xét."),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_vietnamese(text: str, words: str) -> None:
    assert rule_sentence(read_rule(text, INDIVIDUAL)) == words


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("grade >= KHT", True),
        ("grade > HTXS", False),
        ("initiatives(CO_SO) >= 0", True),
        ("graded(HTT, last=3) >= 4", False),
        ("grade >= HTXS and grade <= HT", False),
        ("registered or not registered", True),
        ("service_months > 12", False),
        ("discipline >= NONE", True),
        ("grade >= HTXS or initiatives(CO_SO) >= 1", None),
        ("years_since(BK_TTG) >= 0", True),
        ("years_since(BK_TTG) >= 5", None),
        ("chain(CSTDCS) >= 3", None),
    ],
)
def test_a_rule_that_decides_nothing_is_recognised(text: str, answer: bool | None) -> None:
    assert constant_answer(read_rule(text, INDIVIDUAL)) is answer


def test_shares_of_members_are_between_nothing_and_all() -> None:
    assert constant_answer(read_rule("member_share(LDTT) > 100", COLLECTIVE)) is False
    assert constant_answer(read_rule("member_share(LDTT) >= 70", COLLECTIVE)) is None
