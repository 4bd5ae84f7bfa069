"""Merges the tables and rows of a layer into the document of the rule set below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nominations.law import catalogue
from nominations.law.models import AGENCY_RECIPIENTS, RecipientKind
from nominations.law.recipient_words import BODY_WORDS, PERSON_WORDS
from nominations.law.rulesets.applicable_kinds import left_over, narrowed_row
from nominations.law.rulesets.layer_scope import LayerScope, scoped_rows
from nominations.law.rulesets.parts import MEETINGS

Place = tuple[str, ...]


def put_table(document: dict[str, Any], place: Place, table: Mapping[str, Any]) -> None:
    """Put the table at its place; the quorums of kinds of meetings are preserved."""
    inner = document
    for key in place[:-1]:
        inner = inner.setdefault(key, {})
    meetings = {key: value for key, value in inner.get(place[-1], {}).items() if key in MEETINGS}
    inner[place[-1]] = {**table, **(meetings if place == ("quorum",) else {})}


def put_row(
    document: dict[str, Any], code: str, name: str, row: Mapping[str, Any], scope: LayerScope
) -> None:
    """Put a condition or quota, limited to the layer's scope, in place of those with its key."""
    targets = targets_in(document, code)
    kinds = [row["kind"]] if row.get("kind") else list(targets)
    mine = scoped_rows(row, kinds, scope)
    if len(mine) == 1 and mine[0] == row:
        _put_one(document, code, name, row)
        return
    if not row.get("kind"):
        _split(document, code, name, row.get("key"), targets)
    for one in mine:
        narrowed = one.get("for") != row.get("for")
        if narrowed and name == "standard" and not _stands(document, code, one):
            one.setdefault("way", False)  # outside the scope the ways of the regime stay
        _put_one(document, code, name, one)


def put_listed_row(
    document: dict[str, Any], name: str, row: Mapping[str, Any], scope: LayerScope
) -> None:
    """Put a row of a list in place of those with its key, else at the end. With a limited scope,
    other kinds of person or body keep the former row."""
    rows = document.setdefault(name, [])
    found: list[dict[str, Any]] = []
    place = -1
    for one in rows:
        if one.get("key") != row.get("key"):
            found.append(one)
            continue
        place = len(found) if place < 0 else place
        if (scope.persons or scope.bodies) and (rest := left_over(one, scope)):
            found.append(rest)
            place = len(found)
    mine = narrowed_row(row, scope)
    found.insert(len(found) if place < 0 else place, mine)
    rows[:] = found


def _rows(document: dict[str, Any], code: str, name: str) -> list[dict[str, Any]]:
    award = document.setdefault("award", {}).setdefault(code, {})
    rows: list[dict[str, Any]] = award.setdefault(name, [])
    return rows


def _stands(document: dict[str, Any], code: str, row: Mapping[str, Any]) -> bool:
    """Whether there is a condition with the key and kind of the row."""
    return any(
        (one.get("key"), one.get("kind", "")) == (row.get("key"), row.get("kind", ""))
        for one in _rows(document, code, "standard")
    )


def _split(
    document: dict[str, Any], code: str, name: str, key: object, targets: Sequence[str]
) -> None:
    """Split a row of this key for all into one for each kind of subject."""
    rows = _rows(document, code, name)
    rows[:] = [
        one
        for row in rows
        for one in (
            [{**row, "kind": kind} for kind in targets]
            if row.get("key") == key and not row.get("kind")
            else [row]
        )
    ]


def _put_one(document: dict[str, Any], code: str, name: str, row: Mapping[str, Any]) -> None:
    """Put the row in place of those with its key; these stay for other kinds."""
    key, kind = row.get("key"), str(row.get("kind", ""))
    words = kind_words(kind, targets_in(document, code))
    found: list[dict[str, Any]] = []
    place = -1
    rows = _rows(document, code, name)
    for one in rows:
        if (one.get("key"), one.get("kind", "")) != (key, kind):
            found.append(one)
            continue
        place = len(found) if place < 0 else place
        if rest := _rest_of(one, row, words):
            found.append({**one, "for": rest})
    found.insert(len(found) if place < 0 else place, dict(row))
    rows[:] = found


def targets_in(document: Mapping[str, Any], code: str) -> Sequence[str]:
    """The kinds of subject of a row without a kind: individuals and collectives, if the document
    gives the award to them."""
    written = document.get("award", {}).get(code, {}).get("catalogue", {}).get("targets")
    targets = written or catalogue.entries()[code].targets
    return [one for one in targets if one in AGENCY_RECIPIENTS]


def kind_words(kind: str, targets: Sequence[str]) -> Sequence[str]:
    """The words of all kinds of person, or of body, that a row of this kind of subject may name."""
    kinds = [kind] if kind else list(targets)
    return list(PERSON_WORDS if kinds == [RecipientKind.INDIVIDUAL] else BODY_WORDS)


def _rest_of(before: Mapping[str, Any], row: Mapping[str, Any], words: Sequence[str]) -> list[str]:
    """The kinds for which the former row stays; empty if it is replaced for all."""
    named = set(row.get("for", ()))
    if not named:
        return []
    return [one for one in before.get("for", words) if one not in named]
