"""The regimes and layers as shipped answer what the acts say, case by case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
import yaml

from nominations.eligibility.answers import Answer, Eligibility
from nominations.eligibility.assessment import judge, judge_many
from nominations.law import catalogue, rulesets
from nominations.law.datafile import DATA
from nominations.law.models import CommendationType
from nominations.law.rulesets import RuleSet
from nominations.people.models import Authority
from tests.eligibility import case_sheets
from tests.eligibility.case_sheets import LOADER, Case
from tests.rows import check_rows

LAYERS = DATA / "layers"
# Cases written by hand that there are at least: over the regimes, asked in each, in the sheets that
# a regime has to itself, and of each layer.
WRITTEN = 1740
ASKED = {"R1A": 680, "R1B": 648, "R1C": 668, "R2": 643, "R3A": 683, "R3B": 683, "R4": 763}
OWN_SHEETS = {"R1A": 255, "R3": 50, "R4": 70}
OF_LAYERS = {"dhdn_2020.toml": 45, "dhdn_2024.toml": 60, "bac_ninh_2025.toml": 25}
JUDGED = [case for case in case_sheets.cases() if case.facts is not None]
FIGURES = [case for case in case_sheets.cases() if case.facts is None]


@cache
def regime(code: str) -> RuleSet:
    return next(one for one in rulesets.read_rule_sets() if one.code == code)


@cache
def layered(name: str, on: date) -> RuleSet:
    layer = rulesets.read_layer_file(LAYERS / name)
    found = rulesets.rule_set_on(on, layers=[layer])
    assert found.layers == (layer.code,)
    return found


def rules_of(case: Case) -> RuleSet:
    """The rule set a case asks: that of its day where it names one, else that of its regime."""
    if case.layer:
        found = layered(case.layer, case.on)
    elif case.rule_set:
        found = rulesets.rule_set_on(case.on)
        assert found.code == case.rule_set
    else:
        found = regime(case.regime)
    return found


def answers_text(eligibility: Eligibility) -> str:
    """The rules with their answers, for the message of a failure."""
    return "\n".join(
        f"{one.answer:8} {one.standard.effect:9} {one.standard.key}: {one.standard.rule}"
        for one in eligibility.rules
    )


_judged: dict[int, Eligibility] = {}


def judged(case: Case) -> Eligibility:
    """The answer with its explanation; several tests look at that of each case."""
    assert case.facts is not None
    if id(case) not in _judged:
        found = judge(rules_of(case), case.award, case.facts, case.type)
        if not any(case is one for one in JUDGED):
            return found
        _judged[id(case)] = found
    return _judged[id(case)]


def answers_as_the_act(case: Case) -> None:
    """The answer, whether it bars, and the words of the rules that decide."""
    eligibility = judged(case)
    assert eligibility.answer == case.expect, f"{case.cite}\n{answers_text(eligibility)}"
    if case.blocks is not None:
        assert bool(eligibility.blocking) == case.blocks, answers_text(eligibility)
    if case.because:
        deciding = [one for one in eligibility.rules if one.answer == case.expect]
        words = " ".join(f"{one.standard.source} {one.standard.says}" for one in deciding)
        assert all(word in words for word in case.because), words


def test_the_rules_answer_as_the_act() -> None:
    check_rows(JUDGED, answers_as_the_act)


def test_every_case_that_is_answered_wrongly_is_named() -> None:
    right, *others = JUDGED[:20]
    wrong = [
        replace(case, expect="unmet" if case.expect == "met" else "met")
        for case in (others[3], others[9])
    ]
    for planted in (wrong[:1], wrong):
        with pytest.raises(AssertionError) as failed:
            check_rows([right, *planted], answers_as_the_act)
        named = [str(case) for case in wrong if f"{case}: " in str(failed.value)]
        assert named == [str(case) for case in planted]
        assert f"{right}: " not in str(failed.value)
        assert all(case.cite in str(failed.value) for case in planted)


def test_every_case_is_answered_alike_without_explanation() -> None:
    for case in JUDGED:
        assert case.facts is not None
        rules = rules_of(case)
        fast = judge_many(rules, [case.award], case.facts, case.type)[case.award]
        assert fast == judged(case).answer, case


def _rule(case: Case, name: str, code: str, commendation_type: str) -> rulesets.StepRule:
    entry = catalogue.entries()[code]
    return rules_of(case).rule(
        name,
        code=code,
        form=entry.form,
        level=Authority.AGENCY,
        commendation_type=commendation_type,
    )


def sets_the_figure(case: Case) -> None:
    rules = rules_of(case)
    ((what, wanted),) = case.figures.items()
    if what == "threshold":
        vote = _rule(case, "vote", wanted["award"], CommendationType.MERIT)
        assert vote.needed
        assert vote.numerator * wanted["denominator"] == wanted["numerator"] * vote.denominator
        assert vote.strict == wanted.get("strict", False)
        assert vote.base == "all"
    elif what == "quorum":
        quorum = rules.quorum_of(wanted["meeting"])
        assert (quorum.numerator, quorum.denominator) == (
            wanted["numerator"],
            wanted["denominator"],
        )
    elif what == "consultation":
        posting = _rule(
            case, "consultation", wanted["award"], wanted.get("type", CommendationType.MERIT)
        )
        assert posting.needed == wanted.get("needed", True)
        assert not posting.needed or posting.days == wanted["days"]
    elif what == "quota":
        quotas = [
            one
            for one in rules.quotas_for(wanted["award"], wanted.get("kind", ""))
            if one.type == wanted["type"] and one.layer in rules.layers
        ]
        assert [one.limit(wanted["base"], wanted.get("members")) for one in quotas] == [
            wanted["limit"]
        ]
    else:
        assert rules.settings[wanted["setting"]].value == wanted["value"]


def test_a_layer_sets_the_figures_of_its_regulation() -> None:
    check_rows(FIGURES, sets_the_figure)


def too_few(counted: Counter[str], wanted: Mapping[str, int]) -> dict[str, int]:
    """The numbers that are lower than wanted."""
    return {name: counted[name] for name, least in wanted.items() if counted[name] < least}


def test_each_case_has_its_article() -> None:
    for path in case_sheets.sheets():
        sheet = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
        names = [row["name"] for row in sheet["cases"]]
        assert len(names) == len(set(names)), path.name
        for row in sheet["cases"]:
            assert row["cite"].strip(), (path.name, row["name"])
            assert any(letter.isdigit() for letter in row["cite"]), (path.name, row["name"])
            assert (row.get("expect") in case_sheets.ANSWERS) != any(
                key in row for key in ("quota", "threshold", "quorum", "consultation", "needs")
            ), (path.name, row["name"])


def test_no_regime_and_no_layer_loses_its_cases() -> None:
    cases = case_sheets.cases()
    of_regimes = [case for case in cases if not case.layer]
    written = {(case.sheet, case.name) for case in of_regimes}
    counted = {
        "asked": (Counter(case.regime for case in of_regimes), ASKED),
        "own": (Counter(sheet.partition("_")[0] for sheet, _name in written), OWN_SHEETS),
        "layers": (Counter(case.layer for case in cases if case.layer), OF_LAYERS),
    }
    lost = {what: too_few(found, least) for what, (found, least) in counted.items()}
    assert (lost, len(written) < WRITTEN) == ({"asked": {}, "own": {}, "layers": {}}, False)


def test_every_award_is_asked_in_every_regime_for_every_kind() -> None:
    asked = {
        (case.regime, case.award, case.facts.kind, case.expect)
        for case in JUDGED
        if case.facts is not None and not case.layer
    }
    missing = [
        (code, entry.code, kind, answer)
        for code in case_sheets.REGIMES
        for entry in catalogue.nominable_entries().values()
        if entry.code != "KNC"  # its issuer says who gets it
        for kind in entry.targets
        for answer in case_sheets.ANSWERS
        # Since 2024 the province says what a household has to meet for a Giấy khen: never "unmet".
        if code.startswith("R1") or (entry.code, kind, answer) != ("GK", "household", "unmet")
        if (code, entry.code, kind, answer) not in asked
    ]
    assert not missing


def _answered(cases: Iterable[Case]) -> dict[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for case in cases:
        assert case.facts is not None
        for one in judged(case).rules:
            place = (case.layer or case.regime, case.award, case.facts.kind, one.standard.key)
            found[place].add(str(one.answer))
    return found


def test_every_rule_of_every_regime_is_seen_met_unmet_and_unknown() -> None:
    """But for rules without a source: they hold the place of a rule the province has yet to set."""
    seen = _answered(case for case in JUDGED if not case.layer and not case.rule_set)
    missing = [
        (rules.code, code, kind, standard.key, answer)
        for rules in rulesets.read_rule_sets()
        for code, entry in catalogue.entries().items()
        for kind in entry.targets
        for standard in rules.standards
        if (standard.award == code and standard.kind == kind)
        or (standard.award == code and not standard.kind and kind != "household")
        if standard.source
        for answer in case_sheets.ANSWERS
        if answer not in seen[rules.code, code, kind, standard.key]
    ]
    assert not missing, "\n".join(" ".join(one) for one in missing)


SAID_TWICE = {"prerequisite"}  # the award asked for before; that it is of merit is a rule beside it


def test_no_rule_could_be_dropped_without_a_case_noticing() -> None:
    seen: set[tuple[str, ...]] = set()
    guarded: set[tuple[str, ...]] = set()
    for case in JUDGED:
        if case.layer or case.rule_set or case.facts is None:
            continue
        rules = judged(case).rules
        for one in rules:
            if not one.standard.source or one.standard.key in SAID_TWICE:
                continue
            place = (case.regime, case.award, case.facts.kind, one.standard.key)
            seen.add(place)
            others = [other.answer for other in rules if other is not one]
            if min(others, key=list(Answer).index, default=Answer.MET) != case.expect:
                guarded.add(place)
    assert seen == guarded, "\n".join(" ".join(one) for one in sorted(seen - guarded))
