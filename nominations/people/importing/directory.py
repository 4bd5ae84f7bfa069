"""Lookup of the people and units of one agency, past and present, by the names clerks write."""

from __future__ import annotations

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from nominations.importing.cells import BirthDate, CellError
from nominations.importing.matching import NEAR_NAMES, NameIndex
from nominations.importing.plan import AnswerOption
from nominations.importing.row_reader import RowReader
from nominations.people.models import Organization, Person, Unit, UnitMembership
from nominations.vietnamese import fold, spelling_key


class BirthDateNeeded(CellError):
    """Several people bear the name and the date of birth does not decide."""


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
        self.units: dict[int, Unit] = {unit.pk: unit for unit in organization.units.all()}
        self._people = NameIndex.of(
            ((pk, person.full_name) for pk, person in self.people.items()), last_counts=True
        )
        self._units = NameIndex.of((pk, unit.name) for pk, unit in self.units.items())
        self._codes = {fold(unit.code): pk for pk, unit in self.units.items()}

    # --- persons ----------------------------------------------------------------------------------

    def knows_person(self, text: str) -> bool:
        """Whether somebody bears that name."""
        return bool(self._people.find(text))

    def namesakes(self, text: str) -> list[Person]:
        """Everybody who bears that name."""
        return [self.people[pk] for pk in self._people.find(text)]

    def person(self, text: str, birth: BirthDate | None) -> Person:
        """The person of that name; the date of birth decides between namesakes.

        Refuses an unknown name, namesakes that the date does not tell apart, and a date that
        contradicts the record.
        """
        found = self.namesakes(text)
        near = [self.people[pk] for pk in self._people.near(text)]
        if not found and birth is not None:
            # Other marks, but born on the recorded day: a typing slip, not somebody else.
            found = [p for p in near if p.birth_date and birth.fits(p.birth_date)]
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
        """People whose name comes near and whose date of birth does not speak against it."""
        return [
            AnswerOption(str(pk), self.described(self.people[pk]), round(score * 100))
            for pk, score in self._people.close(text)
            if _may_be(self.people[pk], birth)
        ]

    def described(self, person: Person) -> str:
        """A person so that people can tell who it is: name, date of birth, last place of work."""
        words = [person.full_name]
        if person.birth_date:
            words.append(f"{person.birth_date:%d/%m/%Y}")
        if places := places_of(person):
            words.append(places[-1].unit.name)
        return ", ".join(words)

    def find_person(
        self,
        line: RowReader,
        name_column: str,
        birth_column: str,
        text: str,
        birth: BirthDate | None,
    ) -> Person | None:
        """The person a line names; a near name is asked about, what is wrong is noted there."""

        def find() -> Person:
            unknown = not self.namesakes(text)
            choices = self.person_choices(text, birth) if unknown else []
            if choices and not line.name_questions.is_strict and not self._slip(text, birth):
                subject = f"{spelling_key(text)}|{birth}"
                said = line.ask(name_column, subject, text, choices)
                return self.people[int(said)]
            return self.person(text, birth)

        def guarded() -> Person | None:
            try:
                return find()
            except (BirthDateNeeded, BirthDateDiffers) as error:
                line.fail(birth_column if line.has(birth_column) else name_column, str(error))
                return None

        return line.attempt(name_column, guarded)

    def _slip(self, text: str, birth: BirthDate | None) -> bool:
        """Whether the name differs in marks only and the date of birth is the recorded one."""
        near = [self.people[pk] for pk in self._people.near(text)]
        return birth is not None and any(p.birth_date and birth.fits(p.birth_date) for p in near)

    # --- units ------------------------------------------------------------------------------------

    def knows_unit(self, text: str) -> bool:
        """Whether a collective of that name exists."""
        return bool(self._units.find(text))

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
                % {"text": text, "names": ", ".join(near[:NEAR_NAMES])}
            )
        raise CellError(
            _("No unit of this agency is called “%(text)s”. Record the unit first.")
            % {"text": text}
        )

    def unit_of_code(self, code: str) -> Unit | None:
        """The unit with that code."""
        pk = self._codes.get(fold(code))
        return None if pk is None else self.units[pk]

    def unit_choices(self, text: str) -> list[AnswerOption]:
        """Units whose name comes near."""
        return [
            AnswerOption(str(pk), self.units[pk].name, round(score * 100))
            for pk, score in self._units.close(text)
        ]

    def find_unit(self, line: RowReader, column: str, text: str) -> Unit | None:
        """The unit a line names; a near name is asked about, what is wrong is noted there."""

        def find() -> Unit:
            known = self._units.find(text) or fold(text) in self._codes
            choices = [] if known or line.name_questions.is_strict else self.unit_choices(text)
            if choices:
                return self.units[int(line.ask(column, spelling_key(text), text, choices))]
            return self.unit(text)

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
