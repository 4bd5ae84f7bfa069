"""Quotas of a rule set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

CENTRAL = "central"
ROUNDINGS = {
    "floor": ROUND_FLOOR,
    "nearest": ROUND_HALF_UP,
    "unsaid": ROUND_FLOOR,
    "ceil": ROUND_CEILING,
}
"""How a fraction is rounded, the strictest first. If no act says it ("unsaid"), exceeding the value
rounded down is a warning, and only exceeding it rounded up is refused."""
QUOTA_TYPES = ("percent", "head_count", "yearly", "managers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A quota of an award.

    `type` "percent": `percent` of the holders of `of` (an award code, or "members"); "head_count":
    `count` per unit or agency in one campaign; "yearly": `count` in a year; "managers": at most
    `numerator`/`denominator` of those nominated may be managers. `scope` is "unit" or "agency". A
    unit of fewer than `small_below` people may nominate `small_count` regardless of the share.
    `whom` are the counted kinds of person (or body), `types` the limited types of commendation;
    each is empty for all.
    """

    award: str
    key: str
    type: str
    says: str
    source: str
    verified: bool
    kind: str = ""
    of: str = ""
    percent: Decimal = Decimal(0)
    count: int = 0
    numerator: int = 0
    denominator: int = 1
    rounding: str = "floor"
    small_below: int = 0
    small_count: int = 0
    scope: str = "agency"
    effect: str = "advisory"
    layer: str = CENTRAL
    whom: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def limit(self, base: int, members: int | None = None) -> int:
        """The cap for a base; head counts need no base.

        `members` is how many people the unit has, where the quota is one of a unit.
        """
        share = self._share(base)
        return max(share, self.small_count) if self.is_small(members) else share

    def limit_rounded_up(self, base: int, members: int | None = None) -> int:
        """The cap with fractions rounded up if no act says how to round."""
        if self.rounding != "unsaid":
            return self.limit(base, members)
        return replace(self, rounding="ceil").limit(base, members)

    def is_small(self, members: int | None) -> bool:
        """Whether a unit with so many members counts as small."""
        return members is not None and 0 < members < self.small_below

    def _share(self, base: int) -> int:
        if self.type in ("head_count", "yearly"):
            return self.count
        if self.type == "managers":
            exact = Decimal(base) * self.numerator / self.denominator
        else:
            exact = Decimal(base) * self.percent / 100
        return int(exact.to_integral_value(ROUNDINGS[self.rounding]))
