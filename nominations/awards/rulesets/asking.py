"""What holds for an award on a day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from nominations.awards import catalogue
from nominations.awards.models import Authority, CommendationType
from nominations.awards.rulesets.parts import BaseSalary, Rule, RuleSet, Setting, TitleDefaults
from nominations.awards.rulesets.reading import plain, read, read_salaries


class NoRuleSet(LookupError):
    """No rule set holds on the day."""


@cache
def _shipped() -> tuple[RuleSet, ...]:
    return tuple(read())


@cache
def _salaries() -> tuple[BaseSalary, ...]:
    return tuple(read_salaries())


def rule_set_on(day: date) -> RuleSet:
    """The rule set that holds on the day; refuses a day before the first one with NoRuleSet."""
    for rule_set in _shipped():
        if rule_set.holds_on(day):
            return rule_set
    raise NoRuleSet(_("No rule set holds on %(day)s.") % {"day": f"{day:%d/%m/%Y}"})


def base_salary(on: date) -> BaseSalary:
    """The base salary in force on the day; refuses a day before the first one with NoRuleSet."""
    holding = [one for one in _salaries() if one.valid_from <= on]
    if not holding:
        raise NoRuleSet(_("No base salary is known on %(day)s.") % {"day": f"{on:%d/%m/%Y}"})
    return holding[-1]


def title_defaults(
    code: str,
    *,
    on: date,
    commendation_type: str = CommendationType.MERIT,
    level: str = Authority.AGENCY,
) -> TitleDefaults:
    """The parameters of an award's way for a campaign opened on the day.

    `level` is the level of the agency that runs the campaign: what is proposed upward by a
    department is decided by the province. Refuses an unknown award with KeyError.
    """
    entry = catalogue.entries()[code]
    rule_set = rule_set_on(on)

    def rule(name: str) -> Rule:
        return rule_set.rule(
            name, code=code, form=entry.form, level=level, commendation_type=commendation_type
        )

    here = rule_set.catalogue.get(code)
    authority = here.authority if here else entry.authority
    vote, posting, papers = rule("vote"), rule("consultation"), rule("papers")
    registration, review = rule("registration"), rule("unit_review")
    # What a ballot cites is the source of its threshold, also when that is no law but a setting.
    applied = [vote] if vote.needed else [one for one in (posting, papers, review) if one.source]
    sources = dict.fromkeys(one.source for one in applied if one.source)
    return TitleDefaults(
        needs_unit_review=review.needed,
        needs_vote=vote.needed,
        needs_consultation=posting.needed,
        needs_registration=registration.needed,
        own_authority=authority == level,
        threshold_numerator=vote.numerator,
        threshold_denominator=vote.denominator,
        threshold_strict=vote.strict,
        consultation_days=posting.days if posting.needed else 0,
        required_papers=list(papers.papers),
        citation="; ".join(sources)[:300],
        verified=bool(sources) and all(one.verified for one in applied),
    )


def quorum(on: date) -> tuple[int, int, str, bool]:
    """How many of all members must be present: numerator, denominator, source, verified."""
    rule = rule_set_on(on).quorum
    return rule.numerator, rule.denominator, rule.source, rule.verified


def setting(name: str, *, on: date) -> Setting:
    """A number of the rule set, "correction_days" or "return_days"; others are a KeyError."""
    return rule_set_on(on).settings[name]


def frozen(on: date) -> dict[str, Any]:
    """The whole rule set as plain data, to be kept with a campaign."""
    rule_set = rule_set_on(on)
    return {
        "rule_set": rule_set.code,
        "digest": rule_set.digest,
        "valid_from": rule_set.valid_from.isoformat(),
        "valid_to": rule_set.valid_to.isoformat() if rule_set.valid_to else None,
        "source": rule_set.source,
        "verified": rule_set.verified,
        "quorum": {
            "numerator": rule_set.quorum.numerator,
            "denominator": rule_set.quorum.denominator,
            "source": rule_set.quorum.source,
            "verified": rule_set.quorum.verified,
        },
        "settings": {name: asdict(one) for name, one in rule_set.settings.items()},
        "rules": {
            ".".join(place): {**asdict(rule), "papers": list(rule.papers)}
            for place, rule in rule_set.rules.items()
        },
        "layers": list(rule_set.layers),
        "content": plain(rule_set.content),
    }
