"""Reading a data file: TOML in, checked values out, and errors that name file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

DATA = Path(__file__).resolve().parent / "data"


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\-\"]+)\s*=")
_DECODE_LINE = re.compile(r"at line (\d+), column \d+")


class DataFileError(ValueError):
    """An error in a data file at `file`, `line` (0 if unknown) and `key`."""

    def __init__(self, file: str, key: str, problem: str, line: int = 0) -> None:
        self.file, self.key, self.problem, self.line = file, key, problem, line
        where = _(" (line %(line)s)") % {"line": line} if line else ""
        super().__init__(f"{file}: {key}: {problem}{where}" if key else f"{file}: {problem}{where}")


def lines_of(text: str) -> dict[str, int]:
    """The line of every table and key of a TOML text, by its path: `award.X.standard[0].rule`."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, inside = "", False
    for number, line in enumerate(text.splitlines(), 1):
        quotes = line.count('"""') + line.count("'''")
        if not inside:
            if header := _HEADER.match(line):
                table = header[2].replace('"', "").replace(" ", "")
                if header[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table = f"{table}[{counts[table]}]"
                found.setdefault(table, number)
            elif key := _KEY.match(line):
                name = key[1].replace('"', "")
                found.setdefault(f"{table}.{name}" if table else name, number)
        inside ^= bool(quotes % 2)
    return found


def line_of(known: Mapping[str, int], path: str) -> int:
    """The line of a path, else that of the nearest enclosing table; 0 if unknown."""
    while path:
        if path in known:
            return known[path]
        below = (f"{path}.", f"{path}[")
        inner = [number for key, number in known.items() if key.startswith(below)]
        if inner:
            return min(inner)
        path = path.rpartition(".")[0]
    return 0


def read(path: Path) -> Section:
    """The file as a section; refuses a missing or unreadable file with DataFileError."""
    try:
        content = path.read_bytes()
    except OSError:
        raise DataFileError(path.name, "", _("the file cannot be read")) from None
    return read_text(content, path.name)


def read_text(content: bytes | str, file: str) -> Section:
    """Parse a text as a section, `file` being its name in errors; refuses invalid TOML with
    DataFileError."""
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        document = tomllib.loads(text, parse_float=Decimal)
        return Section(
            file=file, path="", content=document, source=text, lines=lambda: lines_of(text)
        )
    except UnicodeDecodeError:
        raise DataFileError(file, "", _("the text is not written in UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        line = _DECODE_LINE.search(str(error))
        at_end = text.count("\n") + 1
        problem = _("this is not readable as TOML: %(problem)s") % {"problem": error}
        raise DataFileError(file, "", problem, int(line[1]) if line else at_end) from None
    except RecursionError:
        raise DataFileError(file, "", _("the file is nested too deeply")) from None


@dataclass(slots=True, kw_only=True)
class Section:
    """A table of the file. Reading a key marks it as known; `close()` refuses all others."""

    file: str
    path: str
    content: Mapping[str, Any]
    read_keys: set[str] = field(default_factory=set)
    source: str = field(default="", repr=False)
    lines: Callable[[], Mapping[str, int]] = field(default=dict, repr=False)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fail(self, key: str, problem: str) -> DataFileError:
        """The error to raise about a key of this section."""
        path = self._at(key) if key else self.path
        line = line_of(self.lines(), path)
        return DataFileError(self.file, self._at(key), problem, line)

    def _value(self, key: str, default: Any) -> Any:
        self.read_keys.add(key)
        if key in self.content:
            return self.content[key]
        if default is ...:
            raise self.fail(key, _("is missing"))
        return default

    def text(self, key: str, default: Any = ...) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or (default is ... and not value):
            raise self.fail(key, _("must be a text"))
        return value

    def words(self, key: str, default: Any = ...) -> tuple[str, ...]:
        value = self._value(key, default)
        if value is default:
            return tuple(value)
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self.fail(key, _("must be a list of texts"))
        return tuple(value)

    def one_of(self, key: str, known: Collection[str], default: Any = ...) -> str:
        value = self.text(key, default)
        if value not in known:
            raise self.fail(key, _("must be one of: %(known)s") % {"known": ", ".join(known)})
        return value

    def choices(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """A non-empty list of texts, all among the known ones."""
        found = self.words(key)
        if not found or not set(found) <= set(known):
            raise self.fail(key, _("must be one of: %(known)s") % {"known": ", ".join(known)})
        return found

    def number(self, key: str) -> Decimal:
        """An exact number, not negative; stored as text in a frozen document."""
        value = self._value(key, ...)
        try:
            if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
                raise InvalidOperation
            number = Decimal(value)
        except InvalidOperation:
            raise self.fail(key, _("must be a number")) from None
        if not number.is_finite() or number < 0:
            raise self.fail(key, _("must be a number"))
        return number

    def flag(self, key: str, default: Any = ...) -> bool:
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, _("must be true or false"))
        return value

    def whole(self, key: str, default: Any = ..., *, minimum: int, maximum: int) -> int:
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not minimum <= value <= maximum:
            problem = _("must be a whole number from %(least)s to %(most)s")
            raise self.fail(key, problem % {"least": minimum, "most": maximum})
        return value

    def day(self, key: str, default: Any = ...) -> Any:
        value = self._value(key, default)
        if value is default:
            return value
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fail(key, _("must be a date such as 2024-01-01"))
        return value

    def section(self, key: str, *, needed: bool = True) -> Section:
        """The table below a key; an empty one when it is absent and not needed."""
        value = self._value(key, ... if needed else {})
        if not isinstance(value, dict):
            raise self.fail(key, _("must be a table"))
        return Section(file=self.file, path=self._at(key), content=value, lines=self.lines)

    def sections(self, known: Collection[str] | None = None) -> dict[str, Section]:
        """Every table directly in this one, by key; refuses keys outside `known`."""
        for key in self.content:
            if known is not None and key not in known:
                raise self.fail(key, _("is unknown"))
        return {key: self.section(key) for key in self.content}

    def rows(self, key: str, *, needed: bool = True) -> list[Section]:
        """The tables of an array of tables, named `key[0]`, `key[1]`..."""
        value = self._value(key, ... if needed else [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.fail(key, _("must be a list of tables"))
        return [
            Section(file=self.file, path=self._at(f"{key}[{i}]"), content=one, lines=self.lines)
            for i, one in enumerate(value)
        ]

    def close(self) -> None:
        """Refuse keys that nothing has read: a misspelt key would silently change a rule."""
        for key in self.content:
            if key not in self.read_keys:
                raise self.fail(key, _("is unknown"))
