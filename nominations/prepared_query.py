"""A query that Django composes once per process: for what every page asks.

Composing the SQL of a few joins costs Django a millisecond, running it a few hundredths of one.
"""

from __future__ import annotations

from collections.abc import Callable
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


class PreparedQuery(Generic[Row]):
    """Rows of a `values_list`, made by `row` from its columns.

    `compose` gets a `Parameter` for each field of `parameters` and must not look at them, only pass
    them to filters. Columns come as the database gives them: TypeError for a column of which Django
    would convert the values (a day, yes or no).
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
        self._composed: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, **values: Any) -> list[Row]:
        """The rows for the values of all parameters, by one statement."""
        sql, places = self._composed.get(connection.vendor) or self._compose()
        bound = {
            name: field.get_db_prep_value(values[name], connection)
            for name, field in self.parameters.items()
        }
        given = [bound[one.name] if isinstance(one, Parameter) else one for one in places]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            return [self.row(*columns) for columns in cursor.fetchall()]

    def _compose(self) -> tuple[str, tuple[Any, ...]]:
        fields = self.parameters.items()
        rows = self.compose(**{name: Parameter(name, field) for name, field in fields})
        compiler = rows.query.get_compiler(connection=connection)
        sql, places = compiler.as_sql()
        if compiler.get_converters([expression for expression, *_rest in compiler.select]):
            raise TypeError("the values of a column are converted by Django")
        self._composed[connection.vendor] = sql, tuple(places)
        return self._composed[connection.vendor]
