"""What the frame around a page, a nomination's page, an inbox and an endorsement may cost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.dossiers.models import (
    Campaign,
    CampaignTitle,
    EligibilityOverride,
    ExceptionRequest,
    InitiativeUse,
    Nomination,
    ProgressNote,
)
from nominations.dossiers.services import attach_evidence, save_report
from nominations.dossiers.services.opinions import OpinionEntry, record_opinion
from nominations.law import rulesets
from nominations.people.employment import StaffKind
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.architecture.url_world import World
from tests.cast import REPORT, Cast, days_ago, pdf
from tests.dossiers.ideas import idea
from tests.households import household
from tests.web.fullest_inbox import everything_waits
from workflow import clock, engine

LOGIN = 2
"""The session and the account, read before the page is."""
CEILING = 2
"""Of the frame, with the login left out: the reader with roles and place of work, and the unread
notices."""
INBOX = 20
PAGE = 20
"""Of an inbox and of a nomination's page, with the session and the account."""
KINDS = {"secretary": 14, "director": 11}
"""How many headings these two find in it."""
ACTS = 33
"""How many different acts are expected of all together."""
SAID: dict[str, Any] = {
    "says": "Theo quy định",
    "source": "Quyết định 7/QĐ-BIA Đ5",
    "verified": True,
}
DEADLINES: list[dict[str, Any]] = [
    SAID | {"key": step, "step": step, **counted}
    for step, counted in {
        "registration": {"event": "campaign_opening", "count": 30},
        "submit": {"day": 30, "month": 11},
        "unit_review": {
            "event": "campaign_opening",
            "count": 60,
            "reached": {"persons": [StaffKind.CIVIL_SERVANT]},
        },
        "appraisal": {"event": "complete_dossier", "count": 5},
        "vote": {"event": "unit_meeting", "count": 9},
        "decision": {"event": "meeting", "count": 10},
        "report_upward": {"day": 30, "month": 6, "sectors": ["education"]},
        "tell_nominee": {"event": "decision", "count": 3},
    }.items()
]
"""One for each step, counted in working days from each of the events, one of them for some kinds of
staff, one for one sector."""
OPINIONS: list[dict[str, Any]] = [
    SAID | {"key": f"before {step}", "body": "party_committee", "before": step, "days": 10}
    for step in ("vote", "consultation", "decision", "report_upward")
]


def rules_say_much() -> None:
    """Every award has deadlines for all steps and opinions to be asked before each."""
    CampaignTitle.objects.update(deadlines=DEADLINES, opinions=OPINIONS)


def answered(cast: Cast, nomination: Nomination, key: str) -> None:
    """An opinion about the nomination is on record."""
    today = clock.today()
    given = OpinionEntry(asked_on=today, answer="agrees", number="12-CV/TU", dated=today)
    record_opinion(actor=cast.secretary, nominations=[nomination], key=key, given=given)


def _enriched(cast: Cast, nomination: Nomination) -> None:
    """What adds to the panels of the page: files, notes, an initiative, an exception."""
    person = nomination.person
    if person is not None:
        initiative = idea(cast, f"Sáng kiến {nomination.pk}", author=person)
        InitiativeUse.objects.create(nomination=nomination, initiative=initiative)
        other = cast.nomination(State.REGISTERED, award="GK", person=person)
        InitiativeUse.objects.create(nomination=other, initiative=initiative)
    given = {"nomination": nomination, "granted_by": cast.secretary, "granted_at": clock.now()}
    for rule in ("same_award", "another"):
        EligibilityOverride.objects.create(rule=rule, reason="Có lý do", **given)
    if nomination.state == State.REGISTERED:
        ExceptionRequest.objects.create(
            nomination=nomination,
            title=nomination.title,
            rules={"grade": "Hoàn thành tốt nhiệm vụ"},
            reason="Theo kết luận số 5.",
            asked_by=cast.clerk,
            asked_at=clock.now(),
        )
    for kind in ("progress", "result"):
        ProgressNote.objects.create(
            nomination=nomination,
            kind=kind,
            text="Đã làm xong phần việc.",
            written_at=clock.now(),
            written_by=cast.clerk,
        )


def _submitted_again(cast: Cast, nomination: Nomination) -> None:
    """The unit reviews it with what was asked, said and changed beside it."""
    with days_ago(45):
        report = nomination.reports.get(frozen_at=None)
        save_report(
            actor=cast.clerk,
            nomination=nomination,
            fields=REPORT | {"achievements": "Thành tích đã bổ sung số liệu."},
            revision=report.revision,
        )
        engine.perform(
            PIPELINE,
            nomination.pk,
            "submit",
            actor=cast.clerk,
            comment="Không có giấy tờ nào khác.",
            data={"answers": {"achievements": "fixed", "evidence": "left"}},
        )
    nomination.refresh_from_db()


