"""The words of period reports, out of data/period_report.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nominations.law import datafile
from nominations.law.models import CommendationType

FILE = Path(__file__).resolve().parent / "data" / "period_report.toml"
SCHEMA = 1
_TEXTS = [
    "paragraph",
    "period",
    "summed",
    "nothing",
    "individual",
    "collective",
    "household",
    "both",
    "separator",
    "own",
    "own_with_giver",
    "unknown_giver",
    "title",
    "commendation",
    "higher",
    "higher_item",
]
_TABLE = ("award", "total", "individual", "collective", "household", "absent")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWording:
    """Templates by name; `special` and `sudden` by type of commendation."""

    texts: dict[str, str]
    special: dict[str, str]
    special_with_giver: dict[str, str]
    sudden: dict[str, str]
    giver_kinds: tuple[str, ...]
    giver_places: tuple[str, ...]
    table: dict[str, str]
    types: dict[str, str]

    def say(self, name: str, **values: object) -> str:
        return self.texts[name].format(**values)

    def counts(self, individual: int, collective: int, household: int = 0) -> str:
        """ "48 cá nhân, 07 tập thể và 02 hộ gia đình": two digits at least, a missing kind left
        out."""
        parts = [
            self.say(name, count=f"{number:02d}")
            for name, number in (
                ("individual", individual),
                ("collective", collective),
                ("household", household),
            )
            if number
        ]
        first = ", ".join(parts[:-1])
        return self.say("both", first=first, last=parts[-1]) if first else "".join(parts)


def _by_type(section: datafile.Section) -> dict[str, str]:
    for key in section.content:
        if key not in CommendationType.values:
            raise section.fail(key, "unknown")
    return {key: section.text(key) for key in section.content}


@cache
def wording(path: Path = FILE) -> ReportWording:
    """The shipped wording; refuses a wrong file with DataFileError."""
    content = datafile.read(path)
    content.whole("schema", minimum=SCHEMA, maximum=SCHEMA)
    giver, table = content.section("giver"), content.section("table")
    found = ReportWording(
        texts={name: content.text(name) for name in _TEXTS},
        special=_by_type(content.section("special")),
        special_with_giver=_by_type(content.section("special_with_giver")),
        sudden=_by_type(content.section("sudden")),
        giver_kinds=giver.words("kinds"),
        giver_places=giver.words("places"),
        table={name: table.text(name) for name in _TABLE},
        types=_by_type(table.section("types")),
    )
    for section in (giver, table, content):
        section.close()
    return found
