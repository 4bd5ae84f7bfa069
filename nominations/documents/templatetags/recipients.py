"""Headings of tables of those who are put up or commended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from nominations.documents.recipient_words import recipient_heading

register = template.Library()


@register.simple_tag(name="recipient_heading")
def heading(text: str, rows: Iterable[Any]) -> str:
    """The heading of a column, with the households in it where one of the rows is of one. A row is
    a nomination or an award, has a nomination, or is a tuple that begins with one of these."""
    return recipient_heading(text, (_kind(row) for row in rows))


def _kind(row: Any) -> str:
    one = row[0] if isinstance(row, tuple) else row
    return str(one.kind if hasattr(one, "kind") else one.nomination.kind)
