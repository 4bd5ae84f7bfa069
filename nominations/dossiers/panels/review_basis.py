"""The basis of a unit's review: standards, grade, goals and result, requirements of the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.db.models.expressions import Combinable

from nominations.dossiers.deadline_facts import read_columns
from nominations.dossiers.forms.meeting_fields import staff_of
from nominations.dossiers.models import CampaignTitle, Nomination, ProgressNote
from nominations.dossiers.panels.eligibility import PanelRule
from nominations.dossiers.unit_meeting import meeting_rule, quorum_text, staff_text, vote_text
from nominations.records.models import AnnualGrade
from nominations.records.scales import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewBasis:
    """The facts on which the unit decides, beside the three choices; `wanting` are the standards
    that are not met or not known, the others are counted in `summary`."""

    summary: Sequence[tuple[str, str, int]]
    wanting: Sequence[PanelRule]
    grade: str
    result: ProgressNote | None
    meeting: Sequence[str]


def grade_column() -> dict[str, Combinable]:
    """The grade of the subject in the year of the campaign, as a column of the nomination."""
    whose = Q(person=OuterRef("person")) | Q(unit=OuterRef("collective"))
    grades = AnnualGrade.objects.filter(
        whose, year=OuterRef("campaign__year"), cancelled_on__isnull=True
    )
    return {"grade_of_year": Subquery(grades.values("grade")[:1])}


def review_basis(
    nomination: Nomination,
    title: CampaignTitle | None,
    lines: Sequence[PanelRule],
    result: ProgressNote | None,
) -> ReviewBasis:
    """Built from the standards stored at submission and one query; one more if the nomination was
    read without `grade_column`."""
    grade = read_columns([nomination], grade_column())[nomination.pk]["grade_of_year"]
    rule, staff = meeting_rule(title.unit_meeting if title else None), staff_of(nomination.unit)
    texts = (staff_text(staff), quorum_text(rule, staff), vote_text(rule, staff))
    counts: dict[tuple[str, str], int] = {}
    for line in lines:
        counts[line.word, line.tone] = counts.get((line.word, line.tone), 0) + 1
    return ReviewBasis(
        summary=[(word, tone, count) for (word, tone), count in counts.items()],
        wanting=[line for line in lines if line.tone != "good"],
        grade=str(Grade(grade).label) if grade else "",
        result=result,
        meeting=[text for text in texts if text],
    )
