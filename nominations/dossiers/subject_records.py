"""The records of the subjects of nominations: awards, grades, recognised initiatives, staff.

Read for any number of nominations by a constant number of queries, for papers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from nominations.awards.models import Award
from nominations.dossiers.models import Nomination
from nominations.people.queries import staff_counts
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import AnnualGrade, Initiative, InitiativeAuthor, Recognition
from nominations.records.queries import widest_recognition, with_authors
from workflow import clock

Subject = tuple[str, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRecord:
    """The record of one subject up to the year of its nomination, the oldest first.

    `staff` is the number of people of a collective on the day of its paper.
    """

    awards: tuple[Award, ...] = ()
    grades: tuple[AnnualGrade, ...] = ()
    initiatives: tuple[tuple[Initiative, Recognition], ...] = ()
    staff: int = 0


def subject_of(one: Nomination) -> Subject:
    """The key (kind, id) of the subject."""
    return one.kind, one.person_id or one.collective_id


def subject_records(
    nominations: Iterable[Nomination], *, days: Mapping[int, date] | None = None
) -> dict[int, SubjectRecord]:
    """The record of each nomination's subject, by the nomination; staff is counted on the day that
    `days` has for the nomination, today without one."""
    rows, day_of, today = list(nominations), days or {}, clock.today()
    persons = sorted({one.person_id for one in rows if one.person_id})
    units = sorted({one.collective_id for one in rows if one.collective_id})
    awards, grades = _awards(persons, units), _grades(persons, units)
    initiatives = _initiatives(persons)
    staff = staff_counts(
        (one.collective, day_of.get(one.pk, today)) for one in rows if one.collective is not None
    )
    return {
        one.pk: SubjectRecord(
            awards=tuple(award for award in awards[subject_of(one)] if _is_earlier(award, one)),
            grades=tuple(
                grade for grade in grades[subject_of(one)] if grade.year <= one.campaign.year
            ),
            initiatives=tuple(
                made
                for made in initiatives.get(one.person_id or 0, ())
                if made[0].year <= one.campaign.year
            ),
            staff=staff.get((one.collective_id or 0, day_of.get(one.pk, today)), 0),
        )
        for one in rows
    }


def _is_earlier(award: Award, one: Nomination) -> bool:
    """Whether the award is earlier than the nomination."""
    campaign = one.campaign
    if award.year != campaign.year:
        return award.year < campaign.year
    return (award.award_type_id, award.commendation_type) != (
        one.award_type_id,
        campaign.commendation_type,
    )


def _awards(persons: list[int], units: list[int]) -> defaultdict[Subject, list[Award]]:
    found: defaultdict[Subject, list[Award]] = defaultdict(list)
    for chosen in ({"person__in": persons}, {"collective__in": units}):
        rows = Award.objects.valid().filter(**chosen).select_related("award_type")
        for row in rows.order_by("year", "award_type__rank", "id"):
            found[row.kind, row.person_id or row.collective_id].append(row)
    return found


def _grades(persons: list[int], units: list[int]) -> defaultdict[Subject, list[AnnualGrade]]:
    found: defaultdict[Subject, list[AnnualGrade]] = defaultdict(list)
    grades = AnnualGrade.objects.not_cancelled().order_by("year", "id")
    for row in grades.filter(person__in=persons):
        found["individual", row.person_id].append(row)
    for row in grades.filter(unit__in=units):
        found["collective", row.unit_id].append(row)
    return found


def _initiatives(persons: list[int]) -> dict[int, list[tuple[Initiative, Recognition]]]:
    """The recognised initiatives by author, each with its widest recognition."""
    authored = InitiativeAuthor.objects.filter(
        person__in=persons, initiative__state=InitiativeState.RECOGNISED
    )
    rows = Initiative.objects.filter(pk__in=authored.values("initiative_id"))
    found: dict[int, list[tuple[Initiative, Recognition]]] = defaultdict(list)
    for person, made in _made(with_authors(rows).order_by("year", "id")):
        found[person].append(made)
    return found


def _made(rows: Iterable[Initiative]) -> Iterator[tuple[int, tuple[Initiative, Recognition]]]:
    for row in rows:
        recognition = widest_recognition(row.valid_recognitions)
        if recognition is not None:
            yield from ((author.person_id, (row, recognition)) for author in row.authors.all())
