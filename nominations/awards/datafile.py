"""Reading a data file: TOML in, checked values out, and errors that name file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

DATA = Path(__file__).resolve().parent / "data"


class DataFileError(ValueError):
    """A data file is not what it should be; `file` and `key` say where."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        self.file, self.key, self.problem = file, key, problem
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")


def read(path: Path) -> Section:
    """The file as a section; refuses a missing or unreadable file with DataFileError."""
    try:
        with path.open("rb") as file:
            return Section(path.name, "", tomllib.load(file, parse_float=Decimal))
    except OSError:
        raise DataFileError(path.name, "", _("the file cannot be read")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(path.name, "", str(error)) from None


@dataclass(slots=True)
class Section:
    """A table of the file. Every key is asked for; `close()` refuses the others."""

    file: str
    path: str
    content: Mapping[str, Any]
    asked: set[str] = field(default_factory=set)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fail(self, key: str, problem: str) -> DataFileError:
        """The error to raise about a key of this section."""
        return DataFileError(self.file, self._at(key), problem)

    def _value(self, key: str, default: Any) -> Any:
        self.asked.add(key)
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
        """A list of texts, each out of the known ones, at least one."""
        found = self.words(key)
        if not found or not set(found) <= set(known):
            raise self.fail(key, _("must be one of: %(known)s") % {"known": ", ".join(known)})
        return found

    def number(self, key: str) -> Decimal:
        """An exact number, not negative; a frozen document keeps it as a text."""
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

    def whole(self, key: str, default: Any = ..., *, least: int, most: int) -> int:
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            problem = _("must be a whole number from %(least)s to %(most)s")
            raise self.fail(key, problem % {"least": least, "most": most})
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
        return Section(self.file, self._at(key), value)

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
        return [Section(self.file, self._at(f"{key}[{i}]"), one) for i, one in enumerate(value)]

    def close(self) -> None:
        """Refuse what nobody asked for: a misspelt key would silently change a rule."""
        for key in self.content:
            if key not in self.asked:
                raise self.fail(key, _("is unknown"))


def sourced(section: Section) -> dict[str, Any]:
    """Source and check of a part; what is called checked has to name its source."""
    found = {"source": section.text("source", ""), "verified": section.flag("verified")}
    if found["verified"] and not found["source"]:
        raise section.fail("source", _("a verified value needs its source"))
    return found
