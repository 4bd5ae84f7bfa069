"""The parts of a rule set. Every part has its source and whether it was verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from nominations.fractions import BodyFraction
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.rulesets.applicable_types import asked_for
from nominations.law.rulesets.deadline_rules import DeadlineRule
from nominations.law.rulesets.duplicate_rules import DuplicateRule
from nominations.law.rulesets.exclusion_rules import ExclusionRule
from nominations.law.rulesets.opinion_rules import OpinionRule
from nominations.law.rulesets.prize_rules import PrizeRules
from nominations.law.rulesets.quota_rules import CENTRAL, Quota
from nominations.law.rulesets.recipients import RECIPIENTS, RecipientKinds, rows_asked_of
from nominations.law.rulesets.regime_end import RegimeEnd
from nominations.law.rulesets.rule_settings import Setting
from nominations.law.rulesets.unread_acts import UnreadAct

PAPERS = ("initiative", "excellence", "unit_minutes", "other")
RULES = ("unit_review", "registration", "vote", "consultation", "papers")
STEPS = ("unit_meeting", "unit_council")
"""Votes before that of the agency's council, which is "vote"; the province's is at its level."""
QUORUM = "quorum"
"""Of a council by its level or by what is on its agenda; that of a kind of meeting is apart."""
MEETINGS = ("council", "unit_meeting", "initiative_council")
BASES = ("all", "present")
ABSENT = ("counts_no", "written", "silence_agrees")
BEFORE = ("", "unit_council", "council", "province_council", "decision")
EFFECTS = ("blocking", "advisory")
MERIT = str(CommendationType.MERIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """One rule with its source. Only the values that belong to its name are meant.

    For a vote, `base` is who counts ("all" members or those "present"), `absent` how an absent
    member counts (by default a written opinion is a ballot). For a posting, `where` it is shown and
    `before` which step; with `days_unsaid` its article sets no number of days, and `days` is only
    proposed. For a registration, the last `day`/`month`, 0 if each campaign sets it.
    `also_numerator`/`also_denominator`, where not 0, is a second share that a vote needs at the
    same time, of the other base: of those present where `base` is "all". For papers, `says` is the
    content of the dossier, `lacks` what an incomplete list is known to lack. `left_to` is the
    article that leaves the value to the province: the value is then only proposed until a
    regulation sets it. `left_for` names the authorities whose awards the article is about, empty
    for all.
    """

    needed: bool = True
    numerator: int = 1
    denominator: int = 2
    strict: bool = False
    days: int = 0
    papers: tuple[str, ...] = ()
    source: str = ""
    verified: bool = False
    base: str = "all"
    absent: str = "written"
    days_unsaid: bool = False
    where: str = ""
    before: str = ""
    day: int = 0
    month: int = 0
    says: str = ""
    left_to: str = ""
    left_for: tuple[str, ...] = ()
    also_numerator: int = 0
    also_denominator: int = 1
    also_strict: bool = False
    layer: str = CENTRAL
    lacks: str = ""

    @property
    def also(self) -> BodyFraction | None:
        """The second share of a vote, of the other base; None without one."""
        if not self.also_numerator:
            return None
        numbers, strict = (self.also_numerator, self.also_denominator), self.also_strict
        return BodyFraction(*numbers, strict=strict, source=self.source, verified=self.verified)

    def shares(self, *, members: int, took_part: int) -> list[tuple[BodyFraction, int]]:
        """Each required share of a vote, with the number of people of its base."""
        bases = [members, took_part] if self.base == "all" else [took_part, members]
        found = zip([self.fraction, self.also], bases, strict=True)
        return [(one, base) for one, base in found if one is not None]

    @property
    def fraction(self) -> BodyFraction:
        """The required fraction of a quorum or vote."""
        return BodyFraction(
            self.numerator,
            self.denominator,
            strict=self.strict,
            source=self.source,
            verified=self.verified,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardAuthority:
    """The authority and the recipients of an award under the regime."""

    authority: str
    targets: tuple[str, ...]
    source: str
    verified: bool
    layer: str = CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One condition of an award. `rule` is its expression (docs/rules.md), `says` the law's words.

    `kind` is "individual", "collective", "household" or "" for persons and collectives; `layer` is
    the code of the layer that wrote it, or "central". A "blocking" one that is not met stops the
    submission, an "advisory" one warns. `types` are the types of commendation it applies to, empty
    for all; without `way` it is only a condition for dossiers of its types, not a way to earn the
    award. `whom` are the kinds of person (or of body if `kind` is "collective") it applies to;
    empty for all. `lacks` says what its list of ways is known to lack.
    """

    award: str
    key: str
    says: str
    rule: str
    effect: str
    source: str
    verified: bool
    kind: str = ""
    layer: str = CENTRAL
    types: tuple[str, ...] = ()
    way: bool = True
    whom: tuple[str, ...] = ()
    lacks: str = ""

    def asked_for(self, commendation_type: str) -> bool:
        """Whether it applies to this type of commendation."""
        return asked_for(self.types, commendation_type)

    @property
    def is_way(self) -> bool:
        """Whether it is a way to earn the award."""
        return self.way and self.effect == "blocking"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionList:
    """A note that the list of an award's conditions is incomplete and what it lacks, for some types
    of commendation or (empty) all."""

    lacks: str
    types: tuple[str, ...]
    source: str
    verified: bool
    layer: str = CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """Multiples of the base salary by kind of recipient: {"individual": 0.3, "collective": 0.6}.

    `at_most`: they are a cap; the amount has to be set in a layer.
    """

    multiples: Mapping[str, Decimal]
    source: str
    verified: bool
    at_most: bool = False
    layer: str = CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat:
    """The form of the achievement report by kind, and how many years it covers; `left_to` as of a
    `StepRule`.

    `years_collective` are those of a collective where they are others, 0 where they are not.
    """

    forms: Mapping[str, str]
    years: int
    source: str
    verified: bool
    years_collective: int = 0
    left_to: str = ""
    layer: str = CENTRAL

    def years_of(self, kind: str) -> int:
        """How many years the report on such a recipient covers."""
        is_collective = kind == RecipientKind.COLLECTIVE
        return (is_collective and self.years_collective) or self.years


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRule:
    """The last day to file dossiers with the level above.

    `day`/`month` is a fixed day each year (0 for a day that each campaign sets), in the year after
    the achievement year when `next_year`. `types` are the types of commendation whose dossiers
    are filed by it, empty for all.
    """

    day: int
    month: int
    next_year: bool
    source: str
    verified: bool
    layer: str = CENTRAL
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSets:
    """The number of sets in which a dossier is filed with the level above."""

    count: int
    source: str
    verified: bool
    layer: str = CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A regime with the layers on top of it: the days on which it holds, and its rules by place.

    `content` is the merged document it was read from, `layers` the codes of the layers in it.
    """

    code: str
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool
    quorum: StepRule
    settings: Mapping[str, Setting]
    rules: Mapping[tuple[str, ...], StepRule]
    digest: str
    catalogue: Mapping[str, AwardAuthority] = field(default_factory=dict)
    standards: tuple[Standard, ...] = ()
    quotas: tuple[Quota, ...] = ()
    prizes: Mapping[str, Prize] = field(default_factory=dict)
    reports: Mapping[str, ReportFormat] = field(default_factory=dict)
    filings: Mapping[str, FilingRule] = field(default_factory=dict)
    sets: Mapping[str, DossierSets] = field(default_factory=dict)
    recipients: Mapping[str, RecipientKinds] = field(default_factory=dict)
    reach: tuple[RecipientKinds, ...] = ()
    conditions: Mapping[str, ConditionList] = field(default_factory=dict)
    ends: tuple[RegimeEnd, ...] = ()
    unread: tuple[UnreadAct, ...] = ()
    prize_rounding: int = 1
    prize_rules: PrizeRules = field(default_factory=PrizeRules)
    duplicates: Mapping[str, DuplicateRule] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    layers: tuple[str, ...] = ()
    quorums: Mapping[str, StepRule] = field(default_factory=dict)
    deadlines: tuple[DeadlineRule, ...] = ()
    opinions: tuple[OpinionRule, ...] = ()
    exclusions: tuple[ExclusionRule, ...] = ()
    open: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    standards_from: str = ""

    @property
    def standards_code(self) -> str:
        """The code of the regime of the standards and quotas, which may be another one."""
        return self.standards_from or self.code

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def rule(
        self, name: str, *, code: str, form: str, level: str, commendation_type: str
    ) -> StepRule:
        """The rule of that name for an award: the most specific of defaults, form of award, award,
        award at the level of the deciding agency, type of commendation."""
        places = (
            ("defaults", name),
            ("form", form, name),
            ("award", code, name),
            ("level", level, code, name),
            ("type", commendation_type, name),
        )
        found = (self.rules[place] for place in reversed(places) if place in self.rules)
        # Votes before that of the council are held only if a rule says so.
        rule = next(found, StepRule(needed=False)) if name in STEPS else next(found)
        if rule.left_for and not self._is_given_by(code, rule.left_for):
            return replace(rule, left_to="")
        return rule

    def _is_given_by(self, code: str, authorities: tuple[str, ...]) -> bool:
        here = self.catalogue.get(code)
        return here is not None and here.authority in authorities

    def quorum_of(self, meeting: str) -> StepRule:
        """The quorum of a kind of meeting: its own, else the common one."""
        return self.quorums.get(meeting, self.quorum)

    def council_quorum(self, level: str) -> StepRule:
        """The quorum of the councils of agencies of a level, regardless of the agenda."""
        return self.rules.get(("level", level, QUORUM)) or self.quorum_of("council")

    def agenda_quorum(
        self, code: str, *, form: str, level: str, commendation_type: str
    ) -> StepRule | None:
        """The most specific quorum set for an award on the agenda; None without one."""
        places = (
            ("type", commendation_type, QUORUM),
            ("level", level, code, QUORUM),
            ("award", code, QUORUM),
            ("form", form, QUORUM),
            ("defaults", QUORUM),
        )
        return next((self.rules[one] for one in places if one in self.rules), None)

    def standards_for(
        self, code: str, kind: str, commendation_type: str = MERIT
    ) -> tuple[Standard, ...]:
        """The conditions of an award for that kind of subject and type of commendation, in the
        order of the file, preceded by those on recipients."""
        asked = [one for one in self._asked_of(code, kind) if one.asked_for(commendation_type)]
        return (*self.kinds_asked(code, kind), *asked)

    def kinds_asked(self, code: str, kind: str) -> tuple[Standard, ...]:
        """The conditions that the subject is of a kind that the award is given to, and in the scope
        of layers that refuse the rest; empty if kinds are not limited."""
        named = [(RECIPIENTS, self.recipients[code])] if code in self.recipients else []
        named += [(f"reach_{one.layer}", one) for one in self.reach]
        return tuple(
            Standard(
                award=code,
                key=key,
                says=given.says,
                rule=given.rule_for(kind),
                effect="blocking",
                source=given.source,
                verified=given.verified,
                kind=kind,
                layer=given.layer,
            )
            for key, given in named
            if given.rule_for(kind)
        )

    def _asked_of(self, code: str, kind: str) -> list[Standard]:
        asked = rows_asked_of(kind)
        return [one for one in self.standards if one.award == code and one.kind in asked]

    def has_way(self, code: str, kind: str, commendation_type: str = MERIT) -> bool:
        """Whether the rules provide the award for this type of commendation: if they name ways by
        type, the common conditions alone do not suffice."""
        asked = self._asked_of(code, kind)
        ways = [one for one in asked if one.types and one.is_way]
        return not ways or any(one.asked_for(commendation_type) for one in ways)

    def lacks(self, code: str, commendation_type: str = MERIT) -> str:
        """What the list of the award's conditions is known to lack; "" if it is complete."""
        known = self.conditions.get(code)
        return known.lacks if known and asked_for(known.types, commendation_type) else ""

    def kinds_with_a_way(
        self, code: str, kind: str, commendation_type: str = MERIT
    ) -> frozenset[str]:
        """The kinds of person or body with a way to the award; empty if ways are not limited by
        kind."""
        asked = [one for one in self._asked_of(code, kind) if one.asked_for(commendation_type)]
        return frozenset(name for one in asked if one.is_way for name in one.whom)

    def quotas_for(
        self, code: str, kind: str = "", commendation_type: str = MERIT
    ) -> tuple[Quota, ...]:
        """The quotas of an award that limit dossiers of that type of commendation, for one kind of
        subject where it is given."""
        return tuple(
            one
            for one in self.quotas
            if one.award == code
            and asked_for(one.types, commendation_type)
            and (not kind or one.kind in rows_asked_of(kind))
        )

    def filing_of(self, code: str, commendation_type: str) -> FilingRule | None:
        """The filing day of an award for dossiers of that type of commendation; None without."""
        found = self.filings.get(code)
        return found if found and asked_for(found.types, commendation_type) else None
