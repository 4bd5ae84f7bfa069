"""Values of a rule set that belong to no award: `[settings.NAME]` of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nominations.law.rulesets.quota_rules import CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingKind:
    """What a setting may be: a number between two bounds, one of some words, or a text.

    `tighter` is 1 where a higher number is stricter, -1 where a lower one is, 0 where neither is.
    `by_type`: it may hold for some types of commendation alone; what a council's session or a
    correction goes by holds for all.
    """

    minimum: int = 1
    maximum: int = 365
    words: tuple[str, ...] = ()
    is_text: bool = False
    tighter: int = 0
    needed: bool = False
    by_type: bool = False


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
            "appraisal_days",
            "objects_days",
            "objects_days_from_100",
        ),
        SettingKind(tighter=-1, by_type=True),
    ),
    "achievement_months": SettingKind(),
    "submission_form": SettingKind(is_text=True),
    "initiative_form": SettingKind(is_text=True),
    "ungraded_recruits": SettingKind(words=("left_out", "counted")),
    "kind_of_year": SettingKind(words=("last", "either")),
    "unrecorded_kind": SettingKind(words=("staff", "unknown")),
    "discipline_restart": SettingKind(words=("from_end", "all")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value that belongs to no award, such as the days left to correct a dossier.

    `types`: the types of commendation for whose dossiers it holds (`SettingKind.by_type`), empty
    for all.
    """

    value: Any
    source: str
    verified: bool
    layer: str = CENTRAL
    types: tuple[str, ...] = ()
