"""Eligible people and units that are not nominated in a campaign.

Evaluates all persons and units against all awards in one pass over facts read in bulk. Only rules
that would block a submission are evaluated; those that only warn are shown beside the name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from nominations.dossiers.boards.aggregates import read_aggregates
from nominations.dossiers.boards.board import rules_of
from nominations.dossiers.campaign_movement import movement_of
from nominations.dossiers.facts import dossier_facts
from nominations.dossiers.models import Campaign
from nominations.eligibility.answers import Answer, Eligibility, RuleAnswer
from nominations.eligibility.assessment import judge, judge_many
from nominations.eligibility.collect_facts import collect_persons, collect_units
from nominations.eligibility.facts import Facts
from nominations.eligibility.unit_members import counting_day
from nominations.law.models import AGENCY_RECIPIENTS, AwardType, RecipientKind
from nominations.law.rulesets import RuleSet
from nominations.law.vocabulary import read_rule, tests_in
from nominations.people.models import Unit, UnitMembership
from nominations.people.models.dated import holds_on
from nominations.states import State
from workflow import clock

BLOCKING = "blocking"
ACHIEVEMENTS = frozenset(
    {
        "grade",
        "grade_chain",
        "graded",
        "chain",
        "awards",
        "holds",
        "years_since",
        "initiatives",
        "attested",
        "members_with",
        "member_share",
        "member_grade_share",
    }
)
"""Words that require an achievement. The others only exclude, and nearly everybody meets them: not
disciplined, not absent, not under examination."""
COLLECTIVE_SIGN = "dv"
"""Prefix of a unit's key in the checkboxes of the form; a person's key has none."""
Key = tuple[str, int]
"""Kind and primary key of a person or a unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenCandidate:
    """A person, or a unit as a collective, that could be nominated for an award.

    `membership` is the person's place of work, None for a collective; `eligibility` has the answer
    of each rule.
    """

    unit: Unit
    award: AwardType
    answer: Answer
    membership: UnitMembership | None = None
    eligibility: Eligibility | None = None

    @property
    def kind(self) -> str:
        return str(RecipientKind.INDIVIDUAL if self.membership else RecipientKind.COLLECTIVE)

    @property
    def key(self) -> Key:
        return self.kind, self.membership.person_id if self.membership else self.unit.pk

    @property
    def name(self) -> str:
        return self.membership.person.full_name if self.membership else self.unit.name

    @property
    def value(self) -> str:
        """The value of the checkbox: person or unit, and the award."""
        kind, subject = self.key
        sign = COLLECTIVE_SIGN if kind == RecipientKind.COLLECTIVE else ""
        return f"{sign}{subject}-{self.award.pk}"

    def _rules(self, *wanted: Answer) -> list[RuleAnswer]:
        return (
            [one for one in self.eligibility.rules if one.answer in wanted]
            if (self.eligibility)
            else []
        )

    @property
    def met(self) -> list[RuleAnswer]:
        return self._rules(Answer.MET)

    @property
    def unknown(self) -> list[RuleAnswer]:
        return self._rules(Answer.UNKNOWN)

    @property
    def warnings(self) -> list[RuleAnswer]:
        """Rules that are not met and only warn."""
        return self._rules(Answer.UNMET)


