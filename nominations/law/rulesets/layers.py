"""Regulations of a province or an agency (layers) on top of a regime: what they may change, and the
result.

A layer may add a rule, fill a value for which the file above names no source, and tighten one that
has a source. Checked against its own text, it may also replace a value that the file above only
inferred. Anything else has to be named under `[open]` in the file above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nominations import citations
from nominations.law import datafile
from nominations.law.models import LayerLevel
from nominations.law.rulesets.layer_merge import put_listed_row, put_row, put_table
from nominations.law.rulesets.layer_scope import EVERYBODY, LayerScope
from nominations.law.rulesets.loader import SCHEMA, RuleFileParts, from_content
from nominations.law.rulesets.parts import MEETINGS, QUORUM, RuleSet, Standard
from nominations.law.rulesets.quota_rules import CENTRAL, Quota
from nominations.law.rulesets.strictness import loosened_listed, loosening, part_at, row_loosening
from nominations.law.rulesets.tables import ROW_LISTS

LEVELS = (str(LayerLevel.PROVINCE), str(LayerLevel.AGENCY))  # from above downwards
ROWS = ("standard", "quota")
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer file, read and checked by itself. `document` has its source in every table."""

    level: str
    code: str
    name: str
    source: str
    valid_from: date
    valid_to: date | None
    digest: str
    file: str
    text: str
    document: Mapping[str, Any]
    parts: RuleFileParts
    scope: LayerScope = EVERYBODY

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def fail(self, place: Sequence[str], problem: str) -> datafile.DataFileError:
        """The error to raise about a place of this layer."""
        path = ".".join(place)
        words = {"layer": self.code, "problem": problem}
        line = datafile.line_of(datafile.lines_of(self.text), path)
        return datafile.DataFileError(
            self.file, path, _("layer %(layer)s: %(problem)s") % words, line
        )


