"""A query that Django composes once per process: for what every page asks.

Composing the SQL of a few joins costs Django a millisecond, running it a few hundredths of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class Parameter(Expression):
    """Stands in a condition for a value that is bound at each call; `field` says how."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Composed:
    """A statement with its parameters in their order, and how Django converts columns, by place."""

    sql: str
    places: tuple[Any, ...]
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]

    def converted(self, rows: Iterable[tuple[Any, ...]]) -> Iterable[Sequence[Any]]:
        """The rows with the values that Django gives."""
        return (self._values(row) for row in rows) if self.converters else rows

    def _values(self, row: tuple[Any, ...]) -> Sequence[Any]:
        values = list(row)
        for place, (steps, column) in self.converters.items():
            for step in steps:
                values[place] = step(values[place], column, connection)
        return values


class PreparedQuery(Generic[Row]):
    """Rows of a `values_list`, made by `row` from its columns.

    `compose` gets a `Parameter` for each field of `parameters` and must not look at them, only pass
    them to filters.
    """

    def __init__(
        self,
        row: Callable[..., Row],
        compose: Callable[..., QuerySet[Any, Any]],
        **parameters: Field[Any, Any],
    ) -> None:
        self.row = row
        self.compose = compose
        self.parameters = parameters
        self._composed: dict[str, _Composed] = {}

    def rows(self, **values: Any) -> list[Row]:
        """The rows for the values of all parameters, by one statement."""
        composed = self._composed.get(connection.vendor) or self._compose()
        bound = {
            name: field.get_db_prep_value(values[name], connection)
            for name, field in self.parameters.items()
        }
        given = [bound[one.name] if isinstance(one, Parameter) else one for one in composed.places]
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, given)
            found = cursor.fetchall()
        return [self.row(*columns) for columns in composed.converted(found)]

    def _compose(self) -> _Composed:
        fields = self.parameters.items()
        rows = self.compose(**{name: Parameter(name, field) for name, field in fields})
        compiler = rows.query.get_compiler(connection=connection)
        sql, places = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        composed = _Composed(sql, tuple(places), converters)
        self._composed[connection.vendor] = composed
        return composed
