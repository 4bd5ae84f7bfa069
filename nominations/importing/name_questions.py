"""Questions about similar names: asked in the preview, refused in a command."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from django.utils.translation import gettext as _

from nominations.importing.cells import CellError
from nominations.importing.plan import AnswerOption, NameQuestion

NEW = "new"
"""The answer for a new person or thing."""


class OpenQuestion(Exception):
    """A question of the row has no answer yet."""


class NameQuestions:
    """The questions of one plan and the answers; None if nobody can answer."""

    def __init__(self, given: Mapping[str, str] | None) -> None:
        self.given = given
        self.questions: dict[str, NameQuestion] = {}

    @property
    def is_strict(self) -> bool:
        """Whether nobody can be asked, as in a command."""
        return self.given is None

    def answer(
        self,
        index: int,
        column: str,
        label: str,
        subject: str,
        text: str,
        choices: list[AnswerOption],
        why: str = "",
    ) -> str:
        """The value of the choice people made for this subject.

        `why` is the sentence of a question that is not about a similar name. The same subject in
        several rows is one question. Raises Open while it has no answer, and CellError where nobody
        can be asked.
        """
        if self.given is None:
            if why:
                raise CellError(why)
            names = ", ".join(choice.label for choice in choices if choice.value != NEW)
            raise CellError(
                _("“%(text)s” is not recorded like this. Is it %(names)s?")
                % {"text": text, "names": names}
            )
        key = sha256(f"{column}|{subject}".encode()).hexdigest()[:20]
        question = self.questions.get(key)
        if question is None:
            said = self.given.get(key, "")
            known = said if any(choice.value == said for choice in choices) else ""
            question = NameQuestion(
                key=key, label=label, text=text, choices=choices, answer=known, why=why
            )
            self.questions[key] = question
        if not question.lines or question.lines[-1] != index + 1:
            question.lines.append(index + 1)
        if not question.answer:
            raise OpenQuestion
        return question.answer
