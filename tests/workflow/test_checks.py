from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps

from tests.workflow.test_table import Light, row, table
from tests.workflow.toy.table import PARCELS, leads
from workflow import checks, registry
from workflow.models import SubjectQuerySet, WorkflowSubject, state_constraint
from workflow.table import Workflow, lazy_effect
from workflow.transition_methods import bind

PARCELS_AT = "tests.workflow.toy.table.PARCELS"  # a table is no function


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    """Tables of these tests do not stay registered."""
    monkeypatch.setattr(registry, "_models", dict(registry._models))
    monkeypatch.setattr(registry, "_workflows", dict(registry._workflows))


def ids() -> list[str]:
    return [message.id for message in checks.check_workflows()]


def lamp(light: Workflow, **attributes: Any) -> type[WorkflowSubject]:
    """A model for the table, with every row bound unless said otherwise."""
    bound = {name: bind(light, name) for name in light.by_name}
    meta = type("Meta", (), {"constraints": (state_constraint("lamp", Light),), "app_label": "toy"})
    body = {"__module__": __name__, "workflow": light, "Meta": meta, **bound, **attributes}
    body = {name: value for name, value in body.items() if value is not None}
    return type("Lamp", (WorkflowSubject,), body)


def test_the_toy_and_the_real_tables_are_sound():
    assert checks.check_workflows() == []
    assert checks.check_distributions() == []


@isolate_apps("tests.workflow.toy")
def test_a_state_nobody_can_come_to_is_found():
    lamp(table(row("stop", sources={"green"}, target="red"), final={"red"}))
    assert ids() == ["workflow.E002"]


@isolate_apps("tests.workflow.toy")
def test_a_dead_end_that_is_not_final_is_found():
    lamp(table(final=set()))
    assert ids() == ["workflow.E003"]


@isolate_apps("tests.workflow.toy")
def test_a_state_whose_only_way_out_is_to_itself_is_a_dead_end():
    lamp(table(row(), row("blink", sources={"green"}, target="green"), final=set()))
    assert ids() == ["workflow.E003"]


@isolate_apps("tests.workflow.toy")
def test_a_state_that_only_itself_leads_to_is_not_reachable():
    blink = row("blink", sources={"green"}, target="green")
    lamp(table(row("stay", sources={"red"}, target="red"), blink, final={"red", "green"}))
    assert ids() == ["workflow.E002"]


@isolate_apps("tests.workflow.toy")
@pytest.mark.parametrize(
    "path", ["tests.no_such_module.run", "tests.workflow.toy.table.no_such_name", "run", PARCELS_AT]
)
@pytest.mark.parametrize("field", ["effects", "prepare"])
def test_a_path_that_leads_to_no_function_is_found(path, field):
    lamp(table(row(**{field: [lazy_effect(path)] if field == "effects" else path})))
    assert ids() == ["workflow.E012"]


@isolate_apps("tests.workflow.toy")
def test_a_row_without_a_method_is_found():
    lamp(table(), go=None)
    assert ids() == ["workflow.E004"]


@isolate_apps("tests.workflow.toy")
def test_a_method_without_a_row_is_found():
    other = table(row("leap"))
    lamp(table(), leap=bind(other, "leap"))
    assert ids() == ["workflow.E005"]


@isolate_apps("tests.workflow.toy")
def test_a_method_bound_to_another_row_is_found():
    other = table(row("go", sources={"green"}, target="red"))
    lamp(table(), go=bind(other, "go"))
    assert ids() == ["workflow.E006"]


@isolate_apps("tests.workflow.toy")
def test_a_column_the_model_does_not_have_is_found():
    lamp(table(columns=("colour",)))
    assert ids() == ["workflow.E007"]


@isolate_apps("tests.workflow.toy")
def test_a_fractional_column_is_kept_out_of_the_history():
    lamp(table(columns=("watts",)), watts=models.FloatField())
    assert ids() == ["workflow.E008"]


@isolate_apps("tests.workflow.toy")
def test_a_fractional_column_outside_the_snapshot_is_fine():
    lamp(table(columns=("watts",), snapshot=()), watts=models.FloatField())
    assert ids() == []


@isolate_apps("tests.workflow.toy")
def test_a_manager_that_lets_anyone_write_the_state_is_found():
    lamp(table(), objects=models.Manager())
    assert ids() == ["workflow.E009"]


@isolate_apps("tests.workflow.toy")
def test_a_model_whose_database_takes_any_state_is_found():
    lamp(table(), Meta=type("Meta", (), {"app_label": "toy"}))
    assert ids() == ["workflow.W010"]


@isolate_apps("tests.workflow.toy")
def test_a_message_nobody_wrote_is_found(settings):
    lamp(table(row(tells=[leads])))
    assert ids() == []  # the default template says it
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
    assert "workflow.E011" in ids()


def test_both_distributions_at_once_are_refused(monkeypatch):
    monkeypatch.setattr(checks.metadata, "distribution", lambda name: name)
    assert [message.id for message in checks.check_distributions()] == ["workflow.E001"]


def test_every_state_of_the_toy_can_be_reached():
    assert checks.reachable(PARCELS) == set(PARCELS.states.values)


@isolate_apps("tests.workflow.toy")
def test_an_own_query_set_derived_from_the_subjects_is_fine():
    class LampQuerySet(SubjectQuerySet):
        pass

    lamp(table(), objects=LampQuerySet.as_manager())
    assert ids() == []
