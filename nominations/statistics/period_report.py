"""The yearly paragraphs of a period report, its table and its figures, all out of one tally."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from nominations.awards.issuer_name import shared_words, title_words
from nominations.awards.models import AwardQuerySet
from nominations.law import catalogue
from nominations.law.models import AwardCategory, AwardType, CommendationType, RecipientKind
from nominations.people.models import Organization
from nominations.statistics.queries import TYPE_ORDER, TallyCell, awards_of, tally
from nominations.statistics.wording import ReportWording, wording


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAward:
    """An award as the paragraphs tell it."""

    code: str
    phrase: str
    form: str
    is_own: bool
    rank: int
    label: str


@dataclass(slots=True)
class RecipientCounts:
    individual: int = 0
    collective: int = 0

    def add(self, kind: str, count: int) -> None:
        if kind == RecipientKind.INDIVIDUAL:
            self.individual += count
        else:
            self.collective += count


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """Figures and text of the same awards."""

    years: range
    figures: list[TallyCell]
    paragraphs: dict[int, str]
    table: list[list[str]]

    @property
    def told_years(self) -> list[int]:
        """Years with figures; of the others nothing is known."""
        return [year for year in self.years if any(cell.year == year for cell in self.figures)]

    def as_data(self) -> dict[str, Any]:
        """Figures with the codes of the catalogue, and paragraphs by year; no cells of zero."""
        figures = []
        for cell in self.figures:
            figure = asdict(cell)
            figure["award"] = figure.pop("award_code")
            figures.append(figure)
        return {
            "figures": figures,
            "paragraphs": {str(year): text for year, text in self.paragraphs.items()},
        }

    def as_text(self) -> str:
        """The table, columns aligned, and below it the paragraphs."""
        widths = [max(len(row[i]) for row in self.table) for i in range(len(self.table[0]))]
        rows = [
            "  ".join(
                [row[0].ljust(widths[0])]
                + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
            ).rstrip()
            for row in self.table
        ]
        rule = "-" * len(max(rows, key=len))
        lines = [rows[0], rule, *rows[1:-1], rule, rows[-1], "", *self.paragraphs.values()]
        return "\n".join(lines)


def giver_of(organization: Organization) -> str:
    """How a report calls the agency's own head: "Giám đốc Sở", whatever the title entered.

    Words of the title that repeat the agency's name make way for the kind of agency.
    """
    title = title_words(organization)
    shared = shared_words(organization)
    name = organization.name.casefold()
    for kind in wording().giver_kinds:
        if name.startswith(f"{kind.casefold()} "):
            return " ".join([*title[: len(title) - shared], kind])
    return organization.head_title


def _issuers(organization: Organization, code: str, awards: AwardQuerySet) -> str:
    """What stands for `{issuer}` in the phrase of an award: the one issuer, or the general word."""
    entry = catalogue.entries()[code]
    given = set(awards.filter(award_type__code=code).values_list("issuer", flat=True).distinct())
    if len(given) == 1 and (issuer := given.pop()):
        return issuer.removeprefix(entry.issuer_prefix)
    return entry.issuer_unknown


def named_awards(
    organization: Organization, codes: Iterable[str], awards: Any
) -> dict[str, NamedAward]:
    """The awards of the codes, and those they join, with their wording.

    An award that the catalogue file does not know keeps its name.
    """
    level = organization.authority
    known = catalogue.entries()
    found = {}
    wanted = set(codes)
    wanted |= {known[code].joins for code in wanted if code in known and known[code].joins}
    for row in AwardType.objects.filter(code__in=wanted).order_by("valid_from"):
        phrase = known[row.code].phrase if row.code in known else row.name
        if "{issuer}" in phrase:
            phrase = phrase.format(issuer=_issuers(organization, row.code, awards))
        found[row.code] = NamedAward(
            code=row.code,
            phrase=phrase,
            form=row.form,
            is_own=row.authority == level,
            rank=row.rank,
            label=row.short_name,
        )
    return found


# --- paragraphs ----------------------------------------------------------------------------------


def paragraph(
    year: int, cells: Sequence[TallyCell], *, names: Mapping[str, NamedAward], giver: str = ""
) -> str:
    """The paragraph of one year: own awards, then higher ones, then those outside the review.

    `giver` is named in the first year of a period only. Kinds without awards are left out.
    """
    words = wording()
    annual = [cell for cell in cells if cell.commendation_type == CommendationType.MERIT]
    sentences = [
        _own(words, [cell for cell in annual if names[cell.award_code].is_own], names, giver),
        _higher(words, [cell for cell in annual if not names[cell.award_code].is_own], names),
        _special(words, cells, names),
    ]
    text = " ".join(sentence for sentence in sentences if sentence)
    if not text:
        return words.say("nothing", year=year)
    return words.say("paragraph", year=year, sentences=text)


def _grouped(
    cells: Iterable[TallyCell], names: Mapping[str, NamedAward]
) -> list[tuple[str, RecipientCounts]]:
    """Counts by award in order of rank; an award that joins another is told in its place."""
    known = catalogue.entries()
    groups: dict[str, RecipientCounts] = defaultdict(RecipientCounts)
    for cell in cells:
        joins = known[cell.award_code].joins if cell.award_code in known else ""
        groups[joins if joins in names else cell.award_code].add(cell.kind, cell.count)
    return sorted(groups.items(), key=lambda item: names[item[0]].rank)


def _own(
    words: ReportWording, cells: Sequence[TallyCell], names: Mapping[str, NamedAward], giver: str
) -> str:
    items = [
        words.say(
            "title" if names[code].form == AwardCategory.TITLE else "commendation",
            award=names[code].phrase,
            counts=words.counts(counts.individual, counts.collective),
        )
        for code, counts in _grouped(cells, names)
    ]
    if not items:
        return ""
    told = words.texts["separator"].join(items)
    return (
        words.say("own_with_giver", giver=giver, items=told)
        if giver
        else words.say("own", items=told)
    )


def _higher(
    words: ReportWording, cells: Sequence[TallyCell], names: Mapping[str, NamedAward]
) -> str:
    items = [
        words.say(
            "higher_item",
            award=names[code].phrase,
            counts=words.counts(counts.individual, counts.collective),
        )
        for code, counts in _grouped(cells, names)
    ]
    return words.say("higher", items=words.texts["separator"].join(items)) if items else ""


def _special(
    words: ReportWording, cells: Sequence[TallyCell], names: Mapping[str, NamedAward]
) -> str:
    items = []
    for kind, template in words.special.items():
        of_kind = [cell for cell in cells if cell.commendation_type == kind]
        for code, counts in _grouped(of_kind, names):
            phrase = names[code].phrase
            items.append(
                template.format(
                    award=phrase[:1].lower() + phrase[1:],
                    counts=words.counts(counts.individual, counts.collective),
                )
            )
    for kind, template in words.sudden.items():
        together = RecipientCounts()
        for cell in cells:
            if cell.commendation_type == kind:
                together.add(cell.kind, cell.count)
        if told := words.counts(together.individual, together.collective):
            items.append(template.format(counts=told))
    sentence = words.texts["separator"].join(items)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


# --- the whole -----------------------------------------------------------------------------------


def _table(
    cells: Sequence[TallyCell], years: range, names: Mapping[str, NamedAward]
) -> list[list[str]]:
    """Rows award x type of commendation, a column per year, CN / TT in a cell, sums at the ends."""
    words = wording().table
    rows: dict[tuple[str, str], dict[int, RecipientCounts]] = defaultdict(
        lambda: defaultdict(RecipientCounts)
    )
    for cell in cells:
        rows[cell.award_code, cell.commendation_type][cell.year].add(cell.kind, cell.count)
    table = [[words["award"], *map(str, years), words["total"]]]
    for (code, kind), by_year in sorted(
        rows.items(), key=lambda item: (TYPE_ORDER[item[0][1]], names[item[0][0]].rank)
    ):
        whole = RecipientCounts(
            sum(one.individual for one in by_year.values()),
            sum(one.collective for one in by_year.values()),
        )
        shown = [
            whole if year is None else by_year.get(year, RecipientCounts())
            for year in (*years, None)
        ]
        table.append([_label(code, kind, whole, names), *(_cell(one, whole) for one in shown)])
    sums = [sum(cell.count for cell in cells if cell.year == year) for year in years]
    table.append([words["total"], *map(str, sums), str(sum(sums))])
    return table


def _label(code: str, kind: str, whole: RecipientCounts, names: Mapping[str, NamedAward]) -> str:
    words = wording()
    kinds = [
        words.table[name]
        for name, number in (("individual", whole.individual), ("collective", whole.collective))
        if number
    ]
    label = names[code].label
    if kind in words.types:
        label = f"{label}, {words.types[kind]}"
    return f"{label} ({' / '.join(kinds)})"


def _cell(counts: RecipientCounts, whole: RecipientCounts) -> str:
    absent = wording().table["absent"]
    if not counts.individual and not counts.collective:
        return absent
    shown = [
        str(number) if number else absent
        for number, everywhere in (
            (counts.individual, whole.individual),
            (counts.collective, whole.collective),
        )
        if everywhere
    ]
    return " / ".join(shown)


def period_report(
    organization: Organization,
    *,
    year_from: int,
    year_to: int,
    known_on: date | None = None,
    subtree: bool = False,
) -> PeriodReport:
    """The report of an agency over a period, as known now or on a day."""
    period: dict[str, Any] = {
        "year_from": year_from, "year_to": year_to, "known_on": known_on, "subtree": subtree
    }  # fmt: skip
    cells = tally(organization, **period)
    awards = awards_of(organization, **period)
    years = range(year_from, year_to + 1)
    codes = {cell.award_code for cell in cells}
    names = named_awards(organization, codes, awards)
    issued_by_year = {
        code for code in codes if "{issuer}" in getattr(catalogue.entries().get(code), "phrase", "")
    }
    paragraphs = {}
    for year in years:
        of_year = [cell for cell in cells if cell.year == year]
        told = dict(names)
        if issued_by_year & {cell.award_code for cell in of_year}:
            told |= named_awards(organization, issued_by_year, awards.filter(year=year))
        giver = giver_of(organization) if year == year_from else ""
        paragraphs[year] = paragraph(year, of_year, names=told, giver=giver)
    return PeriodReport(years, cells, paragraphs, _table(cells, years, names))
