"""The kinds of person and body that a deadline or an opinion of a layer is limited to.

Only documents with layers have the keys `persons` and `bodies` in these rows; `layer_merge` adds
them from `[scope]` of the layer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from nominations.law.datafile import Section
from nominations.law.models import RecipientKind
from nominations.law.recipient_words import BODY_WORDS, PERSON_WORDS
from nominations.law.rulesets.layer_scope import LayerScope

WORDS = {"persons": PERSON_WORDS, "bodies": BODY_WORDS}


@dataclass(frozen=True, slots=True)
class ApplicableKinds:
    """Kinds of person and of body; None for all, empty for none."""

    persons: tuple[str, ...] | None = None
    bodies: tuple[str, ...] | None = None

    @classmethod
    def of_stored(cls, stored: Mapping[str, Any]) -> Self:
        """From plain data."""
        found = (stored.get("persons"), stored.get("bodies"))
        return cls(*(None if one is None else tuple(one) for one in found))

    def reaches(self, kind: str, possible: Collection[str] | None) -> bool | None:
        """Whether a subject of one of the possible kinds is included; None if its kind is not
        recorded.

        `kind` is "individual", "collective", "household", or "" for any.
        """
        if not kind or kind == RecipientKind.HOUSEHOLD:  # households have no kinds
            return True
        meant = self.persons if kind == RecipientKind.INDIVIDUAL else self.bodies
        if meant is None:
            return True
        if not meant:
            return False
        if not possible:
            return None
        fitting = sum(one in meant for one in possible)
        if kind == RecipientKind.COLLECTIVE:  # a body may be of several kinds at once
            return bool(fitting)
        return None if 0 < fitting < len(possible) else bool(fitting)


EVERYONE = ApplicableKinds()


def read_reached(section: Section) -> ApplicableKinds:
    """The two lists of a row, by their words."""
    found: list[tuple[str, ...] | None] = []
    for key, words in WORDS.items():
        section.read_keys.add(key)
        names = section.words(key, ()) if key in section.content else None
        if names is not None and not set(names) <= set(words):
            section.choices(key, words)
        found.append(None if names is None else tuple(words[one] for one in names))
    return ApplicableKinds(*found)


def narrowed_row(row: Mapping[str, Any], scope: LayerScope) -> dict[str, Any]:
    """A row of a layer, limited to its scope."""
    found = dict(row)
    for key, kind in (("persons", RecipientKind.INDIVIDUAL), ("bodies", RecipientKind.COLLECTIVE)):
        if words := scope.words_for(kind):
            found[key] = [one for one in found.get(key, WORDS[key]) if one in words]
    return found


def left_over(row: Mapping[str, Any], scope: LayerScope) -> dict[str, Any] | None:
    """The rest of a row that another one replaces within the scope of a layer; None if nothing
    remains."""
    found = dict(row)
    for key, kind in (("persons", RecipientKind.INDIVIDUAL), ("bodies", RecipientKind.COLLECTIVE)):
        reached = scope.words_for(kind) or list(WORDS[key])
        found[key] = [one for one in found.get(key, WORDS[key]) if one not in reached]
    return found if found["persons"] or found["bodies"] else None
