"""The canonical text of a history entry and its hash, shared by writer and verifier.

The text is JSON with sorted keys, without whitespace and with only the necessary escapes (as in
RFC 8785 for the values we admit: no floats, so that their formatting does not matter).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

VERSION = 1
quoted: Callable[[str], str] = encode_basestring


def _plain(value: Any) -> Any:
    """Dates as ISO text, datetimes as UTC with microseconds, decimals and UUIDs as text."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | Promise):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no canonical text")


_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=_plain
).encode


def given_day(value: Any) -> date | None:
    """A date in the data of a transition, as a date or as ISO text; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def utc_text(at: datetime) -> str:
    """A datetime as UTC with microseconds: 2026-01-05T07:30:00.000000Z."""
    return f"{at.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"


def encode(payload: Mapping[str, Any]) -> str:
    """Canonical JSON of a payload; refuses values that would not read back the same (floats)."""
    _refuse_fractions(payload)
    return _encode(payload)


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("write a fractional number as a Decimal or as text")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str) or isinstance(key, Enum):
                raise TypeError("keys of a payload are plain text")
            _refuse_fractions(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            _refuse_fractions(item)


def decode(text: str) -> dict[str, Any]:
    """A payload decoded from its canonical text."""
    content = json.loads(text)
    if not isinstance(content, dict):
        raise ValueError("a payload is an object")
    return content


def digest(
    *,
    stream: str,
    seq: int,
    action: str,
    actor_id: int | None,
    actor_name: str,
    at: str,
    group: str,
    payload: str,
    prev: str,
) -> str:
    """SHA-256 over every column of an entry; `at` as `utc_text` writes it, `payload` as stored."""
    text = (
        f'{{"action":{quoted(action)},"actor_id":{"null" if actor_id is None else int(actor_id)},'
        f'"actor_name":{quoted(actor_name)},"at":"{at}","group":{quoted(group)},'
        f'"payload":{quoted(payload)},"prev":"{prev}","seq":{int(seq)},'
        f'"stream":{quoted(stream)},"v":{VERSION}}}'
    )
    return sha256(text.encode()).hexdigest()


def transition_payload(
    *,
    source: str,
    target: str,
    version: int,
    comment: str,
    data: Mapping[str, Any],
    row: str,
) -> str:
    """The canonical payload of a transition: the same text as `encode` gives, composed faster.

    `row` is the canonical text of the snapshot (`canonical_columns`).
    """
    return (
        f'{{"comment":{quoted(comment)},"data":{encode(data) if data else "{}"},'
        f'"from":{quoted(source)},"row":{row},"to":{quoted(target)},"version":{int(version)}}}'
    )


def canonical_texts(values: Mapping[str, object]) -> str:
    """JSON of plain texts, in the order given."""
    return f"{{{','.join([f'{quoted(name)}:{quoted(str(v))}' for name, v in values.items()])}}}"


def canonical_columns(names: Sequence[tuple[str, str]], row: Mapping[str, Any]) -> str:
    """Canonical JSON of some columns of a row: the same text as `encode` gives, composed faster.

    `names` are pairs of a column and its quoted name, sorted by name.
    """
    parts = []
    for name, key in names:
        value = row[name]
        kind = type(value)
        if kind is str:
            parts.append(f"{key}:{quoted(value)}")
        elif kind is int:
            parts.append(f"{key}:{value}")
        elif value is None:
            parts.append(f"{key}:null")
        else:
            _refuse_fractions(value)
            parts.append(f"{key}:{_encode(value)}")
    return f"{{{','.join(parts)}}}"
