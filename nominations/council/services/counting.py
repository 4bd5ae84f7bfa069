"""Counting: by the computer in the named mode, by two scrutineers in the paper mode."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from nominations.council.attendance import attend, unrecorded
from nominations.council.models import (
    BallotItem,
    Choice,
    Mode,
    NamedVote,
    PaperCount,
    Recusal,
    Scrutineer,
    SessionState,
    VotingSession,
)
from nominations.council.queries import agenda, attending, is_quorate, person_of, rights_in
from nominations.council.refusals import not_allowed, refused
from nominations.council.services.preparing import LEAST_SCRUTINEERS
from nominations.council.services.sessions import (
    enter,
    locked,
    names,
    note,
    require_state,
    write_alike,
)
from workflow import clock

CELLS = ("yes", "no", "abstain", "invalid")


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
    """How far the scrutineers are: items missing per scrutineer, cells that differ per item.

    It says where they differ, never by how much: the recount stays independent.
    """

    missing: dict[int, int] = field(default_factory=dict)
    differing: dict[int, list[str]] = field(default_factory=dict)
    complete: int = 0

    @property
    def reached(self) -> bool:
        return self.complete >= LEAST_SCRUTINEERS and not self.differing


def enter_paper_counts(
    *, actor: Any, session: VotingSession, counts: Mapping[int, Counts]
) -> VotingSession:
    """One scrutineer's counts, item id -> counts; may be corrected until the session is counted.

    Refuses negative numbers and more ballots than members (valid ones: than members not recused).
    """
    with transaction.atomic():
        session = locked(session)
        scrutineer = session.scrutineers.filter(person_id=person_of(actor)).first()
        if scrutineer is None:
            raise not_allowed(_("Only the scrutineers of this session enter counts."))
        if session.mode != Mode.PAPER:
            raise refused(
                "not_on_paper", _("This session votes on screen; there is nothing to enter.")
            )
        require_state(session, SessionState.OPEN, SessionState.CLOSED)
        items = {item.pk: item for item in session.items.select_related("nomination")}
        if not counts or not counts.keys() <= items.keys():
            raise refused("unknown_item", _("The agenda has changed; open the ballot again."))
        recused = Counter(Recusal.objects.filter(item__in=items).values_list("item_id", flat=True))
        for item_id, one in counts.items():
            _require_possible(items[item_id], one, items[item_id].members, recused[item_id])
        _write_counts(scrutineer, counts)
        note(session, "session.counts_entered", actor=actor, payload={"items": len(counts)})
    return session


def _write_counts(scrutineer: Scrutineer, counts: Mapping[int, Counts]) -> None:
    now = clock.now()
    PaperCount.objects.bulk_create(
        [
            PaperCount(
                item_id=item_id,
                scrutineer=scrutineer,
                entered_at=now,
                **{cell: getattr(one, cell) for cell in CELLS},
            )
            for item_id, one in counts.items()
        ],
        update_conflicts=True,
        unique_fields=["item", "scrutineer"],
        update_fields=[*CELLS, "entered_at"],
    )


def _require_possible(item: BallotItem, counts: Counts, voters: int, recused: int) -> None:
    if any(getattr(counts, cell) < 0 for cell in CELLS):
        raise refused("negative_count", _("Counts cannot be negative."))
    if counts.total > voters or counts.valid > voters - recused:
        raise refused(
            "more_ballots_than_voters",
            _("%(name)s: %(total)s ballots were entered, but only %(voters)s members could vote.")
            % {
                "name": item.nomination.title,
                "total": counts.total,
                "voters": voters - (recused if counts.total <= voters else 0),
            },
        )


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
    for item_id in items if len(complete) >= LEAST_SCRUTINEERS else ():
        columns = zip(*(counts[item_id] for counts in complete), strict=True)
        differing = [cell for cell, seen in zip(CELLS, columns, strict=True) if len(set(seen)) > 1]
        if differing:
            found.differing[item_id] = differing
    return found


def count_session(*, actor: Any, session: VotingSession) -> VotingSession:
    """Count a closed session: integers per item over its base, quorum first.

    Refuses below the quorum (such a session can only be void), while paper counts are missing or
    differ, when more ballots were entered than members took part, and, where the result depends on
    who was there, while the presence of a member is not recorded.
    """
    with transaction.atomic():
        session = locked(session)
        rights = rights_in(actor, session)
        if not (rights.conducts or rights.scrutinises):
            raise not_allowed(_("Only the scrutineers, the secretary or whoever presides count."))
        require_state(session, SessionState.CLOSED)
        _require_quorum(session)
        items = agenda(session)
        _require_presence(session, items)
        counts = _paper_tally(session, items) if session.mode == Mode.PAPER else _named_tally(items)
        _take_part(session, items, counts)
        for item in items:
            _judge(item, counts[item.pk])
        write_alike(items, [*CELLS, "took_part", "silent", "passed"])
        enter(session, SessionState.COUNTED, counted_at=clock.now())
        passed = sum(bool(item.passed) for item in items)
        note(
            session,
            "session.counted",
            actor=actor,
            payload={"items": len(items), "passed": passed, "not_passed": len(items) - passed},
        )
    return session


def _judge(item: BallotItem, counts: Counts) -> None:
    for cell in CELLS:
        setattr(item, cell, getattr(counts, cell))
    item.passed = item.threshold.reached(counts.yes + item.silent, item.base)


def _require_presence(session: VotingSession, items: list[BallotItem]) -> None:
    """Where the result depends on who was there, everybody's presence has to be recorded."""
    if not any(item.of_present or item.silence_agrees for item in items):
        return
    open_lines = unrecorded(session.roster.select_related("person"))
    if open_lines:
        raise refused(
            "presence_unknown",
            _(
                "By the rules of this vote the result depends on who took part."
                " Record first whether these members were present: %(names)s."
            )
            % {"names": names(entry.person.full_name for entry in open_lines)},
        )


