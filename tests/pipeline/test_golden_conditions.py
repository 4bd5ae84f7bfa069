"""Each side condition of the table, broken alone: refused with its reason, nothing written."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from nominations.consultation.models import Objection, PostedItem, Posting
from nominations.council.models import BallotItem, ChairSignature, VotingSession
from nominations.decisions.models import Decision, Outcome, ReportLine
from nominations.dossiers.models import (
    Campaign,
    CampaignTitle,
    Nomination,
    Report,
    RequestedOpinion,
)
from nominations.pipeline import PIPELINE
from tests.pipeline.stage import LONG_AGO, NOW, TODAY, Stage
from tests.pipeline.test_golden_matrix import GOLDEN, RELATIONS, _footprint
from tests.workflow.placing import place
from workflow import clock
from workflow.engine import perform
from workflow.exceptions import ConditionUnmet

Break = Callable[[Stage, Nomination, dict[str, Any]], None]

with (Path(__file__).parent / "golden_conditions.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def _campaign(**values: Any) -> Break:
    return lambda stage, nomination, given: _discard(Campaign.objects.update(**values))


def _title(**values: Any) -> Break:
    return lambda stage, nomination, given: _discard(CampaignTitle.objects.update(**values))


def _item(**values: Any) -> Break:
    return lambda stage, nomination, given: _discard(BallotItem.objects.update(**values))


def _meeting(rule: dict[str, Any], **typed: Any) -> Break:
    """The campaign's rules ask something of the unit's meeting: fourteen people work there."""

    def act(stage: Stage, nomination: Nomination, given: dict[str, Any]) -> None:
        CampaignTitle.objects.update(unit_meeting=rule)
        given["data"].update(typed)

    return act


def _share(numerator: int, denominator: int, **more: Any) -> dict[str, Any]:
    return {"numerator": numerator, "denominator": denominator, "source": "Quy chế 7", **more}


def _data(**values: Any) -> Break:
    return lambda stage, nomination, given: given["data"].update(values)


def _without(*names: str) -> Break:
    def act(stage: Stage, nomination: Nomination, given: dict[str, Any]) -> None:
        for name in names:
            given["data"].pop(name)

    return act


def _discard(value: object) -> None:
    return None


def _no_comment(stage: Stage, nomination: Nomination, given: dict[str, Any]) -> None:
    given["comment"] = "  "


def _duplicate(stage: Stage, nomination: Nomination, given: dict[str, Any]) -> None:
    assert nomination.person is not None
    stage.put("submitted" if nomination.state == "draft" else "registered", nomination.person)


MINUTE = timedelta(minutes=1)


def _opinion(before: str, record: dict[str, Any] | None = None, **rule: Any) -> Break:
    """The campaign's rules ask for an opinion before the step; `record` is what is on record."""

    def act(stage: Stage, nomination: Nomination, given: dict[str, Any]) -> None:
        asked = {"key": "tax, 2", "body": "tax", "says": "Hỏi thuế", "before": before,
                 "source": "Quy chế 7", "verified": True, **rule}  # fmt: skip
        CampaignTitle.objects.update(opinions=[asked])
        if record is not None:
            RequestedOpinion.objects.create(
                nomination=nomination, key="tax, 2", recorded_at=NOW, **record
            )

    return act


def _late(submission: timedelta = MINUTE, *, goals_needed: bool = False) -> Break:
    """Registration is over and somebody is added with a reason."""

    def act(stage: Stage, nomination: Nomination, given: dict[str, Any]) -> None:
        Nomination._base_manager.filter(pk=nomination.pk).update(late_reason="Bỏ sót.")
        Campaign.objects.update(
            registration_closes_at=NOW - MINUTE, submission_closes_at=NOW + submission
        )
        CampaignTitle.objects.update(needs_registration=goals_needed)

    return act


