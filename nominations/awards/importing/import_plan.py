"""Plan an import of awards: new ones, existing ones, problems by cell."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nominations.awards.importing import cells
from nominations.awards.importing.award_matching import AwardNameIndex, awards_named, wrong_giver
from nominations.awards.importing.columns import AwardColumn
from nominations.awards.importing.decision_papers import DecisionPapers
from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import NewAward
from nominations.importing.cells import CellError
from nominations.importing.name_questions import NameQuestions
from nominations.importing.plan import AnswerOption, PlannedRow
from nominations.importing.row_reader import RowReader
from nominations.importing.spreadsheet import Spreadsheet
from nominations.law.models import (
    AwardCategory,
    AwardType,
    CommendationType,
    RecipientKind,
    kind_of_subject,
)
from nominations.paper_numbers.spelling import canonical_number
from nominations.people.body_kinds import BodyKind
from nominations.people.importing.directory import places_of
from nominations.people.importing.directory_checker import DirectoryChecker
from nominations.people.models import Organization, Person, Unit, UnitMembership
from nominations.vietnamese import spelling_key

_Key = tuple[str, int, str, int, str, str]
SEVERAL = "several"
"""The answer "each of the awards that the cell names"."""
_WHOLE_AGENCY = gettext_lazy(
    "“%(agency)s” is the agency as a whole: enter it in the list of units once, as a unit of that"
    " name and of the kind “the agency as a whole”, then import the table again."
)


def not_given_to(kind: str) -> str:
    """The sentence, with a place for the award, that this kind of recipient is not given it."""
    if kind == RecipientKind.HOUSEHOLD:
        return _("%(award)s is not given to households.")
    if kind == RecipientKind.COLLECTIVE:
        return _("%(award)s is not given to collectives.")
    return _("%(award)s is not given to individuals.")


class AwardChecker(DirectoryChecker):
    def __init__(
        self, sheet: Spreadsheet, organization: Organization, name_questions: NameQuestions
    ) -> None:
        super().__init__(sheet, organization, name_questions)
        self.catalogue = AwardNameIndex()
        self.existing = _ExistingAwards(organization)
        self.papers = DecisionPapers(organization)
        self.seen: dict[_Key, int] = {}

    def check_row(self, line: RowReader) -> None:
        for entry in self._entries(line):
            if line.is_right:
                self._place(line, entry)

    def _entries(self, line: RowReader) -> list[PlannedRow]:
        """What the row stands for: one award, or the several that people say it names."""
        issuer = line.needed(AwardColumn.ISSUER)
        period = line.read(AwardColumn.YEAR, cells.read_award_year)
        year = period.year if period else None
        day = line.read(AwardColumn.DATE, cells.read_decision_day)
        if year and day and year > day.year:
            line.fail(
                AwardColumn.YEAR,
                _("The year %(year)s is after the decision of %(day)s.")
                % {"year": year, "day": f"{day:%d/%m/%Y}"},
            )
        number = self._number(line, day, issuer)
        awards = self._awards(line, issuer, year)
        self._check_givers(line, awards, issuer)
        written, recipient = self._recipient(line, awards)
        kinds = [self._type(line, award) for award in awards]
        for column in (AwardColumn.POSITION, AwardColumn.UNIT):
            line.short(column)
        if not line.is_right or recipient is None:
            return []
        return [
            self._compose(
                line,
                written,
                recipient,
                self.catalogue.on(award, day),
                kind,
                period,
                number,
                day,
                issuer,
            )
            for award, kind in zip(awards, kinds, strict=True)
        ]

    def _number(self, line: RowReader, day: date | None, issuer: str) -> str:
        """The decision's number as the register shows it, in whatever spelling it was written."""
        before = len(line.problems)
        text = line.needed(AwardColumn.NUMBER)
        if not text or day is None or len(line.problems) > before:
            return text
        return line.attempt(AwardColumn.NUMBER, lambda: self.papers.shown(text, day, issuer)) or ""

    def _awards(self, line: RowReader, issuer: str, year: int | None) -> list[AwardType]:
        """The awards of the cell; several are taken apart when people say so."""
        text = line.needed(AwardColumn.AWARD)
        if not text:
            return []
        agency = self.plan.organization
        givers = (issuer, agency.name, agency.short_name, agency.head_title)

        def find() -> list[AwardType]:
            found = awards_named(self.catalogue, text, givers, year)
            if len(found) > 1:
                names = "; ".join(award.name for award in found)
                words = _("Several awards: %(names)s, each with this decision") % {"names": names}
                why = _("The cell names %(count)s awards.") % {"count": len(found)}
                line.ask(AwardColumn.AWARD, text, text, [AnswerOption(SEVERAL, words)], why=why)
                self.plan.split.add(line.index)
            return found

        return line.attempt(AwardColumn.AWARD, find) or []

    def _check_givers(self, line: RowReader, awards: list[AwardType], issuer: str) -> None:
        """Fail where the paper names somebody who cannot confer the award."""
        for award in awards:
            if giver := wrong_giver(award, issuer):
                line.fail(
                    AwardColumn.ISSUER,
                    _("%(award)s is conferred by: %(giver)s, not by “%(issuer)s”.")
                    % {"award": award.name, "giver": giver, "issuer": issuer},
                )

    def _type(self, line: RowReader, award: AwardType) -> str:
        """The commendation type; an emulation title is merit unless the cell says otherwise."""
        if not line.text(AwardColumn.TYPE) and award.form == AwardCategory.TITLE:
            return CommendationType.MERIT
        return line.read(AwardColumn.TYPE, cells.read_type) or ""

    def _recipient(
        self, line: RowReader, awards: list[AwardType]
    ) -> tuple[str, Person | Unit | None]:
        own = line.text(AwardColumn.COLLECTIVE)
        written = line.text(AwardColumn.NAME) or own
        where = (
            AwardColumn.COLLECTIVE if own and not line.text(AwardColumn.NAME) else AwardColumn.NAME
        )
        if not line.has(AwardColumn.NAME):
            where = AwardColumn.COLLECTIVE
        if not written:
            line.fail(where, _("This cell may not be empty."))
            return "", None
        said = line.read_if_any(AwardColumn.KIND, cells.read_kind)
        kind = said or self._kind(written, where, awards)
        wrong = [award for award in awards if not award.is_for(kind)]
        if wrong:
            line.fail(AwardColumn.AWARD, self._wrong_kind(wrong[0], kind))
            return written, None
        if kind == RecipientKind.HOUSEHOLD:
            return written, line.attempt(where, lambda: self._household(written))
        if self._is_whole_agency(written):
            if whole := self._whole_agency():
                return written, whole
            line.fail(where, _WHOLE_AGENCY % {"agency": self.plan.organization.name})
            return written, None
        if kind == RecipientKind.COLLECTIVE:
            return written, self.directory.find_unit(line, where, written)
        return written, self._person(line, where, written)

    def _kind(self, written: str, where: AwardColumn, awards: list[AwardType]) -> str:
        """What the table does not say: the column, the catalogue or the name tells it."""
        if where is AwardColumn.COLLECTIVE:
            return RecipientKind.COLLECTIVE
        if self.directory.knows_unit(written) or self._is_whole_agency(written):
            return RecipientKind.COLLECTIVE
        if any(not award.for_individuals for award in awards):
            known = self.directory.knows_person(written)
            return RecipientKind.INDIVIDUAL if known else RecipientKind.COLLECTIVE
        return RecipientKind.INDIVIDUAL

    @cached_property
    def _households(self) -> list[Unit]:
        return list(Unit.objects.households().filter(organization=self.plan.organization))

    def _household(self, written: str) -> Unit:
        """The household of that name, representative or code; refuses (CellError) an unknown one
        and a name that several bear."""
        key = spelling_key(written)
        found = [
            one
            for one in self._households
            if key in map(spelling_key, (one.name, one.representative, one.code))
        ]
        if len(found) == 1:
            return found[0]
        words = {"text": written}
        if found:
            codes = ", ".join(sorted(one.code for one in found))
            raise CellError(
                _("Several households are called “%(text)s”: write the code, %(codes)s.")
                % {**words, "codes": codes}
            )
        raise CellError(
            _("No household of this agency is called “%(text)s”. Record the household first.")
            % words
        )

    def _whole_agency(self) -> Unit | None:
        """The unit that stands for the agency itself."""
        units = self.directory.units.values()
        return next((one for one in units if one.body_kind == BodyKind.WHOLE_AGENCY), None)

    def _is_whole_agency(self, written: str) -> bool:
        """Whether the agency itself is meant, and the list of units has no entry for it."""
        agency = self.plan.organization
        names = {spelling_key(name) for name in (agency.name, agency.short_name) if name}
        return spelling_key(written) in names and not self.directory.knows_unit(written)

    def _wrong_kind(self, award: AwardType, kind: str) -> str:
        return not_given_to(kind) % {"award": award.name}

    def _person(self, line: RowReader, where: AwardColumn, written: str) -> Person | None:
        birth = line.read_if_any(AwardColumn.BIRTH_DATE, cells.read_birth)
        return self.directory.find_person(line, where, AwardColumn.BIRTH_DATE, written, birth)

    def _compose(
        self,
        line: RowReader,
        written: str,
        recipient: Person | Unit,
        award: AwardType,
        kind: str,
        period: cells.AwardYear,
        number: str,
        day: date,
        issuer: str,
    ) -> PlannedRow:
        person = recipient if isinstance(recipient, Person) else None
        unit = recipient if isinstance(recipient, Unit) else None
        year = period.year
        place = _place_of(person, year) if person else None
        new = NewAward(
            organization_id=self.plan.organization.pk,
            award_type_id=award.pk,
            kind=kind_of_subject(unit),
            commendation_type=kind,
            year=year,
            achievement_from=period.achievement_from,
            achievement_to=period.achievement_to,
            recipient_name=str(recipient),
            person_id=person.pk if person else None,
            collective_id=unit.pk if unit else None,
            decision_number=number,
            decision_date=day,
            issuer=issuer,
            position_name=line.text(AwardColumn.POSITION) or (place.position.name if place else ""),
            unit_name=unit.address
            if unit is not None and unit.is_household
            else line.text(AwardColumn.UNIT) or (place.unit.name if place else ""),
            achievement=line.text(AwardColumn.ACHIEVEMENTS)[:300],
            origin=AwardOrigin.IMPORT,
        )
        paper = f"{number}, {day:%d/%m/%Y}, {issuer}"
        place_words = ", ".join(filter(None, (new.position_name, new.unit_name)))
        details = (place_words, award.name, str(year), paper)
        return PlannedRow(
            index=line.index, written=written, name=new.recipient_name, new=new, details=details
        )

    def _place(self, line: RowReader, entry: PlannedRow) -> None:
        """Add the entry, or note that it is there already or stands in the file twice."""
        key = self.existing.key(entry.new)
        if key in self.seen:
            line.fail(
                self._name_column,
                _("The same award stands in %(place)s.")
                % {"place": line.sheet.place(self.seen[key])},
            )
            return
        self.seen[key] = entry.index
        if key in self.existing.revoked:
            line.fail(AwardColumn.NUMBER, _("This award was revoked; it cannot be imported again."))
        elif key in self.existing.valid:
            self.plan.already.append(entry)
        elif other := self.existing.other_decision(key):
            line.fail(
                AwardColumn.NUMBER,
                _("This title of %(year)s is already recorded under decision %(number)s.")
                % {"year": entry.new.year, "number": other},
            )
        else:
            self.existing.add(key, entry.new.decision_number)
            self.plan.entries.append(entry)

    @property
    def _name_column(self) -> AwardColumn:
        columns = self.plan.sheet.columns
        return AwardColumn.NAME if AwardColumn.NAME in columns else AwardColumn.COLLECTIVE


