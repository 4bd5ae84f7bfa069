"""Load the records of many subjects: one query per kind of record, tuples instead of objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Min, Q
from django.utils.translation import gettext as _

from nominations.awards.models import Award
from nominations.eligibility.facts import (
    AwardFact,
    DisciplineFact,
    ExaminationFact,
    GradeFact,
    InitiativeFact,
)
from nominations.eligibility.months import Period
from nominations.law.vocabulary import SCOPES
from nominations.people.models import Unit, UnitMembership
from nominations.records.initiative_workflow import InitiativeState
from nominations.records.models import (
    Absence,
    AnnualGrade,
    Attestation,
    Discipline,
    Examination,
    InitiativeAuthor,
    Recognition,
    Service,
)
from nominations.records.scales import (
    DISCIPLINE_RANK,
    GRADE_RANK,
    AbsenceKind,
    TrainingResult,
)

_PAPER = ("paper_number", "paper_date", "issuer")
_LONG_TRAINING = timedelta(days=365)


def paper_of(number: str, day: date | None, issuer: str) -> str:
    """A paper as people cite it: number, day, issuer, as far as they are known."""
    if number and day:
        text = _("%(number)s of %(day)s") % {"number": number, "day": f"{day:%d/%m/%Y}"}
    elif number:
        text = number
    else:
        text = f"{day:%d/%m/%Y}" if day else ""
    return f"{text}, {issuer}" if text and issuer else text or issuer


def first_award_years(organizations: Iterable[int]) -> dict[int, int]:
    """First year with an award on record, by agency: of the years before nobody knows."""
    keys = set(organizations)
    if not keys:
        return {}
    rows = Award.objects.filter(organization_id__in=keys).order_by()
    first = rows.values("organization_id").annotate(first=Min("year"))
    return dict(first.values_list("organization_id", "first"))


class _Records:
    """What persons and units have in common. `subject` is the column that names the subject."""

    subject = ""

    def __init__(self, keys: Sequence[int], *, year: int, on: date, papers: bool) -> None:
        self.keys, self.year, self.on, self.papers = keys, year, on, papers
        self.grades = self._grades()
        self.awards = self._awards()
        self.examinations = self._examinations()
        self.attested: dict[int, dict[str, bool]] = defaultdict(dict)
        self.attested_papers: dict[int, dict[str, str]] = defaultdict(dict)
        self._attestations()

    def _of(self, model: Any, **more: Any) -> Any:
        """Rows of the subjects that stand on the day: a later cancellation does not count yet."""
        standing = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=self.on)
        return model.objects.filter(standing, **{f"{self.subject}_id__in": self.keys}, **more)

    def paper(self, number: str, day: date | None, issuer: str) -> str:
        return paper_of(number, day, issuer) if self.papers else ""

    def _grades(self) -> dict[int, dict[int, GradeFact]]:
        found: dict[int, dict[int, GradeFact]] = defaultdict(dict)
        rows = self._of(AnnualGrade, year__lte=self.year).order_by("pk")
        for key, year, grade, *paper in rows.values_list(
            f"{self.subject}_id", "year", "grade", *_PAPER
        ):
            found[key][year] = GradeFact(GRADE_RANK[grade], self.paper(*paper))
        return found

    def _awards(self) -> dict[int, list[AwardFact]]:
        column = "person_id" if self.subject == "person" else "collective_id"
        found: dict[int, list[AwardFact]] = defaultdict(list)
        rows = (
            Award.objects.known_on(self.on)
            .filter(**{f"{column}__in": self.keys}, year__lte=self.year)
            .order_by("year", "pk")
            .values_list(
                column,
                "award_type__code",
                "year",
                "commendation_type",
                "achievement_to",
                "decision_date",
                "decision_number",
                "issuer",
            )
        )
        for key, code, year, kind, until, decided, number, issuer in rows:
            since = until or decided or date(year, 12, 31)
            paper = self.paper(number, decided, issuer)
            found[key].append(
                AwardFact(code=code, year=year, commendation_type=kind, since=since, paper=paper)
            )
        return found

    def _examinations(self) -> dict[int, list[ExaminationFact]]:
        still = Q(closed_on__isnull=True) | Q(closed_on__gt=self.on)
        found: dict[int, list[ExaminationFact]] = defaultdict(list)
        rows = self._of(Examination, opened_on__lte=self.on).filter(still).order_by("pk")
        for key, kind, opened, *paper in rows.values_list(
            f"{self.subject}_id", "kind", "opened_on", *_PAPER
        ):
            found[key].append(ExaminationFact(kind, opened, self.paper(*paper)))
        return found

    def _attestations(self) -> None:
        rows = self._of(Attestation, year=self.year).order_by("pk")
        for key, what, holds, *paper in rows.values_list(
            f"{self.subject}_id", "what", "holds", *_PAPER
        ):
            self.attested[key][what] = holds
            self.attested_papers[key][what] = self.paper(*paper)


class PersonRecords(_Records):
    """Records of persons. `used` says by initiative for which award it was used already."""

    subject = "person"

    def __init__(
        self, keys: Sequence[int], *, year: int, on: date, papers: bool, used: Mapping[int, str]
    ) -> None:
        super().__init__(keys, year=year, on=on, papers=papers)
        self.used = used
        self.initiatives = self._initiatives()
        self.disciplines = self._disciplines()
        self.services = self._services()
        self.absences: dict[int, list[Period]] = defaultdict(list)
        self.training: dict[int, bool | None] = {}
        self._absences()

    def _initiatives(self) -> dict[int, list[InitiativeFact]]:
        """Recognised ones, each at the widest scope that stood on the day."""
        authored = (
            InitiativeAuthor.objects.filter(
                person_id__in=self.keys,
                initiative__state=InitiativeState.RECOGNISED,
                initiative__year__lte=self.year,
            )
            .order_by("initiative__year", "initiative_id")
            .values_list(
                "person_id",
                "share",
                "initiative_id",
                "initiative__name",
                "initiative__year",
                "initiative__kind",
            )
        )
        rows = list(authored)
        widest = self._recognitions({row[2] for row in rows})
        found: dict[int, list[InitiativeFact]] = defaultdict(list)
        for key, share, pk, name, year, kind in rows:
            if pk in widest:
                scope, paper = widest[pk]
                rank, used = SCOPES[scope], self.used.get(pk, "")
                found[key].append(
                    InitiativeFact(
                        name=name,
                        year=year,
                        rank=rank,
                        scope=scope,
                        kind=kind,
                        share=share,
                        paper=paper,
                        used_for=used,
                    )
                )
        return found

    def _recognitions(self, pks: set[int]) -> dict[int, tuple[str, str]]:
        standing = Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=self.on)
        dated = Q(paper_date__isnull=True) | Q(paper_date__lte=self.on)
        widest: dict[int, tuple[str, str]] = {}
        rows = Recognition.objects.filter(standing, dated, initiative_id__in=pks).order_by("pk")
        for pk, scope, *paper in rows.values_list("initiative_id", "scope", *_PAPER):
            if pk not in widest or SCOPES[scope] > SCOPES[widest[pk][0]]:
                widest[pk] = (scope, self.paper(*paper))
        return widest

    def _disciplines(self) -> dict[int, list[DisciplineFact]]:
        found: dict[int, list[DisciplineFact]] = defaultdict(list)
        rows = self._of(Discipline, decided_on__lte=self.on).order_by("decided_on", "pk")
        for key, form, decided, ends, *paper in rows.values_list(
            "person_id", "form", "decided_on", "ends_on", *_PAPER
        ):
            found[key].append(
                DisciplineFact(
                    rank=DISCIPLINE_RANK[form],
                    form=form,
                    decided_on=decided,
                    ends_on=ends,
                    paper=self.paper(*paper),
                )
            )
        return found

    def _services(self) -> dict[int, list[Period]]:
        """Recorded service; of whom nothing is recorded, the time in units."""
        found: dict[int, list[Period]] = defaultdict(list)
        for key, begins, ends in self._of(Service).values_list(
            "person_id", "valid_from", "valid_to"
        ):
            found[key].append((begins, ends))
        recorded = set(found)
        self.agencies: dict[int, int] = {}
        places = UnitMembership.objects.filter(
            person_id__in=self.keys, is_primary=True, valid_from__lte=self.on
        ).order_by("valid_from")
        for key, agency, begins, ends in places.values_list(
            "person_id", "unit__organization_id", "valid_from", "valid_to"
        ):
            self.agencies[key] = agency
            if key not in recorded:
                found[key].append((begins, ends))
        return found

    def _absences(self) -> None:
        year = (date(self.year, 1, 1), date(self.year, 12, 31))
        overlap = Q(valid_from__lte=year[1]) & (Q(valid_to__isnull=True) | Q(valid_to__gte=year[0]))
        rows = self._of(Absence).filter(overlap).order_by("pk")
        for key, kind, begins, ends, result in rows.values_list(
            "person_id", "kind", "valid_from", "valid_to", "result"
        ):
            if kind == AbsenceKind.OTHER:
                self.absences[key].append((begins, ends))
            elif kind == AbsenceKind.TRAINING and (ends or year[1]) - begins >= _LONG_TRAINING:
                self.training[key] = _worse(self.training.get(key, False), result)


def _worse(before: bool | None, result: str) -> bool | None:
    """Whether a long training ended below good: yes wins over unknown, unknown over no."""
    if before or result == TrainingResult.BELOW:
        return True
    return None if before is None or not result else False


class UnitRecords(_Records):
    """Records of units, those of their predecessors among them."""

    subject = "unit"

    def grades_of(self, unit: Unit, line: Mapping[int, Unit]) -> Mapping[int, GradeFact]:
        """Its own grades, and for years without one the best of the units merged into it."""
        inherited: dict[int, GradeFact] = {}
        for before in line:
            for year, fact in self.grades.get(before, {}).items():
                if year not in inherited or fact.rank > inherited[year].rank:
                    inherited[year] = fact
        return {**inherited, **self.grades.get(unit.pk, {})}

    def awards_of(self, unit: Unit, line: Mapping[int, Unit]) -> Sequence[AwardFact]:
        """Its own awards and those of the units merged into it, each marked with its holder."""
        own = list(self.awards.get(unit.pk, ()))
        for before, row in line.items():
            own += [replace(one, inherited_from=row.name) for one in self.awards.get(before, ())]
        return sorted(own, key=lambda one: (one.year, one.code))
