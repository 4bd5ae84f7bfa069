"""Names to rows: people, collectives and awards are found by what clerks write, never by codes.

A name matches when its letters and tones are the same, wherever the tone mark stands (hoà, hòa). A
name typed wholly without marks matches what it could stand for. A name with *other* marks is
somebody else: it is refused, with the names that come near.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from nominations.awards.importing.cells import Birth, CellError
from nominations.awards.models import AwardType
from nominations.people.models import Organization, Person, Unit, UnitMembership
from nominations.people.names import fold, spelling_key

NEAR_NAMES = 3


class BirthDateNeeded(CellError):
    """Several people bear the name and the date of birth does not decide."""


class BirthDateDiffers(CellError):
    """The one person of that name was born on another day."""


@dataclass(frozen=True, slots=True)
class _Names:
    """An index of rows by exact spelling and by bare letters."""

    exact: dict[str, list[int]]
    bare: dict[str, list[int]]

    @classmethod
    def of(cls, names: Iterable[tuple[int, str]]) -> _Names:
        exact, bare = defaultdict(list), defaultdict(list)
        for pk, name in names:
            exact[spelling_key(name)].append(pk)
            bare[fold(name)].append(pk)
        return cls(dict(exact), dict(bare))

    def find(self, text: str) -> list[int]:
        """Rows with the same spelling; else, for a text without any mark, those it may mean."""
        found = self.exact.get(spelling_key(text), [])
        if found or fold(text) != text.casefold():
            return found
        return self.bare.get(fold(text), [])

    def near(self, text: str) -> list[int]:
        """Rows that differ in marks only."""
        return self.bare.get(fold(text), [])


class Directory:
    """Everybody and every unit of one agency, past and present, found by name."""

    def __init__(self, organization: Organization) -> None:
        memberships = (
            UnitMembership.objects.filter(unit__organization=organization)
            .select_related("unit", "position")
            .order_by("valid_from")
        )
        people = Person.objects.filter(memberships__unit__organization=organization).distinct()
        self.people = {
            person.pk: person
            for person in people.prefetch_related(
                Prefetch("memberships", queryset=memberships, to_attr="places")
            )
        }
        self.units = {unit.pk: unit for unit in organization.units.all()}
        self._people = _Names.of((pk, person.full_name) for pk, person in self.people.items())
        self._units = _Names.of((pk, unit.name) for pk, unit in self.units.items())

    def knows_unit(self, text: str) -> bool:
        """Whether a collective of that name exists."""
        return bool(self._units.find(text))

    def knows_person(self, text: str) -> bool:
        """Whether somebody bears that name."""
        return bool(self._people.find(text))

    def person(self, text: str, birth: Birth | None) -> Person:
        """The person of that name; the date of birth decides between namesakes.

        Refuses an unknown name, namesakes that the date does not tell apart, and a date that
        contradicts the record.
        """
        found = [self.people[pk] for pk in self._people.find(text)]
        near = [self.people[pk] for pk in self._people.near(text)]
        if not found and birth is not None:
            # Other marks, but born on the recorded day: a typing slip, not somebody else.
            found = [p for p in near if p.birth_date and birth.fits(p.birth_date)]
        if not found:
            raise CellError(self._unknown_person(text, near))
        if len(found) == 1:
            return _born_then(found[0], birth)
        fitting = [p for p in found if birth and p.birth_date and birth.fits(p.birth_date)]
        if len(fitting) == 1:
            return fitting[0]
        raise BirthDateNeeded(
            _("%(count)s people are called %(name)s: write the date of birth as recorded.")
            % {"count": len(found), "name": found[0].full_name}
        )

    def _unknown_person(self, text: str, near: list[Person]) -> str:
        if near:
            names = ", ".join(sorted({person.full_name for person in near})[:NEAR_NAMES])
            return _("Nobody is called “%(text)s”. Is it %(names)s?") % {
                "text": text,
                "names": names,
            }
        return _("Nobody is called “%(text)s” in this agency. Record the person first.") % {
            "text": text
        }

    def unit(self, text: str) -> Unit:
        """The collective of that name; refuses an unknown name and one that several bear."""
        found = self._units.find(text)
        if len(found) == 1:
            return self.units[found[0]]
        if found:
            raise CellError(_("Several units are called “%(text)s”.") % {"text": text})
        near = sorted({self.units[pk].name for pk in self._units.near(text)})
        if near:
            raise CellError(
                _("No unit is called “%(text)s”. Is it %(names)s?")
                % {"text": text, "names": ", ".join(near[:NEAR_NAMES])}
            )
        raise CellError(
            _("No unit of this agency is called “%(text)s”. Record the unit first.")
            % {"text": text}
        )


def _born_then(person: Person, birth: Birth | None) -> Person:
    if birth is not None and person.birth_date and not birth.fits(person.birth_date):
        raise BirthDateDiffers(
            _("%(name)s is recorded as born on %(day)s.")
            % {"name": person.full_name, "day": f"{person.birth_date:%d/%m/%Y}"}
        )
    return person


# --- awards ---------------------------------------------------------------------------------------

_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_ABBREVIATIONS = {
    "cstd": "chien si thi dua",
    "cstdcs": "chien si thi dua co so",
    "cstdtq": "chien si thi dua toan quoc",
    "ldtt": "lao dong tien tien",
    "ldxs": "lao dong xuat sac",
    "ttldtt": "tap the lao dong tien tien",
    "ttldxs": "tap the lao dong xuat sac",
    "hcld": "huan chuong lao dong",
    "ld": "lao dong",
    "bk": "bang khen",
    "gk": "giay khen",
    "knc": "ky niem chuong",
    "ubnd": "uy ban nhan dan",
    "ttg": "thu tuong",
    "ttcp": "thu tuong chinh phu",
    "cp": "chinh phu",
    "sy": "si",
    "ki": "ky",
}
_RANKS = {"i": "nhat", "1": "nhat", "ii": "nhi", "2": "nhi", "iii": "ba", "3": "ba"}
_SAME = (("thanh pho", "tinh"), ("bo truong", "bo"), ("trung uong", "tw"))
_IDLE = ("danh hieu", "hinh thuc", "uy ban nhan dan", "chu tich", "cua", "cap", "dat", "tang")


def award_words(text: str) -> str:
    """An award's name reduced to the words that tell it from others, abbreviations written out."""
    words = _NOT_WORDS.sub(" ", fold(text)).split()
    spelled = [
        _RANKS.get(word, word)
        if place and words[place - 1] == "hang"
        else _ABBREVIATIONS.get(word, word)
        for place, word in enumerate(words)
    ]
    joined = f" {' '.join(spelled)} "
    for old, new in _SAME:
        joined = joined.replace(f" {old} ", f" {new} ")
    for idle in _IDLE:
        joined = joined.replace(f" {idle} ", " ")
    return " ".join(joined.split())