def _place_of(person: Person, year: int) -> UnitMembership | None:
    """Where the person worked at the end of the award's year, as far as it is recorded."""
    held = [place for place in places_of(person) if place.holds_on(date(year, 12, 31))]
    return held[-1] if held else None


class _ExistingAwards:
    """The awards the agency's people and units have already."""

    def __init__(self, organization: Organization) -> None:
        self.codes = dict(AwardType.objects.values_list("pk", "code"))
        self.titles = set(
            AwardType.objects.filter(form=AwardCategory.TITLE).values_list("code", flat=True)
        )
        self.valid: set[_Key] = set()
        self.revoked: set[_Key] = set()
        self._decisions: dict[tuple[Any, ...], str] = {}
        people = UnitMembership.objects.filter(unit__organization=organization)
        known = Award.objects.filter(
            Q(person_id__in=people.values("person_id")) | Q(collective__organization=organization)
        )
        for award in known.only(
            "kind",
            "person_id",
            "collective_id",
            "award_type_id",
            "year",
            "commendation_type",
            "decision_number",
            "revoked_on",
        ):
            if award.revoked_on is None:
                self.add(self.key(award), award.decision_number)
            else:
                self.revoked.add(self.key(award))
        self.revoked -= self.valid

    def key(self, award: Award | NewAward) -> _Key:
        """The identity of an award: recipient, award, year, type and decision number."""
        recipient = award.person_id or award.collective_id
        return (
            str(award.kind),
            int(recipient or 0),
            self.codes[award.award_type_id],
            award.year,
            str(award.commendation_type),
            canonical_number(award.decision_number),
        )

    def add(self, key: _Key, number: str) -> None:
        """Note an award that stands, or is about to."""
        self.valid.add(key)
        self._decisions[key[:5]] = number

    def other_decision(self, key: _Key) -> str:
        """For an emulation title, won once a year: the number under which it stands already."""
        return self._decisions.get(key[:5], "") if key[2] in self.titles else ""
