"""Lookup of the people and units of one agency, past and present, by the names in imported
tables."""

from __future__ import annotations

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from nominations.importing.cells import BirthDate, CellError
from nominations.importing.name_matching import MAX_SIMILAR_NAMES, NameIndex
from nominations.importing.plan import AnswerOption
from nominations.importing.row_reader import AS_WRITTEN, RowReader
from nominations.people.importing.person_names import (
    PersonNameCell,
    split_name_cell,
    without_numbering,
)
from nominations.people.models import Organization, Person, Position, Unit, UnitMembership
from nominations.vietnamese import fold, spelling_key, tidy_name


class BirthDateNeeded(CellError):
    """Several people have the name and the date of birth does not decide."""


class BirthDateDiffers(CellError):
    """The one person of that name was born on another day."""


def places_of(person: Person) -> list[UnitMembership]:
    """The memberships that the directory fetched, oldest first."""
    return person.places  # type: ignore[attr-defined, no-any-return]  # prefetched


class Directory:
    """Everybody and every unit of one agency, past and present, found by name."""

    def __init__(self, organization: Organization, *, with_unplaced: bool = False) -> None:
        """`with_unplaced`: also people who have never worked anywhere."""
        memberships = (
            UnitMembership.objects.filter(unit__organization=organization)
            .select_related("unit", "position")
            .order_by("valid_from")
        )
        known = Q(memberships__unit__organization=organization)
        if with_unplaced:
            known |= Q(memberships__isnull=True)
        people = Person.objects.filter(known).distinct()
        self.people = {
            person.pk: person
            for person in people.prefetch_related(
                Prefetch("memberships", queryset=memberships, to_attr="places")
            )
        }
        self.units: dict[int, Unit] = {
            unit.pk: unit for unit in Unit.objects.workplaces().filter(organization=organization)
        }
        self._people = NameIndex.of(
            ((pk, person.full_name) for pk, person in self.people.items()), last_counts=True
        )
        self._units = NameIndex.of(
            ((pk, unit.name) for pk, unit in self.units.items()), initials=True
        )
        self._positions = {fold(name) for name in Position.objects.values_list("name", flat=True)}
        self._codes = {fold(unit.code): pk for pk, unit in self.units.items()}

    # --- persons ----------------------------------------------------------------------------------

    def knows_person(self, text: str) -> bool:
        """Whether somebody has that name, ignoring diacritics and other parts of the cell."""
        bare = without_numbering(text)
        return bool(self._people.near(text) or self._people.near(bare))

    def namesakes(self, text: str) -> list[Person]:
        """Everybody with that name."""
        return [self.people[pk] for pk in self._people.find(text)]

    def person(self, text: str, birth: BirthDate | None) -> Person:
        """The person of that name; the date of birth decides between namesakes.

        Refuses an unknown name, namesakes that the date does not tell apart, and a date that
        contradicts the record.
        """
        found = self.namesakes(text)
        if not found:
            found = self._slips(text, birth)
        if not found:
            raise CellError(self._unknown_person(text))
        if len(found) == 1:
            return _born_then(found[0], birth)
        fitting = [p for p in found if birth and p.birth_date and birth.fits(p.birth_date)]
        if len(fitting) == 1:
            return fitting[0]
        raise BirthDateNeeded(
            _("%(count)s people are called %(name)s: write the date of birth as recorded.")
            % {"count": len(found), "name": found[0].full_name}
        )

    def _unknown_person(self, text: str) -> str:
        near = [self.people[pk].full_name for pk, _score in self._people.close(text)]
        if near:
            return _("Nobody is called “%(text)s”. Is it %(names)s?") % {
                "text": text,
                "names": ", ".join(sorted(set(near))),
            }
        return _("Nobody is called “%(text)s” in this agency. Record the person first.") % {
            "text": text
        }

    def person_choices(self, text: str, birth: BirthDate | None) -> list[AnswerOption]:
        """People with a similar name and no different date of birth."""
        return [
            AnswerOption(str(pk), self.described(self.people[pk]), round(score * 100))
            for pk, score in self._people.close(text)
            if _may_be(self.people[pk], birth)
        ]

    def described(self, person: Person) -> str:
        """The person in words: name, date of birth, last place of work."""
        words = [person.full_name]
        if person.birth_date:
            words.append(f"{person.birth_date:%d/%m/%Y}")
        if places := places_of(person):
            words.append(places[-1].unit.name)
        return ", ".join(words)

    def name_cell(self, line: RowReader, column: str, text: str) -> PersonNameCell:
        """The name in a cell without its other parts; an unknown name becomes a question.

        Raises what `RowReader.attempt` catches.
        """
        if self.namesakes(text):
            return PersonNameCell(name=text)
        stored = line.raw(column)
        whole = isinstance(stored, str) and tidy_name(stored) == text
        taken = split_name_cell(str(stored) if whole else text, self._is_position)
        if taken.extra:
            why = _("Behind the name stands “%(text)s”, which is neither a post nor a date.")
            only = _("%(name)s, without it") % {"name": taken.name}
            choices = [AnswerOption(AS_WRITTEN, only)]
            line.ask(column, f"{text}|behind", text, choices, why % {"text": taken.extra})
        return taken

    def _is_position(self, text: str) -> bool:
        return fold(text) in self._positions

    def find_person(
        self,
        line: RowReader,
        name_column: str,
        birth_column: str,
        text: str,
        birth: BirthDate | None,
    ) -> Person | None:
        """The person a row names; a similar name becomes a question, an error is noted at the
        row."""

        def find() -> Person:
            taken = self.name_cell(line, name_column, text)
            name, born = taken.name, birth or taken.birth
            unknown = not self.namesakes(name)
            choices = self.person_choices(name, born) if unknown else []
            if choices and not line.name_questions.is_strict and not self._slips(name, born):
                said = line.ask(name_column, f"{spelling_key(name)}|{born}", text, choices)
                return self.people[int(said)]
            return self.person(name, born)

        def guarded() -> Person | None:
            try:
                return find()
            except (BirthDateNeeded, BirthDateDiffers) as error:
                line.fail(birth_column if line.has(birth_column) else name_column, str(error))
                return None

        return line.attempt(name_column, guarded)

    def _slips(self, text: str, birth: BirthDate | None) -> list[Person]:
        """People with the same date of birth whose name differs in diacritics only."""
        near = [self.people[pk] for pk in self._people.near(text)]
        day = birth.date if birth else None
        return [person for person in near if day is not None and person.birth_date == day]

    # --- units ------------------------------------------------------------------------------------

    def knows_unit(self, text: str) -> bool:
        """Whether a collective of that name exists, ignoring diacritics and a leading number."""
        return bool(self._units.near(without_numbering(text)) or self._units.near(text))

    def unit(self, text: str) -> Unit:
        """The collective of that name or code; refuses an unknown name and one of several."""
        found = self._units.find(text)
        if len(found) == 1:
            return self.units[found[0]]
        if found:
            raise CellError(_("Several units are called “%(text)s”.") % {"text": text})
        if fold(text) in self._codes:
            return self.units[self._codes[fold(text)]]
        near = sorted({self.units[pk].name for pk, _score in self._units.close(text)})
        if near:
            raise CellError(
                _("No unit is called “%(text)s”. Is it %(names)s?")
                % {"text": text, "names": ", ".join(near[:MAX_SIMILAR_NAMES])}
            )
        raise CellError(
            _("No unit of this agency is called “%(text)s”. Record the unit first.")
            % {"text": text}
        )

    def _has_unit(self, text: str) -> bool:
        return bool(self._units.find(text)) or fold(text) in self._codes

    def unit_of_code(self, code: str) -> Unit | None:
        """The unit with that code."""
        pk = self._codes.get(fold(code))
        return None if pk is None else self.units[pk]

    def unit_choices(self, text: str) -> list[AnswerOption]:
        """Units with a similar name."""
        return [
            AnswerOption(str(pk), self.units[pk].name, round(score * 100))
            for pk, score in self._units.close(text)
        ]

    def find_unit(self, line: RowReader, column: str, text: str) -> Unit | None:
        """The unit a row names; a similar name becomes a question, an error is noted at the row."""

        def find() -> Unit:
            name = text if self._has_unit(text) else without_numbering(text)
            is_open = not self._has_unit(name) and not line.name_questions.is_strict
            if is_open and (choices := self.unit_choices(name)):
                return self.units[int(line.ask(column, spelling_key(name), text, choices))]
            return self.unit(name)

        return line.attempt(column, find)


def _may_be(person: Person, birth: BirthDate | None) -> bool:
    return birth is None or person.birth_date is None or birth.fits(person.birth_date)


def _born_then(person: Person, birth: BirthDate | None) -> Person:
    if birth is not None and person.birth_date and not birth.fits(person.birth_date):
        raise BirthDateDiffers(
            _("%(name)s is recorded as born on %(day)s.")
            % {"name": person.full_name, "day": f"{person.birth_date:%d/%m/%Y}"}
        )
    return person
