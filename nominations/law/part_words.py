"""A part of a regulation in words: name, scope, content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.expressions import ExpressionError
from nominations.law.key_fields import shown_share
from nominations.law.models import AwardCategory, CommendationType
from nominations.law.rulesets.key_types import ROW_TABLES, KeyDescription, TableDescription
from nominations.law.rulesets.layer_keys import NEW_ROW, Place, places_of_common, table_at
from nominations.law.rulesets.rule_keys import MEETING_NAMES, PAPER_NAMES
from nominations.law.vocabulary import read_rule
from nominations.law.wording import rule_sentence
from nominations.people.models import Authority


def holds_for(place: Place) -> str:
    """The scope of a part by its enclosing tables; "" for everything."""
    entries = catalogue.entries()
    match place:
        case ("defaults", *_rest):
            return _("all awards")
        case ("form", form, *_rest):
            return str(AwardCategory(form).label)
        case ("type", one, *_rest):
            return _("type of commendation: %(type)s") % {"type": CommendationType(one).label}
        case ("level", level, "award", code, *_rest):
            words = {"award": entries[code].short_name, "level": Authority(level).label}
            return _("%(award)s, at the level: %(level)s") % words
        case ("award", code, *_rest):
            return entries[code].short_name
    return ""


def part_title(place: Place) -> str:
    """The name of a part with its scope."""
    if place[0] == "quorum":
        return str(MEETING_NAMES[place[1] if len(place) > 1 else ""])
    described = table_at(place)
    name = str(described.label) if described else ".".join(place)
    whom = holds_for(place)
    return f"{name}: {whom}" if whom else name


def places_for(table: TableDescription) -> Iterator[Place]:
    """Every place at which a table may stand, the most common first."""
    if table.at == "common":
        for around in places_of_common():
            yield (*around, table.name)
    elif table.at == "award":
        for code in catalogue.nominable_entries():
            yield ("award", code, table.name)
    elif table.at == "row":
        for code in catalogue.nominable_entries():
            yield ("award", code, table.name, NEW_ROW)


def _value(key: KeyDescription, table: Mapping[str, Any], kinds: tuple[str, ...]) -> str:
    value = table.get(key.name)
    if key.kind == "fraction":
        return shown_share(int(value or 0), int(table.get(key.partner) or 0))
    if key.kind == "day_of_year":
        return f"{value:02}/{table.get(key.partner, 0):02}" if value else ""
    if key.kind == "expression":
        try:
            return rule_sentence(read_rule(str(value), kinds))
        except ExpressionError as error:
            return str(error)
    if key.kind in ("choice", "choices", "papers", "awards"):
        values = value if isinstance(value, list | tuple) else [value]
        return "; ".join(_word(key, str(one)) for one in values)
    if key.kind == "number":
        return number_format(str(value))
    if key.kind == "places":
        return "; ".join(map(str, value or ()))
    return str(value)


def _word(key: KeyDescription, word: str) -> str:
    if word in key.words:
        return str(key.words[word])
    if key.kind == "papers":
        return _(" or ").join(str(PAPER_NAMES.get(one, one)) for one in word.split("|"))
    entry = catalogue.entries().get(word)
    return entry.short_name if entry else word


def part_lines(place: Place, table: Mapping[str, Any]) -> list[str]:
    """The content of a part, a line for each of its keys."""
    described = table_at(place)
    kinds = kinds_asked(place, table)
    found = []
    for key in described.keys if described else ():
        if key.name not in table or key.kind == "row_key" or not key.is_asked(table):
            continue
        if key.kind == "flag":
            if table[key.name] != key.default or (key.needed and key.default):
                yes = str(key.label) if table[key.name] else _("no: %(what)s") % {"what": key.label}
                found.append(yes)
            continue
        text = _value(key, table, kinds)
        if text:
            says = key.name == "says" and described is not None and described.at in ROW_TABLES
            found.append(f"“{text}”" if says else f"{key.label}: {text}")
    return found


def kinds_asked(place: Place, table: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of subject of a condition."""
    if kind := table.get("kind"):
        return (str(kind),)
    entry = catalogue.entries().get(place[1]) if len(place) > 1 else None
    return tuple(entry.targets) if entry else ()
