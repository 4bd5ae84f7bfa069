"""A stacked bar chart as SVG: drawn without a script, and printed as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, TOP, FOOT = 200, 16, 24
STEP, BAR = 64, 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A part of a column; `series` says which colour it has."""

    x: int
    y: int
    width: int
    height: int
    series: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A text below or above a column."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBars:
    """What the template draws, in units of the picture."""

    width: int
    height: int
    base: int
    bars: list[Bar]
    marks: list[Mark]
    names: list[str]


def stacked_bars(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> StackedBars:
    """Columns with the parts of the series one above the other, and their sums on top."""
    sums = [sum(values[place] for _name, values in series) for place in range(len(labels))]
    base = HEIGHT - FOOT
    unit = (base - TOP) / max([*sums, 1])
    bars: list[Bar] = []
    marks: list[Mark] = []
    for place, label in enumerate(labels):
        left, below = place * STEP + (STEP - BAR) // 2, 0
        for number, (_name, values) in enumerate(series):
            foot, below = base - round(below * unit), below + values[place]
            top = base - round(below * unit)
            if foot > top:
                bars.append(Bar(x=left, y=top, width=BAR, height=foot - top, series=number))
        middle, top = left + BAR // 2, base - round(below * unit)
        marks.append(Mark(x=middle, y=HEIGHT - 8, text=label))
        marks.append(Mark(x=middle, y=top - 4, text=f"{sums[place]:,}".replace(",", ".")))
    return StackedBars(
        width=max(len(labels), 1) * STEP,
        height=HEIGHT,
        base=base,
        bars=bars,
        marks=marks,
        names=[name for name, _values in series],
    )
