"""The campaign that runs: nominations at every step, and what the pages are there to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from nominations.demo import attested_records
from nominations.demo.evidence import certificate
from nominations.demo.initiatives import DemoInitiatives, ideas_of
from nominations.demo.opinions import ask_party_committee
from nominations.demo.pipeline_driver import DraftRow, NominationDriver, local_time
from nominations.demo.staff import DemoStaff
from nominations.demo.texts import goal, progress_of
from nominations.demo.year import DAY, DemoYear, collective_rows, free_people, people_rows
from nominations.dossiers import services as dossiers
from nominations.dossiers.models import Campaign, Nomination, ProgressKind
from nominations.dossiers.services import standards
from nominations.law.models import CommendationType
from nominations.people.models import Gender, Person, Unit
from nominations.pipeline import PIPELINE
from nominations.records import services as records
from nominations.records.scales import DisciplineConcern, DisciplineForm
from workflow import clock, engine

REGISTRATION_CLOSED = 40
"""Days before today on which the registration of the running campaign closed at first."""


def drive_running(year: DemoYear) -> int:
    """Drive the campaign from its opening to today; gives the number of nominations."""
    staff = year.staff
    drive = NominationDriver(staff, _open(year))
    cast = _cast(year)
    early = drive.start(cast.rows, year.ago(58))
    drive.by_clerks("register", early, year.ago(50))
    moving, waiting = _split(staff, cast, early)
    punished, unread = _two_of(staff, waiting, but=cast.known)
    ideas = DemoInitiatives(staff, year.today)
    helper = _colleague(
        staff, cast.fighters[2], cast.people, but=(*cast.fighters, punished, unread)
    )
    written = ideas.drive(ideas_of(staff, cast.fighters, helper, _authors(staff)))
    late = _nominate_late(drive, year, cast.belated)
    _extend(drive, year)
    drafts = drive.start(people_rows(staff, "GK", cast.people[-3:]), year.ago(3))
    _record(year, cast, ungraded=unread, failed=punished)
    _punish(year, punished)
    named = ideas.back([n for n in early if n.award_type.code == "CSTDCS"], written)
    drive.write_reports(moving, year.ago(24), named)
    _review(drive, year, moving, waiting)
    ask_party_committee(
        staff.roles["thuky"],
        [n for n in moving if n.award_type.code == "CSTDCS"],
        asked_at=year.ago(9),
        answered_at=year.ago(4),
    )
    _write_progress(drive, year, [n for n in waiting[1:] if n.person_id != punished.pk])
    with clock.at(year.ago(0, 7)):
        standards.refresh_obstacles([one.pk for one in (*early, late, *drafts)])
    return len(early) + len(drafts) + 1


def _split(
    staff: DemoStaff, cast: RunningCast, early: Sequence[Nomination]
) -> tuple[list[Nomination], list[Nomination]]:
    """(those that are submitted, those that stay registered); the last four submitted ones are
    people of the leading unit."""
    busy = {person.pk for person in (*cast.known, *cast.fighters)}
    leading = _leading_unit(staff).pk
    theirs = [
        one
        for one in early
        if one.unit_id == leading and one.person_id and one.person_id not in busy
    ]
    last = theirs[-4:]
    others = [one for one in early if one not in last]
    return [*others[:22], *last], others[22:]


def _open(year: DemoYear) -> Campaign:
    return year.open_campaign(
        f"{year.today.year}-thuong-xuyen",
        f"Thi đua năm {year.today.year}",
        CommendationType.MERIT,
        ["LDTT", "TTLDTT", "CSTDCS", "GK", "CSTD_TINH", "TTLDXS"],
        registration=(60, REGISTRATION_CLOSED),
        submission=(25, -27),
    )


@dataclass(frozen=True, kw_only=True)
class RunningCast:
    """Who is nominated, whom nobody thought of, and who comes late."""

    known: list[Person]
    people: list[Person]
    fighters: list[Person]
    forgotten: list[Person]
    belated: Person
    rows: list[DraftRow]


def _cast(year: DemoYear) -> RunningCast:
    staff = year.staff
    known = [staff.person(name) for name in ("canhan", "truongphong", "uyvien", "thuky")]
    free = [p for p in free_people(staff) if p not in known]
    people = year.random.sample(free, len(free))
    left_out = list(_one_of_each_unit(staff, people).values())
    people = [person for person in people if person not in left_out]
    others = [p for p in staff.people if p not in (*people, *known, *left_out)]
    fighters = _fighters(staff, people)
    rows = [
        *people_rows(staff, "LDTT", people),
        *people_rows(staff, "CSTDCS", fighters),
        *people_rows(staff, "LDTT", [*known, *others]),
        *collective_rows("TTLDTT", year.units),
    ]
    return RunningCast(
        known=known,
        people=people,
        fighters=fighters,
        forgotten=left_out[:3],
        belated=left_out[3],
        rows=rows,
    )


def _review(
    drive: NominationDriver,
    year: DemoYear,
    moving: Sequence[Nomination],
    waiting: Sequence[Nomination],
) -> None:
    """The unit, the council and the public, each for those who have come so far."""
    drive.by_clerks("submit", moving, year.ago(22))
    drive.endorse(moving[:18], year.ago(20))
    _consult(drive, year, moving[:4], session_days=16, name="lần 1", close=True)
    _consult(drive, year, moving[4:9], session_days=4, name="lần 2", close=False)
    drive.open_session(
        moving[9:15],
        f"Phiên họp Hội đồng tháng {year.today.month}",
        year.ago(1),
        closes_at=year.ago(-5, 17),
    )
    _exits(drive, year, moving[18:], waiting)


def _two_of(
    staff: DemoStaff, nominations: Sequence[Nomination], but: Sequence[Person]
) -> tuple[Person, Person]:
    """Two nominees who hold no office, of different units: whom the records tell against, and of
    whom they tell too little."""
    offices = {p.pk for p in (*staff.head_of.values(), *staff.deputy_of.values(), *but)}
    offices |= {p.pk for p in (*staff.clerk_of.values(), *staff.members)}
    offices |= {p.pk for p in staff.person_of.values()}
    found = {
        one.unit_id: one.person
        for one in nominations
        if one.person is not None and one.person_id not in offices
    }
    last, first = list(found.values())[-1], next(iter(found.values()))
    return last, first


def _colleague(
    staff: DemoStaff, person: Person, people: Sequence[Person], but: Sequence[Person]
) -> Person:
    """Somebody of the same unit who is put up for the base title only."""
    unit = staff.unit_of[person.pk]
    return next(one for one in people if staff.unit_of[one.pk] == unit and one not in but)


def _authors(staff: DemoStaff) -> dict[str, tuple[tuple[Person, int], ...]]:
    """Who writes the initiatives that are not recognised, by the state they reach."""
    own, clerk = staff.person("canhan"), staff.person("canbotdkt")
    head = {unit.code: staff.head_of[unit.pk] for unit in staff.units}
    return {
        "assessed": ((head["TTR"], 100),),
        "registered": ((own, 70), (clerk, 30)),
        "draft": ((own, 100),),
        "rejected": ((head["VP"], 100),),
        "withdrawn": ((head["DT"], 100),),
    }


def _nominate_late(drive: NominationDriver, year: DemoYear, person: Person) -> Nomination:
    """After the registration had closed: the unit clerk says why it was not registered in time."""
    unit = year.staff.unit_of[person.pk]
    clerk = drive.clerk(unit.pk)
    award = next(t.award_type for t in drive.titles.values() if t.award_type.code == "LDTT")
    reason = "Đi bồi dưỡng tập trung trong thời gian đăng ký nên đơn vị chưa kịp đưa vào danh sách."
    with clock.at(year.ago(REGISTRATION_CLOSED - 2)):
        row = dossiers.NewNomination(
            award_type=award, unit=unit, person=person, goals=goal(0), late_reason=reason
        )
        nomination, _made = dossiers.start_once(actor=clerk, campaign=drive.campaign, row=row)
        engine.perform(PIPELINE, nomination.pk, "register", actor=clerk)
    return nomination


def _extend(drive: NominationDriver, year: DemoYear) -> None:
    with clock.at(year.ago(REGISTRATION_CLOSED - 4)):
        drive.campaign = dossiers.extend_window(
            actor=drive.secretary,
            campaign=drive.campaign,
            window="registration",
            closes_at=year.ago(-12, 17),
            reason="Các đơn vị đề nghị có thêm thời gian rà soát, bổ sung danh sách đăng ký.",
        )


def _punish(year: DemoYear, person: Person) -> None:
    day = max(year.today - 23 * DAY, date(year.today.year, 1, 1))
    with clock.at(local_time(day, 16)):
        records.enter_discipline(
            actor=year.staff.roles["thuky"],
            organization=year.staff.agency,
            person=person,
            form=DisciplineForm.REPRIMAND,
            concerns=DisciplineConcern.DUTY,
            decided_on=day,
            ends_on=day + 365 * DAY,
            paper=records.RecordPaper("198/QĐ-STC", day, "Giám đốc Sở Tài chính"),
        )


def _write_progress(
    drive: NominationDriver, year: DemoYear, nominations: Sequence[Nomination]
) -> None:
    """What some nominees have done of their goals so far, each with a paper."""
    chosen = [one for one in nominations if one.person_id in year.staff.user_of][::3][:5]
    for place, nomination in enumerate(chosen):
        text, percent = progress_of(nomination.goals)
        day = max(year.today - (14 - place) * DAY, date(year.today.year, 1, 1))
        name, content = certificate("other", nomination)
        with clock.at(local_time(day, 15)):
            dossiers.write_progress(
                actor=year.staff.user_of[nomination.person_id or 0],
                nomination=nomination,
                kind=ProgressKind.PROGRESS,
                text=text,
                percent=percent,
                evidence=SimpleUploadedFile(name, content, content_type="application/pdf"),
            )


def _one_of_each_unit(staff: DemoStaff, people: Sequence[Person]) -> dict[int, Person]:
    """Whom nobody put up for the base title: one of each unit, the person who counts votes too."""
    counting = staff.person("kiemphieu")
    found: dict[int, Person] = {}
    for person in people:
        found.setdefault(staff.unit_of[person.pk].pk, person)
    found.pop(staff.unit_of[counting.pk].pk, None)
    return {**found, staff.unit_of[counting.pk].pk: counting}


def _leading_unit(staff: DemoStaff) -> Unit:
    """The unit that does excellently this year: it may become an outstanding collective."""
    return next(unit for unit in staff.units if unit.code == "NS")


def _fighters(staff: DemoStaff, people: Sequence[Person]) -> list[Person]:
    """Four for the higher title: one of the leading unit, the others of the units whose dossiers
    are ahead; women as well as men."""
    leading = _leading_unit(staff)
    own = next(person for person in people if staff.unit_of[person.pk] == leading)
    ahead = list(dict.fromkeys(staff.unit_of[person.pk] for person in people))[:3]
    busy = (*staff.person_of.values(), *staff.clerk_of.values())
    others = [
        person
        for person in people
        if staff.unit_of[person.pk] in ahead
        and staff.unit_of[person.pk] != leading
        and person.pk in staff.user_of
        and person not in busy
    ]
    others.sort(key=lambda person: person.gender != Gender.FEMALE)
    first = {staff.unit_of[person.pk].pk: person for person in reversed(others)}
    ordered = sorted(first.values(), key=lambda person: staff.unit_of[person.pk].rank)
    return list(dict.fromkeys([own, *ordered, *others]))[:4]


def _record(year: DemoYear, cast: RunningCast, *, ungraded: Person, failed: Person) -> None:
    """Grades of this year; three people did well and nobody put them up.

    Of one nominee the grade is still missing, and the board of directors is not graded as a unit.
    """
    staff = year.staff
    rows = [*cast.rows, *people_rows(staff, "LDTT", [cast.belated])]
    found = {row.person.pk for row in rows if row.person is not None}
    found |= {person.pk for person in cast.forgotten}
    low = [person.pk for person in staff.people if person.pk not in found]
    stars = [_leading_unit(staff)]
    attested_records.record_year(
        staff,
        rows,
        year.today.year,
        year.ago(26),
        stars=stars,
        low=low,
        ungraded=[ungraded, staff.units[0]],
        failed=failed,
        with_ideas=False,
    )


def _consult(
    drive: NominationDriver,
    year: DemoYear,
    nominations: Sequence[Nomination],
    *,
    session_days: int,
    name: str,
    close: bool,
) -> None:
    session = drive.open_session(nominations, f"Phiên họp Hội đồng {name}", year.ago(session_days))
    drive.vote(session, year.ago(session_days, 10))
    drive.certify(session, year.ago(session_days, 11))
    due = drive.post(nominations, f"Lấy ý kiến kết quả bình xét {name}", year.ago(session_days - 1))
    if close and due < year.today:
        drive.close_consultation(nominations, local_time(due + DAY, 8))


def _exits(
    drive: NominationDriver,
    year: DemoYear,
    submitted: Sequence[Nomination],
    registered: Sequence[Nomination],
) -> None:
    """One declined, one of the leading unit returned for correction, one withdrawn; the rest wait
    where they are."""
    declined, returned = submitted[0], submitted[-4]
    with clock.at(year.ago(18)):
        engine.perform(
            PIPELINE,
            declined.pk,
            "decline",
            actor=drive.reviewer(declined),
            comment="Thời gian công tác trong năm chưa đủ theo quy định.",
        )
        engine.perform(
            PIPELINE,
            returned.pk,
            "return_for_correction",
            actor=drive.reviewer(returned),
            comment="Đề nghị bổ sung số liệu kết quả cụ thể trong năm.",
            data={"items": ["achievements"]},
        )
    drive.by_clerks("withdraw", registered[:1], year.ago(15))
