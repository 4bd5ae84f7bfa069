"""Loads rule files; errors name the file, the line and the key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from nominations.law import catalogue, datafile
from nominations.law.models import (
    AGENCY_RECIPIENTS,
    AwardCategory,
    CommendationType,
    LayerLevel,
)
from nominations.law.rulesets.dated_values import BaseSalary
from nominations.law.rulesets.duplicate_rules import read_duplicate_rules
from nominations.law.rulesets.layer_scope import EVERYBODY, read_scope
from nominations.law.rulesets.parts import (
    MEETINGS,
    QUORUM,
    RULES,
    Prize,
    RuleSet,
    Standard,
    StepRule,
)
from nominations.law.rulesets.prize_rules import read_prize_rules
from nominations.law.rulesets.quota_rules import Quota
from nominations.law.rulesets.recipients import RecipientKinds, read_recipients
from nominations.law.rulesets.regime_end import RegimeEnd
from nominations.law.rulesets.rule_settings import SETTINGS, Setting
from nominations.law.rulesets.tables import (
    ROW_LISTS,
    SINGLE,
    read_quorum,
    read_quota,
    read_row_list,
    read_rule_table,
    read_scale,
    read_setting,
    read_source_and_layer,
    read_standard,
    rules_at,
)
from nominations.law.rulesets.unread_acts import read_unread_acts, with_marks
from nominations.people.models import Authority

FOLDER = datafile.DATA / "regimes"
SALARY_FILE = datafile.DATA / "base_salary.toml"
SCHEMA = 2
_Part = TypeVar("_Part", Standard, Quota)


class RuleFileParts:
    """The parts of a rule file, read and checked table by table."""

    def __init__(self) -> None:
        self.rules: dict[tuple[str, ...], StepRule] = {}
        self.single: dict[str, dict[str, Any]] = {name: {} for name in SINGLE}
        self.standards: list[Standard] = []
        self.quotas: list[Quota] = []
        self.settings: dict[str, Setting] = {}
        self.quorum: StepRule | None = None
        self.quorums: dict[str, StepRule] = {}
        self.row_lists: dict[str, tuple[Any, ...]] = dict.fromkeys(ROW_LISTS, ())
        self.open: dict[str, tuple[str, ...]] = {}
        self.scope = EVERYBODY

    def add(self, content: datafile.Section) -> None:
        """Read every table of a document."""
        codes = catalogue.entries()
        defaults = content.section("defaults", needed=False)
        self.rules |= rules_at(defaults, "defaults")
        defaults.close()
        for key, known in (("form", AwardCategory.values), ("type", CommendationType.values)):
            for name, section in content.section(key, needed=False).sections(known).items():
                self.rules |= rules_at(section, key, name)
                section.close()
        for code, section in content.section("award", needed=False).sections(codes).items():
            self._award(code, section)
        levels = content.section("level", needed=False).sections(Authority.values)
        for level, section in levels.items():
            for code, one in section.section("award", needed=False).sections(codes).items():
                self.rules |= rules_at(one, "level", level, code)
                one.close()
            if QUORUM in section.content:
                place = ("level", level, QUORUM)
                self.rules[place] = read_rule_table(QUORUM, section.section(QUORUM))
            section.close()
        settings = content.section("settings", needed=False).sections(SETTINGS)
        self.settings = {name: read_setting(name, one) for name, one in settings.items()}
        self._quorums(content.section("quorum", needed=False))
        self.row_lists = {name: read_row_list(content, name) for name in ROW_LISTS}
        self._open(content.section("open", needed=False))
        self.scope = read_scope(content.section("scope", needed=False))

    def _quorums(self, section: datafile.Section) -> None:
        for meeting in MEETINGS:
            if meeting in section.content:
                one = section.section(meeting)
                self.quorums[meeting] = read_quorum(one)
                one.close()
        if set(section.content) - set(self.quorums):
            self.quorum = read_quorum(section)
        section.close()

    def _open(self, section: datafile.Section) -> None:
        self.open = {
            str(level): section.words(level, ())
            for level in LayerLevel.values
            if level in section.content
        }
        section.close()

    def _award(self, code: str, section: datafile.Section) -> None:
        self.rules |= rules_at(section, "award", code)
        targets: Collection[str] = catalogue.entries()[code].targets
        for name, read_part in SINGLE.items():
            if name in section.content:
                part = section.section(name)
                self.single[name][code] = read_part(part)
                part.close()
        if code in self.single["catalogue"]:
            targets = self.single["catalogue"][code].targets
        # A row without a kind concerns persons and collectives.
        targets = [one for one in targets if one in AGENCY_RECIPIENTS]
        self.standards += self._rows(code, targets, section, "standard", read_standard)
        self.quotas += self._rows(code, targets, section, "quota", read_quota)
        section.close()

    def _rows(
        self,
        code: str,
        targets: Collection[str],
        section: datafile.Section,
        name: str,
        read_row: Callable[[str, Collection[str], datafile.Section], _Part],
    ) -> list[_Part]:
        found: list[_Part] = []
        by_key: dict[tuple[str, str], list[_Part]] = {}
        for row in section.rows(name, needed=False):
            one = read_row(code, targets, row)
            row.close()
            same = by_key.setdefault((one.key, one.kind), [])
            if any(not (one.whom and other.whom) for other in same):
                raise row.fail("key", _("is used twice"))
            if any(set(one.whom) & set(other.whom) for other in same):
                raise row.fail("for", _("a kind is named by two rows of this key"))
            same.append(one)
            found.append(one)
        return found


def _complete(content: datafile.Section, parts: RuleFileParts) -> StepRule:
    """The common quorum; refuses an incomplete regime."""
    for name in RULES:
        if ("defaults", name) not in parts.rules:
            raise content.section("defaults").fail(name, _("is missing"))
    for name, kind in SETTINGS.items():
        if kind.needed and name not in parts.settings:
            raise content.section("settings").fail(name, _("is missing"))
    if parts.quorum is None:
        raise content.fail("quorum", _("is missing"))
    if parts.scope is not EVERYBODY:
        raise content.fail("scope", _("belongs to a regulation, the law holds for everybody"))
    return parts.quorum


def _ends(content: datafile.Section) -> tuple[RegimeEnd, ...]:
    """Read the days from which an act of the regime no longer holds, or may not hold in part."""
    found = []
    for key, prefix, is_certain in (
        ("may_have_ended_from", "may_have_ended", False),
        ("ends", "ends", True),
    ):
        day = content.day(key, None)
        if day is not None:
            says, source = content.text(f"{prefix}_says"), content.text(f"{prefix}_source")
            found.append(RegimeEnd(day=day, says=says, source=source, is_certain=is_certain))
    return tuple(found)


def _reach(content: datafile.Section) -> tuple[RecipientKinds, ...]:
    """Read the scopes of layers that refuse the rest; only in a document with layers."""
    found = []
    for row in content.rows("reach", needed=False):
        found.append(read_recipients(row, read_source_and_layer(row)))
        row.close()
    return tuple(found)


def _scale(content: datafile.Section) -> dict[str, Prize]:
    """The multiples of several awards out of one act, with one source; a regime's alone."""
    section = content.section("prizes", needed=False)
    found = read_scale(section) if section.content else {}
    section.close()
    return found


