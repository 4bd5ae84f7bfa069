"""Two people settle one correction at the same moment: on PostgreSQL, with real threads."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from nominations.decisions import services
from nominations.decisions.corrected_records import recorded_values
from nominations.decisions.correction_workflow import CORRECTIONS
from nominations.decisions.models import Decision, Outcome, PaperCorrection
from nominations.people.models import User
from nominations.people.roles import Role
from nominations.states import State
from tests.at_once import run_at_once
from tests.cast import Cast
from workflow import audit
from workflow.engine import perform
from workflow.verification import chain_breaks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: Any) -> Cast:
    return Cast.build()


@pytest.fixture
def second_director(cast: Cast) -> User:
    person = cast.person("Phạm Thị Giám Đốc", account=True)
    cast.give(person, Role.DIRECTOR, cast.agency)
    found: User = person.user
    return found


def proposed(cast: Cast) -> PaperCorrection:
    cast.nomination(State.DECIDED)
    return services.propose_correction(
        actor=cast.secretary, paper=Decision.objects.get(), values={"number": "46/QĐ-STC"},
        reason="Ghi nhầm số.",
    )  # fmt: skip


def test_of_two_approvals_exactly_one_counts_and_the_other_is_told(
    cast: Cast, second_director: User
) -> None:
    row = proposed(cast)
    path = reverse("decisions:correction_approve", args=[row.public_id])
    signers = {user.pk: cast.client(user) for user in (cast.director, second_director)}
    answers: dict[int, Any] = {}

    def press(pk: int, client: Any) -> None:
        answers[pk] = client.post(path, {"seen_version": 0}, follow=True).content.decode()

    assert run_at_once([lambda p=pk, c=one: press(p, c) for pk, one in signers.items()]) == [
        "done", "done",
    ]  # fmt: skip

    row.refresh_from_db()
    assert (row.state, row.version) == ("in_effect", 1)
    done = [one for one in audit.history(row.stream) if one.action == "paper_correction.approve"]
    assert [one.actor_id for one in done] == [row.settled_by_id]
    corrected = audit.history(row.paper.stream)
    assert [one.action for one in corrected].count("paper.corrected") == 1
    said = {pk: "đã xử lý hồ sơ này lúc" in html for pk, html in answers.items()}
    assert said == {pk: pk != row.settled_by_id for pk in signers}
    assert Decision.objects.get().number == "46/QĐ-STC"
    assert list(chain_breaks()) == []


def test_approving_and_dropping_at_once_give_one_of_the_two(
    cast: Cast, second_director: User
) -> None:
    row = proposed(cast)
    ended = run_at_once(
        [
            lambda: perform(CORRECTIONS, row.pk, "approve", actor=cast.director),
            lambda: perform(
                CORRECTIONS, row.pk, "drop", actor=second_director, comment="Không sai."
            ),
        ]
    )
    assert sorted(ended) == ["done", "wrong_state"]
    row.refresh_from_db()
    made = Decision.objects.get().number == "46/QĐ-STC"
    assert made == (row.state == "in_effect")


def test_of_two_who_turn_the_same_answer_one_does(cast: Cast) -> None:
    nomination = cast.nomination(State.CONFERRED, award="BK_TINH")
    outcome = Outcome.objects.get()
    seen = recorded_values(outcome)
    acts = [
        lambda user=user: services.propose_correction(
            actor=user, paper=outcome, values={"conferred": "no", "note": "Chưa đủ."},
            reason="Ghi nhầm.", seen=seen,
        )
        for user in (cast.secretary, cast.superior_officer)
    ]  # fmt: skip
    assert sorted(run_at_once(acts)) == ["done", "stale_version"]
    nomination.refresh_from_db()
    assert nomination.state == State.REFUSED_ABOVE
    assert list(chain_breaks()) == []
