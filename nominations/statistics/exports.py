"""Figures and award lines as Excel and CSV files; no text in them can run as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nominations.awards.models import Award, AwardFigure
from nominations.documents.recipient_words import recipient_heading
from nominations.files.spreadsheet_writer import csv_bytes
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.statistics.queries import GiverCount, TallyCell

Table = Sequence[Sequence[Any]]


def givers_in_words(givers: Sequence[GiverCount]) -> str:
    """Who gave the awards of a figure; with their numbers where there are several."""
    named = [(one.issuer or _("not recorded who"), one.count) for one in givers]
    if len(named) == 1:
        return named[0][0]
    return "; ".join(f"{giver} ({count})" for giver, count in named)


def figures_table(cells: Iterable[TallyCell]) -> list[list[Any]]:
    """One row per figure, with the codes of the catalogue.

    The last column, how much of it has no list of names, is there where something has none.
    """
    cells = list(cells)
    is_summed = any(cell.summed for cell in cells)
    names = dict(AwardType.objects.order_by("valid_from").values_list("code", "name"))
    head = [
        _("Year"),
        _("Code"),
        _("Award"),
        _("Commendation type"),
        _("Kind"),
        _("Issued by"),
        pgettext("number of awards", "Count"),
        *([_("Of these without a list of names")] if is_summed else []),
    ]
    return [head] + [
        [
            cell.years if cell.last_year else cell.year,
            cell.award_code,
            names[cell.award_code],
            str(CommendationType(cell.commendation_type).label),
            str(RecipientKind(cell.kind).label),
            givers_in_words(cell.givers),
            cell.count,
            *([cell.summed or None] if is_summed else []),
        ]
        for cell in cells
    ]


def sources_table(figures: Iterable[AwardFigure]) -> list[list[Any]]:
    """One row per figure without a list, with the paper it is from."""
    head = [
        _("Year or period"),
        _("Award"),
        _("Commendation type"),
        _("Kind"),
        _("Unit"),
        pgettext("number of awards", "Count"),
        _("Issued by"),
        _("Source"),
    ]
    return [head] + [
        [
            figure.years,
            figure.award_type.name,
            str(figure.get_commendation_type_display()),
            str(figure.get_kind_display()),
            figure.unit.name if figure.unit else None,
            figure.count,
            figure.issuer,
            figure.source,
        ]
        for figure in figures
    ]


def lines_table(awards: Iterable[Award]) -> list[list[Any]]:
    """One row per award, with its decision."""
    rows = list(awards)
    head = [
        _("No."),
        _("Recipient"),
        _("Position"),
        recipient_heading(_("Unit"), {award.kind for award in rows}),
        _("Award"),
        _("Commendation type"),
        _("Year"),
        _("Decision number"),
        _("Decision date"),
        _("Issued by"),
    ]
    return [head] + [
        [
            place,
            award.recipient_name,
            award.position_name,
            award.unit_name,
            award.award_type.name,
            str(award.get_commendation_type_display()),
            award.year,
            award.decision_number,
            award.decision_date,
            award.issuer,
        ]
        for place, award in enumerate(rows, 1)
    ]


def as_csv(table: Table) -> bytes:
    """The table as a CSV file."""
    return csv_bytes(table)
