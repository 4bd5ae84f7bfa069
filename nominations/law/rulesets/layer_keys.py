"""Everything a layer may contain, by place: used by the forms, docs/rules.md and `rules keys`. A
test fails for a key that the loader reads and that is not described here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from nominations.law import catalogue
from nominations.law.models import AwardCategory, CommendationType, LayerLevel
from nominations.law.recipient_words import AGENCY_CHOICES, BODY_CHOICES, PERSON_CHOICES
from nominations.law.rulesets.award_keys import AWARD_TABLES, ROW_TABLES
from nominations.law.rulesets.key_types import KeyDescription, TableDescription
from nominations.law.rulesets.list_keys import LIST_TABLES
from nominations.law.rulesets.parts import MEETINGS
from nominations.law.rulesets.rule_keys import COMMON, QUORUM, SETTING_TABLES
from nominations.people.models import Authority

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Place = tuple[str, ...]

HEAD = TableDescription(
    name="head",
    at="document",
    label=_("Name and days in force"),
    help=_("Which act it is, who issued it and from when it holds."),
    is_cited=False,
    keys=(
        KeyDescription(
            name="name",
            kind="text",
            label=_("Name of the regulation"),
            help=_("As its title has it, with the year."),
            needed=True,
        ),
        KeyDescription(
            name="source",
            kind="text",
            label=_("Number and day of the act"),
            help=_(
                "Such as: Quyết định 12/QĐ-STC ngày 15/02/2026. Articles are added part by part."
            ),
            needed=True,
        ),
        KeyDescription(
            name="code",
            kind="text",
            label=_("Short code"),
            help=_("Letters, digits and dashes, such as STC-2026; each is used once."),
            needed=True,
        ),
        KeyDescription(
            name="layer",
            kind="choice",
            label=_("Issued by"),
            help=_("A province's regulation also holds for the agencies below it."),
            words=dict(LayerLevel.choices),
            needed=True,
            default=str(LayerLevel.AGENCY),
        ),
        KeyDescription(
            name="valid_from",
            kind="day",
            label=_("In force from"),
            help=_("Campaigns opened from this day on follow it."),
            needed=True,
        ),
        KeyDescription(
            name="valid_to",
            kind="day",
            label=_("In force until"),
            help=_("Empty where the regulation does not say."),
        ),
    ),
)


def _kinds(name: str, label: _StrOrPromise, words: dict[str, _StrOrPromise]) -> KeyDescription:
    return KeyDescription(
        name=name,
        kind="choices",
        label=label,
        help=_("Tick nothing where the regulation makes no difference."),
        words=words,
    )


SCOPE = TableDescription(
    name="scope",
    at="scope",
    label=_("Whom the regulation reaches"),
    help=_("Only where it does not hold for everybody below who issued it."),
    keys=(
        KeyDescription(
            name="says",
            kind="prose",
            label=_("In the words of the regulation"),
            help=_("The sentence on whom it applies to."),
            needed=True,
        ),
        KeyDescription(
            name="rest",
            kind="choice",
            label=_("For everybody else"),
            help=_("What becomes of those whom it does not reach."),
            words={
                "regime": _("the rules above hold alone"),
                "refused": _("no award is given under it"),
            },
            needed=True,
        ),
        KeyDescription(
            name="organizations",
            kind="choices",
            label=_("Codes of the agencies it reaches"),
            help=_("Only where it names them one by one."),
        ),
        _kinds("agencies", _("Kinds of agency it reaches"), AGENCY_CHOICES),
        _kinds("not_agencies", _("Kinds of agency it does not reach"), AGENCY_CHOICES),
        _kinds("persons", _("Kinds of person it reaches"), PERSON_CHOICES),
        _kinds("not_persons", _("Kinds of person it does not reach"), PERSON_CHOICES),
        _kinds("bodies", _("Kinds of unit it reaches"), BODY_CHOICES),
        _kinds("not_bodies", _("Kinds of unit it does not reach"), BODY_CHOICES),
    ),
)

OPEN = TableDescription(
    name="open",
    at="open",
    label=_("What agencies may settle otherwise"),
    help=_("Only a province's regulation: which of its own parts an agency may replace."),
    is_cited=False,
    keys=(
        KeyDescription(
            name="agency",
            kind="places",
            label=_("Parts that agencies may replace"),
            help=_("The parts that this regulation has written."),
        ),
        KeyDescription(
            name="province",
            kind="places",
            label=_("Parts that provinces may replace"),
            help=_("Only in the law's own files."),
            in_layers=False,
        ),
    ),
)

BY_NAME = {one.name: one for one in (*COMMON, *AWARD_TABLES, *ROW_TABLES)}
LISTS = {one.name: one for one in LIST_TABLES}
TABLES = (HEAD, SCOPE, QUORUM, *BY_NAME.values(), *SETTING_TABLES.values(), *LIST_TABLES, OPEN)
"""Every table that a layer may have."""

DOCUMENT_TABLES = (
    "defaults",
    "form",
    "award",
    "level",
    "type",
    "settings",
    "quorum",
    *LISTS,
    "open",
    "scope",
)
"""The order of tables in the text of a draft."""

ROWS = tuple(one.name for one in ROW_TABLES)
NEW_ROW = "moi"
"""The place of a new row instead of its number, as in award.GK.quota.moi."""


def table_at(place: Place) -> TableDescription | None:
    """The description of the table at a place such as ("award", "LDTT", "vote"), or None.

    A row of a list has its number as the last part: ("award", "GK", "quota", "0").
    """
    match place:
        case ("head",):
            return HEAD
        case ("open",):
            return OPEN
        case ("scope",):
            return SCOPE
        case ("quorum",):
            return QUORUM
        case ("quorum", meeting) if meeting in MEETINGS:
            return QUORUM
        case ("level", level, "quorum") if level in Authority.values:
            return QUORUM
        case (name, _number) if name in LISTS:
            return LISTS[name]
        case ("settings", name):
            return SETTING_TABLES.get(name)
        case ("award", code, name, _number) if code in catalogue.entries() and name in ROWS:
            return BY_NAME[name]
        case ("award", code, name) if code in catalogue.entries() and name not in ROWS:
            return BY_NAME.get(name)
    return _common_at(place)


def _common_at(place: Place) -> TableDescription | None:
    found = BY_NAME.get(place[-1]) if place else None
    if found is None or found.at != "common":
        return None
    awards = catalogue.entries()
    match place[:-1]:
        case ("defaults",):
            return found
        case ("form", form) if form in AwardCategory.values:
            return found
        case ("type", one) if one in CommendationType.values:
            return found
        case ("award", code) if code in awards:
            return found
        case ("level", level, "award", code) if level in Authority.values and code in awards:
            return found
    return None


def places_of_common() -> Iterator[Place]:
    """The places of a step or a list of papers, from all awards to a single one."""
    yield ("defaults",)
    for form in AwardCategory.values:
        yield ("form", form)
    for code in catalogue.nominable_entries():
        yield ("award", code)
    for code in catalogue.nominable_entries():
        yield ("level", "province", "award", code)
    for one in CommendationType.values:
        yield ("type", one)


def key_of_path(path: str) -> tuple[Place, str]:
    """The place and the key that the path of an error names: `award.GK.quota[0].percent`."""
    parts: list[str] = []
    for one in path.split("."):
        name, bracket, number = one.partition("[")
        parts += [name, number.rstrip("]")] if bracket else [name]
    whole = tuple(parts)
    if len(whole) == 1 and HEAD.key(whole[0]):
        return ("head",), whole[0]
    for cut in (len(whole), len(whole) - 1, len(whole) - 2):
        if cut > 0 and table_at(whole[:cut]) is not None:
            return whole[:cut], whole[cut] if cut < len(whole) else ""
    return ("head",), ""
