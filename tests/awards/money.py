"""The shipped regimes, and awards as the computation of prizes sees them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from nominations.awards.prizes import PrizeFact
from nominations.law import catalogue, rulesets
from nominations.law.models import AwardCategory
from nominations.law.rulesets import RuleSet
from nominations.people.models import Organization


@cache
def rule_set(code: str) -> RuleSet:
    """The shipped regime."""
    return rulesets.read_file(rulesets.FOLDER / f"{code}.toml")


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
    assert given["form"] in AwardCategory.values
    return PrizeFact(**given | more)
