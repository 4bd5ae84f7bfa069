"""The written lines of a file, before anybody knows what they mean: sheets of Excel, or CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.files.child_process import (
    ChildError,
    ChildOutOfMemory,
    ChildTimeout,
    run_in_child,
)
from nominations.importing.spreadsheet import CellProblem, Concealment, SpreadsheetRow
from nominations.importing.xlsx_sheet import HIDDEN, MAX_CELLS, MAX_LINES, STRUCK
from nominations.web.refusals import refused

CHILD_SECONDS = 6
CHILD_MEGABYTES = 512
READ_WORKBOOK = "nominations.importing.xlsx_workbook:read_workbook"
_CONCEALED = {HIDDEN: Concealment.HIDDEN, STRUCK: Concealment.STRUCK}
_ERROR_TEXTS = frozenset(
    {
        "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
        "#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA",
        "#N/A N/A", "N/A", "NULL", "NaN",
    }
)  # fmt: skip
"""What spreadsheets and data bases write for a value that is not there."""
_TOO_MUCH = gettext_lazy(
    "The Excel file holds too much to be read at once. Copy the rows of the table into a new file"
    " and choose that one."
)
_REFUSALS = {
    "unpacks_too_large": (
        "too_large",
        gettext_lazy("The Excel file unpacks to far too much data."),
    ),
    "too_many_cells": ("too_large", _TOO_MUCH),
    "not_excel": (
        "not_excel",
        gettext_lazy("The content is not an Excel file. Open it in Excel and save it as .xlsx."),
    ),
}


@dataclass(slots=True, kw_only=True)
class SheetGrid:
    """The lines of one sheet that hold something, in order.

    `areas` are the merged areas wider than a column: (first line, first column, last line, last
    column). `outside` names some of the `outside_count` cells too far to the right to be read.
    """

    name: str
    lines: list[SpreadsheetRow]
    is_hidden: bool = False
    areas: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: frozenset[int] = frozenset()
    outside: tuple[str, ...] = ()
    outside_count: int = 0


def damaged_workbook() -> ValidationError:
    """The refusal of a workbook that is broken."""
    return refused(
        "damaged",
        _("The Excel file is damaged. Open it in Excel, save it anew and choose it again."),
    )


def too_many_lines() -> ValidationError:
    """The refusal of a file with more lines than anybody imports at a time."""
    return refused(
        "too_many_rows",
        _("The file has more than %(limit)s lines: split it.")
        % {"limit": number_format(MAX_LINES, force_grouping=True)},
    )


# --- Excel ----------------------------------------------------------------------------------------


def sheets_of_workbook(content: bytes) -> list[SheetGrid]:
    """The sheets of an .xlsx, read in a child; refuses what is damaged, too large or hostile."""
    try:
        answer = run_in_child(
            READ_WORKBOOK, content, seconds=CHILD_SECONDS, megabytes=CHILD_MEGABYTES
        )
    except (ChildTimeout, ChildOutOfMemory):
        raise refused("too_large", _TOO_MUCH) from None
    except ChildError:
        raise damaged_workbook() from None
    key = answer.get("refused")
    if key == "too_many_lines":
        raise too_many_lines()
    if key is not None:
        if key in _REFUSALS:
            raise refused(*_REFUSALS[key])
        raise damaged_workbook()
    return [_sheet(about) for about in answer["sheets"]]


def _sheet(about: dict[str, Any]) -> SheetGrid:
    return SheetGrid(
        name=about["name"],
        is_hidden=about["hidden"],
        lines=[_line(*line) for line in about["lines"]],
        areas=[(top, left, bottom, right) for top, left, bottom, right in about["areas"]],
        hidden_columns=frozenset(about["hidden_columns"]),
        outside=tuple(about["outside"]),
        outside_count=about["outside_count"],
    )


def _line(
    index: int,
    concealed: int,
    columns: list[int],
    values: list[Any],
    shown: dict[str, str],
    merged: list[int],
) -> SpreadsheetRow:
    cells: list[Any] = [None] * (max(columns) + 1)
    problems: dict[int, CellProblem] = {}
    texts = {int(column): text for column, text in shown.items()}
    for column, value in zip(columns, values, strict=True):
        if not isinstance(value, list | str):
            cells[column] = value
        elif isinstance(value, str):
            if value.strip() in _ERROR_TEXTS:
                problems[column], texts[column] = CellProblem.ERROR, value.strip()
            else:
                cells[column] = value
        elif value[0] == "d":
            cells[column] = _moment(value[1])
        elif value[0] == "e":
            problems[column], texts[column] = CellProblem.ERROR, value[1]
        else:
            problems[column], texts[column] = CellProblem.FORMULA, "="
    return SpreadsheetRow(
        index=index,
        cells=cells,
        shown=texts,
        problems=problems,
        concealed=_CONCEALED.get(concealed),
        merged=frozenset(merged),
    )


def _moment(written: str) -> Any:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    return moment.date() if moment.time() == time() else moment


# --- CSV ------------------------------------------------------------------------------------------


def lines_of_csv(text: str, delimiter: str, limit: int | None = None) -> SheetGrid | None:
    """The lines of a CSV text, or its first `limit` ones; None if it cannot be parted like this.

    Refuses a text with more lines or cells than are read at a time.
    """
    lines: list[SpreadsheetRow] = []
    number_of_cells = 0
    try:
        for index, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ):
            if not any(map(str.strip, cells)):
                continue
            number_of_cells += len(cells)
            if len(lines) == MAX_LINES:
                raise too_many_lines()
            if number_of_cells > MAX_CELLS:
                raise refused("too_large", _("The CSV file has far too many cells: split it."))
            lines.append(_csv_line(index, cells))
            if len(lines) == limit:
                break
    except csv.Error:
        return None
    return SheetGrid(name="", lines=lines)


def _csv_line(index: int, cells: list[str]) -> SpreadsheetRow:
    problems = {
        column: CellProblem.ERROR for column, cell in enumerate(cells) if cell in _ERROR_TEXTS
    }
    texts = {column: cells[column] for column in problems}
    values: list[Any] = [None if column in problems else cell for column, cell in enumerate(cells)]
    return SpreadsheetRow(index=index, cells=values, shown=texts, problems=problems)
