"""The tables of a rule file: each becomes a part of a rule set; errors say where they are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue, datafile
from nominations.law.expressions import ExpressionError
from nominations.law.models import AGENCY_RECIPIENTS, RecipientKind
from nominations.law.rulesets.applicable_kinds import EVERYONE, read_reached
from nominations.law.rulesets.applicable_types import read_types
from nominations.law.rulesets.deadline_rules import read_deadline
from nominations.law.rulesets.exclusion_rules import read_exclusion
from nominations.law.rulesets.opinion_rules import read_opinion
from nominations.law.rulesets.parts import (
    ABSENT,
    BASES,
    BEFORE,
    EFFECTS,
    PAPERS,
    QUORUM,
    RULES,
    STEPS,
    AwardAuthority,
    ConditionList,
    DossierSets,
    FilingRule,
    Prize,
    ReportFormat,
    Standard,
    StepRule,
)
from nominations.law.rulesets.quota_rules import CENTRAL, QUOTA_TYPES, ROUNDINGS, Quota
from nominations.law.rulesets.recipients import RecipientKinds, read_kinds, read_recipients
from nominations.law.rulesets.rule_settings import INSTEAD, SETTINGS, Setting
from nominations.law.rulesets.sources import read_lacks, read_left_to, read_source
from nominations.law.vocabulary import KIND_WORDS, read_rule
from nominations.people.models import Authority

_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_source_and_layer(section: datafile.Section) -> dict[str, Any]:
    """Source and check of a part, as `read_source` reads them, and the layer that it stands in."""
    return {**read_source(section), "layer": section.text("layer", CENTRAL)}


def with_fraction(section: datafile.Section, rule: StepRule) -> StepRule:
    """The rule with the fraction of the section."""
    denominator = section.whole("denominator", minimum=1, maximum=100)
    numerator = section.whole("numerator", minimum=1, maximum=denominator)
    return replace(rule, numerator=numerator, denominator=denominator)


def _left_to_province(section: datafile.Section, rule: StepRule) -> StepRule:
    """The rule with the article that leaves it to the province, and of whose awards."""
    authorities = Authority.values
    left_for = section.choices("left_for", authorities) if "left_for" in section.content else ()
    left_to = read_left_to(section)
    if left_for and not left_to:
        raise section.fail("left_for", _("belongs to left_to"))
    return replace(rule, left_to=left_to, left_for=left_for)


def _day_of_year(section: datafile.Section) -> dict[str, Any]:
    """Read a day of each year; both keys are missing if each campaign sets it."""
    month = section.whole("month", 0, minimum=0, maximum=12)
    day = section.whole("day", 0, minimum=0, maximum=_LAST_DAY[month - 1] if month else 31)
    if bool(day) != bool(month):
        raise section.fail("day", _("day and month are written together or not at all"))
    return {"day": day, "month": month}


def _vote(section: datafile.Section, rule: StepRule) -> StepRule:
    found = replace(
        _second_share(section, with_fraction(section, rule)),
        strict=section.flag("strict"),
        base=section.one_of("base", BASES, rule.base),
        absent=section.one_of("absent", ABSENT, rule.absent),
    )
    if found.absent == "silence_agrees" and (found.base == "present" or found.also):
        raise section.fail("absent", _("who is left out of the base cannot agree by silence"))
    return found


def _second_share(section: datafile.Section, rule: StepRule) -> StepRule:
    """Read the second share of a vote, of the other base."""
    denominator = section.whole("also_denominator", 0, minimum=0, maximum=100)
    numerator = section.whole("also_numerator", 0, minimum=0, maximum=denominator)
    strict = section.flag("also_strict", False)
    if bool(numerator) != bool(denominator) or (strict and not numerator):
        raise section.fail("also_numerator", _("the second share needs numerator and denominator"))
    return replace(
        rule,
        also_numerator=numerator,
        also_denominator=denominator or 1,
        also_strict=strict,
    )


def read_rule_table(name: str, section: datafile.Section) -> StepRule:
    """Read one of the rules of an award."""
    rule = StepRule(**read_source_and_layer(section))
    if name == "registration":
        rule = replace(rule, needed=section.flag("required"), **_day_of_year(section))
    elif name == "papers":
        rule = replace(rule, papers=section.words("required"))
        rule = replace(rule, says=section.text("says", ""), lacks=read_lacks(section))
        for entry in rule.papers:
            if not set(entry.split("|")) <= set(PAPERS):
                problem = _("must be one of: %(known)s") % {"known": ", ".join(PAPERS)}
                raise section.fail("required", problem)
    elif name == QUORUM:
        rule = with_fraction(section, rule)
    else:
        rule = replace(rule, needed=section.flag("needed"))
        if name in ("vote", *STEPS) and rule.needed:
            rule = _left_to_province(section, _vote(section, rule))
        if name == "consultation" and rule.needed:
            rule = replace(
                rule,
                days=section.whole("days", minimum=1, maximum=60),
                days_unsaid=section.flag("days_unsaid", False),
                where=section.text("where", ""),
                before=section.one_of("before", BEFORE, ""),
            )
        if name in ("unit_review", "consultation") and rule.needed:
            rule = _left_to_province(section, rule)
    section.close()
    return rule


def rules_at(section: datafile.Section, *place: str) -> dict[tuple[str, ...], StepRule]:
    """Read every rule at a place."""
    return {
        (*place, name): read_rule_table(name, section.section(name))
        for name in (*RULES, *STEPS, QUORUM)
        if name in section.content
    }


def read_setting(name: str, section: datafile.Section) -> Setting:
    """A value that belongs to no award."""
    kind = SETTINGS[name]
    if kind.words:
        value: Any = section.one_of("value", kind.words)
    elif kind.is_text:
        value = section.text("value")
    else:
        value = section.whole("value", minimum=kind.minimum, maximum=kind.maximum)
    types = read_types(section) if kind.by_type else ()
    awards: tuple[str, ...] = ()
    if kind.by_award and "awards" in section.content:
        awards = section.choices("awards", catalogue.entries())
    if name in INSTEAD.values() and not awards:
        raise section.fail("awards", _("is missing"))
    left_to = read_left_to(section) if kind.may_be_left else ""
    setting = Setting(
        value=value, types=types, awards=awards, left_to=left_to, **read_source_and_layer(section)
    )
    section.close()
    return setting


def read_quorum(section: datafile.Section) -> StepRule:
    """How many of all members have to be present at a meeting."""
    rule = with_fraction(section, StepRule(**read_source_and_layer(section)))
    return replace(rule, left_to=read_left_to(section))


# --- parts of an award ---------------------------------------------------------------------------


def _catalogue(section: datafile.Section) -> AwardAuthority:
    return AwardAuthority(
        authority=section.one_of("authority", Authority.values),
        targets=section.choices("targets", RecipientKind.values),
        **read_source_and_layer(section),
    )


def _prize(section: datafile.Section) -> Prize:
    multiples = {
        kind: section.number(kind) for kind in RecipientKind.values if kind in section.content
    }
    if not multiples:
        raise section.fail("", _("names no multiple"))
    at_most = section.flag("at_most", False)
    return Prize(multiples=multiples, at_most=at_most, **read_source_and_layer(section))


def read_scale(section: datafile.Section) -> dict[str, Prize]:
    """The prizes of several awards by code, with one source; refuses an unknown award."""
    marks = read_source_and_layer(section)
    found = {}
    for code in section.content:
        if code in ("source", "verified", "layer"):
            continue
        if code not in catalogue.entries():
            raise section.fail(code, _("is unknown"))
        row = section.section(code)
        multiples = {kind: row.number(kind) for kind in RecipientKind.values if kind in row.content}
        if not multiples:
            raise row.fail("", _("names no multiple"))
        row.close()
        found[code] = Prize(multiples=multiples, **marks)
    return found


def _report(section: datafile.Section) -> ReportFormat:
    forms = {
        kind.value: section.text(kind.value)
        for kind in AGENCY_RECIPIENTS
        if kind.value in section.content
    }
    return ReportFormat(
        forms=forms,
        years=section.whole("years", minimum=1, maximum=40),
        years_collective=section.whole("years_collective", 0, minimum=0, maximum=40),
        left_to=read_left_to(section),
        **read_source_and_layer(section),
    )


def _filing(section: datafile.Section) -> FilingRule:
    # Campaigns opened before the number of sets had a table of its own keep it here.
    section.whole("sets", 0, minimum=0, maximum=20)
    return FilingRule(
        **_day_of_year(section),
        next_year=section.flag("next_year", False),
        types=read_types(section),
        **read_source_and_layer(section),
    )


def _recipients(section: datafile.Section) -> RecipientKinds:
    return read_recipients(section, read_source_and_layer(section))


def _sets(section: datafile.Section) -> DossierSets:
    return DossierSets(
        count=section.whole("count", minimum=1, maximum=20), **read_source_and_layer(section)
    )


def _conditions(section: datafile.Section) -> ConditionList:
    lacks = read_lacks(section)
    if not lacks:
        raise section.fail("complete", _("leave the table out where the list is complete"))
    return ConditionList(lacks=lacks, types=read_types(section), **read_source_and_layer(section))


SINGLE: dict[str, Callable[[datafile.Section], Any]] = {
    "catalogue": _catalogue,
    "prize": _prize,
    "report": _report,
    "filing": _filing,
    "sets": _sets,
    "recipients": _recipients,
    "conditions": _conditions,
}


def _whom(section: datafile.Section, kind: str, targets: Collection[str]) -> tuple[str, ...]:
    """The kinds of person or body of a row, by `for`; it has to be clear which of both is meant."""
    if "for" not in section.content:
        return ()
    kinds = (kind,) if kind else tuple(targets)
    if len(kinds) != 1:
        raise section.fail("for", _("write kind as well: individual or collective"))
    if kinds[0] == RecipientKind.HOUSEHOLD:
        raise section.fail("for", _("households have no kinds: leave it out"))
    return read_kinds(
        section, "for", KIND_WORDS["person" if kinds[0] == RecipientKind.INDIVIDUAL else "body"]
    )


def read_standard(award: str, targets: Collection[str], section: datafile.Section) -> Standard:
    """One condition; its rule is checked against the vocabulary of the subjects it applies to."""
    kind = section.one_of("kind", ("", *RecipientKind.values), "")
    standard = Standard(
        award=award,
        key=section.text("key"),
        kind=kind,
        whom=_whom(section, kind, targets),
        says=section.text("says"),
        rule=section.text("rule"),
        effect=section.one_of("effect", EFFECTS, "blocking"),
        types=read_types(section),
        way=section.flag("way", True),
        lacks=read_lacks(section),
        **read_source_and_layer(section),
    )
    try:
        read_rule(standard.rule, (standard.kind,) if standard.kind else tuple(targets))
    except ExpressionError as error:
        raise section.fail("rule", str(error)) from None
    return standard


def read_quota(award: str, targets: Collection[str], section: datafile.Section) -> Quota:
    """One cap."""
    kind = section.one_of("type", QUOTA_TYPES)
    recipient = section.one_of("kind", ("", *RecipientKind.values), "")
    quota = Quota(
        award=award,
        key=section.text("key"),
        type=kind,
        kind=recipient,
        whom=_whom(section, recipient, targets),
        says=section.text("says"),
        scope=section.one_of("scope", ("unit", "agency"), "agency"),
        effect=section.one_of("effect", EFFECTS, "advisory"),
        types=read_types(section),
        **read_source_and_layer(section),
    )
    if kind in ("percent", "managers"):
        quota = replace(quota, rounding=section.one_of("rounding", tuple(ROUNDINGS)))
    if kind == "percent":
        known = ("members", *catalogue.entries())
        quota = replace(quota, percent=section.number("percent"), of=section.one_of("of", known))
        return _with_small_units(quota, section)
    if kind == "managers":
        denominator = section.whole("denominator", minimum=1, maximum=100)
        numerator = section.whole("numerator", minimum=1, maximum=denominator)
        return replace(quota, numerator=numerator, denominator=denominator)
    return replace(quota, count=section.whole("count", minimum=1, maximum=100_000))


def _with_small_units(quota: Quota, section: datafile.Section) -> Quota:
    """Read the minimum of small units; both keys or none, and only per unit."""
    if not {"small_below", "small_count"} & section.content.keys():
        return quota
    if quota.scope != "unit":
        raise section.fail("small_below", _("only a cap per unit knows small units"))
    return replace(
        quota,
        small_below=section.whole("small_below", minimum=1, maximum=1000),
        small_count=section.whole("small_count", minimum=1, maximum=100),
    )


ROW_LISTS: dict[str, Callable[[datafile.Section, dict[str, Any]], Any]] = {
    "deadline": read_deadline,
    "opinion": read_opinion,
    "exclusion": read_exclusion,
}
"""Lists of a file that belong to no award: each row has a `key` of its own within the list."""


def read_row_list(content: datafile.Section, name: str) -> tuple[Any, ...]:
    """The rows of such a list; refuses a key that is used twice for the same subjects."""
    found: list[Any] = []
    for row in content.rows(name, needed=False):
        reached = read_reached(row)
        one = replace(ROW_LISTS[name](row, read_source_and_layer(row)), reached=reached)
        row.close()
        same = [other for other in found if other.key == one.key]
        if any(EVERYONE in (one.reached, other.reached) for other in same):
            raise row.fail("key", _("is used twice"))
        found.append(one)
    return tuple(found)
