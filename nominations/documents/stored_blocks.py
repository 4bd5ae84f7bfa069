"""A paper as data and back: what was issued is kept as its blocks and drawn again without a record.

The data are plain JSON; every block carries the name of its type. Widths are kept as text, since
the canonical text of the history knows no fractions.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from nominations.documents import blocks
from nominations.documents.blocks import Alignment, Paper, RowKind

_TYPES: dict[str, Any] = {
    name: value
    for name, value in vars(blocks).items()
    if is_dataclass(value) and isinstance(value, type)
}
_ENUMS = {"alignment": Alignment, "kind": RowKind}


def as_data(value: Any) -> Any:
    """A paper or one of its blocks as JSON values."""
    if isinstance(value, tuple):
        return [as_data(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return str(value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    found = {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    return {"type": type(value).__name__, **found}


def paper_of(data: dict[str, Any]) -> Paper:
    """The paper of these data; refuses (ValueError, KeyError) what is none."""
    found = _read(data)
    if not isinstance(found, Paper):
        raise ValueError("these data are no paper")
    return found


def _read(value: Any, name: str = "") -> Any:
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if isinstance(value, dict):
        given = {key: _read(one, key) for key, one in value.items() if key != "type"}
        return _TYPES[value["type"]](**given)
    if name in _ENUMS:
        return _ENUMS[name](value)
    if name == "width":
        return float(value)
    return value
