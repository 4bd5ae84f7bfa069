"""Quorum, threshold and scopes of the initiative council, read from their data file.

A regulation of the agency may set another quorum, read through a hook of the room `law`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from nominations.fractions import BodyFraction
from nominations.records.scales import Scope

FILE = Path(__file__).resolve().parent / "data" / "initiative_council.toml"
SCHEMA = 1


class CouncilRulesError(ValueError):
    """An error in the data file; names file and key."""


@dataclass(frozen=True, slots=True)
class CouncilRules:
    """The rules that bind the council and the head of the agency."""

    quorum: BodyFraction
    threshold: BodyFraction
    scopes: Mapping[str, tuple[str, ...]]
    scopes_source: str

    def scopes_of(self, authority: str) -> tuple[str, ...]:
        """The scopes that a head of this authority may recognise; empty for other authorities."""
        return self.scopes.get(authority, ())


_Answer = Callable[[int, date], BodyFraction | None]
_answers: list[_Answer] = []


def answered_by(answer: _Answer) -> None:
    """Register the function that returns the quorum in the regulations of an agency (id) on a
    day."""
    if answer not in _answers:
        _answers.append(answer)


def regulation_quorum(organization_id: int, day: date) -> BodyFraction | None:
    """The quorum that a regulation of the agency sets for its initiative council; None without
    one."""
    found = (answer(organization_id, day) for answer in _answers)
    return next((one for one in found if one is not None), None)


@cache
def council_rules() -> CouncilRules:
    """The shipped rules; refuses a wrong file with CouncilRulesError."""
    return read_council_rules(FILE)


def quorum_of(numerator: int | None, denominator: int | None, source: str) -> BodyFraction:
    """The quorum stored with an initiative, else the shipped one."""
    if not numerator or not denominator:
        return council_rules().quorum
    return BodyFraction(numerator, denominator, source=source)


def read_council_rules(path: Path) -> CouncilRules:
    """The file as rules; refuses a missing or wrong one with CouncilRulesError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CouncilRulesError(f"{path.name}: {error}") from None
    if content.get("schema") != SCHEMA or set(content) != {
        "schema",
        "quorum",
        "threshold",
        "scopes",
    }:
        raise CouncilRulesError(f"{path.name}: schema {SCHEMA} with quorum, threshold, scopes")
    scopes = content["scopes"]
    authorities = {key: value for key, value in scopes.items() if key not in ("source", "verified")}
    for key, value in authorities.items():
        if not isinstance(value, list) or not set(value) <= set(Scope.values):
            raise CouncilRulesError(f"{path.name}: scopes.{key}: unknown scope")
    return CouncilRules(
        _fraction(path, "quorum", content["quorum"]),
        _fraction(path, "threshold", content["threshold"]),
        {key: tuple(value) for key, value in authorities.items()},
        str(scopes.get("source", "")),
    )


def _fraction(path: Path, key: str, table: Any) -> BodyFraction:
    wanted = {"numerator": int, "denominator": int, "source": str, "verified": bool}
    if not isinstance(table, dict) or set(table) != set(wanted):
        raise CouncilRulesError(f"{path.name}: {key}: needs {', '.join(wanted)}")
    for name, kind in wanted.items():
        if type(table[name]) is not kind:
            raise CouncilRulesError(f"{path.name}: {key}.{name}: must be {kind.__name__}")
    if not 0 < table["numerator"] <= table["denominator"]:
        raise CouncilRulesError(f"{path.name}: {key}: must be a part of the whole")
    return BodyFraction(**table)
