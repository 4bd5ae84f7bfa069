"""Rule sets with the prizes of the law, and awards as the computation sees them."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from nominations.awards import catalogue, rulesets
from nominations.awards.datafile import Section
from nominations.awards.models import Form
from nominations.awards.prizes import PrizeFact
from nominations.awards.rulesets import RuleSet
from nominations.people.models import Organization

_SAME = {
    "CSTDTQ": {"individual": "4.5"},
    "CSTD_TINH": {"individual": "3.0"},
    "CSTDCS": {"individual": "1.0"},
    "LDTT": {"individual": "0.3"},
    "TTLDXS": {"collective": "1.5"},
    "TTLDTT": {"collective": "0.8"},
    "CO_TINH": {"collective": "8.0"},
    "CO_CP": {"collective": "12.0"},
    "BK_TTG": {"individual": "3.5", "collective": "7.0"},
    "GK": {"individual": "0.3", "collective": "0.6"},
    "HCLD1": {"individual": "9.0", "collective": "18.0"},
    "HCLD2": {"individual": "7.5", "collective": "15.0"},
    "HCLD3": {"individual": "4.5", "collective": "9.0"},
}
_PROVINCE_BEFORE = {"BK_TINH": {"individual": "1.0", "collective": "2.0"}}
_PROVINCE_SINCE = {
    "BK_TINH": {"individual": "1.5", "collective": "3.0", "household": "2.25"},
    "GK": {"individual": "0.3", "collective": "0.6", "household": "0.45"},
}
PRIZES = {
    code: _SAME | (_PROVINCE_BEFORE if code.startswith("R1") else _PROVINCE_SINCE)
    for code in ("R1A", "R1B", "R1C", "R2", "R3", "R4")
}
"""Multiples as the law has them; what a shipped file says itself stands above these."""


@cache
def rule_set(code: str) -> RuleSet:
    """The shipped regime; where its file names no multiple yet, with those above."""
    path = rulesets.FOLDER / f"{code}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    content.setdefault("prize_rounding", 10000)
    awards: dict[str, Any] = content.setdefault("award", {})
    for award, multiples in PRIZES[code].items():
        prize = awards.setdefault(award, {}).setdefault("prize", {})
        for kind, multiple in multiples.items():
            prize.setdefault(kind, Decimal(multiple))
        prize.setdefault("source", "")
        prize.setdefault("verified", False)
    return rulesets.from_content(Section(path.name, "", content), digest="")


def rule_set_of(day: date, organization: Organization | None = None) -> RuleSet:
    """The rule set of the day of a decision."""
    return rule_set(rulesets.rule_set_on(day).code)


PROVINCE = Organization(pk=1, name="Ủy ban nhân dân tỉnh", authority="province")
AGENCY = Organization(pk=2, name="Sở Tài chính", authority="agency", parent=PROVINCE)


def fact(code: str, decided_on: date | None, *, who: int = 1, **more: Any) -> PrizeFact:
    """An award of person (or unit) number `who`, in the year of the decision unless told."""
    entry = catalogue.entries()[code]
    kind = more.pop("kind", entry.targets[0])
    given: dict[str, Any] = {
        "pk": more.pop("pk", None) or len(code) * 1000 + who,
        "code": code,
        "award_name": entry.name,
        "form": entry.form,
        "kind": kind,
        "recipient": ("person" if kind == "individual" else "collective", who),
        "recipient_name": f"Người {who}",
        "year": more.pop("year", decided_on.year if decided_on else 2024),
        "decided_on": decided_on,
        "authority": entry.authority,
        "organization": AGENCY,
        "number": "12/QĐ-STC",
    }
    assert given["form"] in Form.values
    return PrizeFact(**given | more)
