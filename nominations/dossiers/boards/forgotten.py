"""Who meets the standards of an award open in a campaign and is not nominated for it.

All persons x all awards in one pass over facts that were read in bulk. Only what would stop a
submission is asked; what merely warns is shown beside the name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nominations.awards.eligibility.answers import Answer, Eligibility, RuleAnswer
from nominations.awards.eligibility.collecting import collect_persons
from nominations.awards.eligibility.judging import answers, judge
from nominations.awards.models import AwardType, Kind
from nominations.awards.rulesets import RuleSet
from nominations.dossiers.boards.board import rules_of
from nominations.dossiers.boards.tally import day_of, read
from nominations.dossiers.known import known_of
from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.people.models import UnitMembership
from nominations.people.models.dated import holds_on
from nominations.states import State
from workflow import clock

BLOCKING = "blocking"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who could be nominated for an award; `eligibility` says rule by rule why."""

    membership: UnitMembership
    award: AwardType
    answer: Answer
    eligibility: Eligibility | None = None

    @property
    def value(self) -> str:
        """What the box of the form carries."""
        return f"{self.membership.person_id}-{self.award.pk}"

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


@dataclass(slots=True)
class Found:
    """Everybody found, in the order of the house, and how many per award."""

    candidates: list[Candidate] = field(default_factory=list)
    counts: Counter[tuple[str, Answer]] = field(default_factory=Counter)
    awards: list[AwardType] = field(default_factory=list)
    without_standards: list[AwardType] = field(default_factory=list)

    def of(self, code: str, *, unknown: bool) -> list[Candidate]:
        """Those of one award ("" for all); `unknown` adds those whose data is incomplete."""
        return [
            one
            for one in self.candidates
            if code in ("", one.award.code) and (unknown or one.answer == Answer.MET)
        ]


def _members(campaign: Campaign) -> list[UnitMembership]:
    rows = (
        UnitMembership.objects.filter(
            holds_on(day_of(campaign)),
            unit__organization_id=campaign.organization_id,
            is_primary=True,
        )
        .select_related("person", "unit", "position")
        .order_by("unit__rank", "unit__code", "position__rank", "person__sort_key", "-valid_from")
    )
    return list({row.person_id: row for row in rows}.values())


def _awards(titles: Sequence[CampaignTitle]) -> list[AwardType]:
    return [title.award_type for title in titles if title.award_type.for_individuals]


def _only_blocking(rules: RuleSet) -> RuleSet:
    """The same rule set without what only warns; under a digest of its own, by which programs are
    remembered."""
    return replace(
        rules,
        standards=tuple(one for one in rules.standards if one.effect == BLOCKING),
        digest=f"{rules.digest}/{BLOCKING}",
    )


def find(campaign: Campaign) -> Found:
    """Everybody of the agency who could be nominated in the campaign and is not.

    A handful of queries however many people. Awards without any standard in the campaign's rule
    set, or without a way by the campaign's type of commendation, are left out and named: there is
    nothing to judge by.
    """
    rules = rules_of(campaign)
    asked = (str(Kind.INDIVIDUAL), campaign.commendation_type)
    titles = campaign.titles.select_related("award_type").order_by("award_type__rank")
    found = Found()
    for award in _awards(list(titles)):
        judged = (
            rules is not None
            and rules.standards_for(award.code, *asked)
            and rules.has_way(award.code, *asked)
        )
        (found.awards if judged else found.without_standards).append(award)
    if rules is None or not found.awards:
        return found
    taken = _taken(campaign)
    members = {one.person_id: one for one in _members(campaign)}
    judged = _answers(campaign, _only_blocking(rules), list(members), found.awards)
    for person, membership in members.items():
        for award in found.awards:
            answer = judged.get(person, {}).get(award.code, Answer.UNMET)
            if answer != Answer.UNMET and person not in taken[award.code]:
                found.candidates.append(Candidate(membership, award, answer))
                found.counts[award.code, answer] += 1
    return found


def _taken(campaign: Campaign) -> dict[str, set[int]]:
    """By award, who is nominated or holds it, and whose nomination in the campaign has ended: the
    unit, the council or they themselves said no, and nobody has forgotten them."""
    found: dict[str, set[int]] = defaultdict(set)
    for (code, kind), subjects in read(campaign).subjects.items():
        if kind == Kind.INDIVIDUAL:
            found[code].update(subjects)
    ended = campaign.nominations.filter(kind=Kind.INDIVIDUAL).exclude(state=State.DRAFT)
    for code, person in ended.order_by().values_list("award_type__code", "person_id"):
        found[code].add(person)
    return found


def _answers(
    campaign: Campaign, rules: RuleSet, persons: Sequence[int], awards: Sequence[AwardType]
) -> dict[int, Mapping[str, Answer]]:
    codes = [award.code for award in awards]
    facts = collect_persons(
        persons,
        year=campaign.year,
        on=clock.today(),
        known=known_of(campaign.organization_id, campaign.year),
        papers=False,
    )
    return {one.key: answers(rules, codes, one, campaign.commendation_type) for one in facts}


def explained(campaign: Campaign, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates, each with its rules, the records they read and what is missing."""
    rules = rules_of(campaign)
    if rules is None:
        return list(candidates)
    facts = {
        one.key: one
        for one in collect_persons(
            {one.membership.person_id for one in candidates},
            year=campaign.year,
            on=clock.today(),
            known=known_of(campaign.organization_id, campaign.year),
        )
    }
    found = []
    for one in candidates:
        known = facts.get(one.membership.person_id)
        if known is not None:
            judged = judge(rules, one.award.code, known, campaign.commendation_type)
            found.append(replace(one, eligibility=judged))
    return found