BREAKS: dict[str, Break] = {
    "an opinion before the vote not asked": _opinion("vote"),
    "an opinion before the posting asked and not answered": _opinion(
        "consultation", {"asked_on": TODAY}
    ),
    "an opinion before the decision of which nobody said whether it is asked": _opinion(
        "decision", {"asked_on": TODAY}, who=["paying_unit"]
    ),
    "an opinion before the proposal upward whose silence agrees from tomorrow on": _opinion(
        "report_upward", {"asked_on": TODAY, "due_on": TODAY}, silence="agrees", days=5
    ),
    "registration not open yet": _campaign(registration_opens_at=NOW + MINUTE),
    "registration closed a minute ago": _campaign(registration_closes_at=NOW - MINUTE),
    "no goals where the award needs them": lambda s, n, g: (
        _discard(Nomination._base_manager.filter(pk=n.pk).update(goals="")),
        _discard(CampaignTitle.objects.update(needs_registration=True)),
    )[0],
    "late and the award needs goals in time": _late(goals_needed=True),
    "late and the reports are closed": _late(-MINUTE),
    "same subject and award in the campaign": _duplicate,
    "campaign being prepared": lambda s, n, g: place(s.campaign, "draft"),
    "campaign finished": lambda s, n, g: place(s.campaign, "closed"),
    "campaign cancelled": lambda s, n, g: place(s.campaign, "cancelled"),
    "fifteen present in a unit of fourteen": _data(present=15, agreed=15),
    "six of twelve present agreed and nobody confirmed it": _data(present=12, agreed=6),
    "award not open in the campaign": lambda s, n, g: _discard(
        CampaignTitle.objects.all().delete()
    ),
    "submission closed a minute ago": _campaign(submission_closes_at=NOW - MINUTE),
    "submission window closed since": lambda s, n, g: (
        _discard(Nomination._base_manager.filter(pk=n.pk).update(previous_state="registered")),
        _discard(Campaign.objects.update(submission_closes_at=NOW - MINUTE)),
    )[0],
    "no report written": lambda s, n, g: _discard(Report.objects.all().delete()),
    "required paper missing": _title(required_papers=["initiative|excellence"]),
    "a standard bars it": lambda s, n, g: _discard(
        Nomination.objects.filter(pk=n.pk).update(eligibility_block="Hoàn thành tốt nhiệm vụ")
    ),
    "no item flagged": _data(items=[]),
    "no reason": _no_comment,
    "no legal ground": _no_comment,
    "on an open ballot": lambda s, n, g: _discard(s.session(n, state="open")),
    "older version read": lambda s, n, g: (
        _discard(s.report(n, frozen=True, number=2)),
        None,
    )[1],
    "report not opened": _without("report_number"),
    "no unit meeting": _without("present", "agreed"),
    "more agreed than present": _data(agreed=7),
    "nobody on record in the unit on that day": _meeting(
        {"quorum": _share(2, 3)}, held_on=LONG_AGO - timedelta(days=1)
    ),
    "nine of fourteen staff present where two thirds must be": _meeting(
        {"quorum": _share(2, 3)}, present=9, agreed=9
    ),
    "eleven of fourteen staff agreed where four fifths must": _meeting(
        {"vote": _share(4, 5, strict=False, base="all")}, present=14, agreed=11
    ),
    "five of six present agreed where more than five sixths must": _meeting(
        {"vote": _share(5, 6, strict=True, base="present")}, present=6, agreed=5
    ),
    "session not counted": lambda s, n, g: _discard(
        models.QuerySet(VotingSession).update(state="closed")
    ),
    "minutes not signed": lambda s, n, g: _discard(ChairSignature.objects.all().delete()),
    "one vote below the threshold": lambda s, n, g: _discard(BallotItem.objects.update(yes=7)),
    "enough of those taking part and not of all": _item(yes=7, no=1, took_part=8),
    "nobody took part and they are the base": _item(vote_base="present", took_part=0),
    "votes at the threshold of those taking part": _item(
        yes=7, no=1, took_part=8, vote_base="present"
    ),
    "votes at the threshold with those who agree by silence": _item(
        yes=7, no=1, took_part=8, silent=1, vote_absent="silence_agrees"
    ),
    "votes at the threshold": lambda s, n, g: _discard(BallotItem.objects.update(yes=8, no=1)),
    "posted for opinions": lambda s, n, g: _discard(s.posted(n, due_on=TODAY)),
    "not posted": lambda s, n, g: _discard(PostedItem.objects.all().delete()),
    "last day of the posting": lambda s, n, g: _discard(Posting.objects.update(due_on=TODAY)),
    "posted one working day too few": lambda s, n, g: _discard(
        Posting.objects.update(working_days=4)
    ),
    "objection open": lambda s, n, g: _discard(s.objection(PostedItem.objects.get())),
    "finding sends back": lambda s, n, g: _discard(
        s.objection(PostedItem.objects.get(), closed=True, finding="x", effect="back_to_council")
    ),
    "no finding": lambda s, n, g: _discard(Objection.objects.update(effect="none")),
    "no decision paper": lambda s, n, g: _discard(Decision.objects.get().lines.all().delete()),
    "decision paper without a date": lambda s, n, g: _discard(
        models.QuerySet(Decision).update(state="draft", signed_on=None)
    ),
    "not in a submission": _title(own_authority=False),
    "own award not in an annual report": lambda s, n, g: _discard(
        ReportLine.objects.all().delete()
    ),
    "own award": _title(own_authority=True),
    "received above": lambda s, n, g: _discard(
        Nomination._base_manager.filter(pk=s.put("submitted", s.people["administrator"]).pk).update(
            arrived_from=n.pk
        )
    ),
    "not in the package's submission": lambda s, n, g: _discard(ReportLine.objects.all().delete()),
    "returned and not sent again": lambda s, n, g: _discard(
        ReportLine.objects.update(returned_at=NOW)
    ),
    "the answer recorded as conferred": lambda s, n, g: _discard(
        Outcome.objects.update(conferred=True)
    ),
    "the answer recorded as refused": lambda s, n, g: _discard(
        Outcome.objects.update(conferred=False)
    ),
    "no paper number": _without("paper_number"),
    "no paper date": _without("paper_date"),
    "no paper": _without("paper_number", "paper_date"),
    "not conferred above yet": _title(own_authority=False),
    "nominated again meanwhile": _duplicate,
}


