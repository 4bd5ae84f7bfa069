"""The kinds of person and body that an award is given to: the table `recipients` of an award."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nominations.law.datafile import Section
from nominations.law.models import RecipientKind
from nominations.law.recipient_words import BODY_WORDS, PERSON_WORDS, only_for

RECIPIENTS = "recipients"
"""The key of the condition on the kind of the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientKinds:
    """The recipients of an award: kinds of person and of body; each empty for all."""

    persons: tuple[str, ...]
    bodies: tuple[str, ...]
    says: str
    source: str
    verified: bool
    layer: str = "central"

    def of(self, kind: str) -> tuple[str, ...]:
        """The kinds that count for individuals or for collectives; households have none."""
        if kind == RecipientKind.HOUSEHOLD:
            return ()
        return self.persons if kind == RecipientKind.INDIVIDUAL else self.bodies

    def rule_for(self, kind: str) -> str:
        """The condition as an expression; "" if the award is for every kind."""
        kinds = self.of(kind)
        if not kinds:
            return ""
        word, words = (
            ("person_is", PERSON_WORDS)
            if kind == RecipientKind.INDIVIDUAL
            else ("unit_is", BODY_WORDS)
        )
        return f"{word}({'|'.join(name for name, value in words.items() if value in kinds)})"


def rows_asked_of(kind: str) -> tuple[str, ...]:
    """The `kind` of the conditions and caps that concern a subject: its own, and none at all, which
    means persons and collectives."""
    return (kind,) if kind == RecipientKind.HOUSEHOLD else ("", kind)


def read_kinds(section: Section, key: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """A list of kinds by their words; empty where it is left out. Refuses one that is empty, names
    a kind twice, or every kind."""
    if key not in section.content:
        return ()
    found = section.choices(key, words)
    if len(set(found)) < len(found):
        raise section.fail(key, _("names a kind twice"))
    if set(found) == set(words):
        raise section.fail(key, _("names every kind: leave it out"))
    return tuple(words[one] for one in found)


def read_recipients(section: Section, given: Mapping[str, object]) -> RecipientKinds:
    """The table; `given` is its source and check. Refuses one that names nobody."""
    persons = read_kinds(section, "persons", PERSON_WORDS)
    bodies = read_kinds(section, "bodies", BODY_WORDS)
    if not persons and not bodies:
        raise section.fail("persons", _("names no kind of person and no kind of body"))
    says = section.text("says", "") or "; ".join(
        only_for(kinds, of_persons=of_persons)
        for kinds, of_persons in ((persons, True), (bodies, False))
        if kinds
    )
    return RecipientKinds(persons=persons, bodies=bodies, says=says, **given)  # type: ignore[arg-type]  # source, verified, layer
