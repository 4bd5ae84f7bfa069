"""Counts of paper ballots, by each scrutineer independently, and their comparison."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from nominations.council.models import BallotItem, PaperCount, VoteChoice, VotingSession
from nominations.council.session_rules import MIN_SCRUTINEERS
from workflow.verdict import Verdict, met, unmet

CELLS = ("yes", "no", "abstain", "invalid")
BALLOT_BOXES = (VoteChoice.YES, VoteChoice.NO)
"""The choices of a ballot. "No opinion" is only read from old records; nobody can choose it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Ballots on one item."""

    yes: int
    no: int
    abstain: int = 0
    invalid: int = 0

    @property
    def valid(self) -> int:
        return self.yes + self.no + self.abstain

    @property
    def total(self) -> int:
        return self.valid + self.invalid


@dataclass(slots=True)
class Agreement:
    """The comparison: missing items per scrutineer, differing cells per item.

    It does not contain the numbers, so that a recount stays independent.
    """

    missing: dict[int, int] = field(default_factory=dict)
    differing: dict[int, list[str]] = field(default_factory=dict)
    complete: int = 0

    @property
    def reached(self) -> bool:
        return self.complete >= MIN_SCRUTINEERS and not self.differing


def possible_counts(item: BallotItem, counts: Counts, voters: int, recused: int) -> Verdict:
    """No count is negative, and there are no more ballots than people who could vote."""
    if any(getattr(counts, cell) < 0 for cell in CELLS):
        return unmet("negative_count", _("Counts cannot be negative."))
    if counts.total > voters or counts.valid > voters - recused:
        sentence = _(
            "%(name)s: %(total)s ballots were entered, but only %(voters)s members could vote."
        )
        words = {
            "name": item.nomination.title,
            "total": counts.total,
            "voters": voters - (recused if counts.total <= voters else 0),
        }
        return unmet("more_ballots_than_voters", sentence % words)
    return met("possible_counts")


def agreement(session: VotingSession) -> Agreement:
    """Compare the counts of those scrutineers who entered all items, cell by cell."""
    items = set(session.items.values_list("pk", flat=True))
    entered: dict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
    rows = PaperCount.objects.filter(item__session=session)
    for scrutineer_id, item_id, *cells in rows.values_list("scrutineer_id", "item_id", *CELLS):
        entered[scrutineer_id][item_id] = tuple(cells)
    found = Agreement()
    for scrutineer_id in session.scrutineers.values_list("pk", flat=True):
        found.missing[scrutineer_id] = len(items) - len(entered[scrutineer_id])
    complete = [entered[pk] for pk, lacking in found.missing.items() if not lacking]
    found.complete = len(complete)
    for item_id in items if len(complete) >= MIN_SCRUTINEERS else ():
        columns = zip(*(counts[item_id] for counts in complete), strict=True)
        differing = [cell for cell, seen in zip(CELLS, columns, strict=True) if len(set(seen)) > 1]
        if differing:
            found.differing[item_id] = differing
    return found
