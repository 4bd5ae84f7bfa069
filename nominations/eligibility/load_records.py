"""Load the records of many subjects: one query for a few of them, tuples instead of objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from nominations.eligibility.facts import (
    AwardFact,
    DisciplineFact,
    ExaminationFact,
    GradeFact,
    InitiativeFact,
)
from nominations.eligibility.record_parts import PersonParts, RecordParts, UnitParts
from nominations.eligibility.record_rows import RecordRow
from nominations.law.vocabulary import SCOPES
from nominations.people.employment import ServiceBegin
from nominations.people.models import Unit
from nominations.records.months import Period
from nominations.records.scales import (
    DISCIPLINE_RANK,
    GRADE_RANK,
    AbsenceKind,
    TrainingResult,
)

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


class _Records:
    """What persons and units have in common; `parts` says which rows are read."""

    parts: type[RecordParts]

    def __init__(self, keys: Sequence[int], *, year: int, on: date, papers: bool) -> None:
        self.keys, self.year, self.on, self.papers = keys, year, on, papers
        self.rows = self.parts.rows(keys, year=year, on=on)
        self.first_award_years = {row.key: row.year for row in self.rows["first_award_year"]}
        self.grades = self._grades()
        self.awards = self._awards()
        self.examinations = self._examinations()
        self.attested: dict[int, dict[str, bool]] = defaultdict(dict)
        self.attested_papers: dict[int, dict[str, str]] = defaultdict(dict)
        self._attestations()

    def paper(self, row: RecordRow) -> str:
        return paper_of(*row.paper) if self.papers else ""

    def _grades(self) -> dict[int, dict[int, GradeFact]]:
        found: dict[int, dict[int, GradeFact]] = defaultdict(dict)
        for row in self.rows["grade"]:
            found[row.key][row.year] = GradeFact(GRADE_RANK[row.code], self.paper(row))
        return found

    def _awards(self) -> dict[int, list[AwardFact]]:
        found: dict[int, list[AwardFact]] = defaultdict(list)
        for row in sorted(self.rows["award"], key=lambda row: row.year):
            since = row.ends or row.paper_date or date(row.year, 12, 31)
            found[row.key].append(
                AwardFact(
                    code=row.code,
                    year=row.year,
                    commendation_type=row.kind,
                    since=since,
                    decided_on=row.paper_date,
                    paper=self.paper(row),
                )
            )
        return found

    def _examinations(self) -> dict[int, list[ExaminationFact]]:
        found: dict[int, list[ExaminationFact]] = defaultdict(list)
        for row in self.rows["examination"]:
            found[row.key].append(ExaminationFact(row.code, row.begins, self.paper(row)))
        return found

    def _attestations(self) -> None:
        for row in self.rows["attestation"]:
            self.attested[row.key][row.code] = bool(row.number)
            self.attested_papers[row.key][row.code] = self.paper(row)


class PersonRecords(_Records):
    """Records of persons. `used` says by initiative for which award it was used already."""

    parts = PersonParts

    def __init__(
        self, keys: Sequence[int], *, year: int, on: date, papers: bool, used: Mapping[int, str]
    ) -> None:
        super().__init__(keys, year=year, on=on, papers=papers)
        self.used = used
        self.names = {row.key: row.text for row in self.rows["name"]}
        self.initiatives = self._initiatives()
        self.disciplines = self._disciplines()
        self.services = self._services()
        self.staff_kinds = self._staff_kinds()
        self.recruited = self._recruited()
        self.absence_kinds: dict[int, set[str]] = defaultdict(set)
        self.absences: dict[int, list[Period]] = defaultdict(list)
        self.training: dict[int, bool | None] = {}
        self._absences()

    def _staff_kinds(self) -> dict[int, tuple[str, ...]]:
        """The kinds of staff of the year in order of time; fills in the unit's regulation too."""
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        said = {row.key: bool(row.number) for row in self.rows["regulation"]}
        kinds: dict[int, list[str]] = defaultdict(list)
        self.own_regulation: dict[int, bool | None] = {}
        for row in sorted(self.rows["place"], key=lambda row: row.begins):
            if row.begins <= last and (row.ends is None or row.ends >= first):
                kinds[row.key].append(row.kind)
                self.own_regulation[row.key] = said.get(row.share)
        return {key: tuple(found) for key, found in kinds.items()}

    def _recruited(self) -> dict[int, bool | None]:
        """Whether the service began in the year by recruitment; no key where it did not begin."""
        first = date(self.year, 1, 1)
        found: dict[int, bool | None] = {}
        rows = self.rows["service"]
        served = {row.key for row in rows}
        for row in sorted(
            [*rows, *(one for one in self.rows["place"] if one.key not in served)],
            key=lambda row: row.begins,
        ):
            begun = row.begins >= first and row.key not in found
            by = row.code if row.source == "service" else ""
            said = by == ServiceBegin.RECRUITED if by else None
            found.setdefault(row.key, said if begun else False)
        return found

    def _initiatives(self) -> dict[int, list[InitiativeFact]]:
        """Recognised ones, each at the widest scope that stood on the day."""
        widest: dict[tuple[int, int], RecordRow] = {}
        for row in self.rows["initiative"]:
            before = widest.get((row.key, row.number))
            if before is None or SCOPES[row.code] > SCOPES[before.code]:
                widest[row.key, row.number] = row
        found: dict[int, list[InitiativeFact]] = defaultdict(list)
        for row in sorted(widest.values(), key=lambda row: (row.year, row.number)):
            found[row.key].append(
                InitiativeFact(
                    name=row.text,
                    year=row.year,
                    rank=SCOPES[row.code],
                    scope=row.code,
                    kind=row.kind,
                    share=row.share,
                    paper=self.paper(row),
                    used_for=self.used.get(row.number, ""),
                )
            )
        return found

    def _disciplines(self) -> dict[int, list[DisciplineFact]]:
        found: dict[int, list[DisciplineFact]] = defaultdict(list)
        for row in sorted(self.rows["discipline"], key=lambda row: row.begins):
            found[row.key].append(
                DisciplineFact(
                    rank=DISCIPLINE_RANK[row.code],
                    form=row.code,
                    decided_on=row.begins,
                    ends_on=row.ends,
                    paper=self.paper(row),
                    concerns=row.kind,
                    counted_year=row.year or None,
                )
            )
        return found

    def _services(self) -> dict[int, list[Period]]:
        """Recorded service; of whom nothing is recorded, the time in units."""
        found: dict[int, list[Period]] = defaultdict(list)
        for row in self.rows["service"]:
            found[row.key].append((row.begins, row.ends))
        recorded = set(found)
        self.agencies: dict[int, int] = {}
        for row in sorted(self.rows["place"], key=lambda row: row.begins):
            self.agencies[row.key] = row.number
            if row.key not in recorded:
                found[row.key].append((row.begins, row.ends))
        return found

    def _absences(self) -> None:
        for row in self.rows["absence"]:
            self.absence_kinds[row.key].add(row.code)
            if row.code in (AbsenceKind.OTHER, AbsenceKind.SICK):
                self.absences[row.key].append((row.begins, row.ends))
            elif row.code == AbsenceKind.TRAINING:
                last = row.ends or date(self.year, 12, 31)
                if last - row.begins >= _LONG_TRAINING:
                    self.training[row.key] = _worse(self.training.get(row.key, False), row.kind)


def _worse(before: bool | None, result: str) -> bool | None:
    """Whether a long training ended below good: yes wins over unknown, unknown over no."""
    if before or result == TrainingResult.BELOW:
        return True
    return None if before is None or not result else False


class UnitRecords(_Records):
    """Records of units, those of their predecessors among them."""

    parts = UnitParts

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
