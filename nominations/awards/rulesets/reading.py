"""From a file to a rule set; errors name the file and the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from nominations.awards import catalogue, datafile
from nominations.awards.models import Authority, CommendationType, Form, Kind
from nominations.awards.rulesets.duplicate_rules import read_duplicate_rules
from nominations.awards.rulesets.parts import (
    CENTRAL,
    EFFECTS,
    PAPERS,
    QUOTA_TYPES,
    ROUNDINGS,
    RULES,
    SETTINGS,
    BaseSalary,
    CatalogueEntry,
    Filing,
    Prize,
    Quota,
    ReportForm,
    Rule,
    RuleSet,
    Setting,
    Standard,
)
from nominations.awards.rulesets.prize_rules import read_prize_rules

FOLDER = datafile.DATA / "regimes"
SALARY_FILE = datafile.DATA / "base_salary.toml"
SCHEMA = 2
_Part = TypeVar("_Part")
_sourced = datafile.sourced


def _fraction(section: datafile.Section, rule: Rule) -> Rule:
    denominator = section.whole("denominator", least=1, most=100)
    numerator = section.whole("numerator", least=1, most=denominator)
    return replace(rule, numerator=numerator, denominator=denominator)


def _rule(name: str, section: datafile.Section) -> Rule:
    rule = Rule(**_sourced(section))
    if name == "registration":
        rule = replace(rule, needed=section.flag("required"))
    elif name == "papers":
        rule = replace(rule, papers=section.words("required"))
        for entry in rule.papers:
            if not set(entry.split("|")) <= set(PAPERS):
                problem = _("must be one of: %(known)s") % {"known": ", ".join(PAPERS)}
                raise section.fail("required", problem)
    else:
        rule = replace(rule, needed=section.flag("needed"))
        if name == "vote" and rule.needed:
            rule = replace(_fraction(section, rule), strict=section.flag("strict"))
        if name == "consultation" and rule.needed:
            rule = replace(rule, days=section.whole("days", least=1, most=60))
    section.close()
    return rule


def _rules_at(section: datafile.Section, *place: str) -> dict[tuple[str, ...], Rule]:
    return {
        (*place, name): _rule(name, section.section(name))
        for name in RULES
        if name in section.content
    }


# --- parts of an award ---------------------------------------------------------------------------


def _catalogue(section: datafile.Section) -> CatalogueEntry:
    return CatalogueEntry(
        authority=section.one_of("authority", Authority.values),
        targets=section.choices("targets", Kind.values),
        **_sourced(section),
    )


def _prize(section: datafile.Section) -> Prize:
    kinds = [*Kind.values, "household"]
    multiples = {kind: section.number(kind) for kind in kinds if kind in section.content}
    if not multiples:
        raise section.fail("", _("names no multiple"))
    return Prize(multiples=multiples, **_sourced(section))


def _report(section: datafile.Section) -> ReportForm:
    forms = {kind: section.text(kind) for kind in Kind.values if kind in section.content}
    return ReportForm(
        forms=forms, years=section.whole("years", least=1, most=40), **_sourced(section)
    )


def _filing(section: datafile.Section) -> Filing:
    return Filing(
        day=section.whole("day", 0, least=0, most=31),
        month=section.whole("month", 0, least=0, most=12),
        next_year=section.flag("next_year", False),
        sets=section.whole("sets", 0, least=0, most=20),
        **_sourced(section),
    )


def _standard(award: str, section: datafile.Section) -> Standard:
    return Standard(
        award=award,
        key=section.text("key"),
        kind=section.one_of("kind", ("", *Kind.values), ""),
        says=section.text("says"),
        rule=section.text("rule"),
        effect=section.one_of("effect", EFFECTS, "blocking"),
        layer=section.text("layer", CENTRAL),
        **_sourced(section),
    )


def _quota(award: str, section: datafile.Section) -> Quota:
    kind = section.one_of("type", QUOTA_TYPES)
    quota = Quota(
        award=award,
        key=section.text("key"),
        type=kind,
        kind=section.one_of("kind", ("", *Kind.values), ""),
        says=section.text("says"),
        scope=section.one_of("scope", ("unit", "agency"), "agency"),
        effect=section.one_of("effect", EFFECTS, "advisory"),
        layer=section.text("layer", CENTRAL),
        **_sourced(section),
    )
    if kind in ("percent", "managers"):
        quota = replace(quota, rounding=section.one_of("rounding", tuple(ROUNDINGS)))
    if kind == "percent":
        return replace(quota, percent=section.number("percent"), of=section.text("of"))
    if kind == "managers":
        denominator = section.whole("denominator", least=1, most=100)
        numerator = section.whole("numerator", least=0, most=denominator)
        return replace(quota, numerator=numerator, denominator=denominator)
    return replace(quota, count=section.whole("count", least=0, most=100_000))


_SINGLE: dict[str, Callable[[datafile.Section], Any]] = {
    "catalogue": _catalogue,
    "prize": _prize,
    "report": _report,
    "filing": _filing,
}


class _Awards:
    """Collects the parts of every award of a file."""

    def __init__(self) -> None:
        self.rules: dict[tuple[str, ...], Rule] = {}
        self.single: dict[str, dict[str, Any]] = {name: {} for name in _SINGLE}
        self.standards: list[Standard] = []
        self.quotas: list[Quota] = []

    def add(self, code: str, section: datafile.Section) -> None:
        self.rules |= _rules_at(section, "award", code)
        for name, read_part in _SINGLE.items():
            if name in section.content:
                part = section.section(name)
                self.single[name][code] = read_part(part)
                part.close()
        self.standards += self._rows(code, section, "standard", _standard)
        self.quotas += self._rows(code, section, "quota", _quota)
        section.close()

    def _rows(
        self,
        code: str,
        section: datafile.Section,
        name: str,
        read_row: Callable[[str, datafile.Section], _Part],
    ) -> list[_Part]:
        found: dict[tuple[str, str], _Part] = {}
        for row in section.rows(name, needed=False):
            one = read_row(code, row)
            row.close()
            key = (one.key, one.kind)  # type: ignore[attr-defined]
            if key in found:
                raise row.fail("key", _("is used twice"))
            found[key] = one
        return list(found.values())


def _all_rules(content: datafile.Section, awards: _Awards) -> dict[tuple[str, ...], Rule]:
    codes = {entry.code for entry in catalogue.read()}
    defaults = content.section("defaults")
    found = _rules_at(defaults, "defaults")
    defaults.close()
    for name in RULES:
        if ("defaults", name) not in found:
            raise defaults.fail(name, _("is missing"))
    for key, known in (("form", Form.values), ("type", CommendationType.values)):
        for one, section in content.section(key, needed=False).sections(known).items():
            found |= _rules_at(section, key, one)
            section.close()
    for code, section in content.section("award", needed=False).sections(codes).items():
        awards.add(code, section)
    levels = content.section("level", needed=False).sections(Authority.values)
    for level, section in levels.items():
        for code, one in section.section("award").sections(codes).items():
            found |= _rules_at(one, "level", level, code)
            one.close()
        section.close()
    return found | awards.rules


def _setting(section: datafile.Section) -> Setting:
    setting = Setting(value=section.whole("value", least=0, most=365), **_sourced(section))
    section.close()
    return setting


def from_content(content: datafile.Section, *, digest: str) -> RuleSet:
    """A rule set out of a document already read: a file, a file with layers, a frozen one."""
    content.whole("schema", least=SCHEMA, most=SCHEMA)
    quorum = content.section("quorum")
    settings = content.section("settings")
    awards = _Awards()
    rules = _all_rules(content, awards)
    rule_set = RuleSet(
        code=content.text("code"),
        valid_from=content.day("valid_from"),
        valid_to=content.day("valid_to", None),
        source=content.text("source"),
        verified=content.flag("verified"),
        quorum=_fraction(quorum, Rule(**_sourced(quorum))),
        settings={name: _setting(settings.section(name)) for name in SETTINGS},
        rules=rules,
        digest=digest,
        standards=tuple(awards.standards),
        quotas=tuple(awards.quotas),
        catalogue=awards.single["catalogue"],
        prizes=awards.single["prize"],
        reports=awards.single["report"],
        filings=awards.single["filing"],
        prize_rounding=content.whole("prize_rounding", 1, least=1, most=1_000_000),
        prize_rules=read_prize_rules(content),
        duplicates=read_duplicate_rules(content),
        content=content.content,
        layers=content.words("layers", ()),
    )
    for section in (quorum, settings, content):
        section.close()
    if rule_set.valid_to is not None and rule_set.valid_to < rule_set.valid_from:
        raise content.fail("valid_to", _("lies before valid_from"))
    return rule_set


def read_file(path: Path) -> RuleSet:
    """One rule set; refuses a wrong file with DataFileError naming the file and the key."""
    return from_content(datafile.read(path), digest=sha256(path.read_bytes()).hexdigest())


def read(folder: Path = FOLDER) -> list[RuleSet]:
    """Every rule set of a folder in order of time; refuses gaps and overlaps between them."""
    found = sorted(
        ((read_file(path), path.name) for path in folder.glob("*.toml")),
        key=lambda pair: pair[0].valid_from,
    )
    for (earlier, _name), (later, name) in pairwise(found):
        if earlier.valid_to is None or later.valid_from != earlier.valid_to + timedelta(days=1):
            problem = _("must be the day after %(code)s ends") % {"code": earlier.code}
            raise datafile.DataFileError(name, "valid_from", problem)
    return [rule_set for rule_set, _name in found]


def plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """A document as JSON can keep it: dates and exact numbers as texts, read back as they are."""

    def simple(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: simple(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [simple(one) for one in value]
        if isinstance(value, bool | int | str) or value is None:
            return value
        return str(value)

    return {key: simple(value) for key, value in content.items()}


def thawed(content: Mapping[str, Any]) -> dict[str, Any]:
    """A document that `plain` made, with its days as days again."""
    days = {key: content[key] for key in ("valid_from", "valid_to") if key in content}
    return {**content, **{key: date.fromisoformat(value) for key, value in days.items()}}


def read_salaries(path: Path = SALARY_FILE) -> list[BaseSalary]:
    """The history of the base salary, oldest first; refuses two amounts from one day."""
    content = datafile.read(path)
    content.whole("schema", least=1, most=1)
    found: list[BaseSalary] = []
    for row in content.rows("amount"):
        one = BaseSalary(
            valid_from=row.day("valid_from"),
            amount=row.whole("amount", least=1, most=1_000_000_000),
            **_sourced(row),
        )
        row.close()
        if found and one.valid_from <= found[-1].valid_from:
            raise row.fail("valid_from", _("must come after the amount before it"))
        found.append(one)
    content.close()
    return found