def _year(cast: Cast) -> dict[str, Nomination]:
    """A nomination in every state that adds to the page, judged by the law in force, under rules
    that set a day for each step and ask for opinions before most."""
    found: dict[str, Nomination] = {}
    for name, kind in {
        "draft": State.DRAFT,
        "registered": State.REGISTERED,
        "submitted": State.SUBMITTED,
        "unit reviewed": State.UNIT_REVIEWED,
        "on a ballot": State.UNIT_REVIEWED,
        "waiting to be posted": State.COUNCIL_VOTED,
        "consulted": State.CONSULTED,
        "decided": State.DECIDED,
        "reported": State.REPORTED,
        "returned": State.SUBMITTED,
        "submitted again": State.SUBMITTED,
    }.items():
        person = cast.person(account=True)
        type(person).objects.filter(pk=person.pk).update(birth_date=date(1980, 5, 1))
        found[name] = cast.nomination(kind, person=person)
    for name in ("collective", "returned collective"):
        unit = cast.unit if name == "collective" else cast.other_unit
        state = State.REGISTERED if name == "collective" else State.SUBMITTED
        found[name] = cast.nomination(state, collective=unit)
    found["household"] = cast.nomination(
        State.UNIT_REVIEWED, award="GK", collective=household(cast), unit=cast.unit
    )
    cast.session([found["on a ballot"].pk], until="open")
    with days_ago(50):
        for name in ("returned", "returned collective", "submitted again"):
            engine.perform(
                PIPELINE,
                found[name].pk,
                "return_for_correction",
                actor=cast.unit_head,
                comment="Bổ sung số liệu.",
                data={"items": ["achievements", "evidence"]},
            )
    _submitted_again(cast, found["submitted again"])
    for nomination in found.values():
        _enriched(cast, nomination)
    attach_evidence(
        actor=cast.clerk, nomination=found["registered"], paper="excellence", upload=pdf()
    )
    Campaign.objects.filter(pk=cast.campaign.pk).update(rules=rulesets.frozen_rules(clock.today()))
    rules_say_much()
    answered(cast, found["unit reviewed"], "before vote")
    answered(cast, found["unit reviewed"], "before report_upward")  # early
    answered(cast, found["decided"], "before report_upward")
    return found


@pytest.mark.django_db
def test_a_nomination_s_page_and_an_inbox_keep_their_ceilings(
    settings: Any, tmp_path: Path
) -> None:
    """Of everybody of the cast: in every state that adds to the page, and with work waiting."""
    settings.MEDIA_ROOT = tmp_path
    cast = Cast.build()
    paths = {name: one.get_absolute_url() for name, one in _year(cast).items()}
    paths["inbox"] = reverse("home")
    dear, seen = {}, set()
    for who, user in cast.users.items():
        client = cast.client(user)
        client.get(reverse("menu"))
        for name, path in paths.items():
            with CaptureQueriesContext(connection) as caught:
                answer = client.get(path)
            if answer.status_code == 200:
                seen.add(name)
            if len(caught) > (INBOX if name == "inbox" else PAGE):
                dear[who, name] = [query["sql"][:300] for query in caught.captured_queries]
    assert {key: len(queries) for key, queries in dear.items()} == {}, dear
    assert seen == set(paths)


@pytest.mark.django_db
def test_an_inbox_with_every_kind_of_work_keeps_its_ceiling(settings: Any, tmp_path: Path) -> None:
    """Of everybody: what a role can find waiting waits at once, under rules that say much."""
    settings.MEDIA_ROOT = tmp_path
    world = World.build()
    everything_waits(world)
    rules_say_much()
    costs, kinds, acts = {}, {}, set()
    for who in world.users:
        client = world.client(who)
        client.get(reverse("menu"))
        with CaptureQueriesContext(connection) as caught:
            page = client.get(reverse("home"))
        costs[who] = len(caught)
        kinds[who] = len(page.context["kinds"])
        acts |= {str(task.action_label) for task in page.context["tasks"]}
    assert {who: one for who, one in costs.items() if one > INBOX} == {}
    assert {who: kinds[who] for who in KINDS} == KINDS
    assert len(acts) == ACTS, sorted(acts)


@pytest.mark.django_db
def test_the_frame_of_a_page_costs_at_most_two_queries_beside_the_login() -> None:
    """Asked of the menu page, which has nothing but the frame, for everybody of the cast."""
    cast, dear = Cast.build(), {}
    for who, user in cast.users.items():
        client = cast.client(user)
        client.get(reverse("menu"))  # the first page after a while notes the visit in the session
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("menu")).status_code == 200
        if len(caught) > LOGIN + CEILING:
            dear[who] = [query["sql"][:300] for query in caught.captured_queries]
    assert not dear


@pytest.mark.django_db
def test_an_endorsement_costs_at_most_twelve_queries(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    cast = Cast.build()
    nomination = cast.nomination(State.SUBMITTED)
    rules_say_much()
    client = cast.client(cast.unit_head)
    client.get(reverse("menu"))
    address = reverse("dossiers:transition", args=[nomination.public_id, "endorse"])
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(
            address,
            {
                "present": "5",
                "agreed": "4",
                "held_on": "01/09/2026",
                "report_number": "1",
                "seen_version": nomination.version,
            },
        )
    assert answer.status_code == 302
    assert len(caught) <= 12, [query["sql"][:200] for query in caught.captured_queries]
