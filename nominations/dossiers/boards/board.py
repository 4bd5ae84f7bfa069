"""A unit's board and the agency's: awards with their stages, quotas, shares of collectives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from nominations.dossiers.boards import aggregates, quotas
from nominations.dossiers.boards.aggregates import (
    DECIDED,
    ENDORSED,
    PASSED,
    BoardAggregates,
    BoardSubject,
    UnitPlacement,
)
from nominations.dossiers.boards.quotas import OVER, QuotaLine, ShareLine
from nominations.dossiers.models import Campaign
from nominations.fractions import percent_words
from nominations.law.models import AwardType, RecipientKind
from nominations.law.rulesets import RuleSet, from_frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardLine:
    """The nominations for an award by stage; each stage includes the later ones."""

    code: str
    name: str
    kind: str
    proposed: int
    endorsed: int
    passed: int
    decided: int
    managers: int
    members: int | None
    for_both: bool = False
    """Whether the award is for individuals too, so that the line names the kind it counts."""

    @property
    def waiting(self) -> int:
        return self.proposed - self.endorsed

    @property
    def share(self) -> str:
        """The nominated as a percentage of the members; "" for collectives."""
        return percent_words(self.proposed, self.members) if self.members else ""

    @property
    def share_endorsed(self) -> str:
        return percent_words(self.endorsed, self.members) if self.members else ""

    @property
    def managers_share(self) -> str:
        return percent_words(self.managers, self.proposed)

    @property
    def is_collective(self) -> bool:
        """Whether it counts collectives or households."""
        return self.kind != RecipientKind.INDIVIDUAL

    @property
    def kind_in_plural(self) -> str:
        return str(_("households") if self.kind == RecipientKind.HOUSEHOLD else _("collectives"))

    @property
    def says_kind(self) -> bool:
        return self.is_collective and self.for_both


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit on the agency's board."""

    place: UnitPlacement
    counts: list[AwardLine]
    shares: list[ShareLine]
    quotas: list[QuotaLine]

    @property
    def over(self) -> list[QuotaLine]:
        return [one for one in self.quotas if one.status == OVER]

    @property
    def begun(self) -> list[AwardLine]:
        """The awards for which somebody of the unit is nominated."""
        return [one for one in self.counts if one.proposed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The data of a board. `unit` is None on the agency's board; `rules` is None if the campaign
    has no frozen rule set, so that there is nothing to compare with."""

    campaign: Campaign
    unit: UnitPlacement | None
    members: int
    awards: list[AwardLine]
    quotas: list[QuotaLine]
    shares: list[ShareLine]
    units: list[UnitLine]
    rules: RuleSet | None
    supposed: bool = False
    added: Mapping[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.awards)

    @property
    def headline(self) -> str:
        """The most important finding in one sentence."""
        over = [one for one in self._every_quota if one[1].status == OVER]
        if over:
            return _("Over the quota: %(awards)s.") % {"awards": _listed(over)}
        tight = [one for one in self._every_quota if one[1].too_many]
        if tight:
            return _("Not everybody who waits fits into the quota: %(awards)s.") % {
                "awards": _listed(tight)
            }
        within = _("Within every quota.") if self._every_quota else ""
        return f"{within} {self._short_shares}".strip()

    @property
    def _short_shares(self) -> str:
        """The collectives whose endorsed members have not reached the required share."""
        short = [
            _("%(award)s has not reached its share: %(percent)s, needs %(needed)s.")
            % {"award": one.award, "percent": one.percent_endorsed, "needed": one.needed_percent}
            for one in self.shares
            if one.is_nominated and one.more_endorsed and one.percent_endorsed
        ]
        return " ".join(short)

    @property
    def tone(self) -> str:
        if any(line.status == OVER for _unit, line in self._every_quota):
            return "bad"
        tight = any(line.too_many for _unit, line in self._every_quota)
        return "warn" if tight or self._short_shares else "good"

    @property
    def brief(self) -> str:
        """The figures that ticking a nomination changes, short enough to fit beside the button."""
        quotas_now = [
            f"{one.award} {one.used}/{one.limit}"
            for one in self.quotas
            if one.quota.type != "managers" and one.proposed
        ]
        shares_now = [
            _("%(award)s %(percent)s (needs %(needed)s)")
            % {"award": one.award, "percent": one.percent_endorsed, "needed": one.needed_percent}
            for one in self.shares
            if one.percent
        ]
        return "; ".join([*quotas_now, *shares_now])

    @property
    def _every_quota(self) -> list[tuple[str, QuotaLine]]:
        """All quotas on the board, each with the name of its unit ("" for the agency's)."""
        of_units = [(unit.place.name, line) for unit in self.units for line in unit.quotas]
        return [*(("", line) for line in self.quotas), *of_units]

    @property
    def begun(self) -> list[AwardLine]:
        """The awards for which somebody is nominated."""
        return [one for one in self.awards if one.proposed]

    @property
    def untouched(self) -> list[AwardLine]:
        """The awards for which nobody is nominated."""
        return [one for one in self.awards if not one.proposed]

    @property
    def digest(self) -> str:
        """A short hash of all figures, for polling: equal digests mean an unchanged board."""
        shown: list[Any] = [self.supposed, sorted(self.added.items()), self.members]
        shown += _digest_rows(self.awards, self.quotas, self.shares)
        for unit in self.units:
            shown += _digest_rows(unit.counts, unit.quotas, unit.shares)
        return sha256(repr(shown).encode()).hexdigest()[:16]


def _digest_rows(
    awards: Sequence[AwardLine], quotas: Sequence[QuotaLine], shares: Sequence[ShareLine]
) -> Iterator[tuple[object, ...]]:
    """The figures of the board or of one unit that its digest covers."""
    for x in awards:
        yield (x.code, x.kind, x.proposed, x.endorsed, x.passed, x.decided)
    for q in quotas:
        yield (q.quota.key, q.limit, q.used, q.proposed, q.base)
    for s in shares:
        yield (s.award, s.place, s.proposed, s.endorsed)


def _listed(lines: Sequence[tuple[str, QuotaLine]]) -> str:
    names = [f"{line.award} ({unit})" if unit else line.award for unit, line in lines]
    return "; ".join(dict.fromkeys(names))


def rules_of(campaign: Campaign) -> RuleSet | None:
    """The campaign's frozen rule set; None if it has none."""
    return from_frozen(campaign.rules) if campaign.rules.get("content") else None


def _types(campaign: Campaign) -> list[AwardType]:
    titles = campaign.titles.select_related("award_type").order_by("award_type__rank")
    return [title.award_type for title in titles]


def _names(types: Sequence[AwardType], rules: RuleSet | None) -> dict[str, str]:
    """Short names by code, also of awards named only in a quota."""
    known = {one.code: one.short_name or one.name for one in types}
    wanted = {quota.of for quota in rules.quotas} - set(known) if rules else set()
    if wanted:
        others = AwardType.objects.filter(code__in=wanted).order_by("valid_from")
        known |= {one.code: one.short_name or one.name for one in others}
    return known


def _award_lines(
    types: Sequence[AwardType], figures: BoardAggregates, unit: int | None, members: int
) -> list[AwardLine]:
    found = []
    for award in types:
        for kind in RecipientKind.values:
            subjects = figures.of(award.code, kind, unit)
            if award.is_for(kind) and (subjects or kind != RecipientKind.HOUSEHOLD):
                more = figures.added.get(award.code, 0) if kind == RecipientKind.INDIVIDUAL else 0
                found.append(_award_line(award, kind, subjects, members, more))
    return found


def _award_line(
    award: AwardType, kind: str, subjects: Sequence[BoardSubject], members: int, more: int
) -> AwardLine:
    def reached(stage: int) -> int:
        return sum(one.stage >= stage for one in subjects)

    return AwardLine(
        code=award.code,
        name=award.short_name or award.name,
        kind=kind,
        proposed=len(subjects) + more,
        endorsed=reached(ENDORSED) + more,
        passed=reached(PASSED),
        decided=reached(DECIDED),
        managers=sum(one.manager for one in subjects),
        members=members if kind == RecipientKind.INDIVIDUAL else None,
        for_both=award.for_individuals and award.for_collectives,
    )


class _BoardBuilder:
    """Builds boards from the figures and rules of one campaign without further queries."""

    def __init__(self, campaign: Campaign, figures: BoardAggregates, supposed: bool) -> None:
        self.campaign, self.figures, self.supposed = campaign, figures, supposed
        self.rules = rules_of(campaign)
        self.types = _types(campaign)
        self.names = _names(self.types, self.rules)

    def quotas(self, unit: int | None) -> list[QuotaLine]:
        if self.rules is None:
            return []
        return [
            line
            for award in self.types
            for line in quotas.quota_lines(
                self.rules, self.figures, award.code, names=self.names, unit=unit
            )
        ]

    def shares(self, units: Sequence[int]) -> list[ShareLine]:
        if self.rules is None:
            return []
        return [
            line
            for award in self.types
            if award.for_collectives
            for line in quotas.member_shares(
                self.rules, self.figures, award.code, units, names=self.names
            )
        ]

    def unit_lines(self, shown: Collection[int]) -> list[UnitLine]:
        return [
            UnitLine(
                place,
                _award_lines(self.types, self.figures, place.pk, place.members),
                self.shares([place.pk]),
                [one for one in self.quotas(place.pk) if one.quota.scope == "unit"],
            )
            for place in self.figures.places.values()
            if place.pk in shown
        ]

    def board(self, unit: UnitPlacement | None, units: list[UnitLine]) -> Board:
        pk = unit.pk if unit else None
        members = unit.members if unit else self.figures.members
        return Board(
            campaign=self.campaign,
            unit=unit,
            members=members,
            awards=_award_lines(self.types, self.figures, pk, members),
            quotas=self.quotas(pk),
            shares=self.shares([pk]) if pk else [],
            units=units,
            rules=self.rules,
            supposed=self.supposed,
            added=self.figures.added,
        )


def _figures(
    campaign: Campaign, chosen: Collection[int], added: Mapping[str, int]
) -> tuple[BoardAggregates, bool]:
    figures = aggregates.read_aggregates(campaign)
    if not (chosen or added):
        return figures, False
    return figures.supposing(chosen, added), True


def board_of_unit(
    campaign: Campaign,
    unit: int,
    *,
    chosen: Collection[int] = (),
    added: Mapping[str, int] | None = None,
) -> Board:
    """The board of a unit in a campaign: its own figures, and the quotas of the whole agency.

    With `chosen` (nominations that wait for the unit) and `added` (people by award code) it is the
    hypothetical board; nothing is written. A unit that no longer exists is replaced by its
    successor, and has no figures without one.
    """
    figures, supposed = _figures(campaign, chosen, added or {})
    place = figures.places.get(unit) or UnitPlacement(unit, "", 0)
    return _BoardBuilder(campaign, figures, supposed).board(place, [])


def board_of_agency(
    campaign: Campaign,
    *,
    shown: Collection[int] | None = None,
    chosen: Collection[int] = (),
    added: Mapping[str, int] | None = None,
) -> Board:
    """The board of the campaign's agency; `shown` limits the units that get a line (default: all).

    `chosen` and `added` as in `board_of_unit`.
    """
    figures, supposed = _figures(campaign, chosen, added or {})
    maker = _BoardBuilder(campaign, figures, supposed)
    return maker.board(None, maker.unit_lines(figures.places if shown is None else shown))