DAYS = ("valid_from", "valid_to", "ends", "may_have_ended_from")


def from_content(content: datafile.Section, *, digest: str) -> RuleSet:
    """Build a rule set from a parsed document: a file, a file with layers, a frozen one."""
    content.whole("schema", minimum=SCHEMA, maximum=SCHEMA)
    written, unread = content.content, read_unread_acts(content)
    content = with_marks(content, unread)
    parts = RuleFileParts()
    parts.add(content)
    rule_set = RuleSet(
        code=content.text("code"),
        valid_from=content.day("valid_from"),
        valid_to=content.day("valid_to", None),
        source=content.text("source"),
        verified=content.flag("verified"),
        quorum=_complete(content, parts),
        settings=parts.settings,
        rules=parts.rules,
        digest=digest,
        standards=tuple(parts.standards),
        quotas=tuple(parts.quotas),
        catalogue=parts.single["catalogue"],
        prizes={**_scale(content), **parts.single["prize"]},
        reports=parts.single["report"],
        filings=parts.single["filing"],
        sets=parts.single["sets"],
        recipients=parts.single["recipients"],
        reach=_reach(content),
        conditions=parts.single["conditions"],
        ends=_ends(content),
        unread=unread,
        prize_rounding=content.whole("prize_rounding", 1, minimum=1, maximum=1_000_000),
        prize_rules=read_prize_rules(content),
        duplicates=read_duplicate_rules(content),
        content=written,
        layers=content.words("layers", ()),
        quorums=parts.quorums,
        deadlines=parts.row_lists["deadline"],
        opinions=parts.row_lists["opinion"],
        exclusions=parts.row_lists["exclusion"],
        standards_from=content.text("standards_from", ""),
        open=parts.open,
    )
    return _closed(content, rule_set)


