"""The key `types` of a part: the types of commendation it is limited to."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from nominations.law.datafile import Section
from nominations.law.models import CommendationType


def asked_for(types: Collection[str], commendation_type: str) -> bool:
    """Whether a part with these types holds for the type; without types it holds for all."""
    return not types or commendation_type in types


def dropped_types(before: Collection[str], after: Collection[str]) -> set[str]:
    """The types for which `before` holds and `after` does not; an empty tuple means all."""
    return set(before or CommendationType.values) - set(after or CommendationType.values)


def read_types(section: Section) -> tuple[str, ...]:
    """Read the types of commendation of a part; empty for all."""
    if "types" not in section.content:
        return ()
    found = section.choices("types", CommendationType.values)
    if len(set(found)) < len(found):
        raise section.fail("types", _("names a type twice"))
    if set(found) == set(CommendationType.values):
        raise section.fail("types", _("names every type: leave it out"))
    return found
