"""The heading above every table of a workbook of statistics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from workflow import clock

MAX_LINES = 50_000
"""How many award lines or dossiers one workbook holds."""


def workbook_heading(filters: Iterable[tuple[str, str]], count: int) -> list[list[Any]]:
    """Rows of cells: the filters (label, value), the day, and, where `count` lines are more than
    `MAX_LINES`, how many are left out."""
    rows: list[list[Any]] = [[label, value] for label, value in filters]
    rows.append([_("Written on"), clock.today()])
    if count > MAX_LINES:
        words = {
            "count": number_format(count, force_grouping=True),
            "most": number_format(MAX_LINES, force_grouping=True),
        }
        sentence = _("The list has %(count)s lines, of which the first %(most)s are here.")
        rows.append([sentence % words])
    return rows
