"""The text of a draft, its citations and its conditions: out of the file and back into it."""

from __future__ import annotations

from datetime import date

import pytest

from nominations.law import catalogue, lint, rulesets
from nominations.law.citation_fields import CitationFields, act_of, joined_citation, split_citation
from nominations.law.ended_acts import ended_act_in, read_ended_acts
from nominations.law.layer_text import (
    document_of,
    new_text,
    places_of,
    table_of,
    text_of,
    with_table,
    with_table_text,
)
from nominations.law.rulesets.layer_changes import layer_changes
from nominations.law.rulesets.layers import read_layer_text
from nominations.law.standard_blocks import TooDeep, expression_of, groups_of
from nominations.law.vocabulary import read_rule
from nominations.law.wording import rule_sentence
from tests.law.rulebook import LAYER

EXAMPLES = sorted((rulesets.FOLDER.parent / "layers").glob("*.toml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=[one.stem for one in EXAMPLES])
def test_a_layer_written_anew_says_the_same(path: object) -> None:
    text = path.read_text(encoding="utf-8")
    document = document_of(text, path.name)

    again = document_of(text_of(document), path.name)

    assert again == document
    assert (
        read_layer_text(text_of(document), "x").parts.rules
        == read_layer_text(text, "x").parts.rules
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=[one.stem for one in EXAMPLES])
def test_one_part_is_replaced_and_every_comment_stays(path: object) -> None:
    text = path.read_text(encoding="utf-8")
    document = document_of(text, path.name)
    for place, table in places_of(document):
        changed = with_table_text(text, place, {**table, "source": "Quyết định mới Đ1"})

        assert document_of(changed, "x") == with_table(
            document, place, {**table, "source": "Quyết định mới Đ1"}
        )
        assert [one for one in text.splitlines() if one.startswith("#")] == [
            one for one in changed.splitlines() if one.startswith("#")
        ]
    for place, _table in places_of(document):
        without = document_of(with_table_text(text, place, None), "x")
        assert len(list(places_of(without))) == len(list(places_of(document))) - 1


def test_a_table_written_in_another_way_is_found_all_the_same() -> None:
    text = 'schema = 2\nname = "A"\naward.GK.sets = {count = 2}\n'

    changed = with_table_text(text, ("award", "GK", "sets"), {"count": 3})

    assert table_of(document_of(changed, "x"), ("award", "GK", "sets")) == {"count": 3}


def test_texts_with_quotes_breaks_and_days_come_back() -> None:
    name = 'Quy chế "mới"\ncó \\ dấu'
    text = new_text(name=name, code="A", valid_from=date(2026, 2, 1), layer="agency")

    assert document_of(text, "x") == {
        "schema": 2, "name": name, "code": "A", "layer": "agency", "valid_from": date(2026, 2, 1)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("Quyết định 15/QĐ-STN Đ12 k2 a", CitationFields(article="12", clause="2", point="a")),
        ("Quyết định 15/QĐ-STN Đ5", CitationFields(article="5")),
        ("Quyết định 15/QĐ-STN Đ5, Đ6", CitationFields(other="Quyết định 15/QĐ-STN Đ5, Đ6")),
        (
            "Quyết định 15/QĐ-STN Đ5 k1; Luật 06/2022/QH15 Đ23",
            CitationFields(article="5", clause="1", other="Luật 06/2022/QH15 Đ23"),
        ),
        ("", CitationFields()),
    ],
)
def test_a_citation_comes_apart_and_together(source: str, fields: CitationFields) -> None:
    act = act_of("Quyết định 15/QĐ-STN ngày 10/01/2026 của Giám đốc Sở")
    assert act == "Quyết định 15/QĐ-STN"
    assert split_citation(source, act) == fields
    assert joined_citation(fields, act) == source


def test_every_shipped_condition_can_be_said_in_blocks() -> None:
    count = 0
    for regime in rulesets.shipped_regimes():
        for one in regime.standards:
            here = regime.catalogue.get(one.award)
            targets = here.targets if here else catalogue.entries()[one.award].targets
            kinds = (one.kind,) if one.kind else tuple(targets)
            again = expression_of(groups_of(one.rule, kinds))
            assert rule_sentence(read_rule(again, kinds)) == rule_sentence(
                read_rule(one.rule, kinds)
            )
            count += 1
    assert count > 560


def test_a_condition_of_three_levels_is_not_cut_down() -> None:
    with pytest.raises(TooDeep):
        groups_of("registered or (grade >= HTT and (registered or discipline == NONE))")
    turned = groups_of("not (registered and grade >= HTT)")
    assert expression_of(turned) == "not registered or grade < HTT"


def test_an_act_that_had_ended_is_named_with_the_article_that_ended_it() -> None:
    ended = ended_act_in("Nghị định 98/2023/NĐ-CP Đ5", date(2026, 2, 1))

    assert "31/12/2025" in ended
    assert "Điều 59" in ended
    assert ended_act_in("Nghị định 98/2023/NĐ-CP Đ5", date(2025, 12, 1)) == ""
    assert ended_act_in("Luật 06/2022/QH15 Đ23", date(2026, 2, 1)) == ""
    assert all(one.verified or "chưa đối chiếu" in one.source for one in read_ended_acts())


def test_a_file_that_cites_an_ended_act_is_told_by_line() -> None:
    late = LAYER.replace("2024-03-01", "2026-02-01").replace(
        "value = 3", 'value = 3\nsource = "Nghị định 98/2023/NĐ-CP Đ5"'
    )
    (found,) = lint.lint_layer(read_layer_text(late, "x"), rulesets.shipped_regimes())

    assert found.key == "settings.papers_lead_days.source"
    assert found.line == late.splitlines().index('source = "Nghị định 98/2023/NĐ-CP Đ5"') + 1
    early = late.replace("2026-02-01", "2024-03-01")
    assert lint.lint_layer(read_layer_text(early, "x"), rulesets.shipped_regimes()) == []


def test_each_value_stands_somewhere_to_the_law() -> None:
    regime = rulesets.regime_on(date(2026, 2, 1))
    text = LAYER + (
        "[award.CSTDTQ.vote]\nneeded = true\nnumerator = 1\ndenominator = 2\nstrict = false\n"
    )

    found = {one.place: one for one in layer_changes(read_layer_text(text, "x"), regime)}

    assert found[("quorum", "council")].effect == "fills"
    assert found[("settings", "papers_lead_days")].effect == "adds"
    refused = found[("award", "CSTDTQ", "vote")]
    assert (refused.effect, refused.key) == ("refused", "numerator")
    assert "Đ33" in refused.source
