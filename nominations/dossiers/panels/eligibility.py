"""The standards of a nomination on a page: today's answer, or the one stored at submission."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nominations.dossiers.duplicates.findings import DuplicateSearch
from nominations.dossiers.models import EligibilityOverride, Nomination
from nominations.dossiers.services import standards
from nominations.eligibility.answers import Answer
from nominations.eligibility.assessment import next_year
from nominations.people.authorization import holds
from nominations.people.models import User
from nominations.people.roles import Role

TONES = {Answer.MET: "good", Answer.UNMET: "bad", Answer.UNKNOWN: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRule:
    """One rule in words; `override` is the exception that was granted, if any."""

    key: str
    says: str
    answer: str
    effect: str
    source: str
    verified: bool
    layer: str
    records: Sequence[str]
    missing: Sequence[str]
    override: EligibilityOverride | None = None

    @property
    def word(self) -> str:
        return str(Answer(self.answer).label)

    @property
    def tone(self) -> str:
        return TONES[Answer(self.answer)]

    @property
    def bars(self) -> bool:
        """Whether it blocks the submission."""
        return self.answer == Answer.UNMET and self.effect == "blocking" and self.override is None


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityPanel:
    """All rules, worst first; `live` while they are evaluated at every view. `obstacle` is what
    blocks the submission today, None once it is submitted; `no_way` says that the rules do not
    provide the award for the campaign's type of commendation."""

    lines: Sequence[PanelRule]
    live: bool
    obstacle: str | None = None
    rule_set: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    next_year: Sequence[PanelRule] = ()
    may_override: bool = False
    no_way: str = ""

    @property
    def met(self) -> list[PanelRule]:
        return [line for line in self.lines if line.answer == Answer.MET]

    @property
    def wanting(self) -> list[PanelRule]:
        """The rules that are not met or cannot be judged, worst first."""
        return [line for line in self.lines if line.answer != Answer.MET]

    @property
    def summary(self) -> list[tuple[str, str, int]]:
        """(word, tone, how many) for each answer that occurs, worst first."""
        return [
            (str(answer.label), TONES[answer], self.counts[answer])
            for answer in Answer
            if self.counts.get(answer)
        ]


def lines_of(kept: dict[str, Any], overrides: dict[str, EligibilityOverride]) -> list[PanelRule]:
    """The rules of a stored answer, worst first, each with its exception."""
    names = PanelRule.__dataclass_fields__.keys() - {"override"}
    rows = [
        PanelRule(**{name: rule[name] for name in names}, override=overrides.get(rule["key"]))
        for rule in kept.get("rules", ())
    ]
    order = [str(answer) for answer in Answer]
    return sorted(rows, key=lambda line: order.index(line.answer))


def eligibility_panel(
    nomination: Nomination,
    user: User,
    *,
    overrides: Iterable[EligibilityOverride],
    search: DuplicateSearch,
) -> EligibilityPanel | None:
    """The panel of the nomination; None if its rule set has no standards.

    `overrides` of the nomination and the duplicate `search` are passed if the page has read them.
    """
    overridden = {one.rule: one for one in overrides}
    live = nomination.state in standards.UNDECIDED
    if not live:
        return _stored_panel(nomination, overridden)
    facts, eligibility = standards.evaluate_nomination(nomination, search)
    if not eligibility.rules:
        return None
    found = standards.stored_answer(eligibility)
    lines = lines_of(found, overridden)
    doubles = search.blocking_sentences()[nomination.pk]
    obstacle = standards.submission_obstacle(eligibility, overridden, doubles)
    mine = holds(user, Role.SECRETARY, organization=nomination.organization_id)
    return EligibilityPanel(
        lines=lines,
        live=True,
        obstacle=obstacle,
        rule_set=eligibility.rule_set,
        counts=Counter(line.answer for line in lines),
        next_year=_to_earn(nomination, facts),
        no_way=found["no_way"],
        may_override=mine and nomination.person_id != getattr(user, "person_id", None),
    )


def _stored_panel(
    nomination: Nomination, overrides: dict[str, EligibilityOverride]
) -> EligibilityPanel | None:
    lines = lines_of(nomination.eligibility, overrides)
    if not lines:
        return None
    return EligibilityPanel(
        lines=lines,
        live=False,
        rule_set=nomination.eligibility.get("rule_set", ""),
        counts=Counter(line.answer for line in lines),
        no_way=nomination.eligibility.get("no_way", ""),
    )


def _to_earn(nomination: Nomination, facts: Any) -> list[PanelRule]:
    """What is still missing for the same award in the next year."""
    campaign = nomination.campaign
    rule_set = standards.rule_set_of(campaign)
    if rule_set is None:
        return []
    code, commendation_type = nomination.award_type.code, campaign.commendation_type
    coming = next_year(rule_set, code, facts, commendation_type)
    lines = lines_of(standards.stored_answer(coming), {})
    return [line for line in lines if line.answer != Answer.MET and line.missing]
