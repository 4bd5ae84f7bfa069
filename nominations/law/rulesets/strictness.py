"""Whether a value of a layer is at least as strict as the one above it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from nominations.law import catalogue
from nominations.law.models import RecipientKind
from nominations.law.rulesets.applicable_types import dropped_types
from nominations.law.rulesets.deadline_rules import loosened_deadline
from nominations.law.rulesets.exclusion_rules import ExclusionRule, loosened_exclusion
from nominations.law.rulesets.loader import RuleFileParts
from nominations.law.rulesets.opinion_rules import OpinionRule, loosened_opinion
from nominations.law.rulesets.parts import ABSENT, BASES, QUORUM, STEPS, RuleSet, Standard, StepRule
from nominations.law.rulesets.quota_rules import ROUNDINGS, Quota
from nominations.law.rulesets.recipients import RecipientKinds
from nominations.law.rulesets.rule_settings import SETTINGS, Setting

Place = tuple[str, ...]
SINGLE = ("catalogue", "prize", "report", "filing", "sets", "recipients", "conditions")


def part_at(base: RuleSet, place: Place) -> Iterator[tuple[str, Any]]:
    """The present values at the place of a layer's value, which it would replace.

    A table of an award takes the place of what its form or the defaults say, so those count too; a
    table of a commendation type takes the place of every rule of that name.
    """
    if place[0] == "quorum":
        own = base.quorums.get(place[1]) if len(place) > 1 else base.quorum
        if quorum := own or base.quorum:
            yield ".".join(place), quorum
    elif place[0] == "settings":
        if place[1] in base.settings:
            yield ".".join(place), base.settings[place[1]]
    elif place[0] == "award" and place[2] in SINGLE:
        tables: dict[str, Any] = {
            "catalogue": base.catalogue,
            "prize": base.prizes,
            "report": base.reports,
            "filing": base.filings,
            "sets": base.sets,
            "recipients": base.recipients,
            "conditions": base.conditions,
        }
        found = tables[place[2]]
        if place[1] in found:
            yield ".".join(place), found[place[1]]
    elif place[-1] == QUORUM:
        yield ".".join(place), _quorum_at(base, _rule_place(place))
    else:
        yield from _rules_at(base, _rule_place(place))


def _rule_place(place: Place) -> Place:
    """The key of `RuleSet.rules`: level.L.award.C in the file is level.L.C in the rule set."""
    return (*place[:2], *place[3:]) if place[0] == "level" and place[2] == "award" else place


def _quorum_at(base: RuleSet, place: Place) -> StepRule:
    """The present quorum at the place of a layer's quorum for a level or an award."""
    if place in base.rules:
        return base.rules[place]
    if place[0] == "level" and len(place) == 4 and ("award", place[2], QUORUM) in base.rules:
        return base.rules["award", place[2], QUORUM]
    return base.council_quorum(place[1] if place[0] == "level" else "")


def _rules_at(base: RuleSet, place: Place) -> Iterator[tuple[str, StepRule]]:
    name = place[-1]
    candidates = [place]
    if place[0] in ("award", "level"):
        code = place[-2]
        form = catalogue.entries()[code].form
        candidates += [("award", code, name), ("form", form, name), ("defaults", name)]
    elif place[0] == "form":
        candidates.append(("defaults", name))
    elif place[0] == "type" and place not in base.rules:
        for one, rule in base.rules.items():
            if one[-1] == name and one[0] != "type":
                yield ".".join(one), rule
        return
    for one in candidates:
        if one in base.rules:
            yield ".".join(one), base.rules[one]
            return


def loosening(place: Place, before: Any, parts: RuleFileParts) -> str:
    """Why the layer's value is looser than the one before; "" if it is not."""
    if isinstance(before, Setting):
        return _setting(place[1], before, parts.settings[place[1]])
    if place[0] == "quorum":
        after = parts.quorums[place[1]] if len(place) > 1 else parts.quorum
        return _fraction(before, after) if after else ""
    if place[-1] == QUORUM:
        return _fraction(before, parts.rules[_rule_place(place)])
    if isinstance(before, StepRule):
        return _rule(place[-1], before, parts.rules[_rule_place(place)])
    after = parts.single[place[2]][place[1]]
    if isinstance(before, RecipientKinds):
        return _recipients(before, after)
    if all(getattr(after, name) == getattr(before, name) for name in _values(before)):
        return ""
    return _("it can be replaced only where the file above opens it")


def _recipients(before: RecipientKinds, after: RecipientKinds) -> str:
    """An award may be given to fewer kinds, never to one that the text above leaves out."""
    for kind in RecipientKind.values:
        if before.of(kind) and not set(after.of(kind) or [""]) <= set(before.of(kind)):
            return _("it must not be given to more kinds than above")
    return ""


def _values(part: Any) -> list[str]:
    return [name for name in part.__slots__ if name not in ("source", "verified", "layer")]


