"""Words of a period."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def years_to(first: int, last: int) -> str:
    """2015–2019, or 2026 where the first year is the last one."""
    return str(first) if first == last else f"{first}–{last}"
