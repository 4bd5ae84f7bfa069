"""The papers of the room: the plan of a year, the response to a movement, its reviews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.documents.blocks import (
    Alignment,
    Block,
    Closing,
    Column,
    LegalBases,
    Paper,
    Paragraph,
    PartHeading,
    Row,
    Table,
    Title,
)
from nominations.documents.paper_words import day_text, paper_words, roman_numeral
from nominations.documents.standard_parts import (
    bases_of,
    counts_text,
    letterhead_of,
    recipients,
    short_name,
    signature_on,
)
from nominations.movements.models import EmulationPlan, Movement, MovementReport
from nominations.movements.movement_workflow import MovementState
from nominations.movements.queries import awards_of, movements_in, registrations_of
from nominations.movements.wording import (
    WORDS,
    AwardsOfDecision,
    by_decision,
    decimal_words,
    launcher_words,
    period_words,
    result_words,
    target_words,
)
from nominations.paper_numbers.models import PaperType
from nominations.people.models import Organization
from workflow import clock

Part = tuple[str, Sequence[Block]]


def _say(name: str, /, **values: object) -> str:
    return paper_words(WORDS).say(name, **values)


def paragraphs(text: str) -> list[Block]:
    """A paragraph for each line that is not empty."""
    return [Paragraph(text=line.strip()) for line in text.splitlines() if line.strip()]


def numbered_parts(parts: Iterable[Part]) -> list[Block]:
    """The parts that have something to say, numbered through in Roman."""
    found: list[Block] = []
    number = 0
    for heading, blocks in parts:
        if blocks:
            number += 1
            text = _say("part", number=roman_numeral(number), heading=heading)
            found += [PartHeading(text=text), *blocks]
    return found


def _closing(agency: Organization, *, day: date | None) -> Closing:
    lines = (_say("units"), _say("council", agency=short_name(agency)), _say("archive"))
    return Closing(
        left=recipients(lines),
        right=signature_on(head_position(agency), agency, day),
    )


# --- the plan of a year ---------------------------------------------------------------------------


@override("vi")
def plan_paper(plan: EmulationPlan) -> Paper:
    """The plan as a paper; what has no number yet has it left blank."""
    agency, name = plan.organization, short_name(plan.organization)
    day = plan.paper_date
    parts: list[Part] = [
        (_say("plan.purpose"), paragraphs(plan.purpose)),
        (_say("plan.theme"), _theme(plan)),
        (_say("plan.tasks"), paragraphs(plan.tasks)),
        (_say("plan.solutions"), paragraphs(plan.solutions)),
        (_say("plan.movements"), _movements_table(plan)),
        (_say("plan.arrangements"), paragraphs(plan.arrangements)),
    ]
    subject = _say("plan.subject", year=plan.year)
    return Paper(
        file_name="ke_hoach_thi_dua",
        title=subject,
        letterhead=letterhead_of(
            agency, number=plan.paper_number, paper=PaperType.PLAN.value, day=day, year=plan.year
        ),
        blocks=(
            Title(name=_say("plan.name"), subject=subject),
            LegalBases(lines=bases_of(day or clock.today())),
            Paragraph(text=_say("plan.opening", agency=name, year=plan.year)),
            *numbered_parts(parts),
            Paragraph(text=_say("plan.ending", agency=name, year=plan.year)),
            _closing(agency, day=day),
        ),
    )


def _theme(plan: EmulationPlan) -> list[Block]:
    if not plan.theme:
        return []
    return [Paragraph(text=_say("plan.theme_text", year=plan.year, theme=plan.theme.rstrip(". ")))]


def _movements_table(plan: EmulationPlan) -> list[Block]:
    """The movements that run in the year, launched or about to be."""
    rows = Movement.objects.filter(organization_id=plan.organization_id).exclude(
        state=MovementState.CANCELLED
    )
    first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
    found = list(movements_in(rows, first, last).select_related("organization"))
    if not found:
        return []
    columns = (
        Column(heading=_say("plan.number"), width=1, alignment=Alignment.CENTRE),
        Column(heading=_say("plan.movement"), width=7),
        Column(heading=_say("plan.launcher"), width=4),
        Column(heading=_say("plan.period"), width=4, alignment=Alignment.CENTRE),
    )
    return [
        Table(
            columns=columns,
            rows=tuple(
                Row(cells=(str(place), one.name, launcher_words(one), period_words(one)))
                for place, one in enumerate(found, 1)
            ),
        )
    ]


# --- the response to a movement -------------------------------------------------------------------


@override("vi")
def response_paper(movement: Movement) -> Paper:
    """The response plan; of a movement of the agency itself, the plan to carry it out."""
    agency, way = movement.organization, "own" if movement.is_own else "above"
    day = movement.response_date
    subject = _say(f"response.subject_{way}", name=movement.name)
    parts: list[Part] = [
        (_say("response.criteria"), paragraphs(movement.content)),
        (_say(f"response.content_{way}"), paragraphs(movement.response_content)),
        (_say("response.indicators"), _targets(movement)),
        (_say("response.time"), _days(movement)),
        (_say("response.arrangements"), paragraphs(movement.response_arrangements)),
    ]
    words = {"name": movement.name, "agency": short_name(agency)}
    return Paper(
        file_name="ke_hoach_huong_ung",
        title=subject,
        letterhead=letterhead_of(
            agency, number=movement.response_number, paper=PaperType.PLAN.value, day=day,
            year=clock.today().year,
        ),
        blocks=(
            Title(name=_say("response.name"), subject=subject),
            LegalBases(lines=bases_of(day or clock.today())),
            Paragraph(text=_opening("response", movement)),
            *numbered_parts(parts),
            Paragraph(text=_say("response.ending", **words)),
            _closing(agency, day=day),
        ),
    )  # fmt: skip


def _opening(kind: str, movement: Movement) -> str:
    """By which paper of whom; without one, or of an own movement, without it."""
    words = {"name": movement.name, "agency": short_name(movement.organization)}
    if movement.is_own or not movement.launch_number:
        return _say(f"{kind}.opening_own", **words)
    return _say(
        f"{kind}.opening_above",
        number=movement.launch_number,
        date=day_text(movement.launch_date),
        launcher=launcher_words(movement),
        **words,
    )


def _targets(movement: Movement) -> list[Block]:
    rows = tuple(
        Row(cells=(str(place), one.name, one.measure, target_words(one, one.target)))
        for place, one in enumerate(movement.indicators.all(), 1)
    )
    if not rows:
        return []
    columns = (
        Column(heading=_say("indicator.number"), width=1, alignment=Alignment.CENTRE),
        Column(heading=_say("indicator.name"), width=9),
        Column(heading=_say("indicator.measure"), width=3, alignment=Alignment.CENTRE),
        Column(heading=_say("indicator.target"), width=3, alignment=Alignment.RIGHT),
    )
    return [Table(columns=columns, rows=rows)]


def _days(movement: Movement) -> list[Block]:
    first = f"{movement.starts_on:%d/%m/%Y}"
    if movement.ends_on is None:
        sentence = _say("response.time_open", first=first)
    else:
        sentence = _say("response.time_both", first=first, last=f"{movement.ends_on:%d/%m/%Y}")
    found: list[Block] = [Paragraph(text=sentence)]
    if until := movement.registers_until:
        who = "both" if movement.for_units and movement.for_persons else ""
        who = who or ("units" if movement.for_units else "persons")
        found.append(Paragraph(text=_say(f"response.register_{who}", day=f"{until:%d/%m/%Y}")))
    return found


# --- a review -------------------------------------------------------------------------------------


@override("vi")
def review_paper(report: MovementReport) -> Paper:
    """The report on an interim or the final review, with the awards that stand today."""
    movement = report.movement
    agency, day = movement.organization, report.dated
    subject = _say(f"review.subject_{report.review}", name=movement.name)
    parts: list[Part] = [
        (_say("review.conduct"), _conduct(movement)),
        (_say("review.results"), [*paragraphs(report.results), *_results(report)]),
        (_say("review.awards"), _awards(movement)),
        (_say("review.limits"), paragraphs(report.limits)),
        (_say("review.lessons"), paragraphs(report.lessons)),
        (_say("review.directions"), paragraphs(report.directions)),
    ]
    words = {"name": movement.name, "agency": short_name(agency)}
    return Paper(
        file_name="bao_cao_phong_trao",
        title=subject,
        letterhead=letterhead_of(
            agency, number=report.number, paper=PaperType.REPORT.value, day=day,
            year=report.held_on.year,
        ),
        blocks=(
            Title(name=_say("review.name"), subject=subject),
            Paragraph(text=_opening("review", movement)),
            *numbered_parts(parts),
            Paragraph(text=_say(f"review.ending_{report.review}", **words)),
            _closing(agency, day=day),
        ),
    )  # fmt: skip


def _conduct(movement: Movement) -> list[Block]:
    found: list[Block] = []
    if movement.response_number:
        sentence = _say(
            "review.response",
            agency=short_name(movement.organization),
            number=movement.response_number,
            date=day_text(movement.response_date),
        )
        found.append(Paragraph(text=sentence))
    persons = [one.person_id is not None for one in registrations_of(movement)]
    counts = counts_text(persons.count(False), persons.count(True))
    sentence = _say("review.registered", counts=counts) if counts else _say("review.nobody")
    return [*found, Paragraph(text=sentence)]


def _results(report: MovementReport) -> list[Block]:
    rows = tuple(
        Row(
            cells=(
                str(place), one.indicator.name, one.indicator.measure,
                target_words(one.indicator, one.target), decimal_words(one.reached),
                result_words(one), one.remark,
            )
        )
        for place, one in enumerate(report.indicator_results.select_related("indicator"), 1)
    )  # fmt: skip
    if not rows:
        return []
    columns = (
        Column(heading=_say("indicator.number"), width=1, alignment=Alignment.CENTRE),
        Column(heading=_say("indicator.name"), width=6),
        Column(heading=_say("indicator.measure"), width=2, alignment=Alignment.CENTRE),
        Column(heading=_say("indicator.target"), width=2, alignment=Alignment.RIGHT),
        Column(heading=_say("indicator.reached"), width=2, alignment=Alignment.RIGHT),
        Column(heading=_say("indicator.judged"), width=2, alignment=Alignment.CENTRE),
        Column(heading=_say("indicator.remark"), width=3),
    )
    lead = _say("review.table", day=f"{report.held_on:%d/%m/%Y}")
    return [Paragraph(text=lead), Table(columns=columns, rows=rows)]


def _awards(movement: Movement) -> list[Block]:
    lines = [Paragraph(text=_award_text(one)) for one in by_decision(awards_of(movement))]
    return [*lines] or [Paragraph(text=_say("review.no_award"))]


def _award_text(row: AwardsOfDecision) -> str:
    counts = row.counts
    if not row.number or row.dated is None or not row.issuer:
        return _say("review.award_bare", award=row.name, counts=counts)
    return _say(
        "review.award", award=row.name, counts=counts, number=row.number,
        date=day_text(row.dated), issuer=row.issuer,
    )  # fmt: skip