def _closed(content: datafile.Section, rule_set: RuleSet) -> RuleSet:
    """Check that every key was read; refuses days in the wrong order."""
    content.close()
    if rule_set.valid_to is not None and rule_set.valid_to < rule_set.valid_from:
        raise content.fail("valid_to", _("lies before valid_from"))
    return rule_set


def read_file(path: Path) -> RuleSet:
    """Read one rule set; refuses errors with DataFileError naming file and key."""
    return from_content(datafile.read(path), digest=sha256(path.read_bytes()).hexdigest())


def read_rule_sets(folder: Path = FOLDER) -> list[RuleSet]:
    """Read every rule set of a folder in order of time; refuses gaps and overlaps between them."""
    found = sorted(
        ((read_file(path), path.name) for path in folder.glob("*.toml")),
        key=lambda pair: pair[0].valid_from,
    )
    for (earlier, _name), (later, name) in pairwise(found):
        if earlier.valid_to is None or later.valid_from != earlier.valid_to + timedelta(days=1):
            problem = _("must be the day after %(code)s ends") % {"code": earlier.code}
            raise datafile.DataFileError(name, "valid_from", problem)
    return [rule_set for rule_set, _name in found]


def plain_document(content: Mapping[str, Any]) -> dict[str, Any]:
    """A document as JSON data: dates and decimals as texts (`restored_document` is the inverse)."""

    def simple(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: simple(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [simple(one) for one in value]
        if isinstance(value, bool | int | str) or value is None:
            return value
        return str(value)

    return {key: simple(value) for key, value in content.items()}


def restored_document(content: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `plain_document`: dates restored."""
    found: dict[str, Any] = {
        key: date.fromisoformat(content[key]) for key in DAYS if key in content
    }
    if "unread" in content:
        found["unread"] = [
            {**row, **{key: date.fromisoformat(row[key]) for key in ("from",) if key in row}}
            for row in content["unread"]
        ]
    return {**content, **found}


def read_salaries(path: Path = SALARY_FILE) -> list[BaseSalary]:
    """The history of the base salary, oldest first; refuses two amounts from one day."""
    content = datafile.read(path)
    content.whole("schema", minimum=1, maximum=1)
    found: list[BaseSalary] = []
    for row in content.rows("amount"):
        one = BaseSalary(
            valid_from=row.day("valid_from"),
            amount=row.whole("amount", minimum=1, maximum=1_000_000_000),
            **{key: value for key, value in read_source_and_layer(row).items() if key != "layer"},
        )
        row.close()
        if found and one.valid_from <= found[-1].valid_from:
            raise row.fail("valid_from", _("must come after the amount before it"))
        found.append(one)
    content.close()
    return found
