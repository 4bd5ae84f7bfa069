"""Reads facts in YAML (docs/rules.md), strictly, reporting the line of errors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from nominations.eligibility.facts import (
    AwardFact,
    DisciplineFact,
    ExaminationFact,
    Facts,
    GradeFact,
    InitiativeFact,
    MembersFact,
    MovementFact,
)
from nominations.law import catalogue
from nominations.law.datafile import DataFileError, Section
from nominations.law.models import CommendationType, RecipientKind
from nominations.law.movements import MovementLauncher, MovementReview
from nominations.law.vocabulary import DISCIPLINES, GRADES, SCOPES
from nominations.people.body_kinds import BodyKind
from nominations.people.employment import StaffKind
from nominations.records.scales import (
    AbsenceKind,
    AttestationKind,
    DisciplineConcern,
    ExaminationKind,
)

MAX_YAML_LENGTH = 200_000
MAX_NUMBER = 100_000
_MIN_YEAR, _MAX_YEAR = 1945, 2100


class _Document:
    """The plain values of a YAML text and the line of each, by its path."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[str, int] = {}
        self.loader = yaml.SafeLoader("")

    def value(self, node: Node, path: str) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(one, f"{path}[{i}]") for i, one in enumerate(node.value)]
        if not isinstance(node, ScalarNode):
            return None
        try:
            return self.loader.construct_object(node, deep=True)
        except (ValueError, yaml.YAMLError):
            problem = _("is not a value: %(value)s") % {"value": node.value[:40]}
            raise DataFileError(self.file, path, problem, self.lines[path]) from None

    def _mapping(self, node: MappingNode, path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            inner = f"{path}.{key}" if path else key
            line = key_node.start_mark.line + 1
            if key in found or not isinstance(key_node, ScalarNode):
                raise DataFileError(self.file, inner, _("is written twice"), line)
            found[key] = self.value(value_node, inner)
            self.lines[inner] = line
        return {key: value for key, value in found.items() if value is not None}


def read_yaml(text: str, file: str) -> Section:
    """Parse a YAML text as a section; refuses invalid YAML, aliases and anything but a mapping."""
    if len(text) > MAX_YAML_LENGTH:
        raise DataFileError(file, "", _("the file is too long"))
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
            raise DataFileError(file, "", _("aliases are not accepted"))
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = _("this is not readable as YAML: %(problem)s") % {"problem": error.problem}
        raise DataFileError(file, "", problem, mark.line + 1 if mark else 0) from None
    except (yaml.YAMLError, RecursionError) as error:
        problem = _("this is not readable as YAML: %(problem)s") % {"problem": error}
        raise DataFileError(file, "", problem) from None
    if not isinstance(node, MappingNode):
        raise DataFileError(file, "", _("must be a table of facts"), 1 if node else 0)
    document = _Document(file)
    return Section(
        file=file, path="", content=document.value(node, ""), lines=lambda: document.lines
    )


def _year(section: Section, key: str) -> int:
    if not key.isdecimal() or not _MIN_YEAR <= int(key) <= _MAX_YEAR:
        raise section.fail(key, _("must be a year such as 2024"))
    return int(key)


def _grades(section: Section) -> dict[int, GradeFact]:
    return {
        _year(section, key): GradeFact(GRADES[section.one_of(key, GRADES)])
        for key in section.content
    }


def _counts(section: Section, known: Mapping[str, Any]) -> dict[str, int]:
    for key in section.content:
        if key not in known:
            raise section.fail(key, _("must be one of: %(known)s") % {"known": ", ".join(known)})
    return {key: section.whole(key, minimum=0, maximum=MAX_NUMBER) for key in section.content}


def _award(row: Section) -> AwardFact:
    decided, until = row.day("date", None), row.day("until", None)
    return AwardFact(
        code=row.one_of("award", catalogue.entries()),
        year=row.whole("year", minimum=_MIN_YEAR, maximum=_MAX_YEAR),
        since=until or decided,
        decided_on=decided,
        commendation_type=row.one_of("type", CommendationType.values, CommendationType.MERIT),
        paper=row.text("paper", ""),
        inherited_from=row.text("inherited_from", ""),
    )


def _initiative(row: Section) -> InitiativeFact:
    scope = row.one_of("scope", SCOPES)
    return InitiativeFact(
        name=row.text("name"),
        year=row.whole("year", minimum=_MIN_YEAR, maximum=_MAX_YEAR),
        rank=SCOPES[scope],
        scope=scope,
        kind=row.one_of("kind", ("initiative", "topic"), "initiative"),
        share=row.whole("share", 100, minimum=1, maximum=100),
        paper=row.text("paper", ""),
        used_for=row.text("used_for", ""),
    )


def _discipline(row: Section) -> DisciplineFact:
    form = row.one_of("form", [name for name in DISCIPLINES if name != "NONE"])
    return DisciplineFact(
        rank=DISCIPLINES[form],
        form=form,
        decided_on=row.day("decided_on"),
        ends_on=row.day("ends_on", None),
        paper=row.text("paper", ""),
        concerns=row.one_of("concerns", ("", *DisciplineConcern.values), ""),
        counted_year=row.whole("counted_year", None, minimum=_MIN_YEAR, maximum=_MAX_YEAR)
        if "counted_year" in row.content
        else None,
    )


def _examination(row: Section) -> ExaminationFact:
    return ExaminationFact(
        kind=row.one_of("kind", ExaminationKind.values),
        opened_on=row.day("opened_on"),
        paper=row.text("paper", ""),
    )


def _members(section: Section) -> MembersFact:
    grades = _counts(section.section("grades", needed=False), GRADES)
    known_holders = "holders" in section.content
    holders = _counts(section.section("holders", needed=False), catalogue.entries())
    is_given = "discipline" in section.content
    discipline = section.one_of("discipline", DISCIPLINES) if is_given else ""
    found = MembersFact(
        total=_whole(section, "total", MAX_NUMBER),
        grades={GRADES[key]: count for key, count in grades.items()},
        ungraded=section.whole("ungraded", 0, minimum=0, maximum=MAX_NUMBER),
        recruits=section.whole("recruits", 0, minimum=0, maximum=MAX_NUMBER),
        holders=holders if known_holders else None,
        discipline=DISCIPLINES[discipline] if discipline else None,
        women=_whole(section, "women", MAX_NUMBER),
    )
    section.close()
    return found


def _whole(section: Section, key: str, maximum: int) -> int | None:
    section.read_keys.add(key)
    return section.whole(key, minimum=0, maximum=maximum) if key in section.content else None


def _flag(section: Section, key: str) -> bool | None:
    section.read_keys.add(key)
    return section.flag(key) if key in section.content else None


def _rows(section: Section, key: str, read: Any) -> list[Any] | None:
    section.read_keys.add(key)
    if key not in section.content:
        return None
    found = []
    for row in section.rows(key):
        found.append(read(row))
        row.close()
    return found


def _nominated(section: Section) -> frozenset[str]:
    codes = section.words("nominated", ())
    unknown = [code for code in codes if code not in catalogue.entries()]
    if unknown:
        problem = _('"%(code)s" is no award of the catalogue')
        raise section.fail("nominated", problem % {"code": unknown[0]})
    return frozenset(codes)


def _optional_choices(section: Section, key: str, known: list[str]) -> tuple[str, ...]:
    section.read_keys.add(key)
    return section.choices(key, known) if key in section.content else ()


def _body_kinds(section: Section) -> frozenset[str] | None:
    found = _optional_choices(section, "body_kinds", BodyKind.values)
    return frozenset(found) or None


def _movement(section: Section) -> MovementFact:
    table = section.section("movement", needed=False)
    found = MovementFact(
        launched_by=table.one_of("launched_by", ("", *MovementLauncher.values), ""),
        years=_whole(table, "years", 60),
        review=table.one_of("review", ("", *MovementReview.values), ""),
    )
    table.close()
    return found


def _attested(section: Section) -> dict[str, bool]:
    for key in section.content:
        if key not in AttestationKind.values:
            known = ", ".join(AttestationKind.values)
            raise section.fail(key, _("must be one of: %(known)s") % {"known": known})
    return {key: section.flag(key) for key in section.content}


def facts_of(section: Section, *, year: int, on: date) -> Facts:
    """The facts of a document; refuses an unknown key, a wrong word or a wrong date by its line."""
    since = "records_since" in section.content
    facts = Facts(
        kind=section.one_of("kind", RecipientKind.values),
        name=section.text("name", ""),
        year=year,
        on=on,
        grades=_grades(section.section("grades")) if "grades" in section.content else None,
        awards=_rows(section, "awards", _award),
        nominated=_nominated(section),
        initiatives=_rows(section, "initiatives", _initiative),
        disciplines=_rows(section, "disciplines", _discipline),
        examinations=_rows(section, "examinations", _examination),
        service_months=_whole(section, "service_months", 12),
        newly_recruited=_flag(section, "newly_recruited"),
        absence_months=_whole(section, "absence_months", 12),
        absence_kinds=frozenset(_optional_choices(section, "absence_kinds", AbsenceKind.values)),
        staff_kinds=_optional_choices(section, "staff_kinds", StaffKind.values),
        own_regulation=_flag(section, "own_regulation"),
        training_below=_flag(section, "training_below"),
        registered=_flag(section, "registered"),
        attested=_attested(section.section("attested", needed=False)),
        members=_members(section.section("members")) if "members" in section.content else None,
        founded_on=section.day("founded_on", None),
        body_kinds=_body_kinds(section),
        movement=_movement(section),
        records_since=section.whole("records_since", minimum=_MIN_YEAR, maximum=_MAX_YEAR)
        if since
        else None,
    )
    section.close()
    return facts


def read_facts(text: str, *, file: str, year: int, on: date) -> Facts:
    """Read facts from a YAML text; refuses errors with DataFileError naming line and key."""
    return facts_of(read_yaml(text, file), year=year, on=on)
