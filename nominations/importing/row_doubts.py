"""Asks about rows that may be unintended: hidden, struck through, on a hidden sheet, on two
sheets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.importing.name_questions import NameQuestions, OpenQuestion
from nominations.importing.plan import AnswerOption
from nominations.importing.spreadsheet import SHEET_LINES, Concealment, Spreadsheet, SpreadsheetRow

if TYPE_CHECKING:
    from nominations.importing.row_reader import RowReader

IMPORT, LEAVE_OUT = "import", "leave_out"
_LABELS = {
    Concealment.HIDDEN: gettext_lazy("Hidden rows"),
    Concealment.STRUCK: gettext_lazy("Rows struck through"),
    Concealment.SHEET: gettext_lazy("Hidden sheet"),
    Concealment.COPY: gettext_lazy("Repeated rows"),
}
_TEXTS = {
    Concealment.HIDDEN: gettext_lazy(
        "%(count)s rows that Excel does not show (hidden, filtered, collapsed or of no height)"
    ),
    Concealment.STRUCK: gettext_lazy("%(count)s rows with text struck through"),
    Concealment.SHEET: gettext_lazy("%(count)s rows of a sheet that is hidden"),
    Concealment.COPY: gettext_lazy("%(count)s rows that an earlier sheet has word by word"),
}
_STRICT = {
    Concealment.HIDDEN: gettext_lazy("Excel does not show this row: show it or delete it."),
    Concealment.STRUCK: gettext_lazy(
        "Text of this row is struck through: take the line away or delete the row."
    ),
    Concealment.SHEET: gettext_lazy("This row is on a hidden sheet: show the sheet or delete it."),
    Concealment.COPY: gettext_lazy("An earlier sheet has the same row: delete one of them."),
}
"""Where nobody can be asked."""


class RowDoubts:
    """The questions about rows of one file; one question for each reason and sheet."""

    def __init__(self, sheet: Spreadsheet, name_questions: NameQuestions) -> None:
        self.sheet, self.name_questions = sheet, name_questions
        self.left_out: set[int] = set()
        self.numbers = Counter(_group(row) for row in sheet.rows if row.concealed is not None)

    def is_meant(self, line: RowReader) -> bool:
        """Whether people said that the row is to be imported; otherwise it is left out or waits."""
        row = line.row
        reason = row.concealed
        if reason is None:
            return True
        if self.name_questions.is_strict:
            column = next(iter(self.sheet.columns))
            line.fail(column, str(_STRICT[reason]))
            return False
        try:
            answer = self._ask(row, reason)
        except OpenQuestion:
            line.is_open = True
            return False
        if answer == LEAVE_OUT:
            self.left_out.add(row.index)
            line.problems.clear()
        return answer == IMPORT

    def _ask(self, row: SpreadsheetRow, reason: Concealment) -> str:
        sheet_name = self.sheet.part_of(row.index).sheet_name
        text = str(_TEXTS[reason]) % {"count": self.numbers[_group(row)]}
        return self.name_questions.answer(
            row.index,
            "rows",
            str(_LABELS[reason]),
            f"{reason}|{sheet_name}",
            _("Sheet “%(sheet)s”: %(reason)s") % {"sheet": sheet_name, "reason": text}
            if sheet_name
            else text,
            [
                AnswerOption(IMPORT, _("Import these rows")),
                AnswerOption(LEAVE_OUT, _("Leave these rows out")),
            ],
        )


def _group(row: SpreadsheetRow) -> tuple[Concealment | None, int]:
    return row.concealed, row.index // SHEET_LINES
