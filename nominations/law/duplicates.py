"""Decides whether two awards of one subject are a duplicate under a rule: pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from nominations.law.models import AwardCategory
from nominations.law.rulesets import DuplicateRule, RuleSet
from nominations.law.rulesets.exclusion_rules import ExclusionRule
from nominations.vietnamese import fold

EXCLUSION, TO_CHECK = "exclusion", "check"
"""Keys of `[[exclusion]]` among those of `[duplicates]`: exclusion/KEY for awards with named
achievements, exclusion/KEY/check if one of them names none."""
RuleOfDoubles = DuplicateRule | ExclusionRule


def rules_of_doubles(rule_set: RuleSet) -> dict[str, RuleOfDoubles]:
    """All duplicate rules of a rule set; the key up to the first / is the kind."""
    found: dict[str, RuleOfDoubles] = dict(rule_set.duplicates)
    for one in rule_set.exclusions:
        key = f"{EXCLUSION}/{one.key}"
        while key in found:  # one rule of a layer for its scope, another for the rest
            key += "/"
        found[key] = one
        found[f"{key}/{TO_CHECK}"] = replace(one, effect="advisory")
    return found


def kind_of_rule(key: str) -> str:
    """The kind of a duplicate rule by its key."""
    return key.partition("/")[0]


def first_rule(rules: Mapping[str, RuleOfDoubles], kind: str) -> RuleOfDoubles | None:
    """The first rule of a kind, if there is one."""
    return next((one for key, one in rules.items() if kind_of_rule(key) == kind), None)


@dataclass(frozen=True, slots=True)
class AchievementUse:
    """One of the two records of a finding, and its path ("" if the reader may not see it)."""

    label: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardClaim:
    """An award that is held or requested."""

    code: str
    name: str
    form: str
    year: int
    commendation_type: str
    period: tuple[date | None, date | None]
    trace: AchievementUse
    nomination_id: int | None = None
    achievement: str = ""
    kind: str = ""
    subject_kinds: frozenset[str] | None = None

    @property
    def achievement_key(self) -> str:
        """The achievement without diacritics and case; "" if not named."""
        return fold(self.achievement)

    def shares_days_with(self, other: AwardClaim) -> bool:
        """Whether the periods overlap, or one of them is not known."""
        mine, theirs = self.period, other.period
        if None in (*mine, *theirs):
            return True
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]  # type: ignore[operator]  # none is None


Double = tuple[str, AchievementUse, str, frozenset[object]]
"""(rule, other record, sentence, pair); the pair is the same from both sides."""


def duplicates_between(
    me: AwardClaim, others: Sequence[AwardClaim], rules: Mapping[str, RuleOfDoubles]
) -> Iterator[Double]:
    """Each rule that two awards violate: its key, the other award, a sentence."""
    for key, rule in rules.items():
        if isinstance(rule, ExclusionRule):
            yield from _excluded(key, rule, me, others)
            continue
        judge = _JUDGES.get(key)
        if judge is None or me.commendation_type in rule.except_types:
            continue
        for other in others:
            if other.commendation_type in rule.except_types:
                continue
            sentence = judge(rule, me, other)
            if sentence:
                yield (
                    key,
                    other.trace,
                    sentence,
                    frozenset({(me.code, me.year), (other.code, other.year)}),
                )


def _excluded(
    key: str, rule: ExclusionRule, me: AwardClaim, others: Sequence[AwardClaim]
) -> Iterator[Double]:
    """Violations of an exclusion: awards of one achievement by its name, or by period and type if
    one of them names none; the latter, and those of rules limited to kinds of subject, have to be
    checked by people."""
    reached = rule.reached.reaches(me.kind, me.subject_kinds)
    if me.code not in rule.asked or reached is False:
        return
    to_check = key.endswith(f"/{TO_CHECK}")
    for other in others:
        named = bool(me.achievement_key and other.achievement_key)
        certain = named and reached is True
        if other.code not in rule.held or certain == to_check:
            continue
        sentence = _named_achievement(me, other) if named else _unnamed_achievement(me, other)
        if sentence:
            pair = frozenset({(me.code, me.year), (other.code, other.year)})
            yield key, other.trace, sentence, pair


def _same_award(_rule: DuplicateRule, me: AwardClaim, other: AwardClaim) -> str:
    same = (me.code, me.year, me.commendation_type)
    if same != (other.code, other.year, other.commendation_type):
        return ""
    return _("%(award)s of %(year)s is asked for twice: there is already %(other)s.") % {
        "award": me.name,
        "year": me.year,
        "other": other.trace.label,
    }


def _same_achievement(rule: DuplicateRule, me: AwardClaim, other: AwardClaim) -> str:
    commendations = me.form == other.form == AwardCategory.COMMENDATION
    if me.achievement_key and other.achievement_key:
        return _named_achievement(me, other) if commendations else ""
    if rule.awards and not {me.code, other.code} <= set(rule.awards):
        return ""
    return _unnamed_achievement(me, other) if commendations else ""


def _unnamed_achievement(me: AwardClaim, other: AwardClaim) -> str:
    """The sentence for awards of one period and type of which one names no achievement; ""
    otherwise."""
    same = me.period == other.period and me.commendation_type == other.commendation_type
    if not same or me.code == other.code or None in me.period:
        return ""
    return _("Check that %(award)s and %(other)s do not rest on one achievement.") % {
        "award": me.name,
        "other": other.trace.label,
    }


def _named_achievement(me: AwardClaim, other: AwardClaim) -> str:
    """The sentence for awards that name the same achievement in one period; "" otherwise."""
    if me.achievement_key != other.achievement_key or not me.shares_days_with(other):
        return ""
    return _("%(award)s and %(other)s reward one achievement: “%(achievement)s”.") % {
        "award": me.name,
        "other": other.trace.label,
        "achievement": me.achievement,
    }


def _window(rule: DuplicateRule, me: AwardClaim, other: AwardClaim) -> str:
    years = rule.years.get(me.code, 0)
    if me.code != other.code or not 0 < abs(me.year - other.year) < years:
        return ""
    return _(
        "%(award)s takes up %(years)s years; with %(other)s the next one is due for %(due)s."
    ) % {
        "award": me.name,
        "years": years,
        "other": other.trace.label,
        "due": min(me.year, other.year) + years,
    }


def _two_state_awards(rule: DuplicateRule, me: AwardClaim, other: AwardClaim) -> str:
    of_state = me.code in rule.awards and other.code in rule.awards
    if not of_state or me.year != other.year or me.code == other.code:
        return ""
    return _("A second state-level award in %(year)s: besides %(award)s there is %(other)s.") % {
        "year": me.year,
        "award": me.name,
        "other": other.trace.label,
    }


def _excluding(rule: DuplicateRule, me: AwardClaim, other: AwardClaim) -> str:
    if me.year != other.year or frozenset({me.code, other.code}) not in rule.pairs:
        return ""
    return _("%(award)s and %(other)s exclude each other in one year.") % {
        "award": me.name,
        "other": other.trace.label,
    }


_JUDGES = {
    "same_award": _same_award,
    "same_achievement": _same_achievement,
    "window_overlap": _window,
    "commendation_window": _window,
    "two_state_awards": _two_state_awards,
    "excluding_pairs": _excluding,
}


def reused_achievement(
    forms: frozenset[str], rules: Mapping[str, RuleOfDoubles]
) -> DuplicateRule | None:
    """The rule about one initiative behind awards of these forms, if there is one."""
    for key in ("initiative_reuse", "initiative_again"):
        rule = rules.get(key)
        if isinstance(rule, DuplicateRule) and forms in rule.pairs:
            return rule
    return None


def reuse_sentence(initiative: str, other: AchievementUse) -> str:
    """The sentence that an initiative already supports another award of the subject."""
    return _("The initiative “%(name)s” already backs %(other)s.") % {
        "name": initiative,
        "other": other.label,
    }
