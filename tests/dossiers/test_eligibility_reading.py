"""One eligibility question reads its own subject and its agency, and answers as the whole would."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.awards.models import Award
from nominations.dossiers.facts import dossier_facts
from nominations.dossiers.models import Campaign, InitiativeUse, Nomination
from nominations.dossiers.services import standards
from nominations.law import rulesets
from nominations.people.roles import Role
from nominations.states import State
from tests.cast import Cast
from tests.dossiers.ideas import idea
from workflow import clock


@pytest.fixture
def law(cast: Cast) -> Cast:
    """The cast's campaign under the shipped law of the day."""
    Campaign.objects.filter(pk=cast.campaign.pk).update(rules=rulesets.frozen_rules(clock.today()))
    cast.campaign.refresh_from_db()
    return cast


def _uses(cast: Cast, nomination: Nomination, name: str, author: Any = None) -> InitiativeUse:
    used = idea(cast, name, author=author)
    return InitiativeUse.objects.create(nomination=nomination, initiative=used)


@pytest.mark.django_db
def test_the_dossiers_are_read_for_the_subjects_alone(law: Cast) -> None:
    own = law.nomination(State.REGISTERED)
    other = law.nomination(State.REGISTERED, person=law.person())
    mine, theirs = _uses(law, own, "Mẫu A"), _uses(law, other, "Mẫu B", author=other.person)
    year = law.campaign.year

    everybody = dossier_facts(law.agency.pk, year)
    found = dossier_facts(law.agency.pk, year, persons={own.person_id}, units=set())

    assert set(everybody.nominated) == {own.person_id, other.person_id}
    assert set(everybody.used) == {mine.initiative_id, theirs.initiative_id}
    assert found.nominated == {own.person_id: everybody.nominated[own.person_id]}
    assert found.used == {mine.initiative_id: everybody.used[mine.initiative_id]}
    assert found.campaign_held == everybody.campaign_held


@pytest.mark.django_db
def test_a_unit_is_read_with_its_members(law: Cast) -> None:
    law.give(law.clerk, Role.UNIT_CLERK, law.other_unit)
    member = law.nomination(State.REGISTERED)
    law.nomination(State.REGISTERED, person=law.person(unit=law.other_unit), unit=law.other_unit)
    unit = law.nomination(State.REGISTERED, collective=law.unit, award="TTLDTT")

    found = dossier_facts(law.agency.pk, law.campaign.year, persons=set(), units={law.unit.pk})

    assert set(found.nominated) == {member.person_id}
    assert set(found.nominated_units) == {unit.collective_id}


@pytest.mark.django_db
@pytest.mark.parametrize("collective", [False, True])
def test_one_question_answers_as_the_whole_agency_does(
    law: Cast, collective: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    law.nomination(State.REGISTERED, person=law.person())
    if collective:
        law.nomination(State.REGISTERED)
        one = law.nomination(State.REGISTERED, collective=law.unit, award="TTLDTT")
    else:
        one = law.nomination(State.REGISTERED)

    alone = standards.evaluate_nomination(one)
    monkeypatch.setattr(standards, "CHUNK", 0)  # too many subjects to name: all are read

    assert standards.evaluate_nomination(one) == alone


@pytest.mark.django_db
def test_awards_of_other_agencies_are_not_read(law: Cast) -> None:
    elsewhere = law.foreign_unit.organization
    Award.objects.create(
        organization=elsewhere,
        award_type=law.awards["LDTT"],
        kind="individual",
        person=law.person(),
        recipient_name="Lê Văn Thêm",
        year=1990,
        commendation_type="annual",
        recorded_at=clock.now(),
    )
    one = law.nomination(State.REGISTERED)

    with CaptureQueriesContext(connection, ) as captured:  # fmt: skip
        standards.evaluate_nomination(one)

    about_awards = [q["sql"] for q in captured if 'FROM "awards_award"' in q["sql"]]
    assert about_awards
    assert not [
        sql
        for sql in about_awards
        if f'"organization_id" IN ({law.agency.pk})' not in sql
        and not re.search(rf'"person_id" (IN|=) \({one.person_id}\)', sql)
    ]
    assert len(captured) <= 17
