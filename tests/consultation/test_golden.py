"""The workflows of postings and objection cases against matrices written by hand.

Relations of an objection case: s it concerns somebody else, o the actor is its nominee, e it
concerns somebody else and the actor examines it, x the actor is both nominee and examiner, c it
concerns the council secretary.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nominations.consultation.models import Comment, Objection, PostedItem, Posting
from nominations.consultation.objection_workflow import OBJECTIONS
from nominations.consultation.posting_workflow import POSTINGS
from nominations.dossiers.models import Nomination
from nominations.states import State
from tests.cast import Cast
from tests.golden import Golden, put_in
from workflow import clock
from workflow.engine import SYSTEM

HERE = Path(__file__).parent
ROLES = [
    "clerk", "unit_head", "deputy", "nominee", "secretary", "director", "delegate", "auditor",
    "administrator", "superior_officer", "outsider",
]  # fmt: skip


class Stage:
    """One actor per role, and nominations that passed the council without a walk there."""

    def __init__(self) -> None:
        self.cast = Cast.build()
        self.somebody = self.cast.person("Đỗ Thị Khác", account=True)
        users = self.cast.users
        self.actors: dict[str, Any] = {"colleague": self.cast.member}
        self.actors |= {name: users[name] for name in ROLES} | {"system": SYSTEM}

    def item(self, actor: Any = None, *, running: bool = True, ended: bool = False) -> PostedItem:
        """A posted name: the actor's own nomination, or somebody else's."""
        cast, today = self.cast, clock.today()
        nomination = Nomination.objects.create(
            person=actor.person if actor else self.somebody, unit=cast.unit,
            organization=cast.agency, campaign=cast.campaign, award_type=cast.awards["LDTT"],
            kind="individual", created_at=clock.now(),
        )  # fmt: skip
        put_in(nomination, State.COUNCIL_VOTED)
        posting = Posting.objects.create(
            organization=cast.agency, name="Lấy ý kiến", working_days=5,
            posted_at=clock.now() - timedelta(days=9), posted_on=today - timedelta(days=9),
            due_on=today + timedelta(days=1) if running else today - timedelta(days=1),
        )  # fmt: skip
        ended_at = clock.now() if ended else None
        return PostedItem.objects.create(posting=posting, nomination=nomination, ended_at=ended_at)

    def posting(self, state: str, situation: str, actor: Any, relation: str) -> Posting:
        item = self.item(
            running="over" not in situation,
            ended=situation in ("running without names", "no name waits"),
        )
        put_in(item.posting, state)
        return item.posting

    def objection(self, state: str, situation: str, actor: Any, relation: str) -> Objection | None:
        about_secretary = relation == "c" and actor is not self.cast.secretary
        if actor is SYSTEM and relation not in "sc":
            return None
        if relation == "c" and (not about_secretary or situation == "to the nominee"):
            return None
        nominee = actor if relation in "ox" else self.cast.secretary if about_secretary else None
        item = self.item(nominee)
        sent = Comment.objects.create(
            item=item, text="Số liệu", sent_at=clock.now(), author=self.cast.scrutineers[0]
        )
        case = Objection.objects.create(
            item=item, subject_matter="Số liệu", comment=sent, opened_by=self.cast.scrutineers[1],
            opened_at=clock.now(), assigned_to=actor if relation in "ex" else None, effect="none",
            finding="" if situation == "no finding" else "Số liệu đúng.",
        )  # fmt: skip
        put_in(case, state)
        return case

    def typed_for_posting(self, name: str, situation: str) -> dict[str, Any]:
        if name != "extend":
            return {}
        later = clock.today() + timedelta(days=1 if situation == "no later day" else 8)
        comment = "" if situation == "no reason" else "Nhiều ý kiến."
        return {"data": {"due_on": later}, "comment": comment}

    def typed_for_objection(self, name: str, situation: str) -> dict[str, Any]:
        if name == "conclude":
            return {"data": {"effect": "" if situation == "no effect" else "none"}}
        if name != "assign":
            return {"comment": "" if situation == "no reason" else "Chưa rõ số liệu."}
        days = -1 if situation == "until yesterday" else 5
        chosen = {
            "to nobody": None,
            "to the nominee": self.somebody.user.pk,
            "to the sender": self.cast.scrutineers[0].pk,
            "to the opener": self.cast.scrutineers[1].pk,
        }
        return {
            "data": {
                "assigned_to": chosen.get(situation, self.cast.deputy.pk),
                "due_on": clock.today() + timedelta(days=days),
            }
        }


@pytest.mark.django_db
def test_postings_move_as_written_by_hand() -> None:
    stage = Stage()
    golden = Golden(
        workflow=POSTINGS, file=HERE / "golden_postings.csv", relations=("s",), actors=stage.actors,
        put=stage.posting, given=stage.typed_for_posting,
    )  # fmt: skip
    assert golden.differences() == []


@pytest.mark.django_db
def test_objection_cases_move_as_written_by_hand() -> None:
    stage = Stage()
    golden = Golden(
        workflow=OBJECTIONS, file=HERE / "golden_objections.csv", actors=stage.actors,
        relations=("s", "o", "e", "x", "c"), put=stage.objection, given=stage.typed_for_objection,
    )  # fmt: skip
    assert golden.differences() == []
