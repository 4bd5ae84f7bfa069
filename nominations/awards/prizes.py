"""Prize money of awards: amount, payment and its reason, paying fund, article.

The base salary and the rule set are those of the day of the decision; rules about several awards of
one recipient are in `[prize_rules]` of the rule set (docs/rules.md). Everything here is pure;
`load_prizes` reads the awards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from nominations.law import rulesets
from nominations.law.models import AwardCategory, RecipientKind
from nominations.law.rulesets import BaseSalary, NoRuleSet, Prize, PrizeRules, RuleSet
from nominations.law.rulesets.prize_rules import PrizeSwitch
from nominations.people.models import Authority, Organization


class PrizeStatus(models.TextChoices):
    PAID = "paid", pgettext_lazy("prize", "Paid")
    YIELDS = "yields", pgettext_lazy("prize", "Not paid: a higher prize is paid")
    REVOKED = "revoked", pgettext_lazy("prize", "Award revoked")
    UNKNOWN = "unknown", pgettext_lazy("prize", "Amount not known")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeFact:
    """One award, as far as its prize depends on it. `recipient` is ("person", id) or ("collective",
    id); without a recorded period it is the calendar year of the award."""

    pk: int
    code: str
    award_name: str
    form: str
    kind: str
    recipient: tuple[str, int]
    recipient_name: str
    year: int
    decided_on: date | None
    commendation_type: str = "CONG_TRANG"
    achieved_from: date | None = None
    achieved_to: date | None = None
    number: str = ""
    issuer: str = ""
    place: str = ""
    revoked_on: date | None = None
    authority: str = Authority.AGENCY
    organization: Organization | None = None

    @property
    def period(self) -> tuple[date, date]:
        return (
            self.achieved_from or date(self.year, 1, 1),
            self.achieved_to or date(self.year, 12, 31),
        )

    @property
    def paper(self) -> str:
        """Number and date of the decision."""
        day = f"{self.decided_on:%d/%m/%Y}" if self.decided_on else ""
        return ", ".join(filter(None, (self.number, day)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeAmount:
    """The prize of an award on a day in đồng, before the rules about several awards."""

    multiple: Decimal
    base: BaseSalary
    product: Decimal
    amount: int
    prize: Prize


@dataclass(frozen=True, slots=True)
class PrizePayer:
    """Whose fund pays: "agency", "province" or "ministry"; `is_own` is the agency of the award."""

    level: str
    name: str
    is_own: bool


DEFAULT_PRIZE_SWITCH = PrizeSwitch(True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeLine:
    """The prize of one award. `amount` is the rounded product, `payable` what is actually paid,
    `to_return` what has to be returned for a revoked award (all in đồng); `settles` marks a prize
    that was paid before the higher one was decided."""

    fact: PrizeFact
    status: PrizeStatus
    payer: PrizePayer
    price: PrizeAmount | None = None
    payable: int = 0
    to_return: int = 0
    yields_to: PrizeFact | None = None
    settles: bool = False
    money_only: bool = False
    reason: str = ""
    source: str = ""
    verified: bool = False
    rule_set: str = ""
    computation: PrizeSwitch = DEFAULT_PRIZE_SWITCH

    @property
    def amount(self) -> int | None:
        return self.price.amount if self.price else None


Rules = Callable[[date, Organization | None], RuleSet]
"""The rule set that holds on a day for an agency."""


def price_of(rule_set: RuleSet, code: str, kind: str, *, on: date) -> PrizeAmount | None:
    """The prize of an award for that kind of recipient ("household" too) decided on the day.

    The multiple times the base salary of the day, rounded up to the step of the rule set; None
    where the rule set names no multiple.
    """
    prize = rule_set.prizes.get(code)
    if prize is None or kind not in prize.multiples:
        return None
    base = rulesets.base_salary(on)
    product = prize.multiples[kind] * base.amount
    steps = (product / rule_set.prize_rounding).to_integral_value(ROUND_CEILING)
    amount = int(steps) * rule_set.prize_rounding
    return PrizeAmount(
        multiple=prize.multiples[kind], base=base, product=product, amount=amount, prize=prize
    )


@dataclass(slots=True)
class _Candidate:
    """A fact with its rules and its prize, while its line is computed."""

    fact: PrizeFact
    rule_set: RuleSet | None = None
    price: PrizeAmount | None = None

    @property
    def rules(self) -> PrizeRules:
        return self.rule_set.prize_rules if self.rule_set else PrizeRules()

    @property
    def group(self) -> tuple[Any, ...] | None:
        """Those with the same group compete for one prize; None competes with nobody."""
        if self.price is None or self.price.prize.at_most:
            return None
        fact, rules = self.fact, self.rules
        same = (fact.recipient, fact.commendation_type, fact.period)
        if not rules.title_and_commendation.applies:
            return ("any", *same)
        if fact.form == AwardCategory.TITLE:
            if not rules.each_period.applies:
                return ("title", fact.recipient)
            return ("title", *same) if rules.highest_of_period.applies else None
        return None if rules.each_commendation.applies else ("commendation", *same)

    def alive_on(self, day: date) -> bool:
        """Whether it was decided by the day and not revoked before it."""
        decided = self.fact.decided_on is None or self.fact.decided_on <= day
        return decided and (self.fact.revoked_on is None or self.fact.revoked_on >= day)


def _candidate(fact: PrizeFact, rules: Rules) -> _Candidate:
    if fact.decided_on is None:
        return _Candidate(fact)
    try:
        rule_set = rules(fact.decided_on, fact.organization)
        price = price_of(rule_set, fact.code, fact.kind, on=fact.decided_on)
    except NoRuleSet:
        return _Candidate(fact)
    return _Candidate(fact, rule_set, price)


def _highest(rivals: Iterable[_Candidate]) -> _Candidate | None:
    def worth(one: _Candidate) -> tuple[int, int]:
        return (one.price.amount if one.price else 0, -one.fact.pk)

    return max(rivals, key=worth, default=None)


def payer_of(fact: PrizeFact, rule_set: RuleSet | None) -> PrizePayer:
    """Whose fund pays the prize: the level that decides, for state awards the one that proposed."""
    here = rule_set.catalogue.get(fact.code) if rule_set else None
    authority = here.authority if here else fact.authority
    by_authority = rule_set.prize_rules.payers.by_authority if rule_set else {}
    level = by_authority.get(authority, authority)
    agency = fact.organization
    if level == Authority.AGENCY or (agency and agency.authority == level):
        return PrizePayer(level, agency.name if agency else "", True)
    if level == Authority.PROVINCE:
        above = agency.parent if agency else None
        return PrizePayer(level, above.name if above else _("the province"), False)
    return PrizePayer(level, fact.issuer or _("the ministry"), False)


def compute_prize_lines(facts: Sequence[PrizeFact], *, rules: Rules) -> list[PrizeLine]:
    """A line for each award, in the order given.

    All awards of a recipient that may compete must be among the facts; revoked ones compete until
    the day of their revocation.
    """
    found = [_candidate(fact, rules) for fact in facts]
    groups: dict[tuple[Any, ...], list[_Candidate]] = defaultdict(list)
    for one in found:
        if one.group is not None:
            groups[one.group].append(one)
    return [_line(one, groups[one.group] if one.group is not None else [one]) for one in found]


def _line(one: _Candidate, rivals: Sequence[_Candidate]) -> PrizeLine:
    payer = payer_of(one.fact, one.rule_set)
    if one.price is None or one.price.prize.at_most:
        return PrizeLine(
            fact=one.fact, status=PrizeStatus.UNKNOWN, payer=payer, reason=_why_unknown(one)
        )
    given: dict[str, Any] = {
        "price": one.price,
        "money_only": one.fact.code in one.rules.money_only.awards,
        "rule_set": one.rule_set.code if one.rule_set else "",
        "computation": one.rules.computation,
        **_sources(one.price, one.rules.computation),
    }
    if one.fact.revoked_on is not None:
        before = _highest(rival for rival in rivals if rival.alive_on(one.fact.revoked_on))
        back = one.price.amount if before is one else 0
        return PrizeLine(
            fact=one.fact,
            status=PrizeStatus.REVOKED,
            payer=payer,
            to_return=back,
            reason=_why_revoked(one),
            **given,
        )
    winner = _highest(rival for rival in rivals if rival.fact.revoked_on is None)
    if winner is None or winner is one:
        return PrizeLine(
            fact=one.fact, status=PrizeStatus.PAID, payer=payer, payable=one.price.amount, **given
        )
    return PrizeLine(
        fact=one.fact,
        status=PrizeStatus.YIELDS,
        payer=payer,
        yields_to=winner.fact,
        **given | _yielding(one, winner),
    )


def _sources(price: PrizeAmount, computation: PrizeSwitch) -> dict[str, Any]:
    """The multiple, the way of computing and the base salary, each with its act."""
    parts = (price.prize, computation, price.base)
    return {
        "source": "; ".join(dict.fromkeys(part.source for part in parts if part.source)),
        "verified": all(part.verified for part in parts),
    }


def _why_unknown(one: _Candidate) -> str:
    if one.fact.decided_on is None:
        return _("The date of the decision is not recorded.")
    if one.rule_set is None:
        return _("No rule set holds on the day of the decision.")
    if one.price is not None:
        amount = number_format(one.price.amount, use_l10n=True, force_grouping=True)
        return _(
            "The law names only the most that may be paid, %(amount)s đồng; whoever gives the award"
            " lays down the amount in a regulation."
        ) % {"amount": amount}
    return _("Rule set %(code)s names no multiple for this award.") % {"code": one.rule_set.code}


def _why_revoked(one: _Candidate) -> str:
    return _("Revoked on %(day)s; prize money that was paid comes back.") % {
        "day": f"{one.fact.revoked_on:%d/%m/%Y}"
    }


def _yielding(one: _Candidate, winner: _Candidate) -> dict[str, Any]:
    rule = one.rules.highest_of_period
    later = (winner.fact.decided_on or date.min) > (one.fact.decided_on or date.min)
    reason = _("Not paid: a higher prize is paid for the same time and achievement")
    if later:
        reason = _("A higher prize was decided later for the same time and achievement; settle it")
    return {
        "settles": later,
        "reason": f"{reason} ({winner.fact.award_name}, {winner.fact.paper}).",
        "source": rule.source,
        "verified": rule.verified,
    }


# --- sums ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeBasis:
    """How the amount of an award is computed, once for all lines that share it."""

    award_name: str
    kind: str
    price: PrizeAmount
    source: str
    verified: bool


def bases_of(lines: Iterable[PrizeLine]) -> list[PrizeBasis]:
    """The different ways in which the amounts of these lines come about, in their order."""
    found: dict[tuple[Any, ...], PrizeBasis] = {}
    for line in lines:
        price = line.price
        if price is None:
            continue
        key = (line.fact.code, line.fact.kind, price.multiple, price.base, price.prize.source)
        if key not in found:
            found[key] = PrizeBasis(
                award_name=line.fact.award_name,
                kind=str(RecipientKind(line.fact.kind).label),
                price=price,
                **_sources(price, line.computation),
            )
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeTotals:
    """Sums over lines: what is paid, what is not because of a higher prize, what comes back."""

    payable: int
    paid: int
    yielding: int
    to_return: int
    unknown: int


def prize_totals(lines: Iterable[PrizeLine]) -> PrizeTotals:
    """The figures under a list of lines: `payable` and `to_return` in đồng, the others counts."""
    rows = list(lines)
    counts = {status: sum(line.status == status for line in rows) for status in PrizeStatus}
    return PrizeTotals(
        payable=sum(line.payable for line in rows),
        paid=counts[PrizeStatus.PAID],
        yielding=counts[PrizeStatus.YIELDS],
        to_return=sum(line.to_return for line in rows),
        unknown=counts[PrizeStatus.UNKNOWN],
    )
