"""Entering the counts of paper ballots, by each scrutineer alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nominations.council.models import PaperCount, Recusal, Scrutineer, VotingMode, VotingSession
from nominations.council.paper_counts import CELLS, Counts, possible_counts
from nominations.council.services.sessions import VOTING, locked_in
from nominations.people.authorization import person_id_of
from nominations.web.refusals import not_allowed, refused
from workflow import audit, clock
from workflow.actors import Actor


def enter_paper_counts(
    *, actor: Actor, session: VotingSession, counts: Mapping[int, Counts]
) -> VotingSession:
    """Store one scrutineer's counts, item id -> counts; may be corrected until the session is
    counted.

    Refuses negative numbers and more ballots than members (valid ones: than members not recused).
    """
    with transaction.atomic():
        session = locked_in(session, *VOTING)
        scrutineer = session.scrutineers.filter(person_id=person_id_of(actor) or 0).first()
        if scrutineer is None:
            sentence = _("Only the scrutineers of this session enter counts.")
            raise not_allowed("not_scrutineer", sentence)
        if session.mode != VotingMode.PAPER:
            raise refused(
                "not_on_paper", _("This session votes on screen; there is nothing to enter.")
            )
        _require_possible(session, counts)
        _write_counts(scrutineer, counts)
        audit.record_on(
            session, "session.counts_entered", actor=actor, payload={"items": len(counts)}
        )
    return session


def _require_possible(session: VotingSession, counts: Mapping[int, Counts]) -> None:
    items = {item.pk: item for item in session.items.select_related("nomination")}
    if not counts or not counts.keys() <= items.keys():
        raise refused("unknown_item", _("The agenda has changed; open the ballot again."))
    recused = Counter(Recusal.objects.filter(item__in=items).values_list("item_id", flat=True))
    for item_id, one in counts.items():
        item = items[item_id]
        verdict = possible_counts(item, one, item.members, recused[item_id])
        if not verdict.ok:
            raise refused(verdict.key, verdict.reason)


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
