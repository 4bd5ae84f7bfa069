"""The sums that a table of counts states itself, compared with its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from nominations.awards.figures.cells import read_counts
from nominations.awards.figures.headings import CountHeading
from nominations.awards.figures.planned_figures import ReadCount
from nominations.importing.cells import CellError
from nominations.importing.name_questions import NameQuestions, OpenQuestion
from nominations.importing.plan import AnswerOption, ImportPlan, RowProblem
from nominations.importing.row_reader import AS_WRITTEN, RowReader
from nominations.importing.spreadsheet import SHEET_LINES, SpreadsheetRow


def _fits(heading: CountHeading, one: ReadCount) -> bool:
    """Whether a sum with this heading adds up the number."""
    return (
        heading.award in ("", one.award)
        and heading.kind in ("", one.kind)
        and heading.span in (None, one.span)
    )


class SumChecker:
    """Compares sums; where one differs people confirm that the numbers count and not the sum."""

    def __init__(
        self, plan: ImportPlan, questions: NameQuestions, summing: dict[str, CountHeading]
    ) -> None:
        self.plan, self.questions, self.summing = plan, questions, summing
        self._unclear: set[int] = set()
        self._apart: set[tuple[int, str]] = set()

    def cannot(self, index: int) -> None:
        """A number of this row is not known: no sum over it is compared."""
        self._unclear.add(index)

    def not_added(self, places: Iterable[tuple[int, str]]) -> None:
        """These numbers are sums themselves."""
        self._apart.update(places)

    def check_row(self, line: RowReader, counts: Sequence[ReadCount]) -> None:
        """The columns "Cộng" of one row."""
        if line.index in self._unclear:
            return
        for code, heading in self.summing.items():
            if not line.text(code):
                continue
            stated = line.attempt(code, lambda code=code: _stated(line.seen(code)))  # type: ignore[misc]
            if stated is None:
                continue
            total = sum(one.count for one in counts if _fits(heading, one))
            if stated != total:
                words = {"stated": stated, "total": total}
                why = _("The sum says %(stated)s; the numbers of the row make %(total)s.") % words
                label = _("Record the numbers, %(total)s in all") % words
                line.attempt(
                    code,
                    lambda code=code, why=why, label=label: line.ask(  # type: ignore[misc]
                        code,
                        f"{line.index}",
                        line.text(code),
                        [AnswerOption(AS_WRITTEN, label)],
                        why,
                    ),
                )

    def check_totals(self, counts: Sequence[ReadCount]) -> None:
        """The lines "Cộng" of every table, each with the rows since the one above or with all."""
        sheet = self.plan.sheet
        since: dict[int, int] = {}
        for row in sorted(sheet.totals, key=lambda row: row.index):
            part = sheet.part_of(row.index)
            start = part.number * SHEET_LINES + part.header_index
            above = since.get(id(part), start)
            since[id(part)] = row.index
            for code, position in sheet.columns.items():
                self._check_total(row, code, position, counts, (start, above))

    def _check_total(
        self,
        row: SpreadsheetRow,
        code: str,
        position: int,
        counts: Sequence[ReadCount],
        starts: tuple[int, int],
    ) -> None:
        if code not in self.summing and not self.plan.sheet.table.is_figure(code):
            return
        try:
            stated = _stated(row.text(position))
        except CellError:
            stated = None
        if stated is None or any(starts[0] < index < row.index for index in self._unclear):
            return
        added = [
            one
            for one in counts
            if (one.index, one.code) not in self._apart and starts[0] < one.index < row.index
        ]
        if code in self.summing:
            added = [one for one in added if _fits(self.summing[code], one)]
        else:
            added = [one for one in added if one.code == code]
        sums = [sum(one.count for one in added if one.index > start) for start in starts]
        if stated not in sums:
            self._tell(row, code, stated, sums[0])

    def _tell(self, row: SpreadsheetRow, code: str, stated: int, total: int) -> None:
        sheet = self.plan.sheet
        label, words = sheet.table.label(code), {"stated": stated, "total": total}
        why = _("The total says %(stated)s; the rows above it make %(total)s.") % words
        option = AnswerOption(AS_WRITTEN, _("Record the rows, %(total)s in all") % words)
        try:
            self.questions.answer(
                row.index, code, label, f"total|{row.index}", str(stated), [option], why
            )
        except OpenQuestion:
            return
        except CellError as refusal:
            problem = RowProblem(
                index=row.index,
                column=code,
                label=label,
                message=str(refusal),
                text=str(stated),
                cell=sheet.address(row.index, code),
                place=sheet.place(row.index),
            )
            self.plan.problems.append(problem)


def _stated(value: object) -> int | None:
    """The number of a sum, of both kinds together; None for an empty cell."""
    counts = read_counts(value)
    return sum(counts.values()) if counts else None
