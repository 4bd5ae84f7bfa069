"""The workflows of campaigns and of changes of steps against matrices written by hand.

Relations of a change of steps: s the actor is not nominated for the award, o the actor is.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nominations.dossiers.campaign_workflow import CAMPAIGNS
from nominations.dossiers.models import Campaign, CampaignTitle, Nomination, StepChange
from nominations.dossiers.step_change_workflow import STEP_CHANGES
from nominations.people.models import User
from tests.cast import Cast
from tests.golden import Golden, put_in
from workflow import clock
from workflow.engine import SYSTEM

HERE = Path(__file__).parent
ROLES = (
    "secretary", "director", "delegate", "clerk", "unit_head", "nominee", "auditor",
    "administrator", "superior_officer", "stranger",
)  # fmt: skip


class Stage:
    """A campaign of its own with one award, changed for each situation."""

    def __init__(self) -> None:
        self.cast = cast = Cast.build()
        self.award = cast.awards["LDTT"]
        self.actors: dict[str, Any] = {name: cast.users[name] for name in ROLES}
        self.actors["system"] = SYSTEM

    def campaign(self, state: str, situation: str, actor: Any, relation: str) -> Campaign:
        now, today, day = clock.now(), clock.today(), timedelta(days=1)
        over = situation in ("reports in", "one under way")
        registration = (now - 9 * day, now - day if over else now + 9 * day)
        submission = (now - 8 * day, now - day if over else now + 20 * day)
        if situation == "registration over":
            registration = (now - 9 * day, now - day)
        if situation == "registration closes after submission":
            registration = (now - 9 * day, now + 21 * day)
        row = Campaign.objects.create(
            organization=self.cast.agency, code="M", name="Thi đua",
            year=today.year + (46 if situation == "year of other dates" else 0),
            achievement_from=today.replace(month=1, day=1),
            achievement_to=today.replace(month=12, day=31),
            registration_opens_at=registration[0], registration_closes_at=registration[1],
            submission_opens_at=submission[0], submission_closes_at=submission[1],
        )  # fmt: skip
        if situation != "no award":
            CampaignTitle.objects.create(campaign=row, award_type=self.award)
        if situation.startswith("one"):
            self.nominated(row, self.cast.nominee, "unit_reviewed")
        put_in(row, state)
        return row

    def nominated(self, campaign: Campaign, user: User, state: str) -> None:
        row = Nomination.objects.create(
            person=user.person, unit=self.cast.unit, organization=self.cast.agency,
            campaign=campaign, award_type=self.award, kind="individual", created_at=clock.now(),
        )  # fmt: skip
        put_in(row, state)

    def change(self, state: str, situation: str, actor: Any, relation: str) -> StepChange | None:
        if actor is SYSTEM and relation == "o":
            return None
        campaign = self.campaign("open", "usual", actor, relation)
        if relation == "o":
            self.nominated(campaign, actor, "registered")
        row = StepChange.objects.create(
            title=campaign.titles.get(), needs_registration=False, needs_unit_review=True,
            needs_vote=True, needs_consultation=False, reason="Đợt ngắn.",
            proposed_by=self.cast.secretary, proposed_at=clock.now(),
        )  # fmt: skip
        put_in(row, state)
        return row


def _typed(name: str, situation: str) -> dict[str, Any]:
    if name in ("open", "open_for_arrivals"):
        reason = {"choice_reason": "Chưa có quy định."}
        return {} if situation == "no reason" else {"data": reason}
    asks = name in ("cancel", "reject") and situation != "no reason"
    return {"comment": "Sai kế hoạch."} if asks else {}


@pytest.mark.django_db
def test_campaigns_move_as_written_by_hand() -> None:
    stage = Stage()
    receiver = stage.cast.person("Trần Thị Nhận", account=True)
    stage.cast.give(receiver, "superior_officer", stage.cast.agency)
    stage.actors["receiver"] = receiver.user
    golden = Golden(
        workflow=CAMPAIGNS, file=HERE / "golden_campaigns.csv", relations=("s",),
        actors=stage.actors, put=stage.campaign, given=_typed,
    )  # fmt: skip
    assert golden.differences() == []


@pytest.mark.django_db
def test_changes_of_steps_move_as_written_by_hand() -> None:
    stage = Stage()
    person = stage.cast.person("Lê Thị Thư", account=True)
    stage.cast.give(person, "secretary", stage.cast.agency)
    stage.actors["second_secretary"] = person.user
    golden = Golden(
        workflow=STEP_CHANGES, file=HERE / "golden_step_changes.csv", relations=("s", "o"),
        actors=stage.actors, put=stage.change, given=_typed,
    )  # fmt: skip
    assert golden.differences() == []
