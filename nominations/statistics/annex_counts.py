"""Computes the figures of an annex from award lines, noting what the record cannot answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from nominations.awards.models import Award, AwardFigure, AwardQuerySet
from nominations.documents.paper_words import PaperWords, day_text, paper_words
from nominations.law.models import RecipientKind
from nominations.people.body_kinds import BodyKind
from nominations.people.models import Organization, Position
from nominations.statistics.annex_templates import (
    ANNEX_WORDS,
    AnnexTemplate,
    TemplateColumn,
    TemplateRow,
    post_rules,
)
from nominations.statistics.queries import agencies_of
from nominations.vietnamese import fold

TOTAL = "tong"
_OF_ONE_KIND = frozenset(RecipientKind.values)
"""Rows that count the recipients of one kind, which is what they are called."""


class AnnexSumError(ValueError):
    """A total that is not the sum of its parts: the template or the counting is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexColumn:
    """A column of figures; `kind` is empty where all recipients count."""

    key: str
    label: str
    awards: frozenset[str]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRow:
    """A row with a figure for each column; None where the record cannot answer."""

    row: TemplateRow
    figures: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A form filled for a year. `notes` say why figures are missing or do not divide."""

    template: AnnexTemplate
    organization: Organization
    year: int
    columns: tuple[AnnexColumn, ...]
    rows: tuple[AnnexRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """Lines that are alike in everything that a row or column asks."""

    code: str
    kind: str
    method: str
    post_class: str
    body_kind: str
    number: int


class PostClasses:
    """Assigns a person to a row by the post and unit recorded in the award; "" if unknown."""

    def __init__(self) -> None:
        rows = Position.objects.values_list("name", "is_manager")
        self._managing = {fold(name): is_manager for name, is_manager in rows}

    def of(self, position: str, unit: str) -> str:
        name, place = fold(position), fold(unit)
        if not name:
            return ""
        for rule in post_rules():
            fits = any(name == one or name.startswith(f"{one} ") for one in rule.begins)
            if fits and (not rule.units or place in rule.units):
                return rule.post_class
        if name not in self._managing:
            return ""
        return "other_leader" if self._managing[name] else "worker"


def columns_of(template: AnnexTemplate) -> tuple[AnnexColumn, ...]:
    """The total, then each column, or both halves of one that is split."""
    found = [AnnexColumn(key=TOTAL, label=_words().say("total"), awards=template.awards)]
    for one in template.columns:
        found += _halves(one) if one.split else [_whole(one)]
    return tuple(found)


def _whole(one: TemplateColumn) -> AnnexColumn:
    return AnnexColumn(key=one.key, label=one.label, awards=frozenset(one.awards))


def _halves(one: TemplateColumn) -> list[AnnexColumn]:
    return [
        AnnexColumn(
            key=f"{one.key}-{kind}",
            label=f"{one.label}, {_words().say(kind)}",
            awards=frozenset(one.awards),
            kind=kind,
        )
        for kind in (RecipientKind.COLLECTIVE.value, RecipientKind.INDIVIDUAL.value)
    ]


def _words() -> PaperWords:
    return paper_words(ANNEX_WORDS)


# --- counting -------------------------------------------------------------------------------------


def awards_of(
    template: AnnexTemplate,
    organization: Organization,
    year: int,
    *,
    subtree: bool = False,
    known_on: date | None = None,
) -> AwardQuerySet:
    """The award lines of the form's awards in the year."""
    rows = Award.objects.known_on(known_on) if known_on else Award.objects.valid()
    found: AwardQuerySet = rows.filter(
        organization_id__in=sorted(agencies_of(organization, subtree=subtree)),
        year=year,
        award_type__code__in=sorted(template.awards),
    )
    return found


