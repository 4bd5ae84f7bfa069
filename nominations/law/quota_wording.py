"""Quotas in words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.rulesets import Quota


def small_units(quota: Quota) -> str:
    """What a small unit may put up whatever the share says."""
    words = {"below": quota.small_below, "count": quota.small_count}
    return _("a unit of fewer than %(below)s people may put up %(count)s all the same") % words


def quota_limit(quota: Quota) -> str:
    """The cap in figures."""
    rounding = {
        "floor": _("rounded down"),
        "nearest": _("rounded to the nearest"),
        "unsaid": _("a warning above the figure rounded down, too many above it rounded up"),
        "ceil": _("rounded up"),
    }[quota.rounding]
    words = {
        "percent": number_format(quota.percent),
        "count": quota.count,
        "numerator": quota.numerator,
        "denominator": quota.denominator,
        "rounding": rounding,
    }
    if quota.type == "percent":
        of = catalogue.entries().get(quota.of)
        words["of"] = of.short_name if of else _("the members")
        text = _("at most %(percent)s%% of %(of)s, %(rounding)s") % words
    elif quota.type == "managers":
        text = _("at most %(numerator)s/%(denominator)s managers, %(rounding)s") % words
    elif quota.type == "yearly":
        text = _("at most %(count)s in a year") % words
    else:
        text = _("at most %(count)s in one campaign") % words
    text += _(", per unit") if quota.scope == "unit" else _(", in the whole agency")
    return f"{text}; {small_units(quota)}" if quota.small_below else text
