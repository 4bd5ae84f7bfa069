"""Thresholds, postings and filing days in the words of the people who keep them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nominations.law.regulators import regulator_name
from nominations.law.rulesets import FilingRule, ReportFormat, StepRule


def _base(rule: StepRule) -> str:
    return _("of all members") if rule.base == "all" else _("of the members present")


def absent_members(rule: StepRule) -> str:
    """How a member who is away counts."""
    return {
        "counts_no": _("an absent member's written opinion is no ballot"),
        "written": _(
            "an absent member's written opinion is a ballot; silence is no vote in favour"
        ),
        "silence_agrees": _("an absent member who says nothing agrees"),
    }[rule.absent]


def threshold_words(rule: StepRule) -> str:
    """The share of votes that is needed, in words."""
    words = {
        "numerator": rule.numerator,
        "denominator": rule.denominator,
        "percent": number_format(Decimal(100 * rule.numerator) / rule.denominator, 1),
        "base": _base(rule),
    }
    if rule.strict:
        text = _("more than %(numerator)s/%(denominator)s (%(percent)s%%) %(base)s") % words
    else:
        text = _("at least %(numerator)s/%(denominator)s (%(percent)s%%) %(base)s") % words
    if rule.also is None:
        return text
    other = replace(
        rule,
        numerator=rule.also_numerator,
        denominator=rule.also_denominator,
        strict=rule.also_strict,
        base="present" if rule.base == "all" else "all",
        also_numerator=0,
    )
    return _("%(first)s, and at the same time %(second)s") % {
        "first": text,
        "second": threshold_words(other),
    }


def posting_words(rule: StepRule) -> str:
    """How long, where and before what a list is posted."""
    text = _("%(days)s working days") % {"days": rule.days}
    if rule.days_unsaid:
        text += _(" (proposed: the article gives no number of days)")
    if rule.where:
        text += _(", at: %(place)s") % {"place": rule.where}
    before = {
        "unit_council": _("before the unit's council meets"),
        "council": _("before the council meets"),
        "province_council": _("before the province's council meets"),
        "decision": _("before the decision"),
    }.get(rule.before)
    return f"{text}, {before}" if before else text


class _MayBeLeft(Protocol):
    @property
    def left_to(self) -> str: ...


def proposed_words(value: str, part: _MayBeLeft, regulator: str = "") -> str:
    """The value in words; where an article leaves it to province or ministry (`regulator`), as what
    is only proposed."""
    if not part.left_to:
        return value
    return _("%(left)s; proposed: %(value)s") % {
        "left": left_words(part.left_to, regulator),
        "value": value,
    }


def left_words(article: str, regulator: str = "") -> str:
    """That the article leaves a value to the province or ministry."""
    words = {"article": article, "regulator": regulator_name(regulator)}
    return _("%(article)s leaves it to %(regulator)s") % words


def chosen_words(article: str, regulator: str = "") -> str:
    """That the agency chose a value which the article leaves to the province or ministry."""
    return _("chosen by the agency; %(left)s") % {"left": left_words(article, regulator)}


def quorum_words(rule: StepRule, regulator: str = "") -> str:
    """How many of all members have to be present."""
    words = {"numerator": rule.numerator, "denominator": rule.denominator}
    value = _("%(numerator)s/%(denominator)s of all members") % words
    return proposed_words(value, rule, regulator)


def report_words(report: ReportFormat, kind: str) -> str:
    """The form for a kind of recipient, and the years it covers."""
    words = {"form": report.forms[kind], "years": report.years_of(kind)}
    return _("%(form)s, achievements of %(years)s years") % words


def filing_words(filing: FilingRule) -> str:
    """Until when a dossier is filed with the level above."""
    day, month = filing.day, filing.month
    if not month:
        return _("until the day that each campaign sets")
    words = {"day": f"{day:02}/{month:02}"}
    if filing.next_year:
        return _("until %(day)s of the following year") % words
    return _("until %(day)s of the year") % words


def papers_words(rule: StepRule) -> str:
    """What goes with the report."""
    names = {
        "initiative": _("recognition of the initiative"),
        "excellence": _("grade of excellence"),
        "unit_minutes": _("minutes of the unit's meeting"),
        "other": _("other papers"),
    }
    papers = "; ".join(
        _(" or ").join(names[one] for one in entry.split("|")) for entry in rule.papers
    )
    return papers or rule.says or _("none")
