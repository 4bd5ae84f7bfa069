"""Migrations of an empty database in half the processor time: the tables that stand one after the
other in a migration are made from one state of the models.

Django renders every model that is related to a new one again, once for each new model.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db.migrations.migration import Migration
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation


@contextmanager
def tables_made_together() -> Iterator[None]:
    """Within the block migrations are applied so."""
    plain = Migration.apply

    def apply(self: Migration, state: Any, editor: Any, collect_sql: bool = False) -> Any:
        for made, run in groupby(self.operations, _makes_a_table):
            operations = list(run)
            if made and len(operations) > 1:
                _make(self.app_label, operations, state, editor)
            else:
                part = type(self)(self.name, self.app_label)
                part.operations, part.atomic = operations, self.atomic
                state = plain(part, state, editor, collect_sql)
        return state

    Migration.apply = apply
    try:
        yield
    finally:
        Migration.apply = plain


def _makes_a_table(operation: Operation) -> bool:
    return type(operation) is CreateModel


def _make(app_label: str, operations: list[Any], state: Any, editor: Any) -> None:
    before = state.clone()
    rendered = state.__dict__.pop("apps")
    for operation in operations:
        operation.state_forwards(app_label, state)
    state.__dict__["apps"] = rendered
    state.reload_models([(app_label, one.name_lower) for one in operations], delay=False)
    for operation in operations:
        operation.database_forwards(app_label, editor, before, state)
