"""The yearly paragraphs, table and figures of a period report, from one tally."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from nominations.awards.issuer_name import giver_key
from nominations.law import catalogue
from nominations.law.models import AwardCategory, AwardType, CommendationType, RecipientKind
from nominations.people.models import Organization
from nominations.statistics.givers import GivenAwards, Givers, NamedAward, giver_of
from nominations.statistics.queries import TYPE_ORDER, TallyCell, tally
from nominations.statistics.wording import ReportWording, wording


@dataclass(slots=True)
class RecipientCounts:
    individual: int = 0
    collective: int = 0
    household: int = 0

    def add(self, kind: str, count: int) -> None:
        name = RecipientKind(kind).value
        setattr(self, name, getattr(self, name) + count)

    def of(self, kind: str) -> int:
        """How many of that kind of recipient."""
        return int(getattr(self, RecipientKind(kind).value))

    def text(self, words: ReportWording) -> str:
        """ "48 cá nhân và 07 tập thể", as paragraphs say it."""
        return words.counts(self.individual, self.collective, self.household)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReport:
    """Figures and text of the same awards."""

    years: range
    figures: list[TallyCell]
    paragraphs: dict[int, str]
    table: list[list[str]]
    periods: dict[str, str]
    """Paragraphs of sums over several years, by period."""

    @property
    def years_with_figures(self) -> list[int]:
        """Years with figures; of the others nothing is known."""
        return [year for year in self.years if any(cell.is_of(year) for cell in self.figures)]

    @property
    def has_households(self) -> bool:
        """Whether some award was given to a household."""
        return any(cell.kind == RecipientKind.HOUSEHOLD for cell in self.figures)

    @property
    def texts(self) -> list[str]:
        """The paragraphs of years with figures and of periods, and which figures have no lists."""
        yearly = [self.paragraphs[year] for year in self.years_with_figures]
        return [*yearly, *self.periods.values(), *self._summed()]

    def _summed(self) -> list[str]:
        years = dict.fromkeys(cell.years for cell in self.figures if cell.summed)
        return [wording().say("summed", years=", ".join(years))] if years else []

    def as_data(self) -> dict[str, Any]:
        """Figures with the codes of the catalogue, and paragraphs by year; no cells of zero."""
        figures = []
        for cell in self.figures:
            figure = asdict(cell)
            figure["award"] = figure.pop("award_code")
            del figure["figures"]
            if not cell.summed:
                del figure["last_year"], figure["summed"]
            figures.append(figure)
        by_year = {str(year): text for year, text in self.paragraphs.items()}
        return {"figures": figures, "paragraphs": {**by_year, **self.periods}}

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
        return "\n".join([*lines, *self.periods.values(), *self._summed()])


def _issuers(code: str, cells: Iterable[TallyCell]) -> str:
    """What stands for `{issuer}` in the phrase of an award: the one issuer, or the general word."""
    entry = catalogue.entries()[code]
    given = {one.issuer for cell in cells if cell.award_code == code for one in cell.givers}
    if len(given) == 1 and (issuer := given.pop()):
        return issuer.removeprefix(entry.issuer_prefix)
    return entry.issuer_unknown


def named_awards(
    organization: Organization, codes: Iterable[str], cells: Sequence[TallyCell]
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
            phrase = phrase.format(issuer=_issuers(row.code, cells))
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
    year: int | str,
    cells: Sequence[TallyCell],
    *,
    names: Mapping[str, NamedAward],
    givers: Givers,
    names_head: bool = False,
    template: str = "paragraph",
) -> str:
    """The paragraph of one year: awards of the own level, higher ones, those outside the review.

    That of a period such as "2015-2019" has a `template` of its own.

    The own head is named in the first year of a period only (`names_head`), every other giver of
    such an award always. Kinds without awards are left out.
    """
    words = wording()
    annual = [cell for cell in cells if cell.commendation_type == CommendationType.MERIT]
    rest = [cell for cell in cells if cell.commendation_type != CommendationType.MERIT]
    given, outside = givers.by_giver(annual, names), givers.by_giver(rest, names)
    head = {"giver": giver_of(givers.organization)} if names_head else {}
    sentences = [
        _items(words, "own_with_giver" if names_head else "own", given.own, names, **head),
        *(
            _items(words, "own_with_giver", of_giver, names, giver=giver)
            for giver, of_giver in given.others.items()
        ),
        _items(words, "unknown_giver", given.unknown, names),
        _higher(words, given.higher, names),
        _special(words, outside, names),
    ]
    text = " ".join(sentence for sentence in sentences if sentence)
    if not text:
        return words.say("nothing", year=year)
    return words.say(template, year=year, sentences=text)


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


def _items(
    words: ReportWording,
    sentence: str,
    cells: Sequence[TallyCell],
    names: Mapping[str, NamedAward],
    **giver: str,
) -> str:
    items = [
        words.say(
            "title" if names[code].form == AwardCategory.TITLE else "commendation",
            award=names[code].phrase,
            counts=counts.text(words),
        )
        for code, counts in _grouped(cells, names)
    ]
    if not items:
        return ""
    return words.say(sentence, items=words.texts["separator"].join(items), **giver)


def _higher(
    words: ReportWording, cells: Sequence[TallyCell], names: Mapping[str, NamedAward]
) -> str:
    items = [
        words.say(
            "higher_item",
            award=names[code].phrase,
            counts=counts.text(words),
        )
        for code, counts in _grouped(cells, names)
    ]
    return words.say("higher", items=words.texts["separator"].join(items)) if items else ""


def _special(words: ReportWording, given: GivenAwards, names: Mapping[str, NamedAward]) -> str:
    cells = [*given.own, *given.unknown, *given.higher]
    items = _outside(words.special, words.sudden, cells, names)
    for giver, of_giver in given.others.items():
        templates = words.special_with_giver
        by_award = {kind: templates[kind] for kind in words.special}
        together = {kind: templates[kind] for kind in words.sudden}
        items += _outside(by_award, together, of_giver, names, giver=giver)
    sentence = words.texts["separator"].join(items)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _outside(
    by_award: Mapping[str, str],
    together: Mapping[str, str],
    cells: Sequence[TallyCell],
    names: Mapping[str, NamedAward],
    **giver: str,
) -> list[str]:
    """What was given outside the annual review: award by award, or all of a type together."""
    words, items = wording(), []
    for kind, template in by_award.items():
        of_kind = [cell for cell in cells if cell.commendation_type == kind]
        for code, counts in _grouped(of_kind, names):
            phrase = names[code].phrase
            items.append(
                template.format(
                    award=phrase[:1].lower() + phrase[1:],
                    counts=counts.text(words),
                    **giver,
                )
            )
    for kind, template in together.items():
        counts = RecipientCounts()
        for cell in cells:
            if cell.commendation_type == kind:
                counts.add(cell.kind, cell.count)
        if counted := counts.text(words):
            items.append(template.format(counts=counted, **giver))
    return items


# --- the whole -----------------------------------------------------------------------------------


def _table(
    cells: Sequence[TallyCell],
    years: Sequence[str],
    names: Mapping[str, NamedAward],
    givers: Givers,
) -> list[list[str]]:
    """Rows award x type of commendation x giver, a column per year and per period, CN / TT in a
    cell, sums at the ends. The own head, and a giver whom the award's name says, are left out."""
    words = wording().table
    rows: dict[tuple[str, str, str], dict[str, RecipientCounts]] = defaultdict(
        lambda: defaultdict(RecipientCounts)
    )
    shown_givers: dict[str, str] = {}
    for cell in cells:
        for one in cell.givers:
            giver = _giver_shown(cell, one.issuer, names, givers)
            giver = shown_givers.setdefault(giver_key(giver), giver)
            rows[cell.award_code, cell.commendation_type, giver][cell.years].add(
                cell.kind, one.count
            )
    table = [[words["award"], *years, words["total"]]]
    for (code, kind, giver), by_year in sorted(
        rows.items(),
        key=lambda item: (TYPE_ORDER[item[0][1]], names[item[0][0]].rank, item[0][2]),
    ):
        whole = RecipientCounts(
            sum(one.individual for one in by_year.values()),
            sum(one.collective for one in by_year.values()),
            sum(one.household for one in by_year.values()),
        )
        shown = [
            whole if year is None else by_year.get(year, RecipientCounts())
            for year in (*years, None)
        ]
        table.append(
            [_label(code, kind, giver, whole, names), *(_cell(one, whole) for one in shown)]
        )
    sums = [sum(cell.count for cell in cells if cell.years == column) for column in years]
    table.append([words["total"], *map(str, sums), str(sum(sums))])
    return table