def row_loosening(before: Standard | Quota, after: Standard | Quota) -> str:
    """The same of a condition or a cap in the place of one with its key."""
    if isinstance(before, Standard):
        return _standard(before, after) if isinstance(after, Standard) else ""
    return _quota(before, after) if isinstance(after, Quota) else ""


def _fraction(before: StepRule, after: StepRule) -> str:
    minimum, now = (Fraction(one.numerator, one.denominator) for one in (before, after))
    if now < minimum or (now == minimum and before.strict and not after.strict):
        words = {"numerator": before.numerator, "denominator": before.denominator}
        return _("it must not be lower than %(numerator)s/%(denominator)s") % words
    return ""


def _second_share(before: StepRule, after: StepRule) -> str:
    """A second share may be added or raised, not dropped or lowered."""
    if before.also is None:
        return ""
    words = {"numerator": before.also_numerator, "denominator": before.also_denominator}
    if after.also is None:
        return _("the second share of %(numerator)s/%(denominator)s must stay") % words
    minimum, now = (Fraction(one.also_numerator, one.also_denominator) for one in (before, after))
    if now < minimum or (now == minimum and before.also_strict and not after.also_strict):
        return _("the second share must not be lower than %(numerator)s/%(denominator)s") % words
    return ""


def loosened_listed(before: Any, after: Any) -> str:
    """Why a row of a list of a layer is looser than one that holds so far; "" else."""
    if isinstance(before, ExclusionRule):
        return loosened_exclusion(before, after) if before.key == after.key else ""
    if isinstance(before, OpinionRule):
        return loosened_opinion(before, after) if before.key == after.key else ""
    if before.key == after.key:
        return loosened_deadline(before, after)
    if before.step == after.step and before.covers(after) and after.is_later_than(before):
        return _("the deadline must not be later")
    return ""


def _rule(name: str, before: StepRule, after: StepRule) -> str:
    if name == "papers":
        all_asked = all(
            any(set(one.split("|")) <= set(old.split("|")) for one in after.papers)
            for old in before.papers
        )
        return "" if all_asked else _("a paper asked for above is left out")
    if not before.needed:
        return ""
    if not after.needed:
        return _("the step is left out")
    if name in ("vote", *STEPS):
        if BASES.index(after.base) > BASES.index(before.base):
            return _("the base of the vote must stay all members")
        if ABSENT.index(after.absent) > ABSENT.index(before.absent):
            return _("absent members must not count more favourably")
        return _fraction(before, after) or _second_share(before, after)
    if name == "consultation":
        if after.days < before.days and not before.days_unsaid:
            return _("it must not be fewer than %(days)s days") % {"days": before.days}
        if (before.where and after.where != before.where) or (
            before.before and after.before != before.before
        ):
            return _("place and time of the posting must stay")
    late = not after.month or (after.month, after.day) > (before.month, before.day)
    if name == "registration" and before.month and late:
        return _("the last day must not be later")
    return ""


def _setting(name: str, before: Setting, after: Setting) -> str:
    tighter = SETTINGS[name].tighter
    if dropped_types(before.types, after.types):
        return _("it must hold for the same types of commendation")
    if after.awards and not set(before.awards or [""]) <= set(after.awards):
        return _("it must hold for the same awards")
    if after.value == before.value:
        return ""
    if not tighter:
        return _("it can be replaced only where the file above opens it")
    if (after.value - before.value) * tighter < 0:
        if tighter > 0:
            return _("it must not be lower than %(value)s") % {"value": before.value}
        return _("it must not be higher than %(value)s") % {"value": before.value}
    return ""


def _standard(before: Standard, after: Standard) -> str:
    """A condition may get more weight; another condition is a new one with a key of its own."""
    if dropped_types(before.types, after.types):
        return _("it must be asked for the same types of commendation")
    if before.lacks and not after.lacks:
        return _("the list is not complete above; a complete one is opened by the file above")
    if after.rule == before.rule and (after.effect == "blocking" or before.effect == "advisory"):
        return ""
    return _("the condition stays; write a stricter one under a key of its own")


def _quota(before: Quota, after: Quota) -> str:
    same = ("type", "of", "scope")
    if any(getattr(before, name) != getattr(after, name) for name in same):
        return _("the kind of cap stays; write another one under a key of its own")
    if dropped_types(before.types, after.types):
        return _("the cap must hold for the same types of commendation")
    if before.effect == "blocking" and after.effect != "blocking":
        return _("the cap must stay binding")
    order = tuple(ROUNDINGS)
    higher = (
        after.percent > before.percent
        or after.count > before.count
        or Fraction(after.numerator, after.denominator)
        > Fraction(before.numerator, before.denominator)
        or order.index(after.rounding) > order.index(before.rounding)
        or after.small_below > before.small_below
        or after.small_count > before.small_count
    )
    return _("the cap must not be higher") if higher else ""
