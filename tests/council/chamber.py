"""Sessions for the tests of the council room. Five members; two thirds need four yes votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nominations.council import services
from nominations.council.models import (
    ChairSignature,
    NamedVote,
    PaperCount,
    VotingMode,
    VotingSession,
)
from nominations.council.services import Counts, MemberPresence
from nominations.dossiers.models import Nomination
from nominations.people.models import User
from nominations.states import State
from tests.cast import Cast
from tests.cast.sessions import complete_minutes, move
from workflow.models import AuditEvent


@dataclass
class Chamber:
    """The cast's council and nominations that wait for it."""

    cast: Cast
    nominations: list[Nomination] = field(default_factory=list)

    def __post_init__(self) -> None:
        people = [
            (self.cast.person(name), None) for name in ("Lý Văn An", "Lý Văn Bé", "Lý Thị Cúc")
        ]
        self.nominations = self.cast.nominations(people, State.UNIT_REVIEWED, award="LDTT")

    @property
    def members(self) -> list[User]:
        cast = self.cast
        return [cast.director, cast.delegate, cast.secretary, cast.member, cast.other_head]

    def own(self, award: str = "LDTT") -> Nomination:
        """The ordinary member's own nomination, waiting like the others."""
        member, unit = self.cast.member.person, self.cast.other_unit
        return self.cast.nomination(State.UNIT_REVIEWED, award=award, person=member, unit=unit)

    def prepare(
        self,
        mode: str = VotingMode.NAMED,
        nominations: Sequence[Nomination] | None = None,
        scrutineers: Sequence[User] | None = None,
    ) -> VotingSession:
        return services.prepare_session(
            actor=self.cast.secretary,
            council=self.cast.council,
            campaign=self.cast.campaign,
            name="Họp Hội đồng xét thi đua",
            mode=mode,
            nominations=self.nominations if nominations is None else nominations,
            scrutineers=[one.person for one in scrutineers or self.cast.scrutineers],
        )

    def open(self, mode: str = VotingMode.NAMED, **kwargs: Any) -> VotingSession:
        closes_at = kwargs.pop("closes_at", None)
        session = self.prepare(mode, **kwargs)
        return move(session, "open", self.cast.chair, closes_at=closes_at)

    def revise(self, session: VotingSession, **changes: Any) -> VotingSession:
        """Another agenda, name, way of voting; what is not named stays."""
        agenda = changes.pop("nominations", self.nominations)
        data = {name: getattr(session, name) for name in ("name", "mode", "held_on", "place")}
        scrutineers = [one.person_id for one in self.cast.scrutineers]
        return move(
            session,
            "revise",
            self.cast.secretary,
            seen_version=changes.pop("seen_version", None),
            **{**data, **changes},
            nominations=[one.pk for one in agenda],
            scrutineers=scrutineers,
        )

    def items(self, session: VotingSession) -> list[int]:
        return list(session.items.order_by("position").values_list("pk", flat=True))

    def cast_all(self, session: VotingSession, choice: str, *voters: User) -> None:
        for voter in voters or self.members:
            choices = dict.fromkeys(self.items(session), choice)
            services.cast_named_votes(actor=voter, session=session, choices=choices)

    def all_present(self, session: VotingSession) -> None:
        services.mark_presence(
            actor=self.cast.secretary,
            session=session,
            presence={one.person_id: MemberPresence(True) for one in self.members},
        )

    def enter(self, session: VotingSession, scrutineer: User, *counts: Counts) -> None:
        items = self.items(session)
        lines = counts if len(counts) > 1 else counts * len(items)
        services.enter_paper_counts(
            actor=scrutineer, session=session, counts=dict(zip(items, lines, strict=True))
        )

    def close(self, session: VotingSession) -> VotingSession:
        return move(session, "close", self.cast.chair)

    def count(self, session: VotingSession) -> VotingSession:
        return move(session, "count", self.cast.scrutineers[0])

    def counted(self, choice: str = "yes") -> VotingSession:
        session = self.open()
        self.cast_all(session, choice)
        self.close(session)
        return self.count(session)

    def complete(self, session: VotingSession) -> VotingSession:
        return complete_minutes(session, self.cast.secretary)

    def sign(self, session: VotingSession) -> None:
        if not session.minutes_number:
            self.complete(session)
        for signer in (*self.cast.scrutineers, self.cast.chair):
            move(session, "sign", signer)

    def states(self) -> list[str]:
        pks = [one.pk for one in self.nominations]
        rows = Nomination.objects.filter(pk__in=pks).order_by("pk")
        return list(rows.values_list("state", flat=True))

    def trace(self) -> dict[str, Any]:
        """Everything a refused act must leave as it was."""
        return {
            "sessions": list(VotingSession.objects.order_by("pk").values_list("pk", "state")),
            "votes": sorted(NamedVote.objects.values_list("item_id", "person_id", "choice")),
            "papers": sorted(
                PaperCount.objects.values_list("item_id", "scrutineer_id", "yes", "no")
            ),
            "signatures": ChairSignature.objects.count(),
            "history": AuditEvent.objects.count(),
            "states": self.states(),
        }