def tables_of(document: Mapping[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every table with values in a document, with its place; without rows of lists."""
    for key, value in document.items():
        if key in ("open", "layers", "scope") or not isinstance(value, dict):
            continue
        if key == "quorum":
            for meeting in MEETINGS:
                if isinstance(value.get(meeting), dict):
                    yield (key, meeting), value[meeting]
            if set(value) - set(MEETINGS):
                yield (key,), value
            continue
        if key == "level":
            yield from _of_levels(value)
            continue
        yield from _inner((key,), value, {"settings": 1, "defaults": 1}.get(key, 2))


def _of_levels(levels: Mapping[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The quorum of the councils of a level, and the tables of awards at it."""
    for level, table in levels.items():
        if not isinstance(table, dict):
            continue
        if isinstance(table.get(QUORUM), dict):
            yield ("level", level, QUORUM), table[QUORUM]
        if isinstance(table.get("award"), dict):
            yield from _inner(("level", level, "award"), table["award"], 2)


def _inner(
    place: Place, table: Mapping[str, Any], depth: int
) -> Iterator[tuple[Place, dict[str, Any]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            if depth == 1:
                yield (*place, key), value
            else:
                yield from _inner((*place, key), value, depth - 1)


def rows_of(document: Mapping[str, Any]) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """Every standard and quota of a document: award, "standard" or "quota", number, table."""
    awards = document.get("award", {})
    for code, award in awards.items() if isinstance(awards, dict) else ():
        for name in ROWS:
            rows = award.get(name, ()) if isinstance(award, dict) else ()
            for number, row in enumerate(rows if isinstance(rows, list) else ()):
                if isinstance(row, dict):
                    yield code, name, number, row


def listed_rows_of(document: Mapping[str, Any]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Every row of the lists that belong to no award: list, number, table."""
    for name in ROW_LISTS:
        rows = document.get(name, ())
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict):
                yield name, number, row


def _with_sets_apart(document: dict[str, Any]) -> None:
    """Layers stored in the former format: the number of sets was in the table of the filing day."""
    awards = document.get("award", {})
    for award in awards.values() if isinstance(awards, dict) else ():
        filing = award.get("filing") if isinstance(award, dict) else None
        if not isinstance(filing, dict) or "sets" not in filing or "sets" in award:
            continue
        count = filing.pop("sets")
        marks = {key: filing[key] for key in ("source", "verified") if key in filing}
        award["sets"] = {"count": count, **marks}
        if "month" not in filing:
            del award["filing"]


def _completed(content: Mapping[str, Any]) -> dict[str, Any]:
    """The document with code and source of the layer in every table that names none."""
    document = deepcopy(dict(content))
    _with_sets_apart(document)
    own: dict[str, Any] = {
        "layer": content.get("code", ""),
        "source": content.get("source", ""),
        "verified": False,
    }
    tables = [table for _place, table in tables_of(document)]
    tables += [row for _code, _name, _number, row in rows_of(document)]
    tables += [row for _name, _number, row in listed_rows_of(document)]
    for table in tables:
        for key, value in own.items():
            table.setdefault(key, value)
        table["layer"] = own["layer"]
    return document


def is_layer(content: datafile.Section) -> bool:
    """Whether a document is a layer, not a regime."""
    return "layer" in content.content


def read_layer(content: datafile.Section) -> Layer:
    """Read a layer from a document; refuses errors with DataFileError naming file, line and key."""
    content.whole("schema", minimum=SCHEMA, maximum=SCHEMA)
    level = content.one_of("layer", LEVELS)
    code, source = content.text("code"), content.text("source")
    if len(code) > 40 or len(source) > 300:
        raise content.fail("code" if len(code) > 40 else "source", _("is too long"))
    starts, ends = content.day("valid_from"), content.day("valid_to", None)
    if ends is not None and ends < starts:
        raise content.fail("valid_to", _("lies before valid_from"))
    name = content.text("name")
    completed = _completed(content.content)
    parts = RuleFileParts()
    within = datafile.Section(
        file=content.file,
        path="",
        content=completed,
        read_keys=content.read_keys,
        lines=content.lines,
    )
    parts.add(within)
    within.close()
    if level == LayerLevel.AGENCY and parts.open:
        raise content.fail("open", _("an agency's layer has nothing below it to open"))
    if LayerLevel.PROVINCE in parts.open:
        raise content.fail("open.province", _("a province opens places for agencies only"))
    text = content.source
    return Layer(
        level=level,
        code=code,
        name=name,
        source=source,
        valid_from=starts,
        valid_to=ends,
        digest=sha256(text.encode()).hexdigest(),
        file=content.file,
        text=text,
        document=completed,
        parts=parts,
        scope=replace(parts.scope, source=parts.scope.source or source),
    )


def read_layer_file(path: Path) -> Layer:
    """Read a layer file; refuses errors with DataFileError."""
    return read_layer(datafile.read(path))


def read_layer_text(text: str, file: str) -> Layer:
    """Read a layer from its text; `file` is its name in error messages."""
    return read_layer(datafile.read_text(text, file))


# --- stacking -------------------------------------------------------------------------------------


def _names(opened: Sequence[str], path: str) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in opened)


def is_open(path: str, owner: str, layer: Layer, base: RuleSet, above: Sequence[Layer]) -> bool:
    """Whether the file that wrote the place lets this level replace it."""
    if _names(base.open.get(layer.level, ()), path):
        return True
    writers = [one for one in above if one.code == owner]
    return any(_names(one.parts.open.get(layer.level, ()), path) for one in writers)


def replaces_inferred(before: Any, table: Mapping[str, Any]) -> bool:
    """Whether the verified table of the layer replaces a value that the regime only inferred."""
    return not before.verified and before.layer == CENTRAL and table.get("verified") is True


def _check_tables(layer: Layer, base: RuleSet, above: Sequence[Layer]) -> None:
    for place, table in tables_of(layer.document):
        for path, before in part_at(base, place):
            if not before.source or is_open(".".join(place), before.layer, layer, base, above):
                continue
            if replaces_inferred(before, table):
                continue
            problem = loosening(place, before, layer.parts)
            if problem:
                words = {
                    "source": citations.in_full(before.source),
                    "place": path,
                    "problem": problem,
                }
                raise layer.fail(
                    place,
                    _("%(source)s says otherwise (%(place)s) and leaves no choice: %(problem)s")
                    % words,
                )


def rows_with_tables(
    layer: Layer,
) -> Iterator[tuple[Standard | Quota, int, Mapping[str, Any]]]:
    """Each condition and quota of a layer, its number in its list, and its raw table."""
    rows: dict[str, Iterator[Standard | Quota]] = {
        "standard": iter(layer.parts.standards),
        "quota": iter(layer.parts.quotas),
    }
    for _code, name, number, table in rows_of(layer.document):
        yield next(rows[name]), number, table


def _check_rows(layer: Layer, base: RuleSet, above: Sequence[Layer]) -> None:
    for row, number, table in rows_with_tables(layer):
        name = "standard" if isinstance(row, Standard) else "quota"
        place = ("award", row.award, name)
        written = base.standards if isinstance(row, Standard) else base.quotas
        for before in written:
            if not before.source or not is_replaced(before, row):
                continue
            if is_open(".".join((*place, row.key)), before.layer, layer, base, above):
                continue
            if replaces_inferred(before, table):
                continue
            problem = row_loosening(before, row)
            if problem:
                words = {
                    "source": citations.in_full(before.source),
                    "key": row.key,
                    "problem": problem,
                }
                raise layer.fail(
                    (*place[:-1], f"{name}[{number}]"),
                    _("%(source)s says otherwise (%(key)s) and leaves no choice: %(problem)s")
                    % words,
                )


def is_replaced(before: Standard | Quota, row: Standard | Quota) -> bool:
    """Whether the row replaces the one before, at least for some kinds of subject."""
    same = (before.award, before.key, before.kind) == (row.award, row.key, row.kind)
    return same and (not before.whom or not row.whom or bool({*before.whom} & {*row.whom}))


def _check_row_lists(layer: Layer, base: RuleSet, above: Sequence[Layer]) -> None:
    """Check rows of lists: those of the same key must not be looser, and a deadline of another key
    must not be later than a sourced one for the same dossiers."""
    written: dict[str, Sequence[Any]] = {
        "deadline": base.deadlines,
        "opinion": base.opinions,
        "exclusion": base.exclusions,
    }
    for name, number, row in listed_rows_of(layer.document):
        after = layer.parts.row_lists[name][number]
        for before in written[name]:
            if not before.source or replaces_inferred(before, row):
                continue
            if is_open(f"{name}.{before.key}", before.layer, layer, base, above):
                continue
            problem = loosened_listed(before, after)
            if problem:
                words = {
                    "source": citations.in_full(before.source),
                    "key": before.key,
                    "problem": problem,
                }
                raise layer.fail(
                    (f"{name}[{number}]",),
                    _("%(source)s says otherwise (%(key)s) and leaves no choice: %(problem)s")
                    % words,
                )


def _merged(base: RuleSet, layers: Sequence[Layer]) -> RuleSet:
    document = deepcopy(dict(base.content))
    for layer in layers:
        for place, table in tables_of(layer.document):
            put_table(document, place, {k: v for k, v in table.items() if k not in MEETINGS})
        for code, name, _number, row in rows_of(layer.document):
            put_row(document, code, name, row, layer.scope)
        if reach := layer.scope.as_reach(layer.code):
            document.setdefault("reach", []).append(reach)
        for name, _number, row in listed_rows_of(layer.document):
            put_listed_row(document, name, row, layer.scope)
    document["layers"] = [*base.layers, *(layer.code for layer in layers)]
    joined = base.digest + "".join(layer.digest for layer in layers)
    content = datafile.Section(file=layers[-1].file, path="", content=document)
    return from_content(content, digest=sha256(joined.encode()).hexdigest())


def with_layers(base: RuleSet, layers: Sequence[Layer]) -> RuleSet:
    """The rule set with the layers on top: provinces first, then agencies, each in order of time.

    A later layer of a level replaces values of an earlier one; of two from the same day, the later
    in `layers`. Refuses with DataFileError a layer that changes a value that the file above neither
    leaves without source nor opens, unless it tightens it.
    """
    above: list[Layer] = []
    ordered = sorted(layers, key=lambda one: (LEVELS.index(one.level), one.valid_from))
    for _level, group in groupby(ordered, key=lambda one: one.level):
        rows = list(group)
        for layer in rows:
            _check_tables(layer, base, above)
            _check_rows(layer, base, above)
            _check_row_lists(layer, base, above)
        base = _merged(base, rows)
        above += rows
    return base
