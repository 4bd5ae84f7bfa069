"""The achievement report of a dossier as a paper: the subject, achievements, earlier awards.

An annual report on merit lists the record year by year; a report on a sudden achievement or an
emulation movement describes that achievement alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import override

from nominations.awards.models import Award
from nominations.citations import plain
from nominations.documents.blocks import (
    Alignment,
    Block,
    Closing,
    Column,
    Letterhead,
    Paper,
    Paragraph,
    PartHeading,
    Row,
    Signature,
    Table,
    Title,
)
from nominations.documents.paper_pages import PaperNotes
from nominations.documents.recipient_lists import post_of
from nominations.documents.standard_parts import notes_of, place_line, short_name
from nominations.dossiers.models import Nomination, Report
from nominations.dossiers.services.standards import rule_set_of
from nominations.dossiers.subject_records import SubjectRecord
from nominations.dossiers.wording import period_text, words
from nominations.law.models import AwardCategory, CommendationType, RecipientKind
from nominations.law.report_forms import report_form
from nominations.records.models.base import Record
from workflow import clock

_PARTS = ("duties", "goals", "achievements", "initiative", "self_assessment")
_SHAPES = {CommendationType.SUDDEN.value: "sudden", CommendationType.MOVEMENT.value: "movement"}
"""Commendation types with a report layout of their own; the others use that of merit."""


def _say(sentence: str, /, **values: object) -> str:
    return words().say(f"report.{sentence}", **values)


def report_day(report: Report) -> date:
    """The date of the report: the day of its submission, today while it is being written."""
    return localtime(report.frozen_at).date() if report.frozen_at else clock.today()


def report_notes(nomination: Nomination, day: date) -> PaperNotes:
    """What the page shows beside a report of that day: the form it follows (`report_form`, by the
    rules that the campaign was opened with), and citations that were not compared with the act."""
    notes, campaign = notes_of(day), nomination.campaign
    form = report_form(
        rule_set_of(campaign),
        nomination.award_type.code,
        nomination.kind,
        commendation_type=campaign.commendation_type,
        on=day,
    )
    if form is None:
        return notes
    chosen = campaign.choice_words(form.left_to, nomination.award_type.authority)
    text = ", ".join(filter(None, (form.text, plain(form.source), chosen)))
    unverified = [form.source] if form.source and not form.verified else []
    return replace(notes, form=f"{text}.", unverified=[*notes.unverified, *unverified])


@override("vi")
def achievement_paper(nomination: Nomination, report: Report, record: SubjectRecord) -> Paper:
    """The report, with the record of its subject."""
    subject = _subject(nomination)
    agency = nomination.organization
    shape = _SHAPES.get(nomination.campaign.commendation_type)
    unit = nomination.unit_name or nomination.subject_name
    whose = "person" if nomination.person_id else "collective"
    if nomination.kind == RecipientKind.HOUSEHOLD:
        unit, whose = nomination.unit.name, "household"  # the proposing unit
    return Paper(
        file_name="bao_cao_thanh_tich",
        title=f"{_say('name')}: {nomination.subject_name}",
        letterhead=Letterhead(
            parent=short_name(agency).upper(),
            issuer=unit.upper(),
            number="",
            place_and_date=place_line(agency, None, blank_year=report_day(report).year),
        ),
        blocks=(
            Title(name=_say("name"), subject=subject),
            PartHeading(text=_say(f"first_{whose}")),
            *_about_subject(nomination, record),
            PartHeading(text=_say("second")),
            *_achievements(nomination, report, record, with_years=shape is None),
            *(_awards(record.awards) if shape is None else ()),
            Paragraph(text=_say(f"promise_{nomination.kind}")),
            *_signatures(nomination),
        ),
    )


def _subject(nomination: Nomination) -> str:
    campaign = nomination.campaign
    shape = _SHAPES.get(campaign.commendation_type, "subject")
    return _say(
        f"{shape}_{nomination.award_type.form}",
        award=nomination.award_type.name,
        collective=_say(nomination.kind) if nomination.says_kind else "",
        period=period_text(campaign),
        campaign=campaign.name,
    ).strip()


def _about_subject(nomination: Nomination, record: SubjectRecord) -> Iterator[Block]:
    if nomination.person_id:
        yield from _person(nomination)
    elif nomination.kind == RecipientKind.HOUSEHOLD:
        yield from _household(nomination)
    else:
        yield from _collective(nomination, record)


def _household(nomination: Nomination) -> Iterator[Block]:
    household: Any = nomination.collective
    lines = [
        _say("name_household", name=nomination.subject_name),
        _say("representative", name=household.representative),
        _say("address", address=nomination.unit_name),
        _say("proposed_by", unit=nomination.unit.name),
    ]
    yield from (Paragraph(text=line) for line in lines)


def _person(nomination: Nomination) -> Iterator[Block]:
    person: Any = nomination.person
    blank = _say("blank")
    post = post_of(nomination.position_name, nomination.unit_name)
    lines = [_say("name_person", name=nomination.subject_name)]
    lines.append(_say("born", date=f"{person.birth_date:%d/%m/%Y}" if person.birth_date else blank))
    lines.append(_say("gender", gender=person.get_gender_display() or blank))
    lines += [_say("origin", blank=blank), _say("residence", blank=blank)]
    lines.append(_say("post", post=post or blank))
    lines += [_say("schooling", blank=blank), _say("degree", blank=blank)]
    yield from (Paragraph(text=line) for line in lines)


def _collective(nomination: Nomination, record: SubjectRecord) -> Iterator[Block]:
    blank = _say("blank")
    lines = [
        _say("name_collective", name=nomination.subject_name),
        _say("agency", agency=nomination.organization.name),
        _say("founded", blank=blank),
        _say("place", blank=blank),
        _say("staff", count=record.staff) if record.staff else _say("staff_unknown", blank=blank),
    ]
    yield from (Paragraph(text=line) for line in lines)


def _achievements(
    nomination: Nomination, report: Report, record: SubjectRecord, *, with_years: bool
) -> Iterator[Block]:
    numbers = count(1)
    if nomination.achievement:
        yield Paragraph(text=_say("achievement", achievement=nomination.achievement.rstrip(". ")))
    for part in _PARTS:
        text = nomination.goals if part == "goals" else getattr(report, part)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if not lines and part not in ("duties", "achievements"):
            continue
        if part == "duties" and nomination.kind == RecipientKind.HOUSEHOLD and not lines:
            continue
        name = "duties_collective" if part == "duties" and not nomination.person_id else part
        yield PartHeading(text=_say(name, number=next(numbers)))
        yield from (Paragraph(text=line) for line in lines or (_say("blank"),))
    if with_years and (record.grades or record.initiatives):
        yield PartHeading(text=_say("years", number=next(numbers)))
        yield _years(record)


def _years(record: SubjectRecord) -> Table:
    """Year by year the grade with its decision, and recognised initiatives if there are any."""
    grades = {one.year: one for one in record.grades}
    made: dict[int, list[str]] = {}
    for initiative, recognition in record.initiatives:
        made.setdefault(initiative.year, []).append(recognised_text(initiative, recognition))

    def row(year: int) -> Row:
        grade = grades.get(year)
        grade_and_paper = (str(grade.get_grade_display()), _paper_of(grade)) if grade else ("", "")
        more = ("\n".join(made.get(year, ())),) if made else ()
        return Row(cells=(str(year), *grade_and_paper, *more))

    more = (Column(heading=_say("recognised"), width=5),) if made else ()
    return Table(
        columns=(
            Column(heading=_say("year"), width=1, alignment=Alignment.CENTRE),
            Column(heading=_say("grade"), width=3),
            Column(heading=_say("grade_paper"), width=4),
            *more,
        ),
        rows=tuple(row(year) for year in sorted({*grades, *made})),
    )


def recognised_text(initiative: Any, recognition: Any) -> str:
    """ "Tên sáng kiến (Cấp cơ sở; 12/QĐ-STC, ngày 05/01/2026)"."""
    about = filter(None, (str(recognition.get_scope_display()), _paper_of(recognition)))
    return _say("made", name=initiative.name, about="; ".join(about))


def _paper_of(record: Record) -> str:
    return _paper(record.paper_number, record.paper_date, record.issuer)


def _paper(number: str, day: date | None, issuer: str) -> str:
    if number and day:
        text = _say("paper", number=number, date=f"{day:%d/%m/%Y}", issuer=issuer)
        return text if issuer else text.rstrip("; ")
    return number or issuer


def _awards(earlier: Sequence[Award]) -> Iterable[Block]:
    yield PartHeading(text=_say("third"))
    for heading, is_title in (("titles", True), ("commendations", False)):
        rows = [
            Row(
                cells=(
                    str(one.year),
                    one.award_type.name,
                    _paper(one.decision_number, one.decision_date, one.issuer),
                )
            )
            for one in earlier
            if (one.award_type.form == AwardCategory.TITLE) == is_title
        ]
        yield PartHeading(text=_say(heading))
        if not rows:
            yield Paragraph(text=_say("none"))
            continue
        yield Table(
            columns=(
                Column(heading=_say("year"), width=1, alignment=Alignment.CENTRE),
                Column(heading=_say("award"), width=4),
                Column(heading=_say("decision"), width=5),
            ),
            rows=tuple(rows),
        )


def _signatures(nomination: Nomination) -> Iterator[Closing]:
    """The author signs on the right; the unit and the submitting agency confirm."""
    above = Signature(positions=tuple(_say("confirmed").split("\n")))
    if nomination.kind == RecipientKind.HOUSEHOLD:
        household: Any = nomination.collective
        yield Closing(
            left=Signature(positions=(_say("confirmed_by_unit"),)),
            right=Signature(
                positions=(_say("household_signs"),), names=(household.representative,)
            ),
        )
        yield Closing(left=above, right=None)
        return
    if not nomination.person_id:
        yield Closing(left=above, right=Signature(positions=(_say("head"),)))
        return
    yield Closing(
        left=Signature(positions=(_say("confirmed_by_unit"),)),
        right=Signature(positions=(_say("author"),), names=(nomination.subject_name,)),
    )
    yield Closing(left=above, right=None)