def annex(
    template: AnnexTemplate,
    organization: Organization,
    year: int,
    *,
    subtree: bool = False,
    known_on: date | None = None,
) -> Annex:
    """The form filled for a year.

    Raises AnnexSumError where a total is not the sum of its parts.
    """
    lines = awards_of(template, organization, year, subtree=subtree, known_on=known_on)
    counted, columns = _counted(lines), columns_of(template)
    notes: dict[str, None] = {}
    rows = tuple(
        AnnexRow(row=row, figures=tuple(_figure(row, one, counted, notes) for one in columns))
        for row in template.rows
    )
    found = Annex(
        template=template,
        organization=organization,
        year=year,
        columns=columns,
        rows=rows,
        notes=(),
    )
    outside = _in_no_half(template, columns, counted)
    notes |= dict.fromkeys(check_sums(found, _unplaced(template, columns, counted), outside))
    notes |= dict.fromkeys(_further_notes(template, organization, year, subtree=subtree))
    return Annex(
        template=template,
        organization=organization,
        year=year,
        columns=columns,
        rows=rows,
        notes=tuple(notes),
    )


def _counted(lines: AwardQuerySet) -> list[_Counted]:
    columns = (
        "award_type__code", "kind", "commendation_type", "position_name", "unit_name",
        "collective__body_kind",
    )  # fmt: skip
    rows = lines.order_by().values_list(*columns).annotate(number=Count("pk"))
    posts = PostClasses()
    return [
        _Counted(
            code=code,
            kind=kind,
            method=method,
            post_class=posts.of(position, unit) if kind == RecipientKind.INDIVIDUAL else "",
            body_kind=body_kind or "",
            number=number,
        )
        for code, kind, method, position, unit, body_kind, number in rows
    ]


def _in_row(row: TemplateRow, one: _Counted) -> bool:
    if row.counts == "all":
        return True
    if row.counts in _OF_ONE_KIND:
        return one.kind == row.counts
    if row.counts == "enterprise":
        return one.kind == RecipientKind.COLLECTIVE and one.body_kind == BodyKind.ENTERPRISE
    if row.counts == "post":
        return one.post_class == row.value
    return row.counts == "method" and one.method == row.value


def _in_column(column: AnnexColumn, one: _Counted) -> bool:
    return one.code in column.awards and (not column.kind or one.kind == column.kind)


def _figure(
    row: TemplateRow, column: AnnexColumn, counted: Sequence[_Counted], notes: dict[str, None]
) -> int | None:
    """How many; None, with a note, where the record cannot answer."""
    if row.counts == "none":
        notes[row.note] = None
        return None
    there = [one for one in counted if _in_column(column, one)]
    if row.counts == "enterprise":
        unknown = sum(
            one.number
            for one in there
            if one.kind == RecipientKind.COLLECTIVE and not one.body_kind
        )
        if unknown:
            notes[_words().say("enterprise", column=column.label, count=unknown)] = None
            return None
    return sum(one.number for one in there if _in_row(row, one))


# --- sums -----------------------------------------------------------------------------------------

_Divided = tuple[str, str, int]
"""(number of the row that is divided, the division, place of the column)."""


def _divisions(template: AnnexTemplate) -> Mapping[tuple[str, str], list[TemplateRow]]:
    found: dict[tuple[str, str], list[TemplateRow]] = defaultdict(list)
    for row in template.rows:
        if row.part_of:
            found[row.part_of, row.division].append(row)
    return found


def _unplaced(
    template: AnnexTemplate, columns: Sequence[AnnexColumn], counted: Sequence[_Counted]
) -> dict[_Divided, int]:
    """How many lines of a row stand in none of its parts."""
    found: dict[_Divided, int] = {}
    for (number, division), parts in _divisions(template).items():
        whole = template.row(number)
        for place, column in enumerate(columns):
            found[number, division, place] = sum(
                one.number
                for one in counted
                if whole is not None
                and _in_column(column, one)
                and _in_row(whole, one)
                and not any(_in_row(part, one) for part in parts)
            )
    return found


