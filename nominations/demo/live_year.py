"""A live year: campaigns finished, half-way and before the council; every state has nominations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from nominations.demo import attested_records
from nominations.demo.households import household_rows, listed_households
from nominations.demo.pipeline_driver import NominationDriver, local_time
from nominations.demo.plans_and_movements import drive_plans_and_movements
from nominations.demo.regulation import lay_down, set_funds
from nominations.demo.running_campaign import REGISTRATION_CLOSED, drive_running
from nominations.demo.staff import DemoStaff
from nominations.demo.topical_campaign import drive_topical_campaign
from nominations.demo.year import DAY, DemoYear, collective_rows, free_people, people_rows
from nominations.dossiers.models import Nomination
from nominations.law.models import CommendationType
from nominations.pipeline import PIPELINE
from nominations.records.scales import AttestationKind
from workflow import clock, engine


def drive_year(staff: DemoStaff, random: Random, today: date) -> int:
    """Lay down the agency's own rules and drive the current year up to `today`; gives the number
    of nominations."""
    year = DemoYear(staff, random, today)
    lay_down(staff, today, registration_ends=today - REGISTRATION_CLOSED * DAY)
    set_funds(staff, today)
    number = _finished_campaign(year) + drive_running(year) + drive_topical_campaign(year)
    drive_plans_and_movements(year)
    return number


# --- the campaign that is over -------------------------------------------------------------------


def _finished_campaign(year: DemoYear) -> int:
    staff = year.staff
    campaign = year.open_campaign(
        f"{year.today.year}-chuyen-de",
        f"Thi đua cải cách hành chính năm {year.today.year}",
        CommendationType.MOVEMENT,
        ["GK", "BK_TINH"],
        registration=(120, 90),
        submission=(110, 90),
    )
    drive = NominationDriver(staff, campaign)
    people = year.random.sample(free_people(staff), 12)
    households = household_rows(year, "GK", listed_households(year, year.ago(119)))
    rows = [
        *people_rows(staff, "GK", people[:7]),
        *people_rows(staff, "BK_TINH", people[7:]),
        *collective_rows("GK", year.units[:2]),
    ]
    nominations = [*drive.start(rows, year.ago(118)), *drive.start(households, year.ago(118))]
    drive.by_clerks("register", nominations, year.ago(117))
    drive.write_reports(nominations, year.ago(110))
    attested = [AttestationKind.MOVEMENT]
    attested_records.attest(staff, [*rows, *households], year.today.year, year.ago(109), attested)
    drive.by_clerks("submit", nominations, year.ago(108))
    drive.endorse(nominations, year.ago(105))
    lost = nominations[0]
    needed, waived = drive.needing("vote", nominations)
    if needed:
        session = drive.open_session(needed, f"Phiên họp Hội đồng: {campaign.name}", year.ago(100))
        drive.vote(session, year.ago(100, 10), against=frozenset({lost.pk}))
        drive.certify(session, year.ago(100, 11))
    drive.waive("vote", waived, year.ago(100))
    passed = _in_state(nominations, "council_voted")
    posted, unposted = drive.needing("consultation", passed)
    closed = year.today - 95 * DAY
    if posted:
        closed = drive.post(posted, f"Lấy ý kiến: {campaign.name}", year.ago(99)) + DAY
        drive.close_consultation(posted, local_time(closed))
    drive.waive("consultation", unposted, local_time(closed))
    _decide_and_report(drive, passed, closed)
    return len(nominations)


def _in_state(nominations: Sequence[Nomination], state: str) -> list[Nomination]:
    pks = [nomination.pk for nomination in nominations]
    return list(Nomination.objects.filter(pk__in=pks, state=state).order_by("pk"))


def _decide_and_report(drive: NominationDriver, passed: Sequence[Nomination], closed: date) -> None:
    """One refused; own awards: one stays decided, one is revoked; higher ones: every outcome."""
    staff, titles = drive.staff, drive.titles
    own = [n for n in passed if titles[n.award_type_id].own_authority]
    higher = [n for n in passed if not titles[n.award_type_id].own_authority]
    director = staff.roles["giamdoc"]
    with clock.at(local_time(closed, 15)):
        engine.perform(
            PIPELINE,
            own[0].pk,
            "refuse",
            actor=director,
            comment="Thành tích trùng với lần khen thưởng trước.",
        )
    own = own[1:]
    drive.decide([*own, *higher], f"Khen thưởng: {drive.campaign.name}", local_time(closed + DAY))
    staff.province.on_system = True
    staff.province.save()
    drive.report([*own[2:], *higher[:3]], local_time(closed + 4 * DAY))
    with clock.at(local_time(closed + 20 * DAY)):
        engine.perform(
            PIPELINE,
            own[2].pk,
            "revoke",
            actor=director,
            comment="Kê khai thành tích không đúng; theo Luật Thi đua, khen thưởng năm 2022.",
            data={"paper_number": "131/QĐ-STC", "paper_date": closed + 20 * DAY},
        )
    drive.outcome(
        higher[:1],
        local_time(closed + 40 * DAY),
        number="1520/QĐ-UBND",
        issuer=f"Chủ tịch {staff.province.name}",
    )
    drive.outcome(
        higher[1:2],
        local_time(closed + 41 * DAY),
        conferred=False,
        number="88/SNV-TĐKT",
        issuer="Sở Nội vụ",
        reason="Chưa đủ thời gian hoàn thành xuất sắc nhiệm vụ theo quy định.",
    )
