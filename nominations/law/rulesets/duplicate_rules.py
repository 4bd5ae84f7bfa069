"""Which awards exclude each other, as data: the table `[duplicates]` of a rule file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from nominations.law.datafile import Section
from nominations.law.models import AwardCategory, CommendationType
from nominations.law.rulesets.sources import read_lacks, read_source

EFFECTS = ("blocking", "advisory")


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateRule:
    """A duplicate rule: its key, the law's words, and what it applies to.

    `years` is the number of years an award covers, by its code; `awards` are the codes it applies
    to; `pairs` exclude each other (award codes, or "title|commendation" for initiatives);
    `except_types` are exempt commendation types. A "blocking" finding stops a submission unless it
    is overridden under the rule's key, an "advisory" one warns. `lacks` is what an incomplete list
    is known to lack: finding nothing is then no clearance.
    """

    key: str
    says: str
    effect: str
    source: str
    verified: bool
    years: Mapping[str, int] = field(default_factory=dict)
    awards: tuple[str, ...] = ()
    pairs: tuple[frozenset[str], ...] = ()
    except_types: tuple[str, ...] = ()
    lacks: str = ""


def _years(section: Section) -> dict[str, Any]:
    table = section.section("years")
    found = {code: table.whole(code, minimum=1, maximum=20) for code in table.content}
    return {"years": found, "except_types": _types(section)}


def _types(section: Section) -> tuple[str, ...]:
    found = section.words("except_types", ())
    if not set(found) <= set(CommendationType.values):
        known = ", ".join(CommendationType.values)
        raise section.fail("except_types", _("must be one of: %(known)s") % {"known": known})
    return found


def _awards(section: Section) -> dict[str, Any]:
    return {"awards": section.words("awards"), "except_types": _types(section)}


def _some_awards(section: Section) -> dict[str, Any]:
    """Left out: every form of commendation."""
    return {"awards": section.words("awards", ()), "except_types": _types(section)}


def _pairs(section: Section) -> dict[str, Any]:
    """Each pair is written "one|other"; of the same twice where the two are alike."""
    return {"pairs": tuple(frozenset(one.split("|")) for one in section.words("pairs"))}


def _forms(section: Section) -> dict[str, Any]:
    found = _pairs(section)
    if not all(pair <= set(AwardCategory.values) for pair in found["pairs"]):
        known = ", ".join(AwardCategory.values)
        raise section.fail("pairs", _("must be one of: %(known)s") % {"known": known})
    return found


def _excepting(section: Section) -> dict[str, Any]:
    return {"except_types": _types(section)}


KINDS: dict[str, Callable[[Section], dict[str, Any]]] = {
    "same_award": _excepting,
    "same_achievement": _some_awards,
    "window_overlap": _years,
    "commendation_window": _years,
    "two_state_awards": _awards,
    "excluding_pairs": _pairs,
    "initiative_reuse": _forms,
    "initiative_again": _forms,
    "same_person": _excepting,
}
"""Every rule of the table, and its keys besides words, effect and source."""


def _rule(key: str, section: Section) -> DuplicateRule:
    rule = DuplicateRule(
        key=key,
        says=section.text("says"),
        effect=section.one_of("effect", EFFECTS),
        lacks=read_lacks(section),
        **read_source(section),
    )
    rule = replace(rule, **KINDS[key](section))
    section.close()
    return rule


def read_duplicate_rules(content: Section) -> dict[str, DuplicateRule]:
    """The table `[duplicates]` of a document by key; none where it has none.

    Refuses a wrong table with DataFileError naming the file and the key.
    """
    section = content.section("duplicates", needed=False)
    found = {key: _rule(key, one) for key, one in section.sections(KINDS).items()}
    section.close()
    return found
