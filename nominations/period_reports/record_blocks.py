"""What a period report says from the record: awards by year, movements, initiatives, grades."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nominations.documents.blocks import Paragraph, Table
from nominations.documents.paper_words import count_text, day_text, paper_words
from nominations.law.models import RecipientKind
from nominations.model_examples.models import ModelExample
from nominations.model_examples.queries import examples_for_report
from nominations.movements.models import EmulationPlan
from nominations.movements.plan_workflow import PlanState
from nominations.people.models import Organization
from nominations.period_reports.movement_lines import movement_lines
from nominations.period_reports.report_period import WORDS, Period
from nominations.period_reports.union_lines import union_award_lines
from nominations.records.models import AnnualGrade, Recognition
from nominations.records.scales import GRADE_RANK, SCOPE_RANK, Scope
from nominations.statistics.period_paper import award_table
from nominations.statistics.period_report import PeriodReport as AwardReport
from nominations.statistics.period_report import period_report


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """The paragraphs by the name of their block, and the awards they are made of."""

    awards: AwardReport
    paragraphs: dict[str, tuple[Paragraph, ...]]

    @property
    def table(self) -> Table | None:
        """Awards by year; None where none is recorded."""
        return award_table(self.awards.table) if self.awards.figures else None

    @property
    def missing_years(self) -> list[int]:
        """Years of the period without any figure: of these nothing is known."""
        summed = {
            year
            for cell in self.awards.figures
            if cell.last_year
            for year in range(cell.year, cell.last_year + 1)
        }
        known = summed | set(self.awards.years_with_figures)
        return [year for year in self.awards.years if year not in known]


def report_record(organization: Organization, period: Period) -> ReportRecord:
    """What is recorded of the agency in the period; of a part of a year, what was by its end."""
    awards = period_report(
        organization, year_from=period.first, year_to=period.last, known_on=period.until
    )
    movements = movement_lines(organization, period)
    return ReportRecord(
        awards=awards,
        paragraphs={
            "commendations": _commendations(awards, period),
            "initiatives": _block("initiatives.lead", _initiatives(organization, period)),
            "grades": _block("grades.lead", _grades(organization, period)),
            "plans": _block("plans.lead", _plans(organization, period)),
            "movements": _block("movements.lead", movements.others),
            "unions": (
                *_block("unions.movements", movements.of_unions),
                *_block("unions.lead", union_award_lines(awards)),
            ),
            "examples": _block("examples.lead", _examples(organization, period)),
        },
    )


def _say(name: str, /, **values: object) -> str:
    return paper_words(WORDS).say(name, **values)


def _block(lead: str, lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """The lines below their lead; nothing where there is no line."""
    paragraphs = tuple(Paragraph(text=line) for line in lines)
    return (Paragraph(text=_say(lead)), *paragraphs) if paragraphs else ()


def _commendations(awards: AwardReport, period: Period) -> tuple[Paragraph, ...]:
    if not awards.figures:
        return (Paragraph(text=_say("commendations.none", period=period.label)),)
    return (
        *_block("commendations.lead", awards.texts),
        Paragraph(text=_say("commendations.table")),
    )


def _initiatives(organization: Organization, period: Period) -> list[str]:
    """How many were recognised each year, each by its widest scope."""
    rows = Recognition.objects.filter(
        initiative__organization=organization,
        initiative__year__range=(period.first, period.last),
        cancelled_on__isnull=True,
    )
    if period.until is not None:
        rows = rows.filter(paper_date__lte=period.until)
    widest: dict[tuple[int, int], Scope] = {}
    for year, pk, value in rows.values_list("initiative__year", "initiative_id", "scope"):
        scope = Scope(value)
        before = widest.get((year, pk))
        if before is None or SCOPE_RANK[scope] > SCOPE_RANK[before]:
            widest[year, pk] = scope
    by_year: dict[int, Counter[Scope]] = defaultdict(Counter)
    for (year, _pk), scope in widest.items():
        by_year[year][scope] += 1
    return [
        _say(
            "initiatives.year",
            year=year,
            count=count_text(counts.total()),
            scopes=_say("initiatives.separator").join(
                _say(
                    "initiatives.scope",
                    count=count_text(counts[scope]),
                    name=_say(f"initiatives.{scope}"),
                )
                for scope in sorted(counts, key=lambda one: (-SCOPE_RANK[one], one))
            ),
        )
        for year, counts in sorted(by_year.items())
    ]


def _grades(organization: Organization, period: Period) -> list[str]:
    """How many persons have each grade, the best first. A part of a year has none yet."""
    if period.until is not None:
        return []
    rows = AnnualGrade.objects.filter(
        organization=organization,
        person__isnull=False,
        year__range=(period.first, period.last),
        cancelled_on__isnull=True,
    )
    by_year: dict[int, Counter[str]] = defaultdict(Counter)
    for year, grade in rows.order_by().values_list("year", "grade"):
        by_year[year][grade] += 1
    return [
        _say(
            "grades.year",
            year=year,
            items=_say("grades.separator").join(
                _say("grades.item", name=_say(f"grades.{grade}"), count=count_text(counts[grade]))
                for grade in sorted(counts, key=lambda one: -GRADE_RANK[one])
            ),
        )
        for year, counts in sorted(by_year.items())
    ]


def _plans(organization: Organization, period: Period) -> list[str]:
    """The plan of each year as it is in force, with its theme and its paper."""
    rows = EmulationPlan.objects.filter(
        organization=organization,
        year__range=(period.first, period.last),
        state=PlanState.IN_FORCE,
    )
    return [
        _say(
            "plans.year",
            year=one.year,
            number=one.paper_number,
            date=f"{one.paper_date:%d/%m/%Y}",
            theme=one.theme.rstrip(". "),
        )
        for one in rows.order_by("year")
        if one.paper_date is not None
    ]


def _examples(organization: Organization, period: Period) -> list[str]:
    """The model examples whose award is of the period; of a part of a year, decided by its end."""
    rows = examples_for_report(organization, period.first, period.last, known_on=period.until)
    return [_example_line(one) for one in rows]


def _example_line(example: ModelExample) -> str:
    award = example.award
    additions = []
    if conferences := [
        _say("examples.conference", name=one.name, day=day_text(one.held_on))
        for one in example.conferences.all()
    ]:
        additions.append(_say("examples.conferences", names=_listed(conferences)))
    if places := [one.place for one in example.uptakes.all()]:
        additions.append(_say("examples.uptakes", names=_listed(places)))
    is_person = award.kind == RecipientKind.INDIVIDUAL
    return _say(
        "examples.line",
        name=award.recipient_name,
        unit=_say("examples.unit", unit=award.unit_name) if is_person and award.unit_name else "",
        title=example.title,
        award=award.award_type.name,
        year=award.year,
        told="".join(additions),
    )


def _listed(names: Iterable[str]) -> str:
    return _say("examples.separator").join(dict.fromkeys(names))