def _giver_shown(
    cell: TallyCell, issuer: str, names: Mapping[str, NamedAward], givers: Givers
) -> str:
    entry = catalogue.entries().get(cell.award_code)
    is_named = names[cell.award_code].is_own or (entry is not None and "{issuer}" in entry.phrase)
    return issuer if is_named and not givers.is_own_head(issuer) else ""


def _label(
    code: str, kind: str, giver: str, whole: RecipientCounts, names: Mapping[str, NamedAward]
) -> str:
    words = wording()
    kinds = [
        words.table[kind_of_recipient]
        for kind_of_recipient in RecipientKind.values
        if whole.of(kind_of_recipient)
    ]
    label = names[code].label
    if kind in words.types:
        label = f"{label}, {words.types[kind]}"
    if giver:
        label = f"{label}, {giver}"
    return f"{label} ({' / '.join(kinds)})"


def _cell(counts: RecipientCounts, whole: RecipientCounts) -> str:
    absent = wording().table["absent"]
    kinds = [kind for kind in RecipientKind.values if whole.of(kind)]
    if not any(counts.of(kind) for kind in kinds):
        return absent
    shown = [str(number) if (number := counts.of(kind)) else absent for kind in kinds]
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
    years = range(year_from, year_to + 1)
    codes = {cell.award_code for cell in cells}
    names = named_awards(organization, codes, cells)
    issued_by_year = {
        code for code in codes if "{issuer}" in getattr(catalogue.entries().get(code), "phrase", "")
    }
    givers = Givers(organization)

    def paragraph_of(of_years: Sequence[TallyCell], year: int | str, **how: Any) -> str:
        names_then = dict(names)
        if issued_by_year & {cell.award_code for cell in of_years}:
            names_then |= named_awards(organization, issued_by_year, of_years)
        return paragraph(year, of_years, names=names_then, givers=givers, **how)

    paragraphs = {
        year: paragraph_of(
            [cell for cell in cells if cell.is_of(year)], year, names_head=year == year_from
        )
        for year in years
    }
    spans = list(dict.fromkeys(cell.years for cell in cells if cell.last_year))
    periods = {
        span: paragraph_of([cell for cell in cells if cell.years == span], span, template="period")
        for span in spans
    }
    table = _table(cells, [*map(str, years), *spans], names, givers)
    return PeriodReport(
        years=years, figures=cells, paragraphs=paragraphs, table=table, periods=periods
    )
