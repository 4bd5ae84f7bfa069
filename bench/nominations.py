"""The real pipeline on the benchmarks' ground: a unit clerk registers nominations.

.venv/bin/python bench/transition.py --database-url URL --subjects bench.nominations:Nominations
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

UNITS = 20


class Nominations:
    """`register`: 4 relations, 3 conditions with 4 facts, 4 audiences that give one person."""

    transition = "register"
    target = "registered"
    holds = (
        "EXISTS (SELECT 1 FROM dossiers_campaigntitle ct WHERE ct.campaign_id = s.campaign_id"
        " AND ct.award_type_id = s.award_type_id)"
        " AND EXISTS (SELECT 1 FROM dossiers_campaign c WHERE c.id = s.campaign_id"
        " AND c.registration_opens_at <= %(now)s AND c.registration_closes_at >= %(now)s)"
        " AND NOT EXISTS (SELECT 1 FROM dossiers_nomination n WHERE n.id <> s.id"
        " AND n.campaign_id = s.campaign_id AND n.award_type_id = s.award_type_id"
        " AND n.kind = s.kind"
        " AND (n.person_id = s.person_id OR n.collective_id = s.collective_id)"
        " AND n.state NOT IN ('draft', 'withdrawn', 'declined'))"
    )

    def __init__(self) -> None:

        from nominations.dossiers.models import Campaign
        from nominations.people.models import User
        from nominations.pipeline import PIPELINE

        self.workflow = PIPELINE
        if not Campaign.objects.exists():
            self._build()
        self.open = Campaign.objects.get(code="open")
        self.closed = Campaign.objects.get(code="closed")
        self._clerk = User.objects.select_related("person").get(username="bench-clerk")
        self.recipients = [User.objects.get(username="bench-head").pk]
        self.units = list(self.open.organization.units.order_by("pk"))
        self.award = self.open.titles.get().award_type

    def _build(self) -> None:
        from django.db.models import QuerySet

        from nominations.dossiers.models import Campaign, CampaignTitle
        from nominations.law.models import AwardType
        from nominations.people.models import Organization, Person, RoleAssignment, Unit, User
        from workflow import clock

        since, now = date(2020, 1, 1), clock.now()
        agency = Organization.objects.create(code="B", name="B", head_title="B", valid_from=since)
        award = AwardType.objects.create(
            code="LDTT", name="LDTT", short_name="LDTT", for_individuals=True, valid_from=since
        )
        for code, closes in (("open", now + timedelta(days=9)), ("closed", now)):
            campaign = Campaign.objects.create(
                organization=agency,
                code=code,
                name=code,
                year=now.year,
                achievement_from=since,
                achievement_to=since,
                registration_opens_at=now - timedelta(days=9),
                registration_closes_at=closes,
                submission_opens_at=now - timedelta(days=9),
                submission_closes_at=now + timedelta(days=9),
            )
            QuerySet(Campaign).filter(pk=campaign.pk).update(state="open")  # past the engine
            CampaignTitle.objects.create(campaign=campaign, award_type=award)
        people = {
            name: Person.objects.create(full_name=f"Bench {name}") for name in ("clerk", "head")
        }
        for name, person in people.items():
            User.objects.create(username=f"bench-{name}", person=person)
        for number in range(UNITS):
            unit = Unit.objects.create(
                organization=agency, code=str(number), name=f"Unit {number}", valid_from=since
            )
            for name, person in people.items():
                RoleAssignment.objects.create(
                    person=person, role=f"unit_{name}", unit=unit, valid_from=since
                )

    @property
    def actor(self) -> Any:
        return self._clerk

    def fill(self, count: int) -> list[int]:
        from nominations.dossiers.models import Nomination
        from nominations.people.models import Person
        from workflow import clock

        people = Person.objects.bulk_create(
            (Person(full_name=f"Person {number}") for number in range(count)), batch_size=2000
        )
        now = clock.now()
        nominations = Nomination.objects.bulk_create(
            (
                Nomination(
                    organization_id=self.open.organization_id,
                    unit=self.units[number % UNITS],
                    campaign=self.open,
                    award_type=self.award,
                    kind="individual",
                    person=person,
                    title=f"{person.full_name}, LDTT",
                    subject_name=person.full_name,
                    created_at=now,
                )
                for number, person in enumerate(people)
            ),
            batch_size=2000,
        )
        return [nomination.pk for nomination in nominations]

    def spoil(self, keys: list[int]) -> None:
        from nominations.dossiers.models import Nomination

        Nomination.objects.filter(pk__in=keys).update(campaign=self.closed)