class Catalogue:
    """The award types, found by name, short name or code, with or without the giver after it."""

    def __init__(self) -> None:
        self._versions: dict[str, list[AwardType]] = defaultdict(list)
        self._codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        for award in AwardType.objects.order_by("valid_from"):
            self._versions[award.code].append(award)
            self._codes[_NOT_WORDS.sub("", fold(award.code))] = award.code
            for name in (award.name, award.short_name):
                self._names[award_words(name)].add(award.code)

    def find(self, text: str) -> list[AwardType]:
        """The newest version of every award the text may mean: none, one, or several."""
        code = self._codes.get(_NOT_WORDS.sub("", fold(text)))
        if code is not None:
            return [self._versions[code][-1]]
        words = award_words(text)
        codes = self._matching(words) or self._beginning(words)
        return sorted((self._versions[code][-1] for code in codes), key=lambda award: award.rank)

    def _matching(self, words: str) -> set[str]:
        """Codes of the longest name with which the words begin."""
        while words:
            if words in self._names:
                return self._names[words]
            words = words.rpartition(" ")[0]
        return set()

    def _beginning(self, words: str) -> set[str]:
        """Codes of the names that begin with the words: "Bằng khen" is said of several."""
        if not words:
            return set()
        return {
            code
            for name, codes in self._names.items()
            if name.startswith(f"{words} ")
            for code in codes
        }

    def on(self, award: AwardType, day: date) -> AwardType:
        """The version in force on the day; for days out of its time the nearest one."""
        versions = self._versions[award.code]
        holding = [version for version in versions if version.holds_on(day)]
        if holding:
            return holding[-1]
        return versions[0] if day < versions[0].valid_from else versions[-1]


def one_award(catalogue: Catalogue, text: str) -> AwardType:
    """The award a cell names; refuses an unknown one and one that may be several."""
    found = catalogue.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(award.name for award in found)
        raise CellError(_("“%(text)s” may be: %(names)s.") % {"text": text, "names": names})
    raise CellError(_("“%(text)s” is not in the catalogue of awards.") % {"text": text})