def _in_no_half(
    template: AnnexTemplate, columns: Sequence[AnnexColumn], counted: Sequence[_Counted]
) -> dict[str, int]:
    """How many households each row has, by its number, in columns that are split into those of
    collectives and of individuals."""
    total, *others = columns
    left = [
        one
        for one in counted
        if one.kind == RecipientKind.HOUSEHOLD
        and _in_column(total, one)
        and not any(_in_column(column, one) for column in others)
    ]
    return {
        row.number: sum(one.number for one in left if _in_row(row, one)) for row in template.rows
    }


def check_sums(
    found: Annex, unplaced: Mapping[_Divided, int], outside: Mapping[str, int]
) -> list[str]:
    """Notes on what stands in no part of a row, and in no column but the total; raises
    AnnexSumError for a row, or a total column, that is not the sum of its parts."""
    figures = {one.row.number: one.figures for one in found.rows}
    for number, (total, *parts) in figures.items():
        if total is None or None in parts:
            continue
        if total != _sum(parts) + outside[number]:
            raise AnnexSumError(f"{number}: {total} is not the sum of its columns")
    notes = []
    if households := max(outside.values(), default=0):
        notes.append(_words().say("in_no_half", count=households))
    for (number, division), parts_of in _divisions(found.template).items():
        for place, column in enumerate(found.columns):
            whole, left = figures[number][place], unplaced[number, division, place]
            parts = [figures[part.number][place] for part in parts_of]
            if whole is not None and whole != _sum(parts) + left:
                raise AnnexSumError(f"{number}, {column.key}: {whole} is not the sum of {parts}")
            if left and place == 0:
                word = "unplaced_post" if division == "post" else "unplaced"
                notes.append(_words().say(word, column=column.label, count=left))
    return notes


def _sum(figures: Iterable[int | None]) -> int:
    return sum(one or 0 for one in figures)


def _further_notes(
    template: AnnexTemplate, organization: Organization, year: int, *, subtree: bool
) -> list[str]:
    """Figures without lists, which no row can divide; and a form that others took the place of."""
    say, notes = _words().say, []
    rows = AwardFigure.objects.not_withdrawn().filter(
        organization_id__in=sorted(agencies_of(organization, subtree=subtree)),
        award_type__code__in=sorted(template.awards),
        year_from=year,
        year_to=year,
    )
    if number := sum(rows.values_list("count", flat=True)):
        notes.append(say("figures", count=number))
    day = template.superseded_on
    if day is not None and date(year, 12, 31) >= day:
        notes.append(say("superseded", act=template.superseded_by, date=day_text(day)))
    return notes


# --- the lines behind a figure --------------------------------------------------------------------


def lines_behind(
    lines: AwardQuerySet, row: TemplateRow, column: AnnexColumn
) -> AwardQuerySet | list[int]:
    """The award lines behind a figure; of a row by posts, their keys in the order of lists."""
    chosen = Q(award_type__code__in=sorted(column.awards))
    if column.kind:
        chosen &= Q(kind=column.kind)
    if row.counts in _OF_ONE_KIND:
        chosen &= Q(kind=row.counts)
    elif row.counts == "enterprise":
        chosen &= Q(kind=RecipientKind.COLLECTIVE, collective__body_kind=BodyKind.ENTERPRISE)
    elif row.counts == "method":
        chosen &= Q(commendation_type=row.value)
    elif row.counts == "post":
        chosen &= Q(kind=RecipientKind.INDIVIDUAL)
    found: Any = lines.filter(chosen).order_by("award_type__rank", "kind", "sort_key", "pk")
    if row.counts != "post":
        return found  # type: ignore[no-any-return]  # the stubs lose the type of the queryset
    posts = PostClasses()
    return [
        pk
        for pk, position, unit in found.values_list("pk", "position_name", "unit_name")
        if posts.of(position, unit) == row.value
    ]
