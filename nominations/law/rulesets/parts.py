"""What a rule set consists of. Every part names its source and whether it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from nominations.fractions import BodyFraction
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.rulesets.commendation_types import asked_for
from nominations.law.rulesets.deadline_rules import DeadlineRule
from nominations.law.rulesets.duplicate_rules import DuplicateRule
from nominations.law.rulesets.exclusion_rules import ExclusionRule
from nominations.law.rulesets.opinion_rules import OpinionRule
from nominations.law.rulesets.prize_rules import PrizeRules
from nominations.law.rulesets.quota_rules import CENTRAL, Quota
from nominations.law.rulesets.recipients import RECIPIENTS, RecipientKinds, rows_asked_of
from nominations.law.rulesets.regime_end import RegimeEnd
from nominations.law.rulesets.setting_rules import Setting
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

    Of a vote: `base` is who counts ("all" members or those "present"), `absent` how a member who is
    away counts; a written opinion is a ballot where nobody says otherwise. Of a posting: `where`
    and `before` what. Of a registration: `day`/`month` until when, 0 where each campaign says.
    `also_numerator`/`also_denominator`, where not 0, is a second share that a vote needs at the
    same time, of the other base: of those present where `base` is "all". Of papers: `says` what the
    dossier consists of, `lacks` what a list known to be incomplete lacks. `left_to` is the article
    that leaves the value to the province: what stands here is then only proposed, until a
    regulation says it. `left_for` names the authorities whose awards the article is about, empty
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
        """Of a vote: the second share that is needed, of the other base; None without one."""
        if not self.also_numerator:
            return None
        numbers, strict = (self.also_numerator, self.also_denominator), self.also_strict
        return BodyFraction(*numbers, strict=strict, source=self.source, verified=self.verified)

    def shares(self, *, members: int, took_part: int) -> list[tuple[BodyFraction, int]]:
        """Of a vote: each share that is needed, with the number of people it is reckoned of."""
        bases = [members, took_part] if self.base == "all" else [took_part, members]
        found = zip([self.fraction, self.also], bases, strict=True)
        return [(one, base) for one, base in found if one is not None]

    @property
    def fraction(self) -> BodyFraction:
        """Of a quorum or a vote: what must be present or agree."""
        return BodyFraction(
            self.numerator,
            self.denominator,
            strict=self.strict,
            source=self.source,
            verified=self.verified,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardAuthority:
    """Who decides an award under the regime, and who may be given it."""

    authority: str
    targets: tuple[str, ...]
    source: str
    verified: bool
    layer: str = CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One condition of an award. `rule` is its expression (docs/rules.md), `says` the law's words.

    `kind` is "individual", "collective", "household" or "" for persons and collectives; `layer`
    is the code of the layer that wrote it, or "central". A "blocking" one that is not met stops
    the submission, an "advisory" one warns. `types` are the types of commendation for which it
    is asked, empty for all; one that is no `way` bars dossiers of its types without being what
    earns them the award. `whom` are the kinds of person, or of body where `kind` is
    "collective", that it is asked of; empty for all. `lacks` says what is missing where its
    list of ways is known to be incomplete.
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
        """Whether it is one of those by which the award is earned."""
        return self.way and self.effect == "blocking"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionList:
    """That the list of an award's conditions is not complete, and what it lacks; of some types of
    commendation, or (none named) of all."""

    lacks: str
    types: tuple[str, ...]
    source: str
    verified: bool
    layer: str = CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """Multiples of the base salary by kind of recipient: {"individual": 0.3, "collective": 0.6}.

    `at_most`: they are the most that may be paid; what is paid has to be said in a layer.
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
    """Until when dossiers are filed with the level above.

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
    """In how many sets a dossier is filed with the level above."""

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
        """The regime of the standards and quotas, where they are judged by another one."""
        return self.standards_from or self.code

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def rule(
        self, name: str, *, code: str, form: str, level: str, commendation_type: str
    ) -> StepRule:
        """The rule of that name for an award: the last that is written of defaults, form of award,
        award, award at the level of the deciding agency, type of commendation."""
        places = (
            ("defaults", name),
            ("form", form, name),
            ("award", code, name),
            ("level", level, code, name),
            ("type", commendation_type, name),
        )
        found = (self.rules[place] for place in reversed(places) if place in self.rules)
        # The votes before that of the council are held only where somebody says so.
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
        """The quorum of the councils of agencies of a level, whatever is on the agenda."""
        return self.rules.get(("level", level, QUORUM)) or self.quorum_of("council")

    def agenda_quorum(
        self, code: str, *, form: str, level: str, commendation_type: str
    ) -> StepRule | None:
        """The quorum written for an award on the agenda: the most particular one; None without."""
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
        """The conditions of an award for that kind of subject and that type of commendation, in
        the order they are written; whom it is given to at all stands before them."""
        asked = [one for one in self._asked_of(code, kind) if one.asked_for(commendation_type)]
        return (*self.kinds_asked(code, kind), *asked)

    def kinds_asked(self, code: str, kind: str) -> tuple[Standard, ...]:
        """That the subject is of a kind that the award is given to, and of one that the layers
        reach which refuse the rest, each as a condition; none where the rules name no kinds."""
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
        """Whether the rules say how the award is earned by this type of commendation: where they
        name ways by type, the conditions common to all types alone do not earn it."""
        asked = self._asked_of(code, kind)
        ways = [one for one in asked if one.types and one.is_way]
        return not ways or any(one.asked_for(commendation_type) for one in ways)

    def lacks(self, code: str, commendation_type: str = MERIT) -> str:
        """What the list of the award's conditions is known to lack; empty where it is complete."""
        known = self.conditions.get(code)
        return known.lacks if known and asked_for(known.types, commendation_type) else ""

    def kinds_with_a_way(
        self, code: str, kind: str, commendation_type: str = MERIT
    ) -> frozenset[str]:
        """The kinds of person or body to which the rules say how the award is earned, where they
        name ways by kind; empty where they name none, which is a way for all."""
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
