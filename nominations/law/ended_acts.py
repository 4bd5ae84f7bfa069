"""Acts that no longer hold, and citations of them in layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from nominations import citations
from nominations.law import datafile
from nominations.law.rulesets import Layer
from nominations.law.rulesets.layers import listed_rows_of, rows_of, tables_of

FILE = datafile.DATA / "ended_acts.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedAct:
    """An act: number, last day of validity, and the article that ended it."""

    number: str
    name: str
    last_day: date
    source: str
    verified: bool


@cache
def read_ended_acts(path: Path = FILE) -> tuple[EndedAct, ...]:
    """Every act of the file; refuses errors with DataFileError."""
    content = datafile.read(path)
    content.whole("schema", minimum=1, maximum=1)
    found = []
    for row in content.rows("act"):
        found.append(
            EndedAct(
                number=row.text("number"),
                name=row.text("name"),
                last_day=row.day("last_day"),
                source=row.text("source"),
                verified=row.flag("verified"),
            )
        )
        row.close()
    content.close()
    return tuple(found)


def ended_act_in(source: str, on: date) -> str:
    """The sentence that a cited act had ended by the day; "" if none had."""
    for act in _ended(source, on):
        return _(
            "%(act)s held until %(day)s only (%(source)s); cite the act that is in force"
        ) % _words(act)
    return ""


def ended_act_sentences(source: str, on: date) -> list[str]:
    """One sentence for each act in the citation that had ended by the day, for campaigns judged by
    earlier rules."""
    return [
        _(
            "Achievements of the campaign are judged by an act that holds no more: %(act)s held"
            " until %(day)s (%(source)s). The procedure is that of today."
        )
        % (_words(act) | {"source": citations.plain(act.source)})
        for act in _ended(source, on)
    ]


def _ended(source: str, on: date) -> list[EndedAct]:
    return [one for one in read_ended_acts() if one.number in source and one.last_day < on]


def _words(act: EndedAct) -> dict[str, str]:
    return {
        "act": act.name,
        "day": f"{act.last_day:%d/%m/%Y}",
        "source": citations.in_full(act.source),
    }


def ended_acts_cited(layer: Layer) -> Iterator[tuple[str, str]]:
    """(path, sentence) of every value whose own source is an act that had ended."""
    tables = [(".".join(place), table) for place, table in tables_of(layer.document)]
    tables += [
        (f"award.{code}.{name}[{number}]", row)
        for code, name, number, row in rows_of(layer.document)
    ]
    tables += [(f"{name}[{number}]", row) for name, number, row in listed_rows_of(layer.document)]
    for path, table in [("", {"source": layer.source}), *tables]:
        problem = ended_act_in(str(table.get("source", "")), layer.valid_from)
        if problem:
            yield (f"{path}.source" if path else "source"), problem
            if not path:
                return
