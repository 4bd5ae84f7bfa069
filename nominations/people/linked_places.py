"""Agencies and units that lead to others over any number of steps: by parent, by successor."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models.expressions import RawSQL

from nominations.people.models import Organization, Unit


def linked_ids(place: type[Organization | Unit], link: str, ids: Collection[int]) -> RawSQL:
    """The ids of these places (not empty) and of those whose `link` ("parent", "successor") leads
    to one of them over any number of steps, as a subquery."""
    table, column = place._meta.db_table, f"{link}_id"
    marks = ", ".join(["%s"] * len(ids))
    sql = (
        f"WITH RECURSIVE linked(id) AS (SELECT id FROM {table} WHERE id IN ({marks})"  # noqa: S608
        f" UNION SELECT p.id FROM {table} p JOIN linked ON p.{column} = linked.id)"
        " SELECT id FROM linked"
    )
    return RawSQL(sql, sorted(ids))  # noqa: S611 -- names of our own tables and columns only
