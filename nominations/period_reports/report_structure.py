"""The structure of a period report, read from its data file: sections, what stands in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nominations.law import datafile

SCHEMA = 1
LATEST = "2026_1"
"""The version that a new report gets; a report keeps the one it was begun with."""
VARIANTS = ("interim", "final", "annual")
LEVELS = ("opening", "part", "chapter", "section", "body", "recipients")
TEXT = "text"
BLOCKS = (
    TEXT,
    "plans",
    "initiatives",
    "grades",
    "movements",
    "unions",
    "commendations",
    "examples",
)
_DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A place in the report. `text` says whether the agency's own text is needed, free or none."""

    key: str
    level: str
    heading: str
    text: str
    blocks: tuple[str, ...]
    hint: str = ""
    is_ahead: bool = False
    headings: dict[str, str] = field(default_factory=dict)

    @property
    def has_text(self) -> bool:
        return self.text != "none"

    def heading_of(self, variant: str) -> str:
        """The heading in a variant of the report, before the period is filled in."""
        return self.headings.get(variant, self.heading)


def _section(row: datafile.Section) -> ReportSection:
    found = ReportSection(
        key=row.text("key"),
        level=row.one_of("level", LEVELS),
        heading=row.text("heading"),
        text=row.one_of("text", ("needed", "free", "none")),
        blocks=row.words("blocks"),
        hint=row.text("hint", ""),
        is_ahead=row.flag("ahead", False),
        headings={
            variant: heading
            for variant in VARIANTS
            if (heading := row.text(f"heading_{variant}", ""))
        },
    )
    row.close()
    if not set(found.blocks) <= set(BLOCKS) or found.has_text != (TEXT in found.blocks):
        raise row.fail("blocks", "unknown")
    return found


@cache
def structure(version: str = LATEST) -> tuple[ReportSection, ...]:
    """The sections in the order of reading; refuses a wrong file with DataFileError."""
    content = datafile.read(_DATA / f"structure_{version}.toml")
    content.whole("schema", minimum=SCHEMA, maximum=SCHEMA)
    found = tuple(_section(row) for row in content.rows("section"))
    content.close()
    if len({one.key for one in found}) != len(found):
        raise content.fail("section", "the same key twice")
    return found


def section_of(version: str, key: str) -> ReportSection | None:
    """The section of that key that has a text; None where there is none."""
    return next((one for one in structure(version) if one.key == key and one.has_text), None)
