"""Checks of rule files beyond loading: gaps, rules without effect, idle layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product
from math import floor, inf, prod
from pathlib import Path

from django.utils.translation import gettext as _

from nominations.law import catalogue, datafile, rulesets
from nominations.law.datafile import DataFileError
from nominations.law.ended_acts import ended_acts_cited
from nominations.law.layer_faults import contradictions
from nominations.law.models import AGENCY_RECIPIENTS
from nominations.law.rulesets import Layer, RuleSet, Standard
from nominations.law.rulesets.layer_merge import targets_in
from nominations.law.rulesets.layer_notes import below_every_act, replaced_inferences
from nominations.law.rulesets.layer_scope import scoped_rows
from nominations.law.rulesets.layers import (
    listed_rows_of,
    rows_of,
    tables_of,
)
from nominations.law.rulesets.loader import read_salaries
from nominations.law.span_comparison import compare
from nominations.law.vocabulary import (
    And,
    Comparison,
    Not,
    Rule,
    VocabularyWord,
    read_rule,
    tests_in,
)
from nominations.people.models import Authority

MAX_CASES = 20_000
_AUTHORITIES = tuple(Authority.values)
Question = tuple[VocabularyWord, object]


@dataclass(frozen=True, slots=True)
class LintFinding:
    """A problem: file, line (0 if unknown), key, one sentence."""

    file: str
    line: int
    key: str
    problem: str

    def __str__(self) -> str:
        where = _("%(file)s, line %(line)s") if self.line else "%(file)s"
        text = where % {"file": self.file, "line": self.line}
        return f"{text}: {self.key}: {self.problem}" if self.key else f"{text}: {self.problem}"


def of_error(error: DataFileError) -> LintFinding:
    return LintFinding(error.file, error.line, error.key, error.problem)


# --- rules that cannot decide anything ------------------------------------------------------------


def _points(tests: Sequence[Comparison]) -> list[float]:
    """Values of a word on both sides of every bound it is compared with."""
    word, args = tests[0].word, tests[0].args
    if word.scale == "truth":
        return [0, 1]
    minimum = 1 if word.scale == "grade" else 0
    maximum = min(word.maximum, args.last if word.name == "graded" and args.last else inf)
    if word.scale in ("grade", "discipline"):
        return list(range(minimum, int(maximum) + 1))
    found = {float(minimum), maximum if maximum < inf else max(one.bound for one in tests) + 2}
    for one in tests:
        near = {floor(one.bound), floor(one.bound) + 1, one.bound - 1, one.bound}
        found |= {value for value in near if minimum <= value <= maximum}
        if word.scale == "percent":
            found |= {value for value in (one.bound - 0.5, one.bound + 0.5) if 0 <= value <= 100}
    return sorted(found)


def _is_met(rule: Rule, values: Mapping[Question, float]) -> bool:
    if isinstance(rule, Comparison):
        value = values[rule.word, rule.args]
        return compare(rule, (value, value)) == 2
    if isinstance(rule, Not):
        return not _is_met(rule.child, values)
    fold = all if isinstance(rule, And) else any
    return fold(_is_met(one, values) for one in rule.children)


def constant_answer(rule: Rule) -> bool | None:
    """Whether a rule is always true or always false; None if it depends on its words.

    Words are treated as independent; a rule with too many of them is skipped.
    """
    questions: dict[Question, list[Comparison]] = {}
    for test in tests_in(rule):
        questions.setdefault((test.word, test.args), []).append(test)
    points = [_points(tests) for tests in questions.values()]
    if prod(len(one) for one in points) > MAX_CASES:
        return None
    found = {
        _is_met(rule, dict(zip(questions, values, strict=True))) for values in product(*points)
    }
    return found.pop() if len(found) == 1 else None


def _standards(
    standards: Iterable[tuple[Standard, str]],
    targets: Mapping[str, Sequence[str]],
    file: str,
    lines: Mapping[str, int],
) -> Iterator[LintFinding]:
    for standard, path in standards:
        line = datafile.line_of(lines, path)
        if standard.kind and standard.kind not in targets[standard.award]:
            problem = _("%(award)s is not given to this kind, so nobody is asked this")
            problem %= {"award": standard.award}
            yield LintFinding(file, line, f"{path}.kind", problem)
            continue
        of_agency = [one for one in targets[standard.award] if one in AGENCY_RECIPIENTS]
        kinds = (standard.kind,) if standard.kind else tuple(of_agency)
        answer = constant_answer(read_rule(standard.rule, kinds))
        if answer is not None:
            always, never = _("is always met"), _("can never be met")
            rule_line = lines.get(f"{path}.rule", line)
            yield LintFinding(file, rule_line, f"{path}.rule", always if answer else never)


def _targets(rule_set: RuleSet | None = None) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {
        code: entry.targets for code, entry in catalogue.entries().items()
    }
    for code, entry in (rule_set.catalogue if rule_set else {}).items():
        found[code] = entry.targets
    return found


def _with_paths(
    document: Mapping[str, object], rows: Iterable[Standard]
) -> Iterator[tuple[Standard, str]]:
    paths = [
        f"award.{code}.standard[{number}]"
        for code, name, number, _row in rows_of(document)
        if name == "standard"
    ]
    yield from zip(rows, paths, strict=True)


def _levels(rule_set: RuleSet, file: str, lines: Mapping[str, int]) -> Iterator[LintFinding]:
    """Findings about levels: a level can only handle awards decided there or above."""
    for place in rule_set.rules:
        if place[0] != "level":
            continue
        _level, level, code, name = place
        entry = rule_set.catalogue.get(code) or catalogue.entries()[code]
        if _AUTHORITIES.index(level) > _AUTHORITIES.index(entry.authority):
            path = f"level.{level}.award.{code}.{name}"
            words = {"award": code, "level": str(Authority(entry.authority).label)}
            problem = _("%(award)s is decided below this level, by: %(level)s") % words
            yield LintFinding(file, datafile.line_of(lines, path), path, problem)


# --- files ----------------------------------------------------------------------------------------


def _regime(path: Path) -> tuple[RuleSet | None, list[LintFinding]]:
    try:
        rule_set = rulesets.read_file(path)
    except DataFileError as error:
        return None, [of_error(error)]
    lines = datafile.lines_of(path.read_text(encoding="utf-8"))
    standards = _with_paths(rule_set.content, rule_set.standards)
    found = [
        *_standards(standards, _targets(rule_set), path.name, lines),
        *_levels(rule_set, path.name, lines),
    ]
    return rule_set, found


def _in_time(regimes: Iterable[tuple[RuleSet, str]]) -> Iterator[LintFinding]:
    ordered = sorted(regimes, key=lambda pair: pair[0].valid_from)
    for (earlier, _name), (later, name) in pairwise(ordered):
        if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
            problem = _("overlaps with %(code)s")
        elif later.valid_from != earlier.valid_to + timedelta(days=1):
            problem = _("leaves days without a rule set after %(code)s")
        else:
            continue
        yield LintFinding(name, 0, "valid_from", problem % {"code": earlier.code})


def _days_together(layer: Layer, regime: RuleSet) -> date | None:
    """A day on which both hold; None if there is none."""
    day = max(layer.valid_from, regime.valid_from)
    return day if layer.holds_on(day) and regime.holds_on(day) else None


def _layer(layer: Layer, regimes: Sequence[RuleSet]) -> Iterator[LintFinding]:
    lines = datafile.lines_of(layer.text)
    standards = _with_paths(layer.document, layer.parts.standards)
    yield from _standards(standards, _targets(), layer.file, lines)
    yield from _out_of_scope(layer, lines)
    for path, problem in contradictions(layer):
        yield LintFinding(layer.file, datafile.line_of(lines, path), path, problem)
    on_days = [one for one in regimes if _days_together(layer, one)]
    if not on_days:
        yield LintFinding(layer.file, lines.get("valid_from", 0), "valid_from",
                      _("no rule set holds on the days of the layer"))  # fmt: skip
    for path, problem in ended_acts_cited(layer):
        yield LintFinding(layer.file, datafile.line_of(lines, path), path, problem)


def _out_of_scope(layer: Layer, lines: Mapping[str, int]) -> Iterator[LintFinding]:
    """Conditions and caps for kinds of person or body that the layer does not reach."""
    for code, name, number, row in rows_of(layer.document):
        kinds = [row["kind"]] if row.get("kind") else targets_in(layer.document, code)
        if not scoped_rows(row, kinds, layer.scope):
            path = f"award.{code}.{name}[{number}]"
            problem = _("reaches nobody: the scope of the layer leaves these kinds out")
            yield LintFinding(layer.file, datafile.line_of(lines, path), path, problem)


def _stacked(layers: Sequence[Layer], regimes: Sequence[RuleSet]) -> Iterator[LintFinding]:
    """Every combination of layers that hold together, on every regime."""
    seen: set[LintFinding] = set()
    for regime in regimes:
        for layer in layers:
            day = _days_together(layer, regime)
            together = [one for one in layers if day is not None and one.holds_on(day)]
            try:
                if together:
                    rulesets.with_layers(regime, together)
            except DataFileError as error:
                if (finding := of_error(error)) not in seen:
                    seen.add(finding)
                    yield finding


def _places(layer: Layer) -> dict[tuple[str, ...], str]:
    """The places set by a layer, with their paths."""
    found = {place: ".".join(place) for place, _table in tables_of(layer.document)}
    for code, name, number, row in rows_of(layer.document):
        whom = ",".join(row.get("for", ()))
        key = ("award", code, name, str(row.get("key")), str(row.get("kind", "")), whom)
        found[key] = f"award.{code}.{name}[{number}]"
    for name, number, row in listed_rows_of(layer.document):
        found[name, str(row.get("key"))] = f"{name}[{number}]"
    return found


def _in_vain(layers: Sequence[Layer]) -> Iterator[LintFinding]:
    """Findings about values that a later layer of the same level replaces on all days of the
    earlier one."""
    ordered = sorted(layers, key=lambda one: (one.valid_from, one.code))
    for number, layer in enumerate(ordered):
        for later in ordered[number + 1 :]:
            covers = later.valid_from <= layer.valid_from and (
                later.valid_to is None
                or (layer.valid_to is not None and layer.valid_to <= later.valid_to)
            )
            if covers and later.level == layer.level:
                mine = _places(layer)
                for place in sorted(mine.keys() & _places(later).keys()):
                    words = {"layer": later.code}
                    problem = _("is replaced by layer %(layer)s on all its days") % words
                    path = mine[place]
                    line = datafile.line_of(datafile.lines_of(layer.text), path)
                    yield LintFinding(layer.file, line, path, problem)


def lint_rule_set(folder: Path, files: Sequence[Path] = ()) -> list[LintFinding]:
    """All problems of the rule sets of a folder and of further files.

    A file with a `layer` is applied to every regime whose days overlap; any other file is a regime
    and checked alone.
    """
    found: list[LintFinding] = []
    regimes: list[tuple[RuleSet, str]] = []
    for path in sorted(folder.glob("*.toml")):
        rule_set, problems = _regime(path)
        found += problems
        if rule_set is not None:
            regimes.append((rule_set, path.name))
    if not found:  # a file that cannot be read leaves a gap, which is not reported again
        found += _in_time(regimes)
    layers: list[Layer] = []
    for path in files:
        try:
            content = datafile.read(path)
            if rulesets.is_layer(content):
                layers.append(rulesets.read_layer(content))
                continue
        except DataFileError as error:
            found.append(of_error(error))
            continue
        found += _regime(path)[1]
    shipped = [rule_set for rule_set, _name in regimes]
    for layer in layers:
        found += _layer(layer, shipped)
    found += [*_stacked(layers, shipped), *_in_vain(layers)]
    return found


def notes_on(folder: Path, files: Sequence[Path]) -> list[str]:
    """Notes that are not problems: a verified layer replacing an inferred value, and a quorum or
    threshold lower than in every verified act."""
    layers = [
        rulesets.read_layer(content)
        for content in map(datafile.read, files)
        if rulesets.is_layer(content)
    ]
    found = list(below_every_act(layers))
    for regime in rulesets.read_rule_sets(folder):
        together = [one for one in layers if _days_together(one, regime) is not None]
        found += replaced_inferences(regime, together)
    return list(dict.fromkeys(found))


def lint_reference() -> list[LintFinding]:
    """Problems of the catalogue and the history of the base salary."""
    found = []
    for read in (catalogue.read_entries, read_salaries):
        try:
            read()
        except DataFileError as error:
            found.append(of_error(error))
    return found


def lint_layer(layer: Layer, regimes: Sequence[RuleSet]) -> list[LintFinding]:
    """Faults of a single layer: rules that apply to nobody or have no effect."""
    return list(_layer(layer, regimes))
