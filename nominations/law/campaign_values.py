"""The values that a campaign of an agency uses, for counting verified ones: those of the steps of
its awards, common ones of its level, the base salary and the rules on grades."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from nominations.law import catalogue
from nominations.law.models import CommendationType
from nominations.law.rulesets import RuleSet, base_salary
from nominations.law.rulesets.applicable_types import asked_for
from nominations.law.rulesets.parts import MEETINGS, RULES, STEPS
from nominations.law.verified_values import RegimeValue, regime_values, row_name
from nominations.people.employment import StaffKind
from nominations.people.models import Authority
from nominations.records.grading.decrees import GradingAct, GradingHold, acts_for

ABOVE = {str(Authority.AGENCY): str(Authority.PROVINCE)}
"""Level of an agency -> the level that decides its proposals."""
STATE_SETTINGS = (
    "dossier_return_days", "line_ministry_days", "province_submits_days",
    "province_submits_days_longer", "appraisal_days", "appraisal_days_with_opinion",
    "objects_days", "objects_days_from_100", "achievement_months",
)  # fmt: skip
"""Deadlines of the levels above, for dossiers of state-level awards."""
OF_NO_CAMPAIGN = frozenset({"council_composition"})
"""What a council is set up by, whatever it votes on."""
STATE_AUTHORITIES = {"president", "government", "prime_minister"}

Path = tuple[str, ...]


def awards_of_campaign(rule_set: RuleSet, level: str) -> list[str]:
    """Codes of the awards that an agency of the level decides or proposes to the level above, in
    the order of the catalogue."""
    deciding = {level, ABOVE.get(level, level)}
    return [
        code
        for code in catalogue.nominable_entries()
        if code in rule_set.catalogue and rule_set.catalogue[code].authority in deciding
    ]


def campaign_values(
    rule_set: RuleSet,
    *,
    level: str,
    awards: Collection[str],
    commendation_type: str = CommendationType.MERIT,
) -> list[RegimeValue]:
    """Each value that a campaign of the type with these awards uses at that level, once.

    Of steps only the table that applies; prizes only of awards the agency decides itself; standards
    and quotas only of the type.
    """
    paths: dict[Path, None] = {}
    for code in awards:
        paths |= dict.fromkeys(_of_award(rule_set, code, level, str(commendation_type)))
    paths |= dict.fromkeys(_common(rule_set, awards, str(commendation_type)))
    tables = {one.path: one for one in regime_values(rule_set.content)}
    return [tables[path] for path in paths]


def shared_values(on: date, year: int) -> list[RegimeValue]:
    """The values outside the rule set: the base salary of the day, and the rules on grades of civil
    servants and of bodies in the year."""
    salary = base_salary(on)
    marks = {"source": salary.source, "verified": salary.verified}
    found = [RegimeValue(("base_salary",), {"amount": salary.amount, **marks})]
    for choice in acts_for(str(StaffKind.CIVIL_SERVANT), year):
        found += _of_grading(choice.act, choice.hold)
    return found


def _of_grading(act: GradingAct, hold: GradingHold) -> Iterator[RegimeValue]:
    """The rules of a decree on grades with an article, and the one that it governs the year."""
    rules: dict[str, Any] = {f"grades[{band.grade}]": band for band in act.grades}
    rules |= {f"authority[{one.of}]": one for one in act.authority}
    rules |= {"holds": hold, "bodies": act.bodies}
    rules |= {one.name: getattr(act, one.name) for one in fields(act) if one.name not in rules}
    for name, rule in rules.items():
        article = getattr(rule, "article", getattr(rule, "share_article", ""))
        if article:
            source = f"{article} {act.act}"
            yield RegimeValue(
                ("grading", act.code, name), {"source": source, "verified": rule.verified}
            )


def _has(content: Mapping[str, Any], path: Path) -> bool:
    inner: Any = content
    for key in path:
        if not isinstance(inner, Mapping) or key not in inner:
            return False
        inner = inner[key]
    return "verified" in inner


def _of_award(rule_set: RuleSet, code: str, level: str, commendation_type: str) -> Iterator[Path]:
    content, form = rule_set.content, catalogue.entries()[code].form
    for name in (*RULES, *STEPS):
        places = (
            ("type", commendation_type, name),
            ("level", level, "award", code, name),
            ("award", code, name),
            ("form", form, name),
            ("defaults", name),
        )
        yield from [path for path in places if _has(content, path)][:1]
    own = rule_set.catalogue[code].authority == level
    singles = ["catalogue", "report", *(["prize"] if own else ["filing", "sets"])]
    for name in singles:
        if _has(content, path := ("award", code, name)):
            table = content["award"][code][name]
            if asked_for(table.get("types", ()), commendation_type):
                yield path
    if own and "prize" not in content["award"].get(code, {}) and _has(content, ("prizes",)):
        yield ("prizes",)
    award = content["award"].get(code, {})
    for name in ("standard", "quota"):
        for row in award.get(name, ()):
            if asked_for(row.get("types", ()), commendation_type):
                yield ("award", code, f"{name}[{row_name(row)}]")


def _common(rule_set: RuleSet, awards: Collection[str], commendation_type: str) -> Iterator[Path]:
    content = rule_set.content
    yield from (path for one in MEETINGS if _has(content, path := ("quorum", one)))
    if "council" not in content["quorum"]:
        yield ("quorum",)
    state = any(rule_set.catalogue[code].authority in STATE_AUTHORITIES for code in awards)
    for name, setting in rule_set.settings.items():
        used = not setting.awards or bool(set(setting.awards) & set(awards))
        asked = used and asked_for(setting.types, commendation_type)
        if asked and name not in OF_NO_CAMPAIGN and (state or name not in STATE_SETTINGS):
            yield ("settings", name)
    yield from (("prize_rules", name) for name in content.get("prize_rules", {}))
    for name, table in content.get("duplicates", {}).items():
        if _concerns(table, set(awards)):
            yield ("duplicates", name)


def _concerns(table: Mapping[str, Any], awards: set[str]) -> bool:
    """Whether a duplicate rule can apply to the awards."""
    if "pairs" in table:
        known = set(catalogue.entries())
        pairs = [set(pair.split("|")) for pair in table["pairs"]]
        return any(pair <= awards for pair in pairs if pair & known) or any(
            not pair & known for pair in pairs
        )
    named = set(table.get("years", table.get("awards", ())))
    return not named or bool(named & awards)
