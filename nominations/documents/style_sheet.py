"""The style sheet of papers, read from `data/style_sheet.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parent / "data" / "style_sheet.toml"
SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleSheet:
    """Margins and lengths in millimetres, sizes and gaps in points, rules as shares of a line.

    `allowed` holds the range of the decree by the name of the value, "margins.top".
    """

    source: str
    verified: bool
    font: str
    printed_font: str
    width: float
    height: float
    margins: dict[str, float]
    sizes: dict[str, float]
    text: dict[str, float]
    rules: dict[str, float]
    layout: dict[str, float]
    day_padded_below: int
    month_padded_below: int
    number_padded_below: int
    allowed: dict[str, tuple[float, float]]

    @property
    def text_width(self) -> float:
        """Width of the text of an upright page."""
        return self.width - self.margins["left"] - self.margins["right"]

    def width_of_text(self, *, landscape: bool) -> float:
        """Width of the text of an upright or a wide page."""
        whole = self.height if landscape else self.width
        return whole - self.margins["left"] - self.margins["right"]

    def column_widths(self, width: float) -> tuple[float, float]:
        """The two columns of the letterhead in a text of that width."""
        left = width * self.layout["left_column"]
        return left, width - left


def _used(name: str, table: dict[str, Any], allowed: dict[str, tuple[float, float]]) -> Any:
    found = {}
    for key, value in table.items():
        minimum, maximum = value["allowed"]
        if not minimum <= value["use"] <= maximum:
            raise ValueError(f"{_FILE.name}: {name}.{key} lies outside the range of the decree")
        allowed[f"{name}.{key}"] = (minimum, maximum)
        found[key] = value["use"]
    return found


@cache
def style_sheet() -> StyleSheet:
    """The shipped style sheet; refuses a value outside the range of the decree (ValueError)."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    if content["schema"] != SCHEMA:
        raise ValueError(f"{_FILE.name}: schema {content['schema']} is not known")
    allowed: dict[str, tuple[float, float]] = {}
    ranged = {
        name: _used(name, content[name], allowed) for name in ("margins", "sizes", "text", "rules")
    }
    return StyleSheet(
        source=content["source"],
        verified=content["verified"],
        font=content["font"],
        printed_font=content["printed_font"],
        width=content["paper"]["width"],
        height=content["paper"]["height"],
        layout=content["layout"],
        day_padded_below=content["dates"]["day_padded_below"],
        month_padded_below=content["dates"]["month_padded_below"],
        number_padded_below=content["numbers"]["padded_below"],
        allowed=allowed,
        **ranged,
    )