def _take_part(
    session: VotingSession, items: list[BallotItem], counts: Mapping[int, Counts]
) -> None:
    """Who had a ballot on each item; refuses more paper ballots than these."""
    roster = list(session.roster.all())
    recused: dict[int, set[int]] = defaultdict(set)
    rows = Recusal.objects.filter(item__in=items)
    for item_id, person_id in rows.values_list("item_id", "person_id"):
        recused[item_id].add(person_id)
    for item in items:
        took_part = attend(session, roster, item, recused[item.pk])
        if session.mode == Mode.PAPER:
            barred = len(took_part & recused[item.pk])
            _require_possible(item, counts[item.pk], len(took_part), barred)


def _require_quorum(session: VotingSession) -> None:
    if is_quorate(session):
        return
    if session.roster.filter(present=None, has_voted=False).exists():
        sentence = _(
            "Only %(present)s of %(members)s members are known to have taken part;"
            " at least %(numerator)s/%(denominator)s are required. Record who is present; if they"
            " were fewer, declare the session void and hold it again."
        )
    else:
        sentence = _(
            "Only %(present)s of %(members)s members took part;"
            " at least %(numerator)s/%(denominator)s are required."
            " The session cannot be counted: declare it void and hold it again."
        )
    raise refused(
        "no_quorum",
        sentence
        % {
            "present": attending(session),
            "members": session.roster.count(),
            "numerator": session.quorum_numerator,
            "denominator": session.quorum_denominator,
        },
    )


def _named_tally(items: list[BallotItem]) -> dict[int, Counts]:
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    rows = NamedVote.objects.filter(item__in=items).order_by().values_list("item_id", "choice")
    for item_id, choice, number in rows.annotate(number=Count("id")):
        votes[item_id][choice] = number
    return {
        item.pk: Counts(
            yes=votes[item.pk][Choice.YES],
            no=votes[item.pk][Choice.NO],
            abstain=votes[item.pk][Choice.ABSTAIN],
        )
        for item in items
    }


def _paper_tally(session: VotingSession, items: list[BallotItem]) -> dict[int, Counts]:
    state = agreement(session)
    if state.complete < LEAST_SCRUTINEERS:
        raise refused(
            "counts_missing",
            _("Two scrutineers must each enter the counts of every item before counting."),
        )
    if state.differing:
        titles = [item.nomination.title for item in items if item.pk in state.differing]
        raise refused(
            "counts_differ",
            _("The scrutineers' counts differ; please recount: %(names)s.")
            % {"names": names(titles)},
        )
    first = next(pk for pk, lacking in state.missing.items() if not lacking)
    rows = PaperCount.objects.filter(scrutineer_id=first).values_list("item_id", *CELLS)
    return {item_id: Counts(*cells) for item_id, *cells in rows}
