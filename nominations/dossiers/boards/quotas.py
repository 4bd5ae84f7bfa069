"""Compare quotas and minimum shares with the figures, in integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from nominations.dossiers.boards.aggregates import (
    ENDORSED,
    PROPOSED,
    BoardAggregates,
    BoardSubject,
    UnitPlacement,
)
from nominations.fractions import percent_words
from nominations.law.models import RecipientKind
from nominations.law.quota_wording import small_units
from nominations.law.recipient_words import kinds_named
from nominations.law.rulesets import Quota, RuleSet, Standard
from nominations.law.vocabulary import read_rule, tests_in

ROOM, JUST, OVER = "room", "just", "over"
MEMBERS = "members"
_SHARE_SIGNS = (">=", ">")


def status_of(used: int, limit: int) -> str:
    """The status of a quota: below, at or over its limit."""
    return OVER if used > limit else JUST if used == limit else ROOM


def decimal_words(value: Decimal) -> str:
    """6.75 -> "6,75"."""
    return f"{value.normalize():f}".replace(".", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLine:
    """A quota with the figures it limits.

    `base`: the number the percentage is taken of, None for absolute numbers; `used`: endorsed or
    more advanced; `proposed`: `used` plus those still waiting for their unit; `limit_rounded_up`:
    the number above which the quota is certainly exceeded, higher than `limit` where no act says
    how a fraction is rounded.
    """

    quota: Quota
    award: str
    base: int | None
    limit: int
    limit_rounded_up: int
    used: int
    proposed: int
    of_name: str = ""

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def status(self) -> str:
        if self.used <= self.limit:
            return status_of(self.used, self.limit)
        return OVER if self.used > self.limit_rounded_up else JUST

    @property
    def waiting(self) -> int:
        return self.proposed - self.used

    @property
    def too_many(self) -> int:
        """By how many the limit would be exceeded if all waiting nominations were endorsed."""
        return max(0, self.proposed - self.limit_rounded_up)

    @property
    def over(self) -> int:
        return max(0, self.used - self.limit_rounded_up)

    @property
    def verified(self) -> bool:
        return self.quota.verified

    @property
    def is_blocking(self) -> bool:
        return self.quota.effect == "blocking"

    @property
    def working(self) -> str:
        """The calculation of the limit in words."""
        quota = self.quota
        if quota.type == "head_count":
            return _("%(count)s in this campaign") % {"count": quota.count}
        if quota.type == "yearly":
            return _("%(count)s in the year") % {"count": quota.count}
        base = self.base or 0
        if self.limit > quota.limit(base):
            return capfirst(small_units(quota))
        exact = Decimal(base) * (
            quota.percent / 100
            if quota.type == "percent"
            else Decimal(quota.numerator) / quota.denominator
        )
        share = (
            f"{decimal_words(quota.percent)}%"
            if quota.type == "percent"
            else f"{quota.numerator}/{quota.denominator}"
        )
        words = {"share": share, "base": base, "of": self.of_name, "limit": self.limit}
        if exact == self.limit:
            return _("%(share)s of %(base)s %(of)s = %(limit)s") % words
        words |= {"exact": decimal_words(exact.quantize(Decimal("0.01"))), "how": self.rounding}
        return _("%(share)s of %(base)s %(of)s = %(exact)s, %(how)s: %(limit)s") % words

    @property
    def rounding(self) -> str:
        return {
            "floor": pgettext("of a quota", "rounded down"),
            "nearest": pgettext("of a quota", "rounded to the nearest, halves up"),
            "unsaid": pgettext("of a quota", "rounded down, no act says how"),
            "ceil": pgettext("of a quota", "rounded up"),
        }[self.quota.rounding]

    @property
    def sentence(self) -> str:
        """What the status means for the head, in one sentence."""
        if self.status == OVER:
            return ngettext(
                "%(count)s more endorsed than the quota allows.",
                "%(count)s more endorsed than the quota allows.",
                self.over,
            ) % {"count": self.over}
        if self.too_many:
            return _(
                "%(waiting)s more wait for their unit; endorsing all of them would be %(over)s"
                " too many."
            ) % {"waiting": self.waiting, "over": self.too_many}
        if self.used > self.limit:
            return _(
                "%(count)s above the share rounded down. No act says how to round; the most is"
                " %(most)s."
            ) % {"count": self.used - self.limit, "most": self.limit_rounded_up}
        if self.status == JUST:
            return _("The quota is used up.")
        return _("Room for %(left)s more.") % {"left": self.left}


def quota_lines(
    rule_set: RuleSet,
    tally: BoardAggregates,
    code: str,
    *,
    names: dict[str, str],
    unit: int | None = None,
) -> list[QuotaLine]:
    """The quotas of an award: those of the agency, and for a unit also its own."""
    found = []
    for quota in rule_set.quotas_for(code, commendation_type=tally.campaign.commendation_type):
        if quota.scope == "unit" and unit is None:
            continue
        found.append(
            quota_line(quota, tally, names=names, unit=unit if quota.scope == "unit" else None)
        )
    return found


def quota_line(
    quota: Quota, tally: BoardAggregates, *, names: dict[str, str], unit: int | None = None
) -> QuotaLine:
    """One quota against the figures of the agency, or of a unit."""
    subjects = tally.of(quota.award, quota.kind, unit, whom=quota.whom)
    if quota.type == "head_count":
        subjects = [one for one in subjects if one.here]
    more = tally.added.get(quota.award, 0) if quota.kind != RecipientKind.COLLECTIVE else 0
    proposed, used = len(subjects) + more, _at_least(subjects, ENDORSED) + more
    base: int | None = None
    of_name = ""
    if quota.type == "managers":
        base, of_name = proposed, pgettext("base of a share", "nominated")
        managers = [one for one in subjects if one.manager]
        proposed, used = len(managers), _at_least(managers, ENDORSED)
    elif quota.type == "percent":
        base, of_name = _base(quota, tally, names, unit)
    members = None if unit is None else _members_of(tally, unit)
    return QuotaLine(
        quota=quota,
        award=names.get(quota.award, quota.award),
        base=base,
        limit=quota.limit(base or 0, members),
        limit_rounded_up=quota.limit_rounded_up(base or 0, members),
        used=used,
        proposed=proposed,
        of_name=of_name,
    )


def _at_least(subjects: Iterable[BoardSubject], stage: int) -> int:
    return sum(one.stage >= stage for one in subjects)


def _base(
    quota: Quota, tally: BoardAggregates, names: dict[str, str], unit: int | None
) -> tuple[int, str]:
    """The base of the percentage, and its name: holders of the other award and nominees for it."""
    if quota.of == MEMBERS and quota.kind == RecipientKind.COLLECTIVE:
        return len(tally.places), pgettext("base of a share", "units")
    if quota.of == MEMBERS and quota.whom:
        name = kinds_named(quota.whom, of_persons=True)
        return tally.members_of_kinds(quota.whom, unit), name
    if quota.of == MEMBERS:
        members = tally.members if unit is None else _members_of(tally, unit)
        return members, pgettext("base of a share", "members")
    more = tally.added.get(quota.of, 0) if quota.kind != RecipientKind.COLLECTIVE else 0
    count = len(tally.of(quota.of, quota.kind, unit, whom=quota.whom, surely=True)) + more
    name = names.get(quota.of, quota.of)
    return count, pgettext("base of a share", "%(award)s (held or nominated)") % {"award": name}


def _members_of(tally: BoardAggregates, unit: int) -> int:
    return tally.places[unit].members if unit in tally.places else 0


# --- shares of a collective's members -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine:
    """The share of a collective's members with an award, and the minimum a standard requires."""

    place: UnitPlacement
    award: str
    of_name: str
    standard: Standard
    needed: Decimal
    strict: bool
    proposed: int
    endorsed: int
    is_nominated: bool

    @property
    def members_needed(self) -> int:
        """The smallest number of members with which the standard is met."""
        exact = Decimal(self.place.members) * self.needed / 100
        if self.strict:
            return int(exact.to_integral_value(ROUND_FLOOR)) + 1
        return int(exact.to_integral_value(ROUND_CEILING))

    @property
    def more(self) -> int:
        return max(0, self.members_needed - self.proposed)

    @property
    def more_endorsed(self) -> int:
        return max(0, self.members_needed - self.endorsed)

    @property
    def holds(self) -> bool:
        return bool(self.place.members) and self.proposed >= self.members_needed

    @property
    def status(self) -> str:
        """ "met" once enough are endorsed, "proposed" while enough are nominated, else "short"."""
        if not self.place.members or self.more:
            return "short"
        return "proposed" if self.more_endorsed else "met"

    @property
    def percent(self) -> str:
        return percent_words(self.proposed, self.place.members)

    @property
    def percent_endorsed(self) -> str:
        return percent_words(self.endorsed, self.place.members)

    @property
    def needed_percent(self) -> str:
        return f"{decimal_words(self.needed)}%"

    @property
    def needed_words(self) -> str:
        words = {"percent": self.needed_percent, "least": self.members_needed}
        words["members"] = self.place.members
        if self.strict:
            return _("more than %(percent)s of members: %(least)s of %(members)s or more") % words
        return _("at least %(percent)s of members: %(least)s of %(members)s or more") % words

    @property
    def sentence(self) -> str:
        if not self.place.members:
            return _("Nobody is recorded as working here.")
        if self.more:
            return ngettext(
                "%(count)s member more is needed.", "%(count)s members more are needed.", self.more
            ) % {"count": self.more}
        if self.more_endorsed:
            return _("Enough are nominated; %(count)s more have to be endorsed.") % {
                "count": self.more_endorsed
            }
        return _("The share is reached.")


