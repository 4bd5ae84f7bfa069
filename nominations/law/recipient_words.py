"""The words of rule files for kinds of person and body, and their names in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nominations.people.body_kinds import OF_A_UNIT, OF_AN_ORGANIZATION, BodyKind
from nominations.people.employment import StaffKind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PERSON_WORDS = {kind.name.lower(): str(kind.value) for kind in StaffKind}
BODY_WORDS = {kind.name.lower(): str(kind.value) for kind in OF_A_UNIT}
AGENCY_WORDS = {kind.name.lower(): str(kind.value) for kind in OF_AN_ORGANIZATION}
PERSON_CHOICES: dict[str, _StrOrPromise] = {kind.name.lower(): kind.label for kind in StaffKind}
BODY_CHOICES: dict[str, _StrOrPromise] = {kind.name.lower(): kind.label for kind in OF_A_UNIT}
AGENCY_CHOICES = {name: BODY_CHOICES[name] for name in AGENCY_WORDS}


def person_kinds_named(kinds: Iterable[str]) -> str:
    """Kinds of person within a sentence, joined by commas."""
    return ", ".join(str(StaffKind(one).label).lower() for one in kinds)


def body_kinds_named(kinds: Iterable[str]) -> str:
    """Kinds of body within a sentence, joined by commas."""
    return ", ".join(str(BodyKind(one).label).lower() for one in kinds)


def kinds_named(kinds: Collection[str], *, of_persons: bool) -> str:
    """Kinds of person or body within a sentence."""
    return person_kinds_named(kinds) if of_persons else body_kinds_named(kinds)


def only_for(kinds: Collection[str], *, of_persons: bool) -> str:
    """The sentence that an award is given to these kinds alone."""
    return _("Given to these only: %(kinds)s") % {
        "kinds": kinds_named(kinds, of_persons=of_persons)
    }
