"""The parts of a plan of figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nominations.awards.figures.cells import YearSpan
from nominations.awards.services import NewFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureKey:
    """The identity of a figure; `unit_id` is None for the agency as a whole."""

    award: str
    kind: str
    type: str
    unit_id: int | None
    span: YearSpan

    def of_year(self, year: int) -> FigureKey:
        return replace(self, span=YearSpan(year, year))


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure to be written; `corrects` is the recorded one whose number it takes the place of."""

    new: NewFigure
    corrects: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCount:
    """A number of the table as it was read, with the award that its column or row names."""

    index: int
    code: str
    award: str
    kind: str
    span: YearSpan
    count: int
