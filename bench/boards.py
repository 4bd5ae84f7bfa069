"""The boards of a large agency: seconds and statements of each page's figures.

    .venv/bin/python bench/boards.py --database-url postgres://postgres@127.0.0.1:5432/postgres

An agency of 2,000 persons in 60 units, with nominations, awards of five years and yearly grades.
Prints seconds and statements of the unit's board, the agency's board, the search for forgotten
people and the spread of an award. `--database-url sqlite` measures on a file that is thrown away.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import ground

UNITS = 60
BATCH = 1000


def _campaign(agency: Any, types: dict[str, Any]) -> Any:
    from django.db.models import QuerySet

    from nominations.dossiers.models import Campaign, CampaignTitle
    from nominations.law import rulesets
    from workflow import clock

    now, today = clock.now(), clock.today()
    campaign = Campaign.objects.create(
        organization=agency,
        code="B",
        name="B",
        year=today.year,
        achievement_from=date(today.year, 1, 1),
        achievement_to=date(today.year, 12, 31),
        registration_opens_at=now - timedelta(days=90),
        registration_closes_at=now + timedelta(days=5),
        submission_opens_at=now - timedelta(days=30),
        submission_closes_at=now + timedelta(days=30),
        rules=rulesets.frozen_rules(today),
        opened_at=now,
    )
    QuerySet(Campaign).filter(pk=campaign.pk).update(state="open")  # past the engine
    CampaignTitle.objects.bulk_create(
        CampaignTitle(campaign=campaign, award_type=one) for one in types.values()
    )
    return campaign


def fill(persons: int) -> Any:
    """The agency; answers its campaign."""
    from nominations.awards.models import Award
    from nominations.dossiers.models import Nomination
    from nominations.law.models import AwardType
    from nominations.people.models import Organization, Person, Position, Unit, UnitMembership
    from nominations.records.models import AnnualGrade
    from workflow import clock

    random = Random(7)  # noqa: S311 -- invented data, nothing secret
    since, now, year = date(2000, 1, 1), clock.now(), clock.today().year
    agency = Organization.objects.create(code="B", name="B", head_title="B", valid_from=since)
    units = [
        Unit.objects.create(organization=agency, code=str(n), name=f"Unit {n}", valid_from=since)
        for n in range(UNITS)
    ]
    post = Position.objects.create(name="Chuyên viên")
    people = Person.objects.bulk_create(
        (Person(full_name=f"Person {n}", gender="female") for n in range(persons)),
        batch_size=BATCH,
    )
    UnitMembership.objects.bulk_create(
        (
            UnitMembership(person=p, unit=units[n % UNITS], position=post, valid_from=since)
            for n, p in enumerate(people)
        ),
        batch_size=BATCH,
    )
    codes = {"LDTT": False, "CSTDCS": False, "GK": False, "CSTD_TINH": False, "TTLDTT": True}
    types = {
        code: AwardType.objects.create(
            code=code,
            name=code,
            short_name=code,
            for_individuals=not collective,
            for_collectives=collective,
            valid_from=since,
        )
        for code, collective in codes.items()
    }
    campaign = _campaign(agency, types)
    entered: dict[str, Any] = {"organization": agency, "recorded_at": now}
    for of_year in range(year - 5, year + 1):
        AnnualGrade.objects.bulk_create(
            (
                AnnualGrade(person=p, year=of_year, grade=random.choice(("HTXS", "HTT")), **entered)
                for p in people
            ),
            batch_size=BATCH,
        )
    Award.objects.bulk_create(
        (
            Award(
                award_type=types[code],
                kind="individual",
                person=p,
                commendation_type="CONG_TRANG",
                year=of_year,
                decision_number=f"{of_year}/{code}",
                decision_date=date(of_year, 12, 15),
                recipient_name=p.full_name,
                origin="import",
                **entered,
            )
            for of_year in range(year - 5, year)
            for p in people
            for code, share in (("LDTT", 0.9), ("CSTDCS", 0.15))
            if random.random() < share
        ),
        batch_size=BATCH,
    )
    made = Nomination.objects.bulk_create(
        (
            Nomination(
                organization=agency,
                unit=units[n % UNITS],
                campaign=campaign,
                award_type=types[code],
                kind="individual",
                person=p,
                title=p.full_name,
                subject_name=p.full_name,
                created_at=now,
            )
            for n, p in enumerate(people)
            for code, share in (("LDTT", 0.9), ("CSTDCS", 0.2))
            if random.random() < share
        ),
        batch_size=BATCH,
    )
    Nomination._base_manager.filter(pk__in=[one.pk for one in made[::2]]).update(state="submitted")
    Nomination._base_manager.filter(pk__in=[one.pk for one in made[1::2]]).update(
        state="unit_reviewed"
    )
    return campaign


@contextmanager
def somewhere(url: str) -> Iterator[None]:
    """A migrated database: a scratch one beside the given one, or a file."""
    if url != "sqlite":
        with ground.scratch(url):
            yield
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BANGVANG_DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django
        from django.core.management import call_command

        django.setup()

        call_command("migrate", verbosity=0)
        yield


def measure(act: Callable[[], Any], times: int = 5) -> dict[str, Any]:
    """Seconds of the best of several rounds, and statements of one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    rounds = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        rounds.append(time.perf_counter() - started)
    return {"seconds": round(min(rounds), 3), "statements": len(captured)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--persons", type=int, default=2000)
    options = parser.parse_args()
    with somewhere(options.database_url):
        from nominations.dossiers.boards import board, fairness, forgotten

        campaign = fill(options.persons)
        unit = campaign.organization.units.first().pk

        def search() -> None:
            found = forgotten.find_forgotten(campaign)
            forgotten.explain_forgotten(campaign, found.of("", unknown=False)[:60])

        rows = {
            "board of a unit": measure(lambda: board.board_of_unit(campaign, unit)),
            "board of the agency": measure(lambda: board.board_of_agency(campaign)),
            "forgotten people": measure(search, times=2),
            "spread of an award": measure(
                lambda: fairness.award_distribution(
                    campaign.organization, code="CSTDCS", year=campaign.year, names=True
                ),
            ),
        }
    print(ground.table(f"{options.persons} persons in {UNITS} units", rows))


if __name__ == "__main__":
    main()
