"""The lists of registrations and of nominees as Excel tables.

One line for each registrant or nomination, with the content of the papers of these lists; the
campaign and the filters stand above the table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nominations.documents.recipient_words import recipient_heading
from nominations.dossiers.forms import ListFilterForm
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.nomination_list_paper import listed_nominations, record_of_the_year
from nominations.dossiers.registration_papers import (
    registered_nominations,
    registered_texts,
    registrants,
)
from nominations.dossiers.subject_records import subject_records
from nominations.dossiers.wording import words
from nominations.files.table_workbook import as_xlsx
from nominations.law.models import RecipientKind
from nominations.people.models import Unit
from workflow import clock

Line = list[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    """One kind of list: its rows, its columns after the common ones, the values of a row."""

    file_name: str
    title: str
    columns: tuple[str, ...]
    rows_of: Callable[[Campaign, Unit | None], list[Nomination]]
    lines_of: Callable[[Sequence[Nomination]], list[Line]]


def filter_form(data: object, rows: Sequence[Nomination]) -> ListFilterForm:
    """The filter form with the units, kinds and awards that occur in the rows."""
    units = {row.unit_id: row.unit for row in rows}
    listed = sorted(units.values(), key=lambda unit: (unit.rank, unit.pk))
    awards = {row.award_type.code: row.award_type for row in rows}
    named = sorted(awards.values(), key=lambda award: (award.rank, award.pk))
    return ListFilterForm(
        data,
        units=[(str(unit.pk), unit.name) for unit in listed],
        awards=[(award.code, award.name) for award in named],
    )


def list_file(
    table: ListTable, campaign: Campaign, rows: Sequence[Nomination], form: ListFilterForm
) -> bytes:
    """The file of the rows that pass the filters."""
    kept = [row for row in rows if form.passes(row)]
    kinds = {row.kind for row in kept}
    named = recipient_heading(_("Person or collective"), kinds)
    place = recipient_heading(_("Unit"), kinds)
    common = [_("No."), named, _("Kind"), _("Position"), place]
    lines = table.lines_of(kept)
    content: list[Line] = [[*common, *(_say(name) for name in table.columns)]]
    content += [[number, *line] for number, line in enumerate(lines, 1)]
    about: list[Line] = [
        [f"{_say(table.title)}: {campaign.name}"],
        [_("Year"), campaign.year],
        *map(list[object], form.filters_in_words()),
        [pgettext("of a list", "As of"), clock.today()],
        [pgettext("of a list", "Number"), len(lines)],
    ]
    return as_xlsx([(_say(table.title)[:31], content)], about=about)


def _say(name: str) -> str:
    return words().say(f"list.{name}")


def _subject(row: Nomination) -> Line:
    kind = str(RecipientKind(row.kind).label)
    unit = row.unit_name or row.unit.name
    return [row.subject_name, kind, row.position_name, unit]


def _registrations(rows: Sequence[Nomination]) -> list[Line]:
    return [[*_subject(listed[0]), *registered_texts(listed)] for listed in registrants(rows)]


def _nominees(rows: Sequence[Nomination]) -> list[Line]:
    records = subject_records(rows)
    return [
        [
            *_subject(row),
            row.award_type.name,
            row.person.birth_date if row.person else None,
            *record_of_the_year(row, records[row.pk]),
        ]
        for row in rows
    ]


TABLES = {
    "registrations": ListTable(
        file_name="danh_sach_dang_ky_thi_dua",
        title="registrations",
        columns=("title", "commendation", "initiative"),
        rows_of=registered_nominations,
        lines_of=_registrations,
    ),
    "nominations": ListTable(
        file_name="danh_sach_trich_ngang",
        title="nominations",
        columns=("award", "born", "recognised", "grade"),
        rows_of=listed_nominations,
        lines_of=_nominees,
    ),
}
