"""Names that come near: found, scored, and never taken without a word from people."""

from __future__ import annotations

import pytest

from nominations.importing.cells import CellError
from nominations.importing.name_matching import NameIndex
from nominations.importing.name_questions import NEW, NameQuestions, OpenQuestion
from nominations.importing.plan import AnswerOption

PEOPLE = ["Nguyễn Văn Hoàn", "Trần Thị Mai", "Đặng Quốc Ưng", "Phạm Thị Bích Ngọc", "Lê Văn Tám"]


@pytest.fixture
def names() -> NameIndex:
    return NameIndex.of(enumerate(PEOPLE), last_counts=True)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Nguyễn Văn Hoàng", 0),
        ("Nguyen Van Hoanf", 0),
        ("Trần Thị Maii", 1),
        ("Trần Mai", 1),
        ("Đặng Quốc Ứng", 2),
        ("Phạm Bích Ngọc", 3),
    ],
)
def test_a_slip_of_the_pen_comes_near(names: NameIndex, written: str, meant: int) -> None:
    (first, score), *_others = names.close(written)
    assert first == meant
    assert 0.78 <= score <= 1


@pytest.mark.parametrize("written", ["Người Lạ Mặt", "Trần Thị Lan Anh", "Lê Văn Hùng", "X"])
def test_somebody_else_does_not(names: NameIndex, written: str) -> None:
    assert names.close(written) == []


def test_the_best_come_first_and_few() -> None:
    names = NameIndex.of(enumerate(f"Nguyễn Văn Hoàn {n}" for n in range(50)))
    found = names.close("Nguyễn Văn Hoàn 77")
    assert len(found) == 3
    assert [score for _pk, score in found] == sorted((s for _pk, s in found), reverse=True)


# --- asking ---------------------------------------------------------------------------------------

CHOICES = [AnswerOption("7", "Trần Thị Mai", 91), AnswerOption(NEW, "Người mới")]


def ask(name_questions: NameQuestions, index: int = 1, subject: str = "mai") -> str:
    return name_questions.answer(index, "name", "Họ và tên", subject, "Trần Thị Maii", CHOICES)


def test_without_an_answer_the_row_stays_open_and_the_same_name_is_asked_once() -> None:
    name_questions = NameQuestions({})
    for index in (1, 5):
        with pytest.raises(OpenQuestion):
            ask(name_questions, index)
    (question,) = name_questions.questions.values()
    assert question.lines == [2, 6]


def test_an_answer_is_used_and_one_that_was_not_offered_is_not() -> None:
    name_questions = NameQuestions({})
    with pytest.raises(OpenQuestion):
        ask(name_questions)
    (key,) = name_questions.questions
    assert ask(NameQuestions({key: "7"})) == "7"
    assert ask(NameQuestions({key: NEW})) == NEW
    with pytest.raises(OpenQuestion):
        ask(NameQuestions({key: "8"}))


def test_where_nobody_can_be_asked_it_is_an_error_with_the_names() -> None:
    with pytest.raises(CellError, match="Trần Thị Mai không"):
        ask(NameQuestions(None))
