"""Reads the data of a package value by value; refuses invalid values by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nominations.packages.sealing.exceptions import PackageRefused


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of a package; `where` is its place in words of the file, "report"."""

    content: Mapping[str, Any]
    where: str

    def _wrong(self, name: str) -> PackageRefused:
        return PackageRefused("wrong_content", what=f"{self.where}.{name}".strip("."))

    def text(self, name: str, *, max_length: int, needed: bool = False) -> str:
        """A text of at most `max_length` characters; "" if missing, unless `needed`."""
        value = self.content.get(name)
        found = "" if value is None else value
        if not isinstance(found, str) or len(found) > max_length or (needed and not found.strip()):
            raise self._wrong(name)
        if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in found):
            raise self._wrong(name)
        return found

    def one_of(self, name: str, values: Any) -> str:
        found = self.content.get(name)
        if not isinstance(found, str) or found not in values:
            raise self._wrong(name)
        return found

    def uuid(self, name: str) -> UUID:
        try:
            return UUID(self.text(name, max_length=36, needed=True))
        except ValueError:
            raise self._wrong(name) from None

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.text(name, max_length=10, needed=True))
        except ValueError:
            raise self._wrong(name) from None

    def optional_day(self, name: str) -> date | None:
        return None if self.content.get(name) is None else self.day(name)

    def whole(self, name: str, *, maximum: int) -> int:
        found = self.content.get(name)
        if type(found) is not int or not 0 <= found <= maximum:
            raise self._wrong(name)
        return found

    def part(self, name: str) -> Fields:
        found = self.content.get(name)
        if not isinstance(found, dict):
            raise self._wrong(name)
        return Fields(found, f"{self.where}.{name}".strip("."))

    def optional_part(self, name: str) -> Fields | None:
        return None if self.content.get(name) is None else self.part(name)

    def parts(self, name: str) -> list[Fields]:
        found = self.content.get(name)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._wrong(name)
        return [Fields(one, f"{self.where}.{name}".strip(".")) for one in found]
