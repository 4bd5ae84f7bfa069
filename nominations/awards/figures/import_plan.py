"""Plan an import of counts: figures to record, and conflicts by cell."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from django.utils.translation import gettext as _

from nominations.awards.figures.cells import YearSpan, is_two_years, read_counts, read_span
from nominations.awards.figures.columns import FigureColumn, FigureLayout
from nominations.awards.figures.headings import CountHeading
from nominations.awards.figures.number_meanings import NOT_IMPORTED, FigureMeanings
from nominations.awards.figures.planned_figures import FigureChange, FigureKey, ReadCount
from nominations.awards.figures.recorded_figures import RecordedFigures
from nominations.awards.figures.stated_sums import SumChecker
from nominations.awards.importing.cells import read_kind, read_type
from nominations.awards.services import NewFigure
from nominations.importing.cells import CellError
from nominations.importing.name_questions import NameQuestions
from nominations.importing.plan import AnswerOption, PlannedRow
from nominations.importing.row_reader import RowReader
from nominations.importing.spreadsheet import SHEET_LINES, LineKind, Spreadsheet
from nominations.law.models import AwardType, RecipientKind
from nominations.people.importing.directory_checker import DirectoryChecker
from nominations.people.models import Organization, Unit
from nominations.vietnamese import fold, spelling_key

_WHOLE = frozenset({"toan co quan", "toan so", "ca co quan", "toan don vi", "chung", "toan nganh"})
"""What a cell of the unit says when the agency as a whole is meant, besides its names."""
PERIOD, SCHOOL_YEAR = "period", "school_year"


class FigureChecker(DirectoryChecker):
    def __init__(
        self, sheet: Spreadsheet, organization: Organization, name_questions: NameQuestions
    ) -> None:
        super().__init__(sheet, organization, name_questions)
        table = sheet.table
        assert isinstance(table, FigureLayout)  # noqa: S101
        self.recorded = RecordedFigures(organization)
        self.meanings = FigureMeanings(table.reader.catalogue, table)
        self.seen: dict[FigureKey, int] = {}
        self.read: list[ReadCount] = []
        self.spans: dict[FigureKey, tuple[RowReader, PlannedRow]] = {}
        found = {code: table.heading_of(code) for code in sheet.columns}
        self.counting = {code: one for code, one in found.items() if one and not one.is_sum}
        self.summing = {code: one for code, one in found.items() if one and one.is_sum}
        self._drop_columns_without_numbers()
        self.groups = sorted(
            (line.index, line.text) for line in sheet.skipped if line.kind is LineKind.GROUP
        )
        self.sums = SumChecker(self.plan, name_questions, self.summing)
        self.without_numbers: list[int] = []

    def _drop_columns_without_numbers(self) -> None:
        """Columns that nobody understands are asked about only where they hold numbers."""
        for code, heading in list(self.counting.items()):
            if heading.unknown and not any(
                _holds_number(row.text(self.plan.sheet.columns[code]))
                for row in self.plan.sheet.rows
            ):
                del self.counting[code]
                unused = _("Columns that are not used: %(columns)s.")
                self.plan.notices.append(unused % {"columns": heading.unknown})

    # --- one row ----------------------------------------------------------------------------------

    def check_row(self, line: RowReader) -> None:
        span = self._span(line)
        award = self.meanings.award_of_row(line)
        if award is None and line.text(FigureColumn.AWARD) and line.is_right:
            self.plan.left_out.add(line.index)
            return
        kind = line.read_if_any(FigureColumn.KIND, read_kind) or self._kind_around(line)
        said = CountHeading(
            type=line.read_if_any(FigureColumn.TYPE, read_type) or "", kind=kind, span=span
        )
        said = (award or CountHeading()).joined(said) or said
        unit = self._unit(line)
        line.short(FigureColumn.ISSUER)
        line.needed(FigureColumn.SOURCE)
        before, filled, is_clear = len(self.read), False, line.is_right
        for code, heading in self.counting.items():
            if line.text(code):
                filled = True
                self._cell(line, code, heading, said if is_clear else None, unit)
        self.sums.check_row(line, self.read[before:])
        if not filled and line.is_right:
            self.plan.left_out.add(line.index)
            self.without_numbers.append(line.index)

    def _span(self, line: RowReader) -> YearSpan | None:
        """The years of the row; of two years in a row people say which of both is meant."""
        value = line.seen(FigureColumn.YEAR) or line.text(FigureColumn.YEAR)
        span: YearSpan | None = line.read_if_any(FigureColumn.YEAR, read_span)
        if span is None or not is_two_years(value):
            return span
        text = line.text(FigureColumn.YEAR)
        choices = [
            AnswerOption(PERIOD, _("The sum of both years")),
            AnswerOption(
                SCHOOL_YEAR, _("The school year that ends in %(year)s") % {"year": span.last}
            ),
        ]
        why = _("“%(text)s” may be two years together or a school year.") % {"text": text}
        said = line.attempt(
            FigureColumn.YEAR,
            lambda: line.ask(FigureColumn.YEAR, f"{span}", text, choices, why),
        )
        return YearSpan(span.last, span.last) if said == SCHOOL_YEAR else span

    def _kind_around(self, line: RowReader) -> str:
        """Cá nhân or tập thể, as the heading of the group above the row or its sheet says."""
        sheet = line.index // SHEET_LINES
        place = bisect_left(self.groups, (line.index, ""))
        above = [text for at, text in self.groups[:place] if at // SHEET_LINES == sheet]
        for text in (*reversed(above), self.plan.sheet.part_of(line.index).sheet_name):
            words = fold(text)
            kinds = [
                str(kind)
                for word, kind in (
                    ("ca nhan", RecipientKind.INDIVIDUAL),
                    ("tap the", RecipientKind.COLLECTIVE),
                    ("ho gia dinh", RecipientKind.HOUSEHOLD),
                )
                if word in words
            ]
            if len(kinds) == 1:
                return kinds[0]
        return ""

    def _unit(self, line: RowReader) -> Unit | None:
        text = line.text(FigureColumn.UNIT)
        agency = self.plan.organization
        names = {spelling_key(name) for name in (agency.name, agency.short_name) if name}
        if not text or fold(text) in _WHOLE or spelling_key(text) in names:
            return None
        return self.directory.find_unit(line, FigureColumn.UNIT, text)

    # --- one cell ---------------------------------------------------------------------------------

    def _cell(
        self,
        line: RowReader,
        code: str,
        heading: CountHeading,
        said: CountHeading | None,
        unit: Unit | None,
    ) -> None:
        """Plan the numbers of a cell; `said` is None where something is wrong with the row."""
        counts = line.attempt(code, lambda: self._counts(line, code))
        if heading.unknown:
            heading = self.meanings.unknown_heading(line, code, heading)
            if heading.award == NOT_IMPORTED:
                self.plan.left_out.add(line.index)
                return
            if not heading.award:
                counts = None
        if counts is None or said is None:
            self.sums.cannot(line.index)
            return
        whole = heading.joined(said)
        if whole is None:
            line.fail(code, _("The heading of this column contradicts what the row says."))
            return
        for kind, count in counts.items():
            self._figure(line, code, whole, kind, count, unit)

    def _counts(self, line: RowReader, code: str) -> dict[str, int]:
        if self.plan.sheet.columns[code] in line.row.merged:
            raise CellError(
                _("This cell is merged with others: write the number into the cell it belongs to.")
            )
        return read_counts(line.seen(code))

    def _figure(
        self,
        line: RowReader,
        code: str,
        said: CountHeading,
        own_kind: str,
        count: int,
        unit: Unit | None,
    ) -> None:
        """Plan one number: what it counts must be clear, and nothing else may stand for it."""
        lacking = self._lacking(line, code, said, own_kind)
        if lacking:
            line.fail(*lacking)
            return
        found = line.attempt(code, lambda: self.meanings.award(line, code, said, own_kind))
        if found is None or said.span is None:
            self.sums.cannot(line.index)
            return
        award, kind, commendation_type = found
        unit_id = unit.pk if unit else None
        key = FigureKey(
            award=award.code, kind=kind, type=commendation_type, unit_id=unit_id, span=said.span
        )
        read = ReadCount(
            index=line.index,
            code=code,
            award=said.award,
            kind=kind,
            span=said.span,
            count=count,
        )
        self.read.append(read)
        if key in self.seen:
            where = self.plan.sheet.place(self.seen[key])
            line.fail(code, _("The same figure stands in %(place)s.") % {"place": where})
            return
        self.seen[key] = line.index
        self.plan.split.add(line.index)
        self._place(line, code, key, self._entry(line, key, unit, award, count))

    def _lacking(
        self, line: RowReader, code: str, said: CountHeading, own_kind: str
    ) -> tuple[str, str] | None:
        """(column, sentence) of what is not said of a number, or said in two ways."""
        if said.span is None:
            column = FigureColumn.YEAR if line.has(FigureColumn.YEAR) else code
            return column, _("It is not said of which year or period this number is.")
        if not said.award:
            column = FigureColumn.AWARD if line.has(FigureColumn.AWARD) else code
            return column, _("It is not said of which award this number is.")
        if own_kind and said.kind and own_kind != said.kind:
            return code, _("The cell names other recipients than its column or row.")
        return None

    def _entry(
        self, line: RowReader, key: FigureKey, unit: Unit | None, award: AwardType, count: int
    ) -> PlannedRow:
        version = self.meanings.catalogue.on(award, date(key.span.last, 12, 31))
        new = NewFigure(
            organization_id=self.plan.organization.pk,
            award_type_id=version.pk,
            kind=key.kind,
            commendation_type=key.type,
            unit_id=key.unit_id,
            year_from=key.span.first,
            year_to=key.span.last,
            count=count,
            issuer=line.text(FigureColumn.ISSUER),
            source=line.text(FigureColumn.SOURCE),
        )
        words = _("Year %(years)s") if key.span.is_one_year else _("Period %(years)s")
        details = (
            words % {"years": key.span},
            f"{count} {str(RecipientKind(key.kind).label).lower()}",
            unit.name if unit else "",
            new.issuer,
            new.source,
        )
        return PlannedRow(
            index=line.index, written="", name=version.name, new=FigureChange(new), details=details
        )

    def _place(self, line: RowReader, code: str, key: FigureKey, entry: PlannedRow) -> None:
        """Put the entry where it belongs; people choose where something else stands for it."""
        placed = line.attempt(code, lambda: self.recorded.placed(line, code, key, entry))
        if placed is None:
            return
        where, row = placed
        if where == "already":
            self.plan.already.append(row)
        elif where == "left_out":
            self.plan.left_out.add(line.index)
        else:
            self.plan.entries.append(row)
            if not key.span.is_one_year:
                self.spans[key] = (line, row)

    # --- the rows together ------------------------------------------------------------------------

    def check_together(self) -> None:
        self._periods_of_known_years()
        self.sums.check_totals(self.read)
        if self.without_numbers:
            self.plan.notices.append(
                _("Rows without any number, of which nothing is recorded: %(place)s.")
                % {"place": self.plan.sheet.places(self.without_numbers)}
            )

    def _periods_of_known_years(self) -> None:
        """A period whose years the table has one by one adds nothing: it must be their sum."""
        by_key: dict[FigureKey, int] = {}
        for entry in (*self.plan.entries, *self.plan.already):
            new = entry.new.new
            by_key[self.recorded.key_of(new)] = new.count
        for key, (line, entry) in self.spans.items():
            years = [
                by_key.get(one, self.recorded.count_of(one))
                for one in (key.of_year(year) for year in key.span.years)
            ]
            known = [count for count in years if count is not None]
            if len(known) < len(years):
                continue
            self.sums.not_added(
                (one.index, one.code)
                for one in self.read
                if one.index == line.index and one.span == key.span
            )
            total = sum(known)
            if total == entry.new.new.count or self._is_known(line, key, entry, total):
                self.plan.entries.remove(entry)
                self.plan.already.append(entry)

    def _is_known(self, line: RowReader, key: FigureKey, entry: PlannedRow, total: int) -> bool:
        """Whether people said that the years count and the sum of the table does not."""
        why = _(
            "%(award)s, %(years)s: the table says %(count)s, its years one by one make %(total)s."
        ) % {"award": entry.name, "years": key.span, "count": entry.new.new.count, "total": total}
        label = _("Record the years, %(total)s in all") % {"total": total}
        said = line.attempt(
            FigureColumn.YEAR,
            lambda: line.ask(
                FigureColumn.YEAR, f"{key}", str(key.span), [AnswerOption("years", label)], why
            ),
        )
        if said is None:
            self.plan.entries.remove(entry)
        return said is not None


def _holds_number(text: str) -> bool:
    try:
        return any(read_counts(text).values())
    except CellError:
        return False
