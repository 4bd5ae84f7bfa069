"""The scope of a regulation and the treatment of the rest: the table `[scope]` of a layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nominations.law.datafile import Section
from nominations.law.models import RecipientKind
from nominations.law.recipient_words import AGENCY_WORDS, BODY_WORDS, PERSON_WORDS
from nominations.law.rulesets.recipients import read_kinds
from nominations.people.models import Organization

RESTS = ("regime", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerScope:
    """The scope of a layer: `organizations` are codes of agencies, `agencies` kinds of agency,
    `persons` and `bodies` kinds of person and unit; each empty for all.

    For the rest only the regime holds (`rest` "regime"), or awards are refused ("refused").
    """

    organizations: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    rest: str = "regime"
    says: str = ""
    source: str = ""
    verified: bool = False

    def reaches(self, organization: Organization) -> bool | None:
        """Whether the agency is in scope; None if its kind matters and is not recorded."""
        if self.organizations and organization.code not in self.organizations:
            return False
        if not self.agencies:
            return True
        return organization.body_kind in self.agencies if organization.body_kind else None

    def of(self, kind: str) -> tuple[str, ...]:
        """The kinds of individual or collective in scope; empty for all, and for households, which
        have no kinds."""
        if kind == RecipientKind.HOUSEHOLD:
            return ()
        return self.persons if kind == RecipientKind.INDIVIDUAL else self.bodies

    def words_for(self, kind: str) -> list[str]:
        """The same in the words of a rule file."""
        words = PERSON_WORDS if kind == RecipientKind.INDIVIDUAL else BODY_WORDS
        return [name for name, value in words.items() if value in self.of(kind)]

    def as_reach(self, layer: str) -> dict[str, Any] | None:
        """The row of a rule set that refuses subjects out of scope; None if the regime holds for
        them or all are in scope."""
        if self.rest != "refused" or not (self.persons or self.bodies):
            return None
        row: dict[str, Any] = {"says": self.says, "source": self.source, "layer": layer}
        for key, kind in (
            ("persons", RecipientKind.INDIVIDUAL),
            ("bodies", RecipientKind.COLLECTIVE),
        ):
            if words := self.words_for(kind):
                row[key] = words
        return row | {"verified": self.verified}


EVERYBODY = LayerScope()


_KINDS = {"agencies": AGENCY_WORDS, "persons": PERSON_WORDS, "bodies": BODY_WORDS}


def _reached(section: Section) -> dict[str, tuple[str, ...]]:
    """Read the kinds in scope: the named ones, or all except those under not_...; refuses both."""
    named = {key: read_kinds(section, key, words) for key, words in _KINDS.items()}
    left_out = {key: read_kinds(section, f"not_{key}", words) for key, words in _KINDS.items()}
    for key, words in _KINDS.items():
        if set(named[key]) & set(left_out[key]):
            problem = _("names a kind that %(key)s reaches") % {"key": key}
            raise section.fail(f"not_{key}", problem)
        if left_out[key] and not named[key]:
            named[key] = tuple(one for one in words.values() if one not in left_out[key])
    return named


def _organizations(section: Section) -> tuple[str, ...]:
    found = section.words("organizations")
    if not found:
        raise section.fail("organizations", _("reaches nobody: name an agency or leave it out"))
    return found


def read_scope(section: Section) -> LayerScope:
    """The table `[scope]` of a layer; everybody where it has none. Refuses a wrong table with
    DataFileError naming line and key."""
    if not section.content:
        return EVERYBODY
    by_code = "organizations" in section.content
    scope = LayerScope(
        rest=section.one_of("rest", RESTS),
        says=section.text("says"),
        source=section.text("source", ""),
        verified=section.flag("verified", False),
        **_reached(section),
        organizations=_organizations(section) if by_code else (),
    )
    if not (scope.organizations or scope.agencies or scope.persons or scope.bodies):
        raise section.fail("says", _("leaves nobody out: name whom the regulation reaches"))
    section.close()
    return scope


def scoped_rows(
    row: Mapping[str, Any], kinds: Sequence[str], scope: LayerScope
) -> list[dict[str, Any]]:
    """A condition or cap of a layer for those the layer reaches: as it is, narrowed by `for`, or
    one row for individuals and one for collectives; none where it reaches nobody.

    `kinds` are the kinds of subject that the row concerns.
    """
    if not any(scope.of(kind) for kind in kinds):
        return [dict(row)]
    found = []
    for kind in kinds:
        one = {**row, "kind": kind}
        if reached := scope.words_for(kind):
            named = row.get("for", reached)
            one["for"] = [name for name in reached if name in named]
            if not one["for"]:
                continue
        found.append(one)
    return found
