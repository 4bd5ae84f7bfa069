"""For which types of commendation a part of the rules holds: its key `types`."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from nominations.law.datafile import Section
from nominations.law.models import CommendationType


def asked_for(types: Collection[str], commendation_type: str) -> bool:
    """Whether a part that names these types holds for the type; one that names none holds for
    all."""
    return not types or commendation_type in types


def dropped_types(before: Collection[str], after: Collection[str]) -> set[str]:
    """The types for which the one part holds and the other does not; none named stands for all."""
    return set(before or CommendationType.values) - set(after or CommendationType.values)


def read_types(section: Section) -> tuple[str, ...]:
    """The types of commendation of a part; omitted where it holds for all of them."""
    if "types" not in section.content:
        return ()
    found = section.choices("types", CommendationType.values)
    if len(set(found)) < len(found):
        raise section.fail("types", _("names a type twice"))
    if set(found) == set(CommendationType.values):
        raise section.fail("types", _("names every type: leave it out"))
    return found
