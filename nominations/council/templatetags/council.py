"""Template filters of the council's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from nominations.council.wording import result_text, threshold_text
from nominations.dossiers.models import Nomination

register = template.Library()
register.filter("threshold_text", threshold_text)
register.filter("result_text", result_text)
_CELLS = {"yes": _("yes"), "no": _("no"), "abstain": _("abstain"), "invalid": _("invalid")}


@register.simple_tag
def dossier(nomination: Nomination) -> str:
    """Address of the nomination's page."""
    return nomination.get_absolute_url()


@register.filter
def line_of(forecast: Mapping[int, Any], item: Any) -> Any:
    """The forecast of an item, if one was made."""
    return forecast.get(item.pk) if forecast else None


@register.filter
def cell_word(cell: str) -> str:
    """The word for a column of a count."""
    return str(_CELLS.get(cell, cell))
