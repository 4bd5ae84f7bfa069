"""Counting the votes of a session: integers per item over its base."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from nominations.council.attendance import record_attendance
from nominations.council.models import (
    BallotItem,
    NamedVote,
    PaperCount,
    Recusal,
    VoteChoice,
    VotingMode,
    VotingSession,
)
from nominations.council.paper_counts import CELLS, Counts, agreement, possible_counts
from nominations.council.session_rules import MIN_SCRUTINEERS, name_list
from workflow.exceptions import ConditionUnmet
from workflow.verdict import unmet


def update_items_together(items: Iterable[BallotItem], fields: Sequence[str]) -> None:
    """Update agenda items with one statement for all items with the same values.

    A whole agenda shares a few rules and, with a few dozen members, a few results; a statement that
    names each row's values costs more the longer the agenda is.
    """
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for item in items:
        alike[tuple(getattr(item, name) for name in fields)].append(item.pk)
    for values, pks in alike.items():
        BallotItem.objects.filter(pk__in=pks).update(**dict(zip(fields, values, strict=True)))


def count_items(session: VotingSession, items: list[BallotItem]) -> None:
    """Write counts and result of every item.

    Refuses (ConditionUnmet) while paper counts are missing or differ, and more paper ballots than
    members taking part.
    """
    recused = _recused(items)
    counts = (
        _paper_tally(session, items)
        if session.mode == VotingMode.PAPER
        else _named_tally(session, items, recused)
    )
    _take_part(session, items, counts, recused)
    for item in items:
        _judge(item, counts[item.pk])
    update_items_together(items, [*CELLS, "took_part", "silent", "passed"])


def _judge(item: BallotItem, counts: Counts) -> None:
    for cell in CELLS:
        setattr(item, cell, getattr(counts, cell))
    item.passed = item.is_carried


def _take_part(
    session: VotingSession,
    items: list[BallotItem],
    counts: Mapping[int, Counts],
    recused: Mapping[int, set[int]],
) -> None:
    """Set how many took part in each item; refuses more paper ballots than these."""
    roster = list(session.roster.all())
    for item in items:
        took_part = record_attendance(session, roster, item, recused[item.pk])
        if session.mode == VotingMode.PAPER:
            barred = len(took_part & recused[item.pk])
            verdict = possible_counts(item, counts[item.pk], len(took_part), barred)
            if not verdict.ok:
                raise ConditionUnmet([verdict])


def _recused(items: list[BallotItem]) -> dict[int, set[int]]:
    """Agenda item -> the persons who do not vote on it."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Recusal.objects.filter(item__in=items)
    for item_id, person_id in rows.values_list("item_id", "person_id"):
        found[item_id].add(person_id)
    return found


def _named_tally(
    session: VotingSession, items: list[BallotItem], recused: Mapping[int, set[int]]
) -> dict[int, Counts]:
    """The counts of the submitted ballots; a line without a mark is invalid, as on paper, but not
    of a recused member, who has no such line.
    """
    sent = set(session.roster.filter(has_voted=True).values_list("person_id", flat=True))
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    rows = NamedVote.objects.filter(item__in=items).order_by().values_list("item_id", "choice")
    for item_id, choice, number in rows.annotate(number=Count("id")):
        votes[item_id][choice] = number
    return {
        item.pk: Counts(
            yes=votes[item.pk][VoteChoice.YES],
            no=votes[item.pk][VoteChoice.NO],
            abstain=votes[item.pk][VoteChoice.ABSTAIN],
            invalid=len(sent - recused[item.pk]) - votes[item.pk].total(),
        )
        for item in items
    }


def _paper_tally(session: VotingSession, items: list[BallotItem]) -> dict[int, Counts]:
    """The counts on which the scrutineers agree."""
    state = agreement(session)
    if state.complete < MIN_SCRUTINEERS:
        sentence = _("Two scrutineers must each enter the counts of every item before counting.")
        raise ConditionUnmet([unmet("counts_missing", sentence)])
    if state.differing:
        titles = [item.nomination.title for item in items if item.pk in state.differing]
        sentence = _("The scrutineers' counts differ; please recount: %(names)s.")
        raise ConditionUnmet([unmet("counts_differ", sentence % {"names": name_list(titles)})])
    first = next(pk for pk, lacking in state.missing.items() if not lacking)
    rows = PaperCount.objects.filter(scrutineer_id=first).values_list("item_id", *CELLS)
    return {item_id: Counts(*cells) for item_id, *cells in rows}