@dataclass(kw_only=True, slots=True)
class ForgottenSearch:
    """The candidates, ordered by unit and rank, and their number per award.

    `unsourced`: awards and kinds of subject for which no legal source defines the required
    achievement. Nearly everybody meets the remaining standards, so they are shown only on request.
    """

    candidates: list[ForgottenCandidate] = field(default_factory=list)
    counts: Counter[tuple[str, Answer]] = field(default_factory=Counter)
    awards: list[AwardType] = field(default_factory=list)
    without_standards: list[AwardType] = field(default_factory=list)
    unsourced: set[tuple[str, str]] = field(default_factory=set)
    judged: set[tuple[str, str]] = field(default_factory=set)

    def of(self, code: str, *, unknown: bool) -> list[ForgottenCandidate]:
        """The candidates for one award ("": all awards with a sourced achievement); `unknown` adds
        those whose data is incomplete."""
        return [one for one in self._candidates_of(code) if unknown or one.answer == Answer.MET]

    def incomplete(self, code: str) -> int:
        """How many candidates `unknown` would add."""
        return sum(one.answer != Answer.MET for one in self._candidates_of(code))

    def _candidates_of(self, code: str) -> list[ForgottenCandidate]:
        return [
            one
            for one in self.candidates
            if code == one.award.code
            or (not code and (one.award.code, one.kind) not in self.unsourced)
        ]

    @property
    def sourced_awards(self) -> list[AwardType]:
        """Awards that are shown by default."""
        return [one for one in self.awards if self._has_source(one)]

    @property
    def unsourced_awards(self) -> list[AwardType]:
        """Awards that are shown only when selected."""
        return [one for one in self.awards if not self._has_source(one)]

    def _has_source(self, award: AwardType) -> bool:
        pairs = {(award.code, str(kind)) for kind in AGENCY_RECIPIENTS} & self.judged
        return bool(pairs - self.unsourced)


def _members(campaign: Campaign) -> list[UnitMembership]:
    rows = (
        UnitMembership.objects.filter(
            holds_on(counting_day(campaign.year, clock.today())),
            unit__organization_id=campaign.organization_id,
            is_primary=True,
        )
        .select_related("person", "unit", "position")
        .order_by("unit__rank", "unit__code", "position__rank", "person__sort_key", "-valid_from")
    )
    return list({row.person_id: row for row in rows}.values())


def _units(campaign: Campaign, day: date) -> list[Unit]:
    rows = Unit.objects.workplaces().filter(holds_on(day), organization_id=campaign.organization_id)
    return list(rows.order_by("rank", "code"))


def _asks_for_achievement(rules: RuleSet, code: str, kind: str, commendation_type: str) -> bool:
    """Whether a source says what has to be achieved for the award, so that not everybody with a
    clean record meets its standards."""
    return any(
        one.effect == BLOCKING
        and one.source
        and any(test.word.name in ACHIEVEMENTS for test in tests_in(read_rule(one.rule, (kind,))))
        for one in rules.standards_for(code, kind, commendation_type)
    )


def _only_blocking(rules: RuleSet) -> RuleSet:
    """The same rule set without advisory rules, under a digest of its own: compiled rules are
    cached by digest."""
    return replace(
        rules,
        standards=tuple(one for one in rules.standards if one.effect == BLOCKING),
        digest=f"{rules.digest}/{BLOCKING}",
    )


def find_forgotten(campaign: Campaign) -> ForgottenSearch:
    """Every person and unit of the agency that could be nominated in the campaign and is not.

    A handful of queries however many people. Awards without any standard in the campaign's rule
    set, or without a way by the campaign's type of commendation, are left out and listed: there is
    nothing to judge by.
    """
    rules, found = rules_of(campaign), ForgottenSearch()
    asked: dict[str, list[AwardType]] = {str(kind): [] for kind in AGENCY_RECIPIENTS}
    for title in campaign.titles.select_related("award_type").order_by("award_type__rank"):
        award, judged = title.award_type, False
        for kind in asked:
            if rules is None or not (
                award.is_for(kind) and _is_judged(rules, campaign, award, kind)
            ):
                continue
            judged = True
            asked[kind].append(award)
            found.judged.add((award.code, kind))
            if not _asks_for_achievement(rules, award.code, kind, campaign.commendation_type):
                found.unsourced.add((award.code, kind))
        (found.awards if judged else found.without_standards).append(award)
    if rules is None or not found.awards:
        return found
    taken = _taken(campaign)
    subjects = _subjects(campaign, asked)
    judged_by_key = _answers(campaign, _only_blocking(rules), list(subjects), asked)
    for key, (unit, membership) in subjects.items():
        for award in asked[key[0]]:
            answer = judged_by_key.get(key, {}).get(award.code, Answer.UNMET)
            if answer != Answer.UNMET and key not in taken[award.code]:
                found.candidates.append(
                    ForgottenCandidate(unit=unit, award=award, answer=answer, membership=membership)
                )
                found.counts[award.code, answer] += 1
    return found