def _required_shares(standard: Standard) -> Iterator[tuple[tuple[str, ...], str, Decimal]]:
    """The required shares of members in a standard: award codes, ">" or ">=", percent."""
    for test in tests_in(read_rule(standard.rule, (str(RecipientKind.COLLECTIVE),))):
        if test.word.name == "member_share" and test.operator in _SHARE_SIGNS:
            yield test.args.codes, test.operator, Decimal(str(test.bound))


def member_shares(
    rule_set: RuleSet,
    tally: BoardAggregates,
    code: str,
    units: Sequence[int],
    *,
    names: dict[str, str],
) -> list[ShareLine]:
    """For each unit the shares of members that the standards of a collective's award ask for."""
    found = []
    nominated = tally.subjects.get((code, RecipientKind.COLLECTIVE), {})
    asked = tally.campaign.commendation_type
    for standard in rule_set.standards_for(code, RecipientKind.COLLECTIVE, asked):
        for codes, sign, needed in _required_shares(standard):
            named = [names.get(one, one) for one in codes]
            found += [
                ShareLine(
                    place=tally.places[unit],
                    award=names.get(code, code),
                    of_name=pgettext("between alternatives", " or ").join(named),
                    standard=standard,
                    needed=needed,
                    strict=sign == ">",
                    proposed=tally.holders_in(unit, codes, PROPOSED),
                    endorsed=tally.holders_in(unit, codes, ENDORSED),
                    is_nominated=unit in nominated,
                )
                for unit in units
                if unit in tally.places
            ]
    return found
