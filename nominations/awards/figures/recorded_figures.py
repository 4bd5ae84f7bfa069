"""Recorded figures and award lines for the numbers of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count
from django.utils.translation import gettext as _

from nominations.awards.figures.cells import YearSpan
from nominations.awards.figures.planned_figures import FigureChange, FigureKey
from nominations.awards.models import Award, AwardFigure
from nominations.awards.services import NewFigure
from nominations.importing.cells import CellError
from nominations.importing.plan import AnswerOption, PlannedRow
from nominations.importing.row_reader import RowReader
from nominations.law.models import AwardType
from nominations.people.models import Organization, Unit
from nominations.people.queries import with_predecessors
from nominations.vietnamese import spelling_key

LINES, FIGURE, KEPT, CORRECTED = "lines", "figure", "kept", "corrected"
_Kinds = tuple[str, str, str]


class RecordedFigures:
    """The figures and the numbers of award lines of an agency and its predecessors."""

    def __init__(self, organization: Organization) -> None:
        agencies = sorted(with_predecessors({organization.pk}))
        self.codes = dict(AwardType.objects.values_list("pk", "code"))
        self.units = dict(
            Unit.objects.filter(organization_id__in=agencies).values_list("pk", "name")
        )
        self.figures: dict[FigureKey, AwardFigure] = {}
        self.spans: dict[tuple[_Kinds, int | None], list[YearSpan]] = defaultdict(list)
        for figure in AwardFigure.objects.not_withdrawn().filter(organization_id__in=agencies):
            self._add(self.key_of(figure), figure)
        self.lines: dict[tuple[_Kinds, int], dict[str, int]] = defaultdict(dict)
        counted = (
            Award.objects.valid()
            .filter(organization_id__in=agencies)
            .order_by()
            .values_list(
                "award_type_id", "kind", "commendation_type", "year", "unit_name",
                "collective__name",
            )
            .annotate(number=Count("id"))
        )  # fmt: skip
        for type_id, kind, commendation_type, year, unit, collective, number in counted:
            here = self.lines[(self.codes[type_id], kind, commendation_type), year]
            name = spelling_key(collective or unit) if collective or unit else ""
            here[name] = here.get(name, 0) + number

    def _add(self, key: FigureKey, figure: AwardFigure) -> None:
        self.figures[key] = figure
        self.spans[(key.award, key.kind, key.type), key.unit_id].append(key.span)

    def key_of(self, figure: AwardFigure | NewFigure) -> FigureKey:
        """The identity of a figure."""
        return FigureKey(
            award=self.codes[figure.award_type_id],
            kind=str(figure.kind),
            type=str(figure.commendation_type),
            unit_id=figure.unit_id,
            span=YearSpan(figure.year_from, figure.year_to),
        )

    def count_of(self, key: FigureKey) -> int | None:
        """The number of a recorded figure."""
        figure = self.figures.get(key)
        return None if figure is None else figure.count

    def lines_of(self, key: FigureKey) -> int:
        """How many award lines a figure stands for; of a unit those of it and of unknown units."""
        kinds = (key.award, key.kind, key.type)
        found: Iterable[dict[str, int]] = (
            self.lines.get((kinds, year), {}) for year in key.span.years
        )
        if key.unit_id is None:
            return sum(sum(here.values()) for here in found)
        wanted = ("", spelling_key(self.units.get(key.unit_id, "")))
        return sum(here.get(name, 0) for here in found for name in wanted)

    def placed(
        self, line: RowReader, code: str, key: FigureKey, entry: PlannedRow
    ) -> tuple[str, PlannedRow]:
        """(entries, already or left_out; the row) for a number, as people choose where they must.

        Refuses (CellError) a period that overlaps a recorded one in part.
        """
        new: NewFigure = entry.new.new
        same = self.figures.get(key)
        if same is not None:
            return self._again(line, code, key, entry, same)
        for span in self.spans[(key.award, key.kind, key.type), key.unit_id]:
            if span.overlaps(key.span) and not (span.holds(key.span) or key.span.holds(span)):
                raise CellError(
                    _("%(years)s overlaps the recorded period %(other)s in part.")
                    % {"years": key.span, "other": span}
                )
        number = self.lines_of(key)
        if not number:
            return "entries", entry
        if number == new.count:
            return "already", entry
        return self._beside_lines(line, code, key, entry, number)

    def _beside_lines(
        self, line: RowReader, code: str, key: FigureKey, entry: PlannedRow, number: int
    ) -> tuple[str, PlannedRow]:
        """A figure of which some award lines are recorded: people say what counts."""
        new: NewFigure = entry.new.new
        words = {"award": entry.name, "years": key.span, "count": new.count, "lines": number}
        why = (
            _(
                "%(award)s, %(years)s: %(lines)s award lines with names are recorded, the table"
                " says %(count)s. Both are never counted together."
            )
            % words
        )
        choices = [
            AnswerOption(LINES, _("Count the %(lines)s lines; do not record this number") % words),
            AnswerOption(
                FIGURE, _("Count the number of the table (%(count)s) instead of the lines") % words
            ),
        ]
        said = line.ask(code, f"lines|{key}|{new.count}", str(new.count), choices, why)
        if said == LINES:
            return "left_out", entry
        chosen = replace(new, instead_of_lines=True)
        return "entries", replace(entry, new=FigureChange(chosen))

    def _again(
        self, line: RowReader, code: str, key: FigureKey, entry: PlannedRow, same: AwardFigure
    ) -> tuple[str, PlannedRow]:
        """A figure that is recorded already: with the same number, or to be corrected."""
        new: NewFigure = entry.new.new
        if same.count == new.count:
            return "already", entry
        words = {
            "award": entry.name,
            "years": key.span,
            "count": new.count,
            "recorded": same.count,
            "source": same.source,
        }
        why = (
            _(
                "%(award)s, %(years)s: %(recorded)s is recorded (%(source)s), the table says"
                " %(count)s."
            )
            % words
        )
        choices = [
            AnswerOption(KEPT, _("Keep %(recorded)s") % words),
            AnswerOption(CORRECTED, _("Correct it to %(count)s") % words),
        ]
        said = line.ask(code, f"again|{key}|{new.count}", str(new.count), choices, why)
        if said == KEPT:
            return "left_out", entry
        change = _("%(recorded)s → %(count)s") % words
        return "entries", replace(entry, new=FigureChange(new, corrects=same.pk), changes=(change,))
