from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from tests.workflow.toy.table import PARCELS, State, is_lead
from workflow import registry
from workflow.exceptions import UnknownTransition
from workflow.rules import ActorRelation, Fact
from workflow.table import PREVIOUS, Transition, Workflow


class Light(models.TextChoices):
    RED = "red"
    GREEN = "green"


def row(name: str = "go", **fields: Any) -> Transition:
    values: dict[str, Any] = {
        "sources": {Light.RED},
        "target": Light.GREEN,
        "label": "Go",
        "allowed_for": is_lead,
        **fields,
    }
    return Transition(name, **values)


def table(*rows: Transition, **fields: Any) -> Workflow:
    values: dict[str, Any] = {"initial": Light.RED, "final": {Light.GREEN}, **fields}
    return Workflow("light", states=Light, transitions=rows or (row(),), **values)


def test_the_dangerous_fields_of_a_row_have_no_defaults():
    for missing in ("sources", "target", "label", "allowed_for"):
        fields = {
            "sources": {"red"},
            "target": "green",
            "label": "Go",
            "allowed_for": is_lead,
        }
        del fields[missing]
        with pytest.raises(TypeError, match=missing):
            Transition("go", **fields)


@pytest.mark.parametrize("who", [None, True, "everyone", lambda actor: True])
def test_a_row_without_a_relation_is_refused(who):
    with pytest.raises(TypeError):
        row(allowed_for=who)


@pytest.mark.parametrize("sources", [set(), "red", ()])
def test_a_row_needs_a_set_of_sources(sources):
    with pytest.raises(ValueError, match="source"):
        row(sources=sources)


def test_a_row_takes_rules_and_audiences_only_where_they_belong():
    with pytest.raises(TypeError, match="requires"):
        row(requires=[is_lead])
    with pytest.raises(TypeError, match="tells"):
        row(tells=["secretaries"])


def test_a_row_that_leads_back_names_where_to():
    with pytest.raises(ValueError, match="targets"):
        row(target=PREVIOUS)
    assert row(target=PREVIOUS, targets={Light.RED}).targets == {"red"}


def test_a_row_is_called_like_a_method():
    with pytest.raises(ValueError, match="method"):
        row("go now")


def test_a_table_refuses_states_it_does_not_know():
    with pytest.raises(ValueError, match="unknown states"):
        table(row(sources={"blue"}))
    with pytest.raises(ValueError, match="unknown states"):
        table(row(target="blue"))
    with pytest.raises(ValueError, match="unknown state"):
        table(initial="blue")
    with pytest.raises(ValueError, match="unknown state"):
        table(final={"blue"})


def test_a_table_refuses_two_rows_of_one_name():
    with pytest.raises(ValueError, match="share a name"):
        table(row(), row(sources={"green"}, target="red"))


def test_a_table_refuses_two_facts_of_one_name():
    other = ActorRelation("is_lead", "lead", "TRUE")
    with pytest.raises(ValueError, match="is_lead"):
        table(row(), row("back", sources={"green"}, target="red", allowed_for=other))
    assert Fact("a", "1") == Fact("a", "1")


def test_a_table_keeps_the_name_of_the_adopting_entry_for_itself():
    with pytest.raises(ValueError, match="adopted"):
        table(row("adopted"))


def test_a_snapshot_is_taken_from_the_columns():
    with pytest.raises(ValueError, match="columns"):
        table(columns=("a",), snapshot=("b",))
    assert table(columns=("a", "b")).snapshot == ("a", "b")


def test_states_are_plain_text_inside_the_table():
    assert {type(state) for state in PARCELS.transitions[0].sources} == {str}
    assert type(PARCELS.initial) is str


def test_rows_are_found_by_name_and_by_state():
    assert PARCELS.transition("ship").target == "shipped"
    assert [one.name for one in PARCELS.from_state(State.CHECKED)] == ["ship", "hold"]
    with pytest.raises(UnknownTransition):
        PARCELS.transition("explode")
    assert PARCELS.label_of("held") == "Held"
    assert PARCELS.label_of("unheard-of") == "unheard-of"


def test_two_workflows_may_not_share_a_prefix():
    rival = table(topic_prefix="parcel")
    with pytest.raises(ValueError, match="parcel"):
        registry.register(rival, registry.model_of(PARCELS))
    registry.register(PARCELS, registry.model_of(PARCELS))


def test_a_table_without_a_model_has_none():
    with pytest.raises(LookupError):
        registry.model_of(table())
