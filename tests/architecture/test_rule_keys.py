"""Every key that the loader of rule files reads is described, and every description is complete."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from nominations.law import catalogue, key_reference
from nominations.law.datafile import DataFileError, Section
from nominations.law.forms.blocks import BlockForm, offered_words
from nominations.law.forms.parts import PartForm
from nominations.law.rulesets import loader, tables
from nominations.law.rulesets.key_types import KINDS, KeyDescription, TableDescription
from nominations.law.rulesets.layer_keys import (
    BY_NAME,
    DOCUMENT_TABLES,
    HEAD,
    LISTS,
    OPEN,
    SCOPE,
    TABLES,
    key_of_path,
    table_at,
)
from nominations.law.rulesets.layers import read_layer, read_layer_file, rows_of, tables_of
from nominations.law.rulesets.parts import MEETINGS, PAPERS
from nominations.law.rulesets.rule_keys import MEETING_NAMES, PAPER_NAMES, QUORUM, SETTING_TABLES
from nominations.law.rulesets.rule_settings import SETTINGS
from nominations.law.vocabulary import WORDS
from nominations.law.word_descriptions import WORD_DESCRIPTIONS

CITATION = {"source", "verified", "layer"}


class AskedTable(dict[str, Any]):
    """A table that remembers which keys somebody asked for."""

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.asked: set[str] = set()

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)


def sample(key: KeyDescription) -> dict[str, Any]:
    """A value that the key may have."""
    values: dict[str, Any] = {
        "flag": True,
        "whole": max(1, key.minimum),
        "number": 1,
        "choice": next((one for one in key.words if one), ""),
        "choices": [next(iter(key.words), "")],
        "text": "Mẫu số 01",
        "prose": "Câu của quy chế",
        "fraction": 1,
        "day_of_year": 1,
        "expression": "grade >= HTT",
        "papers": [next(iter(key.words), "")],
        "row_key": "merit",
        "places": ["award.GK.vote"],
        "awards": ["GK"],
    }
    return dict.fromkeys(key.names, values.get(key.kind))


def variants(table: TableDescription) -> Iterator[dict[str, Any]]:
    """Tables with every key, one for each word and each answer to a question."""
    full: dict[str, Any] = {"source": "Quy chế Đ1", "verified": True}
    for key in table.keys:
        full |= sample(key)
    for key in table.keys:
        for value in [True, False] if key.kind == "flag" else [one for one in key.words if one]:
            changed = full | {key.name: [value] if key.kind in ("choices", "papers") else value}
            yield {
                name: one
                for name, one in changed.items()
                if name in CITATION or table.key(name).is_asked(changed)
            }
    yield full
    yield {name: one for name, one in full.items() if name in CITATION}


def asked_by(read: Callable[[Section], Any], table: TableDescription) -> set[str]:
    """Every key that a reader asks for, whatever the table says."""
    found: set[str] = set()
    for content in variants(table):
        spied = AskedTable(content)
        # Two words may exclude each other; what was asked before that counts.
        with suppress(DataFileError):
            read(Section(file="x.toml", path="x", content=spied))
        found |= spied.asked
    return found - CITATION


def readers() -> Iterator[tuple[TableDescription, Callable[[Section], Any]]]:
    both = ("individual", "collective")
    for name, table in BY_NAME.items():
        if table.at == "common":
            yield table, lambda section, name=name: tables.read_rule_table(name, section)
        elif table.at == "award":
            yield table, tables.SINGLE[name]
    yield BY_NAME["standard"], lambda section: tables.read_standard("GK", both, section)
    yield BY_NAME["quota"], lambda section: tables.read_quota("GK", both, section)
    yield QUORUM, tables.read_quorum
    yield SCOPE, loader.read_scope
    for name, table in LISTS.items():
        yield (
            table,
            lambda section, name=name: tables.ROW_LISTS[name](
                section, tables.read_source_and_layer(section)
            ),
        )
    for name, table in SETTING_TABLES.items():
        yield table, lambda section, name=name: tables.read_setting(name, section)


READERS = list(readers())


@pytest.mark.parametrize(("table", "read"), READERS, ids=[one.name for one, _read in READERS])
def test_the_description_has_the_keys_that_the_loader_reads(
    table: TableDescription, read: Callable[[Section], Any]
) -> None:
    assert asked_by(read, table) == set(table.names())


def test_a_key_that_nobody_described_is_found() -> None:
    def read(section: Section) -> None:
        section.text("by_night", "")
        tables.read_quorum(section)

    assert asked_by(read, QUORUM) - set(QUORUM.names()) == {"by_night"}


def test_the_head_and_the_places_are_described() -> None:
    head = AskedTable({"schema": 2, "layer": "agency", "code": "A", "source": "B", "name": "C"})
    with pytest.raises(DataFileError, match="valid_from"):
        read_layer(Section(file="x.toml", path="", content=head))
    assert head.asked - {"schema"} <= set(HEAD.names())

    document = AskedTable({})
    loader.RuleFileParts().add(Section(file="x.toml", path="", content=document))
    assert document.asked == set(DOCUMENT_TABLES)

    award = AskedTable({})
    loader.RuleFileParts()._award("GK", Section(file="x.toml", path="award.GK", content=award))
    assert award.asked == set(BY_NAME)

    assert set(SETTING_TABLES) == set(SETTINGS)
    assert set(MEETING_NAMES) == {"", *MEETINGS}
    assert set(PAPER_NAMES) == set(PAPERS)
    assert set(WORD_DESCRIPTIONS) == set(WORDS)
    assert set(LISTS) == set(tables.ROW_LISTS)
    assert {name for one in OPEN.keys for name in one.names} == {"agency", "province"}


def test_every_key_has_a_label_and_a_help_in_vietnamese() -> None:
    shown = [(table.name, table.label, table.help) for table in TABLES]
    shown += [
        (f"{table.name}.{key.name}", key.label, key.help) for table in TABLES for key in table.keys
    ]
    shown += [(name, one.label, one.help) for name, one in WORD_DESCRIPTIONS.items()]
    for name, label, help_text in shown:
        with override("en"):
            english = (str(label), str(help_text))
        with override("vi"):
            for source, word in zip(english, (str(label), str(help_text)), strict=True):
                assert source, name
                assert word != source, f"{name}: {source}"


def test_every_key_has_a_field_in_the_form_of_its_part() -> None:
    extra = {"key": [("", "–")], "agency": [("award.GK.vote", "GK")]}
    for table in TABLES:
        form = PartForm(table, {}, act="Quyết định 1/QĐ-STC", extra=extra)
        for key in table.keys:
            if key.in_layers and key.kind != "expression":  # that one is built of blocks
                assert str(form[key.name].label) == str(key.label)
                assert form[key.name].help_text == key.help
        assert ("article" in form.fields) is table.is_cited
    assert {name for name, _label in offered_words(["individual"])} | {
        name for name, _label in offered_words(["collective"])
    } == set(WORDS)
    for word in WORDS.values():
        assert BlockForm(word).main_names


def test_every_kind_and_condition_is_one_that_is_known() -> None:
    for table in TABLES:
        for key in table.keys:
            assert key.kind in KINDS, key.name
            other, values = key.when
            if other:
                deciding = table.key(other)
                assert deciding is not None
                assert set(values) <= {True, False, *deciding.words}


@pytest.mark.parametrize(
    ("path", "place", "key"),
    [
        ("award.GK.quota[0].percent", ("award", "GK", "quota", "0"), "percent"),
        ("award.GK.quota[0]", ("award", "GK", "quota", "0"), ""),
        ("defaults.vote.absent", ("defaults", "vote"), "absent"),
        ("level.province.award.GK.vote", ("level", "province", "award", "GK", "vote"), ""),
        ("quorum.council.numerator", ("quorum", "council"), "numerator"),
        ("quorum.denominator", ("quorum",), "denominator"),
        ("level.province.quorum.numerator", ("level", "province", "quorum"), "numerator"),
        ("award.CSTDTQ.quorum", ("award", "CSTDTQ", "quorum"), ""),
        ("deadline[0].count", ("deadline", "0"), "count"),
        ("opinion[1]", ("opinion", "1"), ""),
        ("settings.ballots.value", ("settings", "ballots"), "value"),
        ("valid_from", ("head",), "valid_from"),
        ("open", ("open",), ""),
        ("award.XX.vote", ("head",), ""),
    ],
)
def test_the_path_of_an_error_leads_to_its_place(
    path: str, place: tuple[str, ...], key: str
) -> None:
    assert key_of_path(path) == (place, key)
    assert table_at(place) is not None


def test_every_table_of_the_shipped_layers_is_described() -> None:
    for path in (loader.FOLDER.parent / "layers").glob("*.toml"):
        document = read_layer_file(path).document
        places = [place for place, _table in tables_of(document)]
        places += [("award", code, name, str(n)) for code, name, n, _row in rows_of(document)]
        for place in places:
            assert table_at(place) is not None, place
    assert table_at(("award", "GK", "standard")) is None
    assert set(catalogue.nominable_entries()) <= set(catalogue.entries())


def test_the_document_lists_what_the_description_has(root: Path) -> None:
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")

    assert key_reference.with_generated_part(text) == text, "run manage.py render_rule_keys"
    with pytest.raises(ValueError, match="lacks the lines"):
        key_reference.with_generated_part("# Rule files")
