"""Warnings about regimes whose act ends, or may have ended in part."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from nominations import citations
from nominations.law.rulesets import RegimeEnd, RuleSet

WARNED_BEFORE = timedelta(days=180)
"""How long before its end a warning is shown."""


def _sentence(end: RegimeEnd, today: date) -> str:
    words = {
        "day": f"{end.day:%d/%m/%Y}",
        "says": end.says,
        "source": citations.in_full(end.source),
    }
    if not end.is_certain:
        return _("Since %(day)s parts of it may hold no more. %(says)s (%(source)s).") % words
    if end.day <= today:
        return _("It holds no more since %(day)s. %(says)s (%(source)s).") % words
    return _("It ends on %(day)s. %(says)s (%(source)s).") % words


def ends_to_tell(rule_set: RuleSet, today: date) -> list[str]:
    """One sentence for each end that is near or has come, while the regime holds."""
    if not rule_set.holds_on(today):
        return []
    near = today + WARNED_BEFORE
    return [
        _sentence(end, today)
        for end in rule_set.ends
        if end.day <= (near if end.is_certain else today)
    ]
