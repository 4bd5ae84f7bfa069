"""The text of a layer: writing a document as TOML, and replacing one table without touching
others."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from nominations.law import datafile
from nominations.law.rulesets.layer_keys import DOCUMENT_TABLES, HEAD, LISTS, ROWS
from nominations.law.rulesets.layers import listed_rows_of, rows_of, tables_of

Place = tuple[str, ...]
SCHEMA = 2
ALONE = ("scope", "open")
"""Tables of the document that do not belong to an award."""


def document_of(text: str, file: str) -> dict[str, Any]:
    """Parse a text; refuses invalid TOML with DataFileError."""
    return dict(datafile.read_text(text, file).content)


def value_text(value: object) -> str:
    """One value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(value_text(one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {value_text(one)}" for key, one in value.items()) + "}"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {value_text(value)}" for key, value in table.items()]


def _header(place: Place) -> str:
    if place[-1].isdigit():
        return f"[[{'.'.join(place[:-1])}]]"
    return f"[{'.'.join(place)}]"


def table_text(place: Place, table: Mapping[str, Any]) -> str:
    """A table with its header, without an empty line around it."""
    return "\n".join([_header(place), *_lines(table)])


def head_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The values above the first table."""
    return {key: value for key, value in document.items() if not isinstance(value, dict | list)}


def places_of(document: Mapping[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every table and row with values in a document, with its place."""
    for place, table in tables_of(document):
        own = {key: value for key, value in table.items() if not isinstance(value, dict)}
        yield place, own
    for code, name, number, row in rows_of(document):
        yield ("award", code, name, str(number)), row
    for name, number, row in listed_rows_of(document):
        yield (name, str(number)), row
    for name in ALONE:
        if isinstance(document.get(name), dict):
            yield (name,), document[name]


def text_of(document: Mapping[str, Any]) -> str:
    """A whole document as text: the head, then its tables in the order of their kinds."""
    parts = ["\n".join(_lines(head_of(document)))]
    order = {name: number for number, name in enumerate(DOCUMENT_TABLES)}
    places = sorted(places_of(document), key=lambda one: order.get(one[0][0], len(order)))
    parts += [table_text(place, table) for place, table in places]
    return "\n\n".join(parts) + "\n"


def table_of(document: Mapping[str, Any], place: Place) -> dict[str, Any] | None:
    """The table at a place, without nested tables; None if there is none."""
    if place == ("head",):
        return head_of(document)
    return next((table for one, table in places_of(document) if one == place), None)


def is_row(place: Place) -> bool:
    """Whether the place is a row of a list: of an award's, or of one that belongs to no award."""
    if len(place) == 4:
        return place[0] == "award" and place[2] in ROWS
    return len(place) == 2 and place[0] in LISTS


# --- replacing one table --------------------------------------------------------------------------


def with_table(
    document: Mapping[str, Any], place: Place, table: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The document with this table at its place, or without it; a row may be a new one."""
    changed = deepcopy(dict(document))
    if place == ("head",):
        kept = {key: value for key, value in changed.items() if isinstance(value, dict | list)}
        return {"schema": SCHEMA, **(table or {}), **kept}
    if is_row(place):
        _put_row(changed, place, table)
    else:
        _put_table(changed, place, table)
    return changed


def _put_row(document: dict[str, Any], place: Place, row: Mapping[str, Any] | None) -> None:
    inner = document
    for key in place[:-2]:
        inner = inner.setdefault(key, {})
    rows, number = inner.setdefault(place[-2], []), int(place[-1])
    if row is None:
        del rows[number]
        if not rows:
            del inner[place[-2]]
            _drop_empty(document, place[:-2])
    elif number < len(rows):
        rows[number] = dict(row)
    else:
        rows.append(dict(row))


def _put_table(document: dict[str, Any], place: Place, table: Mapping[str, Any] | None) -> None:
    inner = document
    for key in place[:-1]:
        inner = inner.setdefault(key, {})
    below = inner.get(place[-1], {}) if len(place) == 1 else {}
    kept = {key: value for key, value in below.items() if isinstance(value, dict)}
    if table is None and not kept:
        inner.pop(place[-1], None)
        _drop_empty(document, place[:-1])
    else:
        inner[place[-1]] = {**(table or {}), **kept}


def _drop_empty(document: dict[str, Any], place: Place) -> None:
    while place:
        outer = document
        for key in place[:-1]:
            outer = outer[key]
        if outer[place[-1]]:
            return
        del outer[place[-1]]
        place = place[:-1]


def with_table_text(text: str, place: Place, table: Mapping[str, Any] | None) -> str:
    """The text with one table rewritten. Comments and order of the rest are preserved if the table
    has a header of its own; otherwise the whole text is rewritten."""
    expected = with_table(document_of(text, "text"), place, table)
    spliced = _spliced(text, place, table)
    try:
        if tomllib.loads(spliced, parse_float=Decimal) == expected:
            return spliced
    except tomllib.TOMLDecodeError:
        return text_of(expected)
    return text_of(expected)


def _spliced(text: str, place: Place, table: Mapping[str, Any] | None) -> str:
    lines = text.splitlines()
    known = datafile.lines_of(text)
    headers = sorted(
        number for number in known.values() if lines[number - 1].lstrip().startswith("[")
    )
    if place == ("head",):
        first = headers[0] if headers else len(lines) + 1
        end = _end(lines, 0, first - 1)
        comments = [line for line in lines[:end] if line.lstrip().startswith("#")]
        fresh = [*comments, *_lines({"schema": SCHEMA, **(table or {})})]
        return "\n".join([*fresh, *lines[end:]]) + "\n"
    path = ".".join(place)
    if place[-1].isdigit():
        path = f"{'.'.join(place[:-1])}[{place[-1]}]"
    start = known.get(path)
    if start is None or start not in headers:
        block = [] if table is None else ["", *table_text(place, table).split("\n")]
        return "\n".join([*lines, *block]) + "\n"
    following = next((number for number in headers if number > start), len(lines) + 1)
    end = _end(lines, start - 1, following - 1)
    block = [] if table is None else table_text(place, table).split("\n")
    return "\n".join([*lines[: start - 1], *block, *lines[end:]]) + "\n"


def _end(lines: list[str], start: int, end: int) -> int:
    """The line after the values of a table: empty lines and comments before the next table belong
    to that one."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip()[0] == "#"):
        end -= 1
    return end


def new_text(**head: Any) -> str:
    """The text of a new draft: only its head."""
    known = {name: head[key.name] for key in HEAD.keys for name in key.names if head.get(key.name)}
    return text_of({"schema": SCHEMA, **known})