def _is_judged(rules: RuleSet, campaign: Campaign, award: AwardType, kind: str) -> bool:
    asked = (award.code, kind, campaign.commendation_type)
    return bool(rules.standards_for(*asked)) and rules.has_way(*asked)


def _subjects(
    campaign: Campaign, asked: Mapping[str, Sequence[AwardType]]
) -> dict[Key, tuple[Unit, UnitMembership | None]]:
    """Per unit in order of rank: the unit itself, then its members."""
    individual, collective = str(RecipientKind.INDIVIDUAL), str(RecipientKind.COLLECTIVE)
    units = (
        _units(campaign, counting_day(campaign.year, clock.today())) if asked[collective] else []
    )
    by_unit: dict[int, list[UnitMembership]] = defaultdict(list)
    for member in _members(campaign) if asked[individual] else []:
        by_unit[member.unit_id].append(member)
    own = {unit.pk: unit for unit in units}
    houses = {**own, **{pk: own.get(pk) or rows[0].unit for pk, rows in by_unit.items()}}
    found: dict[Key, tuple[Unit, UnitMembership | None]] = {}
    for pk, unit in sorted(houses.items(), key=lambda item: (item[1].rank, item[1].code)):
        if pk in own:
            found[collective, pk] = (unit, None)
        found |= {(individual, one.person_id): (unit, one) for one in by_unit.get(pk, ())}
    return found


def _taken(campaign: Campaign) -> dict[str, set[Key]]:
    """By award, who is nominated or holds it, and whose nomination in the campaign ended (declined,
    refused or withdrawn): they were not forgotten."""
    found: dict[str, set[Key]] = defaultdict(set)
    for (code, kind), subjects in read_aggregates(campaign).subjects.items():
        found[code].update((str(kind), one) for one in subjects)
    ended = campaign.nominations.exclude(state=State.DRAFT).order_by()
    for code, kind, person, collective in ended.values_list(
        "award_type__code", "kind", "person_id", "collective_id"
    ):
        found[code].add((kind, person or collective))
    return found


def _facts(campaign: Campaign, keys: Iterable[Key], *, papers: bool) -> dict[Key, Facts]:
    """The facts of persons and units; no query for a kind without keys."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, one in keys:
        by_kind[kind].add(one)
    known = dossier_facts(campaign.organization_id, campaign.year)
    dossier = replace(known, movement=movement_of(campaign))
    found: dict[Key, Facts] = {}
    for kind, collect in (
        (RecipientKind.INDIVIDUAL, collect_persons),
        (RecipientKind.COLLECTIVE, collect_units),
    ):
        facts = collect(
            by_kind[str(kind)], year=campaign.year, on=clock.today(), known=dossier, papers=papers
        )
        found |= {(str(kind), one.key): one for one in facts}
    return found


def _answers(
    campaign: Campaign,
    rules: RuleSet,
    keys: Sequence[Key],
    asked: Mapping[str, Sequence[AwardType]],
) -> dict[Key, Mapping[str, Answer]]:
    codes = {kind: [award.code for award in awards] for kind, awards in asked.items()}
    return {
        key: judge_many(rules, codes[key[0]], facts, campaign.commendation_type)
        for key, facts in _facts(campaign, keys, papers=False).items()
    }


def explain_forgotten(
    campaign: Campaign, candidates: Sequence[ForgottenCandidate]
) -> list[ForgottenCandidate]:
    """The same candidates, each with its rules, the records they read and what is missing."""
    rules = rules_of(campaign)
    if rules is None:
        return list(candidates)
    facts = _facts(campaign, {one.key for one in candidates}, papers=True)
    return [
        replace(
            one,
            eligibility=judge(rules, one.award.code, facts[one.key], campaign.commendation_type),
        )
        for one in candidates
        if one.key in facts
    ]
