"""Award lines divided by unit, agency, gender, post or authority.

Counted figures without lists have a row of their own, since their division is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.awards.models import AwardFigure, AwardQuerySet
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.gender import Gender
from nominations.people.models import Authority, Organization, Position
from nominations.people.queries import with_predecessors

MAX_DIVIDED = 30_000
"""The maximum number of award lines that a page divides; more have to be filtered first."""
NOT_RECORDED = "-"
COLLECTIVE = "collective"
HOUSEHOLD = "household"
_MANAGES, _WORKS = "manages", "works"


class Division(models.TextChoices):
    """The divisions of lines; the values are used in URLs."""

    AWARD = "ma", gettext_lazy("Award")
    UNIT = "don_vi", gettext_lazy("Unit")
    AGENCY = "co_quan", gettext_lazy("Agency")
    KIND = "kieu", gettext_lazy("Kind")
    TYPE = "loai", gettext_lazy("Commendation type")
    AUTHORITY = "cap", gettext_lazy("Authority")
    GENDER = "gioi", gettext_lazy("Gender")
    POST = "chuc_vu", pgettext_lazy("of a recipient", "Management post")


Chosen = tuple[str, str]
"""(division, value)."""
_OF_LINES = frozenset({Division.UNIT, Division.AGENCY, Division.GENDER, Division.POST})


@dataclass(frozen=True, slots=True, kw_only=True)
class DividedRow:
    """A label with its numbers by year and the addresses of the lines behind them."""

    label: str
    counts: list[int]
    total: int
    paths: list[str]
    path: str

    @property
    def linked(self) -> list[tuple[int, str]]:
        return list(zip(self.counts, self.paths, strict=True))


def value_of(by: str) -> Any:
    """The column or expression by whose values the lines are divided."""
    of_person = Q(kind=RecipientKind.INDIVIDUAL)
    of_household = Q(kind=RecipientKind.HOUSEHOLD)
    if by == Division.UNIT:
        return Case(
            When(of_household, then=Value(HOUSEHOLD)),  # it works in no unit
            default=Coalesce("collective__name", "unit_name"),
        )
    if by == Division.GENDER:
        return Case(
            When(of_person, then=F("person__gender")),
            When(of_household, then=Value(HOUSEHOLD)),
            default=Value(COLLECTIVE),
        )
    if by == Division.POST:
        managing = Position.objects.filter(is_manager=True).values_list("name", flat=True)
        return Case(
            When(of_household, then=Value(HOUSEHOLD)),
            When(~of_person, then=Value(COLLECTIVE)),
            When(position_name="", then=Value("")),
            When(position_name__in=list(managing), then=Value(_MANAGES)),
            default=Value(_WORKS),
        )
    columns = {
        Division.AWARD: "award_type__code",
        Division.AGENCY: "organization__code",
        Division.KIND: "kind",
        Division.TYPE: "commendation_type",
        Division.AUTHORITY: "award_type__authority",
    }
    return F(columns[Division(by)])


def division_labels(by: str) -> dict[str, str]:
    """The words for the values, in the order of the rows; a value without one is its own word."""
    rest = {
        "": _("not recorded"),
        COLLECTIVE: str(RecipientKind.COLLECTIVE.label),
        HOUSEHOLD: str(RecipientKind.HOUSEHOLD.label),
    }
    if by == Division.GENDER:
        return {value: str(word) for value, word in Gender.choices} | rest
    if by == Division.POST:
        return {_MANAGES: _("in a management post"), _WORKS: _("in no management post")} | rest
    choices: dict[str, Any] = {
        Division.KIND: RecipientKind,
        Division.TYPE: CommendationType,
        Division.AUTHORITY: Authority,
    }
    if by in choices:
        return {value: str(word) for value, word in choices[by].choices}
    if by == Division.AWARD:
        types = AwardType.objects.order_by("rank", "valid_from")
        return dict(types.values_list("code", "name"))
    if by == Division.AGENCY:
        return dict(Organization.objects.order_by("rank", "code").values_list("code", "name"))
    return {HOUSEHOLD: rest[HOUSEHOLD]}


def counted_condition(chosen: Iterable[Chosen]) -> Q:
    """The chosen values as a condition on columns that awards and their counts share."""
    condition = Q()
    for by, value in chosen:
        if by in (Division.KIND, Division.TYPE):
            condition &= Q(**{"kind" if by == Division.KIND else "commendation_type": value})
        elif by in (Division.AWARD, Division.AUTHORITY):
            column = "code" if by == Division.AWARD else "authority"
            types = AwardType.objects.filter(**{column: value})
            condition &= Q(award_type_id__in=list(types.values_list("pk", flat=True)))
    return condition


def is_of_lines(chosen: Iterable[Chosen]) -> bool:
    """Whether a value is chosen that the lines alone know."""
    return any(by in _OF_LINES for by, _value in chosen)


def narrowed_lines(awards: AwardQuerySet, chosen: Iterable[Chosen]) -> AwardQuerySet:
    """The lines with the chosen values that the lines alone know."""
    for place, (by, value) in enumerate(chosen):
        if by in _OF_LINES:
            wanted = "" if value == NOT_RECORDED else value
            awards = awards.alias(**{f"part_{place}": value_of(by)}).filter(
                **{f"part_{place}": wanted}
            )
    return awards


def choices_in_words(chosen: Iterable[Chosen]) -> list[tuple[str, str]]:
    """The chosen values in words, each with the name of its division."""
    found = []
    for by, value in chosen:
        words = division_labels(by)
        wanted = "" if value == NOT_RECORDED else value
        found.append((str(Division(by).label), words.get(wanted, wanted) or _("not recorded")))
    return found


def years_in_words(year: int | None, last_year: int) -> list[tuple[str, str]]:
    """The year, or the period, in words."""
    if year is None:
        return []
    return [(_("Year"), f"{year}–{last_year}" if last_year else str(year))]


def without_replaced(awards: AwardQuerySet, figures: Iterable[AwardFigure]) -> AwardQuerySet:
    """The lines without those that figures count instead of."""
    for figure in figures:
        if not figure.instead_of_lines:
            continue
        replaced = Q(
            organization_id__in=sorted(with_predecessors({figure.organization_id})),
            award_type__code=figure.award_type.code,
            commendation_type=figure.commendation_type,
            kind=figure.kind,
            year__gte=figure.year_from,
            year__lte=figure.year_to,
        )
        if figure.unit is not None:
            replaced &= Q(unit_name=figure.unit.name) | Q(collective__name=figure.unit.name)
        awards = awards.exclude(replaced)
    return awards


def divided_rows(
    awards: AwardQuerySet, by: str, years: Sequence[int], filters: Mapping[str, Any]
) -> list[DividedRow]:
    """A row for each value, with a number for each year that leads to its lines."""
    rows = (
        awards.order_by()
        .annotate(part=value_of(by))
        .values_list("part", "year")
        .annotate(number=Count("id"))
    )
    numbers: dict[str, dict[int, int]] = defaultdict(dict)
    for value, year, number in rows:
        numbers[value or ""][year] = number
    words = division_labels(by)
    place = {value: number for number, value in enumerate(words)}
    lines = reverse("statistics:lines")
    found = []
    if by == Division.UNIT:
        place = {HOUSEHOLD: 2, "": 1}  # behind the units
        ordered = sorted(numbers, key=lambda one: (place.get(one, 0), one))
    else:
        ordered = sorted(numbers, key=lambda one: (place.get(one, len(place)), one == "", one))
    for value in ordered:
        counts = [numbers[value].get(year, 0) for year in years]
        chosen = {**filters, f"n_{by}": value or NOT_RECORDED}
        found.append(
            DividedRow(
                label=words.get(value, value) or _("not recorded"),
                counts=counts,
                total=sum(counts),
                paths=[f"{lines}?{urlencode({**chosen, 'nam': year})}" for year in years],
                path=f"{lines}?{urlencode(chosen)}",
            )
        )
    return found
