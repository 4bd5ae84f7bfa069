"""A campaign on one topic whose dossiers are complete: they wait for this month's session."""

from __future__ import annotations

from nominations.demo import attested_records
from nominations.demo.pipeline_driver import NominationDriver
from nominations.demo.year import DemoYear, free_people, people_rows
from nominations.dossiers.models import Nomination
from nominations.law.models import CommendationType
from nominations.people.models import Person
from nominations.records.scales import AttestationKind

CERTIFICATES, PROPOSALS = 12, 2
"""People put up for the agency's own certificate of merit, and for that of the province."""


def drive_topical_campaign(year: DemoYear) -> int:
    """Drive the campaign until the units have agreed; gives the number of nominations."""
    staff = year.staff
    campaign = year.open_campaign(
        f"{year.today.year}-chuyen-doi-so",
        f"Thi đua chuyển đổi số năm {year.today.year}",
        CommendationType.MOVEMENT,
        ["GK", "BK_TINH"],
        registration=(45, 30),
        submission=(30, 12),
    )
    drive = NominationDriver(staff, campaign)
    people = _not_commended_yet(year)[: CERTIFICATES + PROPOSALS]
    rows = [
        *people_rows(staff, "GK", people[:CERTIFICATES]),
        *people_rows(staff, "BK_TINH", people[CERTIFICATES:]),
    ]
    nominations = drive.start(rows, year.ago(44))
    drive.by_clerks("register", nominations, year.ago(43))
    drive.write_reports(nominations, year.ago(28))
    attested_records.attest(staff, rows, year.today.year, year.ago(27), [AttestationKind.MOVEMENT])
    drive.by_clerks("submit", nominations, year.ago(20))
    drive.endorse(nominations, year.ago(14))
    return len(nominations)


def _not_commended_yet(year: DemoYear) -> list[Person]:
    """Who may be nominated, counts no votes and is put up for no other commendation of the year."""
    others = Nomination.objects.filter(
        campaign__year=year.today.year, award_type__code__in=["GK", "BK_TINH"]
    )
    taken = set(others.values_list("person_id", flat=True))
    taken.add(year.staff.person("thanhtra").pk)
    return [person for person in free_people(year.staff) if person.pk not in taken]
