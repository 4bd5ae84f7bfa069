"""The effect of each value of a layer: adds, fills, tightens, replaces, or is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nominations.law import datafile
from nominations.law.rulesets.layer_keys import table_at
from nominations.law.rulesets.layers import (
    Layer,
    is_open,
    is_replaced,
    read_layer,
    replaces_inferred,
    rows_with_tables,
    tables_of,
)
from nominations.law.rulesets.parts import RuleSet, Standard
from nominations.law.rulesets.quota_rules import Quota
from nominations.law.rulesets.strictness import loosening, part_at, row_loosening

Place = tuple[str, ...]
ADDS, FILLS, TIGHTENS = "adds", "fills", "tightens"
OPENED, CHECKED, REFUSED = "opened", "checked", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerChange:
    """One table or row of a layer compared with the rules without it.

    `effect` is one of the constants above; for a refused one `key` is the offending key ("" if
    there is no single one) and `problem` the sentence. `source` is the citation of the present
    value.
    """

    place: Place
    effect: str
    source: str = ""
    problem: str = ""
    key: str = ""


def _raw(content: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """The raw table below the layer; `path` is that of `part_at`."""
    inner: Any = content
    parts = path.split(".")
    if parts[0] == "level":
        parts[2:2] = ["award"]
    for one in parts:
        inner = inner.get(one, {}) if isinstance(inner, Mapping) else {}
    return inner if isinstance(inner, Mapping) else {}


def _guilty_key(
    layer: Layer, place: Place, table: Mapping[str, Any], raw: Mapping[str, Any], before: Any
) -> str:
    """The only key that makes the table looser; "" if there is no single one."""
    description = table_at(place)
    changed = [
        key
        for key in (description.keys if description else ())
        if any(table.get(name) != raw.get(name) for name in key.names)
    ]
    for key in changed:
        given = {name: raw[name] for name in key.names if name in raw}
        rest = {name: value for name, value in table.items() if name not in key.names}
        try:
            one = _alone(layer, place, {**rest, **given})
        except datafile.DataFileError:
            continue
        first = (*place[:-1], "0") if place[-1].isdigit() else place
        if not _problem(one, first, before):
            return key.name
    return changed[0].name if changed else ""


def _problem(layer: Layer, place: Place, before: Any) -> str:
    """Why the value at the place is looser than the one before; "" if it is not."""
    if not place[-1].isdigit():
        return loosening(place, before, layer.parts)
    rows = [one for one, number, _table in rows_with_tables(layer) if _is_at(one, number, place)]
    return row_loosening(before, rows[0]) if rows else ""


def _is_at(row: Standard | Quota, number: int, place: Place) -> bool:
    name = "standard" if isinstance(row, Standard) else "quota"
    return (row.award, name, str(number)) == place[1:]


def _alone(layer: Layer, place: Place, table: Mapping[str, Any]) -> Layer:
    """A layer with this table and nothing else."""
    head = {key: value for key, value in layer.document.items() if not isinstance(value, dict)}
    inner: dict[str, Any] = head
    row = place[-1].isdigit()
    for key in place[: -2 if row else -1]:
        inner = inner.setdefault(key, {})
    name = place[-2] if row else place[-1]
    inner[name] = [dict(table)] if row else dict(table)
    return read_layer(datafile.Section(file=layer.file, path="", content=head))


def _change(
    layer: Layer,
    place: Place,
    table: Mapping[str, Any],
    *,
    before: Any,
    raw: Mapping[str, Any],
    opened: bool,
) -> LayerChange:
    source = str(before.source)
    if not source:
        return LayerChange(place=place, effect=FILLS)
    problem = _problem(layer, place, before)
    effect = _effect(before, table, problem, opened)
    if effect != REFUSED:
        return LayerChange(place=place, effect=effect, source=source)
    key = _guilty_key(layer, place, table, raw, before)
    return LayerChange(place=place, effect=effect, source=source, problem=problem, key=key)


def _effect(before: Any, table: Mapping[str, Any], problem: str, opened: bool) -> str:
    if opened:
        return OPENED
    if not problem:
        return TIGHTENS
    return CHECKED if replaces_inferred(before, table) else REFUSED


def layer_changes(
    layer: Layer, base: RuleSet, above: Sequence[Layer] = ()
) -> Iterator[LayerChange]:
    """Every table and row of the layer against the rule set without it, in the order written."""
    for place, table in tables_of(layer.document):
        found = list(part_at(base, place))
        if not found:
            yield LayerChange(place=place, effect=ADDS)
        for path, before in found[:1] if place[0] != "type" else found:
            opened = is_open(".".join(place), before.layer, layer, base, above)
            raw = _raw(base.content, path)
            yield _change(layer, place, table, before=before, raw=raw, opened=opened)
    yield from _row_changes(layer, base, above)


def _row_changes(layer: Layer, base: RuleSet, above: Sequence[Layer]) -> Iterator[LayerChange]:
    for row, number, table in rows_with_tables(layer):
        name = "standard" if isinstance(row, Standard) else "quota"
        place = ("award", row.award, name, str(number))
        rows = base.standards if isinstance(row, Standard) else base.quotas
        before = next((one for one in rows if is_replaced(one, row)), None)
        if before is None:
            yield LayerChange(place=place, effect=ADDS)
            continue
        opened = is_open(".".join((*place[:3], row.key)), before.layer, layer, base, above)
        raw = _row_above(base, row.award, name, table)
        yield _change(layer, place, table, before=before, raw=raw, opened=opened)


def _row_above(base: RuleSet, code: str, name: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    wanted = (row.get("key"), row.get("kind", ""))
    rows = base.content.get("award", {}).get(code, {}).get(name, ())
    return next((one for one in rows if (one.get("key"), one.get("kind", "")) == wanted), {})
