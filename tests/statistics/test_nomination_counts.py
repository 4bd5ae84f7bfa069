"""Submitted against granted, counted by hand over rows in every state."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nominations.decisions.models import Outcome
from nominations.dossiers.models import Campaign, CampaignTitle, Correction, Nomination
from nominations.law.models import AwardType
from nominations.people.models import Person
from nominations.states import State
from nominations.statistics.nomination_counts import MEASURES, nomination_table, nominations_of
from tests.pipeline.stage import LONG_AGO, NOW, Stage
from workflow import clock

QUERIES = 20
KEYS = [one.key for one in MEASURES]
STATES = {
    # state: (number of own awards, of awards of the province, state before)
    State.DRAFT: (3, 0, ""),
    State.REGISTERED: (2, 1, ""),
    State.SUBMITTED: (1, 0, ""),
    State.UNIT_REVIEWED: (1, 1, ""),
    State.COUNCIL_VOTED: (1, 0, ""),
    State.CONSULTED: (1, 0, ""),
    State.DECIDED: (4, 2, ""),
    State.REPORTED: (3, 2, ""),
    State.CONFERRED: (0, 5, ""),
    State.WITHDRAWN: (1, 0, "unit_reviewed"),
    State.DECLINED: (2, 0, ""),
    State.NOT_PASSED: (1, 1, ""),
    State.REFUSED: (1, 0, ""),
    State.REFUSED_ABOVE: (0, 2, ""),
    State.REVOKED: (1, 1, "conferred"),
}
BY_HAND = {
    # own: 22 rows, of these 3 drafts and 1 withdrawn after the unit had put it forward
    "own": {
        "registered": 19, "endorsed": 14, "passed": 11, "decided": 8, "sent": 0, "returned": 1,
        "granted": 7, "refused": 4, "revoked": 1, "withdrawn": 1, "pending": 6,
    },
    "province": {
        "registered": 15, "endorsed": 14, "passed": 12, "decided": 12, "sent": 10, "returned": 0,
        "granted": 5, "refused": 3, "revoked": 1, "withdrawn": 0, "pending": 6,
    },
}  # fmt: skip


@pytest.fixture
def stage(db: None) -> Any:
    """The rows of STATES in this year, one granted of the year before, one of another agency."""
    with clock.at(NOW):
        stage = Stage()
        CampaignTitle.objects.filter(pk=stage.title.pk).update(own_authority=True)
        province = AwardType.objects.create(
            code="BK_TINH", name="Bằng khen", form="commendation", for_individuals=True,
            authority="province", rank=9, valid_from=LONG_AGO,
        )  # fmt: skip
        CampaignTitle.objects.create(
            campaign=stage.campaign, award_type=province, own_authority=False
        )
        _rows(stage, stage.award_type, 0)
        _rows(stage, province, 1)
        own = Nomination.objects.filter(award_type=stage.award_type)
        Correction.objects.create(
            nomination=own.filter(state=State.REGISTERED)[0], items=["achievements"],
            reason="Bổ sung.", requested_by=stage.actors["unit_head"], requested_at=NOW,
        )  # fmt: skip
        conferred = Nomination.objects.filter(state=State.CONFERRED).order_by("pk")[0]
        Outcome.objects.create(
            nomination=conferred, conferred=True, other_award=stage.award_type,
            paper_number="9/QĐ-UBND", paper_date=NOW.date(), issuer="Chủ tịch", recorded_at=NOW,
        )  # fmt: skip
        yield stage


def _rows(stage: Stage, award: AwardType, place: int) -> None:
    for state, numbers in STATES.items():
        people = Person.objects.bulk_create(
            Person(full_name=f"Người {state} {place} {i}") for i in range(numbers[place])
        )
        made = stage.put_all(state, people, numbers[2])
        pks = [one.pk for one in made]
        Nomination.objects.filter(pk__in=pks).update(award_type=award)


def _counted(stage: Stage, by: str, **given: Any) -> dict[str, dict[str, int]]:
    period = {"year_from": 2026, "year_to": 2026, **given}
    found = nominations_of(stage.actors["secretary"], stage.agency, **period)
    return {row.label: row.counts for row in nomination_table(found, by, {})}


def test_every_number_is_the_one_counted_by_hand(stage: Stage) -> None:
    own, province = BY_HAND["own"], BY_HAND["province"]
    assert _counted(stage, "ma") == {"Lao động tiên tiến": own, "Bằng khen": province}
    together = {key: own[key] + province[key] for key in KEYS}
    for by in ("don_vi", "kieu", "loai", "nam"):
        assert list(_counted(stage, by).values()) == [together], by
    assert list(_counted(stage, "cap").values()) == [own, province]
    assert _counted(stage, "ma", chosen=[("cap", "province")]) == {"Bằng khen": province}
    assert _counted(stage, "ma", year_from=2025, year_to=2025) == {}
    for row in (own, province):  # the results add up to what was registered
        assert row["registered"] == sum(row[one.key] for one in MEASURES if one.is_result)


def test_every_number_opens_its_dossiers_and_the_workbook_says_its_filters(stage: Stage) -> None:
    client = Client()
    client.force_login(stage.actors["secretary"], "django.contrib.auth.backends.ModelBackend")
    path = reverse("statistics:nominations")
    with CaptureQueriesContext(connection) as asked:
        page = client.get(path)
    assert len(asked) <= QUERIES
    rows = [*page.context["rows"], page.context["total"]]
    for row in rows:
        for _label, count, address in row.linked:
            if count:
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(address).context["page"].paginator.count == count, address
                assert len(asked) <= QUERIES
    assert page.context["others"] == 1
    narrowed = {"p_cap": "province", "theo": "don_vi"}
    assert client.get(path, narrowed).context["total"].counts == BY_HAND["province"]

    book = load_workbook(
        BytesIO(client.get(reverse("statistics:download_nominations"), narrowed).content)
    )
    figures, dossiers = book.worksheets
    head = [tuple(cell.value for cell in line[:2]) for line in figures["A1:B6"]]
    assert ("Thẩm quyền", "Chủ tịch Ủy ban nhân dân tỉnh") in head
    last = [cell.value for cell in list(figures.rows)[-1]][1:12]
    assert last == list(BY_HAND["province"].values())
    assert dossiers.max_row - figures.max_row == 15 - 2  # a line each, the sums have a row less
    for role, status in {"auditor": 200, "staff": 404, "unit_head": 404, "outsider": 404}.items():
        client.force_login(stage.actors[role], "django.contrib.auth.backends.ModelBackend")
        assert client.get(path).status_code == status, role
    for nonsense in ("cot=khong", "tu=abc", "p_ma=KHONG"):
        client.force_login(stage.actors["secretary"], "django.contrib.auth.backends.ModelBackend")
        lines = f"{reverse('statistics:nomination_lines')}?{nonsense}"
        assert client.get(lines).status_code == 404, nonsense


def test_a_campaign_of_another_agency_is_not_counted(stage: Stage) -> None:
    before = _counted(stage, "ma")
    Nomination.objects.filter(state=State.REFUSED).update(organization=stage.elsewhere)
    assert _counted(stage, "ma")["Lao động tiên tiến"]["refused"] == 3
    Campaign.objects.update(year=2024)
    assert before != _counted(stage, "ma") == {}