def _allowed_actor(stage: Stage, transition: str, state: str, nomination_of: str) -> Any:
    golden = GOLDEN[(transition, state)]
    for role, cell in golden.items():
        if role in stage.actors and "s" in cell.split() and RELATIONS["s"] == nomination_of:
            return stage.actors[role]
    raise AssertionError(f"nobody may {transition} from {state}")


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['transition']}: {row['broken']}")
def test_a_broken_condition_refuses_with_its_reason(row: dict[str, str]) -> None:
    stage = Stage()
    transition, state = row["transition"], row["state"]
    with clock.at(NOW):
        nomination = stage.put(state, stage.people["staff"])
        given = stage.arrange(transition, nomination)
        actor = _allowed_actor(stage, transition, state, "staff")
        BREAKS[row["broken"]](stage, nomination, given)
        if row["broken"] == "not conferred above yet":
            actor = stage.actors["secretary"]
        before = _footprint(nomination)

        with pytest.raises(ConditionUnmet) as refused:
            perform(
                PIPELINE,
                nomination.pk,
                transition,
                actor=actor,
                seen_version=nomination.version,
                comment=given["comment"],
                data=given["data"],
            )

        assert row["reason"] in [verdict.key for verdict in refused.value.reasons]
        assert _footprint(nomination) == before
        assert str(refused.value.message).endswith(".")


LETS_GO_ON: list[tuple[str, str, Break]] = [
    ("waive_vote", "unit_reviewed", _opinion("decision")),
    (
        "waive_vote",
        "unit_reviewed",
        _opinion("vote", {"is_concerned": False, "concern_reason": "x"}, who=["head"]),
    ),
    ("waive_vote", "unit_reviewed", _opinion("vote", kinds=["collective"])),
    (
        "waive_vote",
        "unit_reviewed",
        _opinion("vote", {"asked_on": LONG_AGO, "due_on": LONG_AGO}, silence="agrees", days=5),
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("transition", "state", "arrange"), LETS_GO_ON)
def test_an_opinion_that_need_not_be_there_stops_nothing(
    transition: str, state: str, arrange: Break
) -> None:
    stage = Stage()
    with clock.at(NOW):
        nomination = stage.put(state, stage.people["staff"])
        given = stage.arrange(transition, nomination)
        arrange(stage, nomination, given)
        perform(PIPELINE, nomination.pk, transition, actor=stage.actors["secretary"])


def test_every_condition_of_the_table_is_broken_at_least_once() -> None:
    conditional = {row.name for row in PIPELINE.transitions if row.requires}

    assert conditional <= {row["transition"] for row in ROWS}


@pytest.mark.django_db
def test_a_reason_allows_the_registration_after_it_closed() -> None:
    stage = Stage()
    with clock.at(NOW):
        nomination = stage.put("draft", stage.people["staff"])
        Campaign.objects.update(registration_closes_at=NOW - MINUTE)
        with pytest.raises(ConditionUnmet):
            perform(PIPELINE, nomination.pk, "register", actor=stage.actors["unit_clerk"])

        Nomination._base_manager.filter(pk=nomination.pk).update(late_reason="Đơn vị bỏ sót.")
        perform(PIPELINE, nomination.pk, "register", actor=stage.actors["unit_clerk"])

    nomination.refresh_from_db()
    assert nomination.state == "registered"
