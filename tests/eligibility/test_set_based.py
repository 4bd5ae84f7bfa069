"""All persons of an agency in one pass, against asking for each of them alone."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from nominations.awards.models import Award
from nominations.eligibility.assessment import judge, judge_many
from nominations.eligibility.collect_facts import DossierFacts, collect_persons
from nominations.law import catalogue, rulesets
from nominations.law.models import AwardType, CommendationType
from nominations.people.models import Organization, Person, Position, Unit, UnitMembership
from nominations.records.models import (
    Absence,
    AnnualGrade,
    Attestation,
    Discipline,
    Examination,
    Service,
)
from nominations.records.scales import AbsenceKind, AttestationKind, DisciplineForm, Grade, Scope
from nominations.records.services import AuthorShare, RecognisedRow, import_recognised
from workflow import clock
from workflow.actors import SYSTEM

pytestmark = pytest.mark.django_db
YEAR, ON, SINCE = 2024, date(2024, 12, 20), date(2005, 1, 1)
YEARS = range(YEAR - 7, YEAR + 1)
HELD = (
    ("LDTT", 0.8),
    ("CSTDCS", 0.5),
    ("CSTD_TINH", 0.1),
    ("BK_TINH", 0.1),
    ("BK_TTG", 0.05),
    ("HCLD3", 0.03),
)
CODES = ["LDTT", "CSTDCS", "CSTD_TINH", "CSTDTQ", "GK", "BK_TINH", "BK_TTG", "HCLD3", "HCLD2"]


class World:
    """An agency of so many persons whose records are drawn by lot."""

    def __init__(self, size: int, random: Random) -> None:
        catalogue.load_award_types()
        self.random = random
        self.agency = Organization.objects.create(
            code="A", name="Sở", head_title="Giám đốc", valid_from=SINCE
        )
        self.unit = Unit.objects.create(
            organization=self.agency, code="P", name="Phòng", valid_from=SINCE
        )
        post = Position.objects.create(name="Chuyên viên")
        self.people = Person.objects.bulk_create(
            (Person(full_name=f"Người {number}") for number in range(size)), batch_size=500
        )
        UnitMembership.objects.bulk_create(
            (
                UnitMembership(person=one, unit=self.unit, position=post, valid_from=SINCE)
                for one in self.people
            ),
            batch_size=500,
        )
        self._records()
        self._awards()
        self._initiatives()

    def _add(self, model: Any, rows: Any) -> None:
        entered = {"organization": self.agency, "recorded_at": clock.now()}
        model.objects.bulk_create((model(**entered, **row) for row in rows), batch_size=300)

    def _some(self, chance: float) -> list[Person]:
        return [one for one in self.people if self.random.random() < chance]

    def _day(self, first: int = YEAR - 5) -> date:
        return date(self.random.randint(first, YEAR), 1, 1) + timedelta(
            days=self.random.randint(0, 340)
        )

    def _records(self) -> None:
        pick = self.random.choice
        self._add(
            AnnualGrade,
            (
                {"person": one, "year": year, "grade": pick([*Grade.values, "HTXS", "HTT"])}
                for one in self.people
                for year in YEARS
                if self.random.random() < 0.9
            ),
        )
        self._add(
            Attestation,
            (
                {"person": one, "year": YEAR, "what": what, "holds": self.random.random() < 0.8}
                for one in self._some(0.7)
                for what in self.random.sample(AttestationKind.values, 5)
            ),
        )
        self._add(
            Discipline,
            (
                {"person": one, "form": pick(DisciplineForm.values), "decided_on": self._day()}
                for one in self._some(0.1)
            ),
        )
        self._add(
            Examination,
            (
                {"person": one, "kind": "complaint", "opened_on": self._day()}
                for one in self._some(0.05)
            ),
        )
        self._add(
            Service, ({"person": one, "valid_from": self._day(YEAR - 1)} for one in self._some(0.5))
        )
        self._add(
            Absence,
            (
                {"person": one, "kind": pick(AbsenceKind.values), "valid_from": day,
                 "valid_to": day + timedelta(days=self.random.randint(0, 200))}
                for one in self._some(0.2)
                for day in [self._day(YEAR)]
            ),
        )  # fmt: skip

    def _awards(self) -> None:
        types = {one.code: one for one in AwardType.objects.all()}
        rows = []
        for one in self.people:
            for year in YEARS:
                for code, chance in HELD:
                    if self.random.random() < chance:
                        late = code == "BK_TTG"
                        decided = date(year + 1, 3, 1) if late else date(year, 12, 10)
                        rows.append(
                            Award(
                                organization=self.agency, award_type=types[code], person=one,
                                kind="individual", year=year, decision_number=f"{code}/{year}",
                                decision_date=decided, recipient_name=one.full_name,
                                commendation_type=self.random.choice(CommendationType.values[:3]),
                                origin="import", recorded_at=clock.now(),
                            )
                        )  # fmt: skip
        Award.objects.bulk_create(rows, batch_size=300)

    def _initiatives(self) -> None:
        import_recognised(
            actor=SYSTEM,
            organization=self.agency,
            rows=[
                RecognisedRow(
                    unit=self.unit, name=f"Sáng kiến {number}", year=self.random.choice(YEARS),
                    authors=[AuthorShare(one, 100)], scope=self.random.choice(Scope.values),
                    paper_number=f"{number}/QĐ", paper_date=date(YEAR, 1, 5), issuer="Giám đốc Sở",
                )
                for number, one in enumerate(self._some(0.4))
            ],
        )  # fmt: skip


def agree(size: int, seed: int) -> Counter[str]:
    """Judge everybody in one pass and one by one; how often each answer came."""
    random = Random(seed)  # noqa: S311 -- invented people
    world = World(size, random)
    keys = [one.pk for one in world.people]
    known = DossierFacts(
        nominated={key: frozenset({"LDTT", "CSTDCS"}) for key in random.sample(keys, size // 2)},
        registered={key: random.random() < 0.5 for key in random.sample(keys, size // 2)},
    )
    rule_set = rulesets.rule_set_on(ON)
    together = {
        facts.key: judge_many(rule_set, CODES, facts)
        for facts in collect_persons(keys, year=YEAR, on=ON, known=known, papers=False)
    }
    found: Counter[str] = Counter()
    for key in keys:
        facts = next(collect_persons([key], year=YEAR, on=ON, known=known))
        alone = {code: judge(rule_set, code, facts).answer for code in CODES}
        assert together[key] == alone, key
        found.update(str(one) for one in alone.values())
    assert len(together) == size
    return found


def test_one_pass_over_all_gives_what_asking_each_alone_gives() -> None:
    found = agree(250, seed=7)

    assert set(found) == {"met", "unmet", "unknown"}
    assert min(found.values()) > 20


@pytest.mark.long
def test_the_same_for_five_thousand_people() -> None:
    assert sum(agree(5000, seed=2024).values()) == 5000 * len(CODES)
