"""Values of a rule set that belong to no award: `[settings.NAME]` of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nominations.law.models import CommendationType
from nominations.law.rulesets.applicable_types import asked_for
from nominations.law.rulesets.quota_rules import CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingKind:
    """The type of a setting: a number between two bounds, one of some words, or a text.

    `tighter` is 1 where a higher number is stricter, -1 where a lower one is, 0 where neither is.
    `by_type`: it may hold for some types of commendation alone; what a council's session or a
    correction goes by holds for all. `by_award`: it may hold for some awards alone. `may_be_left`:
    an act may leave it to ministry or province.
    """

    minimum: int = 1
    maximum: int = 365
    words: tuple[str, ...] = ()
    is_text: bool = False
    tighter: int = 0
    needed: bool = False
    by_type: bool = False
    by_award: bool = False
    may_be_left: bool = False


_DAYS_ABOVE = SettingKind(tighter=-1, by_type=True)
_DAYS_OF_AWARDS = SettingKind(tighter=-1, by_type=True, by_award=True)
SETTINGS = {
    "correction_days": SettingKind(tighter=1, needed=True),
    "return_days": SettingKind(tighter=-1, needed=True),
    "papers_lead_days": SettingKind(tighter=1),
    "ballots": SettingKind(minimum=1, maximum=9, tighter=-1),
    "tie": SettingKind(words=("chair", "ballot", "head", "figures")),
    "proxy": SettingKind(words=("none", "carrier", "full")),
    "revocation_days": SettingKind(tighter=-1),
    **dict.fromkeys(
        (
            "dossier_return_days",
            "line_ministry_days",
            "province_submits_days",
            "objects_days",
            "objects_days_from_100",
        ),
        _DAYS_ABOVE,
    ),
    **dict.fromkeys(
        ("province_submits_days_longer", "appraisal_days", "appraisal_days_with_opinion"),
        _DAYS_OF_AWARDS,
    ),
    "achievement_months": SettingKind(),
    "submission_form": SettingKind(is_text=True),
    "initiative_form": SettingKind(is_text=True),
    "council_composition": SettingKind(is_text=True, may_be_left=True),
    "ungraded_recruits": SettingKind(words=("left_out", "counted")),
    "kind_of_year": SettingKind(words=("last", "either")),
    "unrecorded_kind": SettingKind(words=("staff", "unknown")),
    "discipline_restart": SettingKind(words=("from_end", "all")),
}
INSTEAD = {"province_submits_days": "province_submits_days_longer"}
"""The setting that holds in the place of another one for the awards it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value that belongs to no award, such as the days left to correct a dossier.

    `types`: the types of commendation for whose dossiers it holds (`SettingKind.by_type`), and
    `awards`: the awards (`by_award`); each empty for all. `left_to`: the article that leaves it to
    ministry or province; the value is then only proposed.
    """

    value: Any
    source: str
    verified: bool
    layer: str = CENTRAL
    types: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    left_to: str = ""

    def holds_for(self, award: str, commendation_type: str) -> bool:
        """Whether it is meant for a dossier of that award and type."""
        is_of_award = not self.awards or award in self.awards
        return is_of_award and asked_for(self.types, commendation_type)


def setting_of(
    settings: Mapping[str, Setting], name: str, award: str, commendation_type: str
) -> Setting | None:
    """A setting where it holds for dossiers of the award and type, and none holds instead."""
    setting, instead = settings.get(name), settings.get(INSTEAD.get(name, ""))
    if instead and instead.holds_for(award, commendation_type):
        return None
    return setting if setting and setting.holds_for(award, commendation_type) else None


def settings_of(settings: Mapping[str, Setting], award: str) -> Iterator[tuple[str, Setting]]:
    """The settings that hold for dossiers of an award by some type of commendation, in order."""
    for name in SETTINGS:
        types = settings[name].types if name in settings else ()
        if any(setting_of(settings, name, award, one) for one in types or CommendationType.values):
            yield name, settings[name]
