"""No part of a regulation takes a number that asks for nothing: 0, less, or no number at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict

from nominations.law.forms.blocks import BlockForm
from nominations.law.forms.parts import PartForm
from nominations.law.rulesets.key_types import KeyDescription, TableDescription
from nominations.law.rulesets.layer_keys import TABLES
from nominations.law.vocabulary import WORDS

ZERO_MEANS = {
    ("deadline", "count"): "to be done at once",
    ("opinion", "days"): "the regulation does not say",
}
"""Where 0 says something of its own, and what; everywhere else it is refused."""
NUMBERS = ("whole", "number", "fraction")


def asked_numbers() -> Iterator[tuple[TableDescription, KeyDescription, dict[str, Any]]]:
    """Every number of every part, with the other values under which it is asked."""
    for table in TABLES:
        for key in table.keys:
            if key.kind in NUMBERS and key.in_layers:
                name, values = key.when
                yield table, key, {name: values[0]} if name else {}


def form_of(table: TableDescription, typed: dict[str, Any]) -> PartForm:
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data[name] = "on" if value is True else str(value)
    return PartForm(table, {}, act="Quyết định 15/QĐ-STN", data=data)


@pytest.mark.parametrize(
    ("table", "key", "others"),
    [pytest.param(*one, id=f"{one[0].name}-{one[1].name}") for one in asked_numbers()],
)
def test_a_number_that_asks_for_nothing_is_refused_at_its_field(
    table: TableDescription, key: KeyDescription, others: dict[str, Any]
) -> None:
    if key.kind == "fraction":
        zero, negative = "0/3", "-1/3"
    else:
        zero, negative = "0", "-1"
    refused = [negative, "ba"]
    if (table.name, key.name) not in ZERO_MEANS:
        refused.append(zero)
    if key.needed:
        refused.append("")
    for text in refused:
        errors = form_of(table, {**others, key.name: text}).errors
        assert key.name in errors, (text, errors)
        assert all(str(sentence).endswith(".") for sentence in errors[key.name]), errors
    if (table.name, key.name) in ZERO_MEANS:
        assert key.name not in form_of(table, {**others, key.name: zero}).errors


def test_silence_agrees_only_after_at_least_one_day() -> None:
    (table,) = [one for one in TABLES if one.name == "opinion"]
    for text in ("0", ""):
        errors = form_of(table, {"silence": "agrees", "days": text}).errors
        assert "ít nhất là 1" in str(errors["days"])
    assert "days" not in form_of(table, {"silence": "agrees", "days": "1"}).errors


@pytest.mark.parametrize(
    ("operator", "bound", "is_wrong"),
    [
        (">=", "0", True),
        ("<", "0", True),
        ("==", "0", False),
        (">=", "1", False),
        ("<=", "-1", True),
    ],
)
def test_a_block_of_a_standard_asks_for_something(
    operator: str, bound: str, is_wrong: bool
) -> None:
    word = WORDS["service_months"]
    form = BlockForm(word, QueryDict(f"x-operator={operator}&x-bound={bound}"), prefix="x")
    form.is_valid()
    assert ("bound" in form.errors) == is_wrong
